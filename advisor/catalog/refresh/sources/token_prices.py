"""What lists of token prices have in common: prices per 10^6 tokens as cells, and the rows that one may make."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.names import model_named, near_names, pieces
from advisor.catalog.refresh.records import Statement, Unmapped
from advisor.geography import ZONES

MOST_USD_PER_MTOK: Final = Decimal(10_000)
"""A price above is refused: it is in another unit, or none."""
OFFER_ZONES: Final = frozenset({"global", "gov", "unspecified", *ZONES})
PER_TOKEN: Final = Decimal(1_000_000)


def price_cell(usd_per_mtok: Decimal | None, refused: list[str], place: str) -> str:
    """A price as a cell; blank where unknown, and told in ``refused`` where it cannot be one."""
    if usd_per_mtok is None:
        return ""
    if usd_per_mtok < 0 or usd_per_mtok > MOST_USD_PER_MTOK:
        refused.append(f"{place}: {_shown(usd_per_mtok)} USD per 10^6 tokens is no price")
        return ""
    return plain(usd_per_mtok)


def plain(number: Decimal) -> str:
    """A number without exponent and trailing zeros, rounded to nine digits behind the point."""
    text = f"{round(number, 9):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def priced(cells: Mapping[str, str]) -> bool:
    """Whether the cells say what the main thing costs, and that it is not nothing.

    A price of zero that a list gives for a paid product is unknown (docs/catalog.md, "The price rule").
    """
    return any(cells.get(name, "") not in ("", "0") for name in ("input_usd_per_mtok", "output_usd_per_mtok"))


def offer_statement(
    catalog: Catalog,
    cells: Mapping[str, str],
    *,
    scheme: str,
    key: str,
    model_key: str,
    provider_id: str | None,
    zone: str,
    tier: str = "standard",
    other_keys: tuple[str, ...] = (),
) -> tuple[Statement, Unmapped | None]:
    """A price as a statement about an offer, and the name that could not be mapped where there is one.

    Without a model or a provider it can still be matched by the key that the offer cites; it makes no new row then.
    """
    named = model_named(catalog, scheme, *pieces(key), *pieces(model_key))
    match = {"zone": zone, "tier": tier}
    whole = named is not None and provider_id is not None and not named.variant and zone in OFFER_ZONES
    if named is not None:
        match["model_id"] = named.model_id
    if provider_id is not None:
        match["provider_id"] = provider_id
    if whole:
        match["provider_model_key"] = model_key
    statement = Statement("offers", dict(cells), key, match, other_keys, whole=whole)
    if named is None and provider_id is not None:
        return statement, Unmapped(key, "model", near_names(catalog, model_key))
    return statement, None


def _shown(number: Decimal) -> str:
    return f"{number:.3g}"
