"""What may be assigned carries its people beside its hardware."""

from __future__ import annotations

import pytest

from advisor.catalog.catalog import Catalog
from advisor.decision.prepared import prepare
from advisor.decision.ranked import Ranked, rank
from advisor.decision.results.portfolio.options import options_of
from advisor.questionnaire.answers import Answers


@pytest.fixture(scope="module")
def ranked(catalog: Catalog) -> Ranked:
    """A use case for which everything may be had."""
    answers = Answers.model_validate(
        {"title": "One", "use_cases": [{"task": "chat_assistant"}], "hosting": {"country": "DE"}}
    )
    return rank(prepare(answers, catalog, answers.use_cases[0]), samples=100)


def test_an_option_costs_what_its_plan_costs_in_three_parts(ranked: Ranked) -> None:
    """Its requests, its pool of hardware at the replicas of the plan, and its people: the headline, to the cent."""
    options, pools = options_of([ranked], wide=True)
    own = [option for option in options if option.pool]
    assert own
    plans = ranked.prepared.plans
    rows = {one.alternative_id: row for row, one in enumerate(plans.alternatives)}
    for option in own:
        row, replicas = rows[option.alternative_id], plans.alternatives[rows[option.alternative_id]].deployment.replicas
        pool = pools[option.pool or ""]
        assert pool.crew is not None
        assert option.people_usd > 0
        parts = option.usd + pool.usd_per_replica * (replicas or 0) + option.people_usd
        assert parts >= float(plans.cost_usd[row, 1]) - 0.005  # the dearest of a pool speaks for all of it
        if sum(other.pool == option.pool for other in options) == 1:
            assert parts == pytest.approx(float(plans.cost_usd[row, 1]), abs=0.005)
