"""Rules on prices: units, ratios, agreement of sources; and their age."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from advisor.catalog.audit.ages import stale_findings
from advisor.catalog.audit.check_prices import price_findings
from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Offer

DAY = date(2026, 11, 29)


def plain(catalog: Catalog) -> Offer:
    """An agreed offer of a current model, priced lately by the token."""
    return next(
        offer
        for offer in catalog.offers
        if offer.agreement == "agreed"
        and offer.input_usd_per_mtok
        and offer.output_usd_per_mtok
        and catalog.model[offer.model_id].status == "current"
        and not list(price_findings(replace(catalog, offers=(offer,), gpu_offers=(), providers=()), as_of=DAY))
    )


def found(catalog: Catalog, *offers: Offer) -> list[tuple[str, str]]:
    """Rule and column of what is found among these offers alone."""
    alone = replace(catalog, offers=offers, gpu_offers=(), providers=())
    return [(one.rule, one.column) for one in price_findings(alone, as_of=DAY)]


@pytest.mark.parametrize(
    ("cells", "finding"),
    [
        ({"input_usd_per_mtok": Decimal(900)}, ("unit", "input_usd_per_mtok")),
        ({"output_usd_per_mtok": Decimal("0.0011"), "input_usd_per_mtok": Decimal(1)}, ("unit", "output_usd_per_mtok")),
        ({"second_source": None}, ("agreement", "second_source")),
        ({"agreement": "conflict", "conflict": None}, ("agreement", "conflict")),
        (
            {"input_usd_per_mtok": None, "output_usd_per_mtok": None, "conflict": None},
            ("contradiction", "input_usd_per_mtok"),
        ),
        ({"priced_on": date(2016, 1, 1)}, ("contradiction", "priced_on")),
        ({"priced_on": DAY + timedelta(days=1)}, ("stale", "priced_on")),
    ],
)
def test_what_is_wrong_with_a_price_is_found(catalog: Catalog, cells: dict[str, Any], finding: tuple[str, str]) -> None:
    """Each cell alone, by rule and column."""
    unlike = plain(catalog).model_copy(update={name: None for name in Offer.model_fields if name.startswith("cached")})
    assert found(catalog, unlike) == []
    assert finding in found(catalog, unlike.model_copy(update=cells))


def test_a_source_does_not_agree_with_itself(catalog: Catalog) -> None:
    """Another key of the same source is no second one."""
    offer = plain(catalog)
    same = offer.model_copy(update={"second_source": offer.source.partition("#")[0] + "#other"})
    assert ("agreement", "second_source") in found(catalog, same)


def test_a_price_unlike_all_others_of_the_model_is_in_another_unit(catalog: Catalog) -> None:
    """Thirty times the middle of the others; sources that disagree are known to."""
    offer = plain(catalog)
    cells = {"offer_id": "other", "input_usd_per_mtok": (offer.input_usd_per_mtok or 0) / 40}
    odd = offer.model_copy(update=cells | {"output_usd_per_mtok": None})
    assert ("unit", "input_usd_per_mtok") in found(catalog, offer, odd)
    quarrel = {"agreement": "conflict", "conflict": "they differ"}
    both = found(catalog, offer.model_copy(update=quarrel), odd.model_copy(update=quarrel))
    assert ("unit", "input_usd_per_mtok") not in both


def test_a_price_grows_stale_by_the_day(catalog: Catalog) -> None:
    """On the last day it is not."""
    offer = plain(catalog)
    alone, age = replace(catalog, offers=(offer,)), (DAY - offer.priced_on).days

    def stale(days: int) -> set[tuple[str, str | None]]:
        return {(one.file, one.row) for one in stale_findings(alone, as_of=DAY, stale_after=days)}

    assert ("offers.csv", offer.offer_id) not in stale(age)
    assert ("offers.csv", offer.offer_id) in stale(age - 1)
