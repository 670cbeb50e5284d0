"""Of a load that grows much it is said what the choice costs at the start and at the end."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.catalog.catalog import Catalog
from advisor.decision.prepared import prepare
from advisor.decision.ranked import Ranked, rank
from advisor.decision.results.house.growing import growing_told
from advisor.questionnaire.answers import Answers
from advisor.words.tell import tell


def _ranked(catalog: Catalog, growth: float, *allowed: str, cap: int = 60_000) -> Ranked:
    load = {"requests_per_day": 150_000, "input_tokens": 1_600, "output_tokens": 120, "growth_per_year": growth}
    answers: dict[str, Any] = {
        "title": "Characters",
        "use_cases": [{"task": "chat_assistant", "workload": load}],
        "hosting": {"allowed": list(allowed), "country": "US"},
        "budget": {"monthly_cap": cap, "horizon_months": 12},
    }
    return rank(prepare(Answers.model_validate(answers), catalog), samples=100)


@pytest.mark.parametrize("kind", ["provider_api", "cloud_gpu"])
def test_the_bill_of_the_first_and_the_last_month_is_told(catalog: Catalog, kind: str) -> None:
    """What is billed by the request grows as the load does; of machines their number is told too."""
    ranked = _ranked(catalog, 9.0, kind)
    choice = ranked.finding.choice
    assert choice is not None
    told = growing_told(ranked)
    assert told is not None
    assert "at that of month 12" in tell(told)
    row = int(ranked.prepared.feasible[choice])
    first, last = (ranked.prepared.plans.flat_usd(row, volume) for volume in (1.0, 10 ** (11.5 / 12)))
    assert first < float(ranked.prepared.plans.record(row).stated_usd_per_month or 0) < last
    assert (told.key == "growing.gpus") == (kind == "cloud_gpu")


def test_a_load_that_grows_little_is_told_by_its_mean(catalog: Catalog) -> None:
    """Nobody reads three sums that are nearly the same; nor where nothing is chosen."""
    assert growing_told(_ranked(catalog, 0.3, "provider_api")) is None
    assert growing_told(_ranked(catalog, 9.0, "provider_api", cap=1)) is None
