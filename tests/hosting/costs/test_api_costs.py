"""What a provider's API costs a month."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from advisor.hosting.costs.api_costs import api_costs
from advisor.hosting.costs.case import stated
from advisor.hosting.planning.planner import PlanTable
from tests.hosting.conftest import GPT_OSS, Planner


@pytest.fixture(scope="module")
def table(planner: Planner) -> PlanTable:
    """One model at its providers, without a word of an announced price."""
    return planner(GPT_OSS, hosting={"allowed": ["provider_api"]})


def costs(table: PlanTable, **changes: object) -> dict[str, np.ndarray]:
    """Components of every row at the stated inputs."""
    rows = table.offer_rows
    draws = replace(stated(), **changes)  # type: ignore[arg-type] # fields of the draws
    tokens, sigma = table.tokens.take(rows), table.offers.price_sigma[rows]
    return dict(api_costs(tokens, sigma, table.case, draws, thinks=table.offers.thinks[rows]))


def test_tokens_cost_in_proportion_to_the_volume_and_people_do_not(table: PlanTable) -> None:
    """Twice the requests, twice the tokens, the same staff."""
    once, twice = costs(table), costs(table, volume=np.full((1, 1), 2.0))
    for name in ("input_tokens", "output_tokens", "egress"):
        assert twice[name] == pytest.approx(2 * once[name]), name
    assert twice["staff"] == pytest.approx(once["staff"])


def test_dearer_tokens_cost_more_and_nothing_else_does(table: PlanTable) -> None:
    """A price a tenth higher moves the lines of tokens by a tenth."""
    once, dear = costs(table), costs(table, price=np.full((1, 1), 1.1))
    moved = {name for name in once if not np.allclose(np.nan_to_num(once[name]), np.nan_to_num(dear[name]))}
    assert moved
    assert moved <= {"input_tokens", "cached_tokens", "cache_writes", "output_tokens", "reasoning_tokens", "media"}
    assert dear["output_tokens"] == pytest.approx(1.1 * once["output_tokens"])


def test_without_expected_migrations_none_is_paid(table: PlanTable) -> None:
    """With one forced change it is a line of its own."""
    assert not np.any(costs(table)["migration"])
    rows = table.offer_rows
    forced = np.ones((len(rows), 3))
    tokens, sigma = table.tokens.take(rows), table.offers.price_sigma[rows]
    paid = api_costs(tokens, sigma, table.case, stated(), thinks=table.offers.thinks[rows], forced=forced)
    assert np.all(paid["migration"] > 0)
