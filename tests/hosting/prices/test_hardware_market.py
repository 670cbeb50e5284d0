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
    """Up to the size of a server that is stated, and no more of it than a plan takes; one is priced where sold so."""
    owned = asked(gpus_owned=[{"gpu": gpu_id, "count": 8, "servers": 2}], high_availability=False)
    found = {deal.unit: deal for deal in deals(market({"usd": 240_000.0}), owned, gpu_id)}
    assert set(found) == {1, 2, 3, 4, 8}
    assert {deal.owned for unit, deal in found.items() if unit < 8} == {8}
    assert found[4].commitment == "owned"
    assert np.isnan(found[4].usd_per_gpu)
    assert found[4].value_per_gpu == 30_000.0
    assert (found[8].owned, found[8].commitment) == (0, "purchase")


def test_a_spare_server_is_never_a_part_of_the_same_one(market: Any, gpu_id: str) -> None:
    """Where a server may fail, a plan that takes two GPUs of each of two servers has four of theirs."""
    owned = asked(gpus_owned=[{"gpu": gpu_id, "count": 8, "servers": 2}], high_availability=True)
    found = {deal.unit: deal.owned for deal in deals(market({"usd": 240_000.0}), owned, gpu_id)}
    assert found == {1: 2, 2: 4, 3: 6, 4: 8, 8: 0}


def test_without_stated_servers_any_size_may_be_planned(market: Any, gpu_id: str) -> None:
    """Up to as many as are there."""
    owned = asked(gpus_owned=[{"gpu": gpu_id, "count": 3}])
    sizes = {deal.unit: deal.owned for deal in deals(market({"usd": 240_000.0}), owned, gpu_id)}
    assert sizes == {1: 3, 2: 3, 3: 3, 8: 3}
