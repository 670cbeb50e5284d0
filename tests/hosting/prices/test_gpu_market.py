"""Rents: which offer stands for a GPU, and which GPU a name means."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import GpuOffer
from advisor.hosting.prices.gpu_market import comparable_rents, find_gpu, find_owned, fold, rent_age_days, rents
from advisor.questionnaire.answers import Answers

TODAY = date(2026, 11, 1)


def asked(**given: Any) -> Answers:
    """Answers of a day."""
    fields = {"title": "t", "as_of": TODAY, "use_cases": [{"task": "chat_assistant"}]}
    return Answers.model_validate(fields | given)


@pytest.fixture
def market(catalog: Catalog) -> Any:
    """The shipped catalog with these rents alone, all of one class of provider."""
    known = {offer.gpu_id: offer for offer in catalog.gpu_offers if offer.usd_per_gpu_hour is not None}
    pattern = known[min(known)]

    def of(*rows: dict[str, Any]) -> Catalog:
        offers: list[GpuOffer] = [
            pattern.model_copy(
                update={"commitment": "on_demand", "price_kind": None, "priced_on": TODAY, "provider_id": f"p{number}"}
                | row
                | {"offer_id": f"o{number}", "usd_per_gpu_hour": Decimal(str(row["usd_per_gpu_hour"]))}
            )
            for number, row in enumerate(rows)
        ]
        return replace(catalog, gpu_offers=tuple(offers), digest=f"{len(rows)} rents: {rows}")

    return of


def test_the_cheapest_recent_contract_price_stands(market: Any) -> None:
    """A marketplace's price and one of last year give way, though they are cheaper."""
    found = rents(
        market(
            {"usd_per_gpu_hour": 1.0, "price_kind": "marketplace"},
            {"usd_per_gpu_hour": 1.5, "priced_on": date(2025, 11, 1)},
            {"usd_per_gpu_hour": 3.0},
            {"usd_per_gpu_hour": 2.5},
        ),
        asked(),
    )
    assert [(deal.usd_per_gpu_hour, deal.provider) for deal in found] == [(2.5, "p3")]


@pytest.mark.parametrize(("priced_on", "stands"), [(date(2026, 1, 21), 7.4), (date(2025, 1, 21), 12.2)])
def test_the_list_of_a_hyperscaler_gives_way_after_a_year(market: Any, priced_on: date, stands: float) -> None:
    """Its prices stand for months, where those of others follow the market; no list is believed for ever."""
    found = rents(
        market(
            {"usd_per_gpu_hour": 7.4, "provider_id": "aws", "priced_on": priced_on},
            {"usd_per_gpu_hour": 12.2, "provider_id": "gcp", "priced_on": date(2026, 7, 30)},
        ),
        asked(),
    )
    assert [deal.usd_per_gpu_hour for deal in found] == [stands]


def test_a_demanded_zone_goes_before_the_price(market: Any) -> None:
    """Where none is in the zone, the cheapest of the others stands, so that the gate can say why it falls."""
    table = market({"usd_per_gpu_hour": 1.0, "country": "US"}, {"usd_per_gpu_hour": 2.0, "country": "DE"})
    assert [deal.zone for deal in rents(table, asked(data={"residency": ["eu"]}))] == ["eu"]
    assert [deal.zone for deal in rents(table, asked(data={"residency": ["jp"]}))] == ["us"]


def test_a_region_for_a_government_stands_for_nothing_that_others_rent(market: Any) -> None:
    """However cheap: who is not let in cannot rent there; where nothing else is, it stands with its price."""
    table = market(
        {"usd_per_gpu_hour": 1.0, "country": "US", "region": "us-gov-west-1"},
        {"usd_per_gpu_hour": 2.0, "country": "US", "region": "us-west-2"},
    )
    assert [deal.usd_per_gpu_hour for deal in rents(table, asked())] == [2.0]
    alone = market({"usd_per_gpu_hour": 1.0, "country": "US", "region": "us-gov-west-1"})
    assert [deal.usd_per_gpu_hour for deal in rents(alone, asked())] == [1.0]


def test_excluded_providers_come_last(market: Any) -> None:
    """And those that are not among the allowed ones."""
    table = market({"usd_per_gpu_hour": 1.0}, {"usd_per_gpu_hour": 2.0})
    assert rents(table, asked(hosting={"providers_excluded": ["p0"]}))[0].provider == "p1"
    assert rents(table, asked(hosting={"providers_allowed": ["p1"]}))[0].provider == "p1"


def test_a_seat_that_is_excluded_stands_for_nothing_that_others_rent(market: Any) -> None:
    """However cheap, and though its machines stand where they should: where an admitted one has them can be asked."""
    governance = {"jurisdictions_excluded": ["US", "CN"]}
    table = market(
        {"usd_per_gpu_hour": 1.0, "provider_id": "runpod", "country": "DE"},
        {"usd_per_gpu_hour": 1.5, "provider_id": "seat-unknown"},
        {"usd_per_gpu_hour": 2.0, "provider_id": "verda", "country": None},
        {"usd_per_gpu_hour": 3.0, "provider_id": "scaleway", "country": "FR"},
    )
    assert [deal.provider for deal in rents(table, asked(governance=governance))] == ["verda"]
    asked_for = asked(governance=governance, data={"residency": ["eu"]})
    assert [deal.provider for deal in rents(table, asked_for)] == ["scaleway"]
    assert [deal.provider for deal in rents(table, asked())] == ["runpod"]
    alone = market({"usd_per_gpu_hour": 1.0, "provider_id": "runpod"})
    assert [deal.provider for deal in rents(alone, asked(governance=governance))] == ["runpod"]


def test_every_commitment_has_a_deal_of_its_own(market: Any) -> None:
    """What is no commitment that can be had is left out."""
    found = rents(
        market(
            {"usd_per_gpu_hour": 2.0},
            {"usd_per_gpu_hour": 1.2, "commitment": "reserved_3y"},
            {"usd_per_gpu_hour": 0.5, "commitment": "spot"},
        ),
        asked(),
    )
    assert {deal.commitment: deal.usd_per_gpu_hour for deal in found} == {"on_demand": 2.0, "reserved_3y": 1.2}


def test_comparable_rents_are_contract_prices_of_the_last_half_year(market: Any) -> None:
    """The cheapest first."""
    table = market(
        {"usd_per_gpu_hour": 3.0},
        {"usd_per_gpu_hour": 2.0},
        {"usd_per_gpu_hour": 1.0, "price_kind": "community"},
        {"usd_per_gpu_hour": 1.0, "priced_on": date(2026, 4, 1)},
    )
    found = comparable_rents(table, rents(table, asked())[0], TODAY)
    assert [float(offer.usd_per_gpu_hour or 0) for offer in found] == [2.0, 3.0]


def test_an_age_is_never_negative() -> None:
    """A rent of tomorrow is of today."""
    assert rent_age_days(date(2026, 10, 30), TODAY) == 2
    assert rent_age_days(date(2026, 12, 1), TODAY) == 0


@pytest.mark.parametrize("name", ["H100", "h100-sxm", "NVIDIA H100 SXM"])
def test_a_name_means_the_sxm_card_of_its_kind(catalog: Catalog, name: str) -> None:
    """Whatever its case and separators."""
    found = find_gpu(catalog.gpus, name)
    assert found is not None
    assert "h100" in found.gpu_id
    assert "sxm" in found.gpu_id
    assert find_gpu(catalog.gpus, "abacus") is None
    assert fold("H100-SXM 80 GB") == "h100sxm80gb"


def test_gpus_that_are_there_are_added_up(catalog: Catalog) -> None:
    """By id, with their servers where every entry states them; names that match none are left out."""
    owned = [{"gpu": "h100", "count": 8, "servers": 1}, {"gpu": "H100", "count": 4, "servers": 1}]
    found = find_owned(catalog, asked(hosting={"gpus_owned": [*owned, {"gpu": "abacus", "count": 9}]}))
    assert list(found.values()) == [(12, 2)]
    partly = [owned[0], {"gpu": "H100", "count": 4}]
    assert list(find_owned(catalog, asked(hosting={"gpus_owned": partly})).values()) == [(12, None)]
