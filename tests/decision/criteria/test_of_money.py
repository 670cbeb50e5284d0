"""The range that costs are valued on: this workload at cheap and dear prices, whatever the catalog and the cap say."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.catalog.load import shipped_judgements
from advisor.decision.criteria.of_money import CHEAP_PRICES, COST, DEAR_PRICES, cap_usd, cost_range, middle_price_usd
from advisor.units import DAYS_PER_MONTH

JUDGED = {row.judgement: row.value for row in shipped_judgements()}
LARGE = {"requests_per_day": 100_000, "input_tokens": 2_000, "output_tokens": 500}


def ends(kit: Any, *, hosting: dict[str, Any] | None = None, **workload: Any) -> tuple[float, float]:
    """The cheap and the dear end."""
    answers = kit.answers(hosting=hosting or {}, use_case={"workload": LARGE | workload})
    return cost_range(answers, answers.use_cases[0], JUDGED)


def test_a_large_load_at_an_api_lies_between_reference_prices(kit: Any) -> None:
    """Input and output at the round ends of price lists."""
    best, worst = ends(kit, hosting={"allowed": ["provider_api"]})
    requests = 100_000 * DAYS_PER_MONTH
    assert best == pytest.approx(requests * (2_000 * CHEAP_PRICES["input"] + 500 * CHEAP_PRICES["output"]) / 1e6)
    assert worst == pytest.approx(requests * (2_000 * DEAR_PRICES["input"] + 500 * DEAR_PRICES["output"]) / 1e6)


def test_without_an_api_the_cheap_end_is_the_least_that_hardware_costs(kit: Any) -> None:
    """A rented server, a device, own servers: each by its judgement."""
    small = {"requests_per_day": 1}
    assert ends(kit, hosting={"allowed": ["cloud_gpu"]}, **small)[0] == JUDGED["cost-cheap-rented"]
    assert ends(kit, hosting={"allowed": ["edge"]}, **small)[0] == JUDGED["cost-cheap-edge"]
    assert ends(kit, hosting={"allowed": ["on_prem"]}, **small)[0] == JUDGED["cost-cheap-own"]


def test_a_house_without_network_rents_nothing(kit: Any) -> None:
    """What is allowed but cannot be reached does not count."""
    found = ends(kit, hosting={"allowed": ["provider_api", "on_prem"], "air_gapped": True}, requests_per_day=1)
    assert found[0] == JUDGED["cost-cheap-own"]


def test_a_fleet_is_valued_as_one_of_its_devices_is(kit: Any) -> None:
    """A hundred devices cost a hundred times as much, and a step between two of them is worth the same."""
    one, many = (
        ends(kit, hosting={"allowed": ["edge"], "edge_devices": count}, requests_per_day=1) for count in (1, 100)
    )
    assert many == pytest.approx([100 * end for end in one])


def test_the_dear_end_is_ten_times_the_cheap_one_at_least(kit: Any) -> None:
    """However small the load is."""
    best, worst = ends(kit, hosting={"allowed": ["provider_api"]}, requests_per_day=0.01)
    assert worst >= 10 * best


def test_a_cap_moves_neither_end(kit: Any) -> None:
    """It is a gate; it is counted in dollars."""
    capped = kit.answers(budget={"monthly_cap": 100, "currency": "EUR", "usd_per_unit": 1.1})
    assert cap_usd(capped) == pytest.approx(110)
    assert cap_usd(kit.answers()) is None
    assert cost_range(capped, capped.use_cases[0], JUDGED) == cost_range(kit.answers(), capped.use_cases[0], JUDGED)


def test_the_middle_price_is_the_geometric_mean(kit: Any) -> None:
    """Of the workload at cheap and at dear prices."""
    best, worst = ends(kit, hosting={"allowed": ["provider_api"]})
    case = kit.answers(use_case={"workload": LARGE}).use_cases[0]
    assert middle_price_usd(case) == pytest.approx((best * worst) ** 0.5)


def test_cost_is_valued_on_its_logarithm(kit: Any) -> None:
    """Half way in ratio is half the value."""
    answers = kit.answers(use_case={"workload": LARGE})
    scale = COST.anchors(answers, answers.use_cases[0], JUDGED).scale
    best, worst = cost_range(answers, answers.use_cases[0], JUDGED)
    assert scale.value(worst) == pytest.approx(0.0)
    assert scale.value(best) == pytest.approx(1.0)
    assert scale.value((best * worst) ** 0.5) == pytest.approx(0.5)
