"""Hardware as it is sold: medians, zones, the user's own quotes, and GPUs that are there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema_hosting import HardwareOffer
from advisor.hosting.prices.gpu_market import GpuDeal
from advisor.hosting.prices.hardware_market import purchases, sold_in
from advisor.questionnaire.answers import Answers


def asked(**hosting: Any) -> Answers:
    """Answers of a house in Germany."""
    return Answers.model_validate(
        {"title": "t", "use_cases": [{"task": "chat_assistant"}], "hosting": {"country": "DE"} | hosting}
    )


@pytest.fixture
def gpu_id(catalog: Catalog) -> str:
    """A GPU that somebody sells in servers."""
    return next(item.gpu_id for item in catalog.hardware_offers if item.form == "server" and item.gpu_count == 8)


@pytest.fixture
def market(catalog: Catalog, gpu_id: str) -> Any:
    """The shipped catalog with these items of one GPU alone."""
    pattern = next(item for item in catalog.hardware_offers if item.gpu_id == gpu_id and item.form == "server")

    def of(*rows: dict[str, Any]) -> Catalog:
        items: list[HardwareOffer] = [
            pattern.model_copy(
                update={"gpu_count": 8, "availability": "sold", "sold_in": (), "not_sold_in": ()}
                | row
                | {"hardware_id": f"item-{number}"}
            )
            for number, row in enumerate(rows)
        ]
        return replace(catalog, hardware_offers=tuple(items), gpu_offers=(), digest=f"hardware {rows}")

    return of


def deals(catalog: Catalog, answers: Answers, gpu_id: str) -> list[GpuDeal]:
    """What can be had of one GPU."""
    return [deal for deal in purchases(catalog, answers) if deal.gpu_id == gpu_id]


def test_of_several_prices_the_median_counts(market: Any, gpu_id: str) -> None:
    """The dearer of two middle ones: no budget that is too small; withdrawn items and cards alone are none."""
    table = market(
        {"usd": 240_000.0},
        {"usd": 400_000.0},
        {"usd": 320_000.0},
        {"usd": 8_000.0, "availability": "withdrawn"},
        {"usd": 8_000.0, "form": "card"},
    )
    assert [deal.usd_per_gpu for deal in deals(table, asked(), gpu_id)] == [40_000.0]
    two = market({"usd": 240_000.0}, {"usd": 400_000.0})
    assert [deal.usd_per_gpu for deal in deals(two, asked(), gpu_id)] == [50_000.0]


def test_what_is_not_sold_in_the_zone_is_not_bought_there(market: Any, gpu_id: str) -> None:
    """An unknown zone is not the only one where it is sold."""
    table = market({"usd": 240_000.0, "sold_in": ("cn",)}, {"usd": 400_000.0, "not_sold_in": ("cn",)})
    assert [deal.usd_per_gpu for deal in deals(table, asked(), gpu_id)] == [50_000.0]
    assert [deal.usd_per_gpu for deal in deals(table, asked(country="CN"), gpu_id)] == [30_000.0]
    assert [sold_in(item, None) for item in table.hardware_offers] == [False, True]


def test_gpus_that_are_there_cost_nothing_up_to_their_count(market: Any, gpu_id: str) -> None:
    """In servers of the stated size, whatever is bought beside them; a new one is for what none of them holds."""
    owned = asked(gpus_owned=[{"gpu": gpu_id, "count": 8, "servers": 2}])
    found = deals(market({"usd": 240_000.0}), owned, gpu_id)
    there = {deal.unit: deal for deal in found if deal.owned}
    assert set(there) == {8}
    assert (there[8].owned, there[8].commitment) == (8, "owned")
    assert (there[8].there_size, there[8].there_servers, there[8].holds) == (4, 2, (1, 4))
    assert (there[8].usd_per_gpu, there[8].value_per_gpu) == (30_000.0, 30_000.0)
    (new,) = (deal for deal in found if not deal.owned)
    assert (new.commitment, new.unit, new.holds) == ("purchase", 8, (5, 8))


def test_what_nobody_sells_large_enough_is_had_as_far_as_it_is_there(market: Any, gpu_id: str) -> None:
    """A server of eight beside which only one of four is sold: larger replicas have a value, and no price."""
    owned = asked(gpus_owned=[{"gpu": gpu_id, "count": 8, "servers": 1}])
    found = {deal.unit: deal for deal in deals(market({"usd": 120_000.0, "gpu_count": 4}), owned, gpu_id)}
    assert {unit: deal.holds for unit, deal in found.items()} == {4: (1, 4), 8: (1, 8)}
    assert {deal.owned for deal in found.values()} == {8}
    assert np.isnan(found[8].usd_per_gpu)
    assert found[8].value_per_gpu == 30_000.0


def test_without_stated_servers_any_size_may_be_planned(market: Any, gpu_id: str) -> None:
    """Up to as many as are there, or as one server holds."""
    for count, largest in ((3, 3), (24, 8)):
        owned = asked(gpus_owned=[{"gpu": gpu_id, "count": count}])
        (there,) = (deal for deal in deals(market({"usd": 240_000.0}), owned, gpu_id) if deal.owned)
        assert (there.owned, there.there_size, there.there_servers) == (count, largest, None)
