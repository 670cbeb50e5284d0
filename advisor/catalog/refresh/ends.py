"""Who stated the end of service that stands: one list does not move the day that another one stated.

An offer cites who states its prices. Its end may be of another list: of a notice, which stands as a row of
``retirements.csv``, or of one of the cited price lists that state ends at all.
"""

from __future__ import annotations

from typing import Final

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.names import family_of
from advisor.catalog.refresh.sources.source import Edition
from advisor.catalog.refresh.standing import StandingRow

END: Final = "retires_on"
STATES_NO_ENDS: Final = frozenset({"genai-prices", "modelsdev"})
"""Families of price lists whose entries have no field for an end of service."""


def stated_by(row: StandingRow, catalog: Catalog) -> tuple[str, ...]:
    """The references behind the end that stands in a row; none where nothing says whose it is."""
    if row.table != "offers":
        return (row.source_of(END),) if row.source_of(END) else ()
    key, ends = row.cells["provider_model_key"], row.cells.get(END, "")
    notices = [
        one.source
        for one in catalog.retirements
        if one.provider_id == row.cells["provider_id"]
        and key.endswith(one.provider_model_key)
        and one.retires_on is not None
        and one.retires_on.isoformat() == ends
    ]
    return tuple(dict.fromkeys(notices or _price_lists(row)))


def _price_lists(row: StandingRow) -> list[str]:
    """The cited lists of prices that may have stated the end: those that are known to state none did not."""
    cited = [reference for name in ("source", "second_source") if (reference := row.cells.get(name, ""))]
    return [reference for reference in cited if family_of(reference) not in STATES_NO_ENDS]


def others_who_state(row: StandingRow, edition: Edition, catalog: Catalog) -> tuple[str, ...] | None:
    """Whom a list would contradict with another end than stands; None where it corrects nobody but itself.

    An empty tuple: somebody else, of whom nothing is kept.
    """
    speakers = stated_by(row, catalog)
    if speakers and all(family_of(reference) == edition.family for reference in speakers):
        return None
    return tuple(reference for reference in speakers if family_of(reference) != edition.family)
