"""The assignment of a portfolio is the best of all that there are, whether it is obvious or searched for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import ceil

import numpy as np
import pytest
import scipy.optimize

from advisor.decision.results.portfolio.assign import (
    TIE_BREAK,
    Assignment,
    Option,
    Pool,
    PortfolioLimits,
    assign,
    cheapest_near_best,
)

CASES = 3


def _problem(seed: int) -> tuple[list[Option], list[float], dict[str, Pool], PortfolioLimits]:
    """Random options of three use cases, half of them on three pools of hardware, with or without limits."""
    rng = np.random.default_rng(seed)
    pools = {f"p{number}": Pool(float(rng.uniform(100, 9_000)), float(rng.integers(0, 2))) for number in range(3)}
    options = [
        Option(
            case,
            f"a{case}-{number}",
            f"m{number}",
            f"v{number % 3}",
            float(rng.uniform(0.4, 0.9)),
            float(rng.uniform(0, 9_000)),
            pool=f"p{rng.integers(3)}" if rng.random() < 0.5 else None,
            need_replicas=float(rng.uniform(0.01, 3)),
        )
        for case in range(CASES)
        for number in range(5)
    ]
    cap = float(rng.uniform(3_000, 90_000)) if rng.random() < 0.7 else None
    limits = PortfolioLimits(total_usd=cap, vendors=int(rng.integers(1, 4)) if rng.random() < 0.5 else None)
    return options, rng.uniform(0.1, 3, CASES).tolist(), pools, limits


def _usd(chosen: Sequence[Option], pools: dict[str, Pool]) -> float:
    """What options cost together, with the whole replicas of their pools."""
    total = sum(option.usd for option in chosen)
    for name in {option.pool for option in chosen if option.pool}:
        need = sum(option.need_replicas for option in chosen if option.pool == name)
        total += ceil(need + pools[name].spare - 1e-9) * pools[name].usd_per_replica
    return total


def _best(
    options: list[Option], importance: list[float], pools: dict[str, Pool], limits: PortfolioLimits
) -> float | None:
    """The value of the best assignment, by trying all."""
    values = []
    for chosen in product(*([one for one in options if one.use_case == case] for case in range(CASES))):
        usd = _usd(chosen, pools)
        many = limits.vendors is not None and len({option.vendor for option in chosen}) > limits.vendors
        if many or (limits.total_usd is not None and usd > limits.total_usd):
            continue
        gain = sum(importance[option.use_case] * option.score for option in chosen) / sum(importance)
        values.append(gain - TIE_BREAK * usd)
    return max(values, default=None)


@pytest.mark.parametrize("start", [0, 60])
def test_it_is_the_best_of_all(start: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over 120 random problems; where no solver was asked, exactly the best."""
    searches: list[int] = []
    solver = scipy.optimize.milp

    def counted(*given: object, **named: object) -> object:
        searches.append(seed)
        return solver(*given, **named)

    monkeypatch.setattr(scipy.optimize, "milp", counted)
    for seed in range(start, start + 60):
        options, importance, pools, limits = _problem(seed)
        best, found = _best(options, importance, pools, limits), assign(options, importance, pools, limits)
        assert (found is None) == (best is None)
        if found is None or best is None:
            continue
        assert found.total_usd == pytest.approx(_usd(found.options, pools))
        assert _value(found) == pytest.approx(best, abs=2e-6 if seed in searches else 1e-12)
    assert 10 < len(searches) < 55


def _value(found: Assignment) -> float:
    return found.objective - TIE_BREAK * found.total_usd


@pytest.mark.parametrize("seed", range(40))
def test_among_equally_good_assignments_the_cheapest_wins_by_a_dollar(seed: int) -> None:
    """Also where a solver has to search, whose own tolerance is a thousand dollars' worth of score."""
    rng = np.random.default_rng(seed)
    usd = rng.permutation(6) + 50.0
    options = [
        Option(case, f"a{case}-{number}", "m", f"v{number % 3}", 0.8 - 0.1 * case, float(usd[number]))
        for case in range(CASES)
        for number in range(6)
    ]
    found = assign(options, [1.0] * CASES, {}, PortfolioLimits(vendors=1))
    assert found is not None
    assert found.total_usd == CASES * 50


def test_the_cheapest_within_reach_of_the_best_is_chosen() -> None:
    """A use case gives up half a point for half the cost, but not two points for nothing at all."""
    options = [
        Option(0, "dear", "v/dear", "v", 0.800, 1_000.0),
        Option(0, "cheap", "v/cheap", "v", 0.795, 500.0),
        Option(0, "poor", "v/poor", "v", 0.780, 0.0),
        Option(1, "only", "v/only", "v", 0.700, 10.0),
    ]
    found = cheapest_near_best(options, [1.0, 1.0], {}, PortfolioLimits(), within=0.01)
    assert found is not None
    assert [option.alternative_id for option in found.options] == ["cheap", "only"]
    assert found.total_usd == pytest.approx(510.0)


def test_where_the_limits_leave_none_within_reach_the_best_that_keeps_to_them_is_chosen() -> None:
    """A cap below all near options falls back to the best below it."""
    options = [Option(0, "dear", "v/dear", "v", 0.8, 1_000.0), Option(0, "poor", "v/poor", "v", 0.6, 5.0)]
    found = cheapest_near_best(options, [1.0], {}, PortfolioLimits(total_usd=100.0), within=0.01)
    assert found is not None
    assert found.options[0].alternative_id == "poor"


def test_of_equal_costs_fewer_vendors_win() -> None:
    """The same total to the cent: one vendor rather than two."""
    options = [
        Option(0, "a", "v/a", "v", 0.80, 100.0),
        Option(0, "b", "w/b", "w", 0.80, 100.0),
        Option(1, "c", "w/c", "w", 0.70, 50.0),
    ]
    found = cheapest_near_best(options, [1.0, 1.0], {}, PortfolioLimits(), within=0.01)
    assert found is not None
    assert found.vendors == 1
