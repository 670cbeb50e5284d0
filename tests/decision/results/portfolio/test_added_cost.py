"""What an option adds to what other use cases run on own machines already."""

from __future__ import annotations

from dataclasses import replace

import pytest

from advisor.catalog.catalog import Catalog
from advisor.decision.prepared import all_there, prepare
from advisor.decision.ranked import Ranked, rank
from advisor.decision.results.house.own_machines import own_machines_told
from advisor.decision.results.portfolio.added_cost import added_usd
from advisor.questionnaire.answers import Answers
from advisor.words.tell import tell


@pytest.fixture(scope="module")
def two(catalog: Catalog) -> tuple[Ranked, Ranked]:
    """Two help desks of a house with four L40S in one server and nobody who runs them yet."""
    desk = {
        "task": "rag",
        "languages": ["de", "en"],
        "context_tokens": 32_000,
        "workload": {"requests_per_day": 2_500, "input_tokens": 5_000, "output_tokens": 400},
    }
    answers = Answers.model_validate(
        {
            "title": "Help desks",
            "use_cases": [{"name": name, **desk} for name in ("Answers", "Questions")],
            "data": {"residency": ["eu"], "no_training": True},
            "hosting": {
                "allowed": ["provider_api", "on_prem"],
                "country": "AT",
                "high_availability": False,
                "gpus_owned": [{"gpu": "l40s-48gb", "count": 4, "servers": 1}],
                "team": {"people": 0},
            },
        }
    )
    first, second = (rank(prepare(answers, catalog, case), samples=50) for case in answers.use_cases)
    return first, second


def _on(ranked: Ranked, *, owned: bool) -> int:
    """The best option on the machines that are there, or elsewhere."""
    rows = ranked.ranking.order.tolist()
    there = all_there([ranked.context(row).deployment for row in rows], ranked.prepared)
    return next(row for row, own in zip(rows, there, strict=True) if own is owned)


def _choosing(ranked: Ranked, row: int) -> Ranked:
    chosen = replace(ranked)
    chosen.__dict__["finding"] = replace(ranked.finding, choice=row)
    return chosen


def test_machines_and_people_that_are_there_count_once(two: tuple[Ranked, Ranked]) -> None:
    """Beside another use case on them an option adds less than it costs by itself; the other one is named."""
    first, second = two
    own = _on(first, owned=True)
    found = added_usd(first, own, [_choosing(second, _on(second, owned=True))])
    assert found is not None
    usd, names = found
    assert 0 < usd < 0.6 * first.cost_usd(own)  # the people, most of its cost, are paid for already
    assert names == ("Questions",)


def test_by_itself_an_option_adds_what_it_costs(two: tuple[Ranked, Ranked]) -> None:
    """No other use case, or none that runs on own machines."""
    first, second = two
    own = _on(first, owned=True)
    assert added_usd(first, own, []) is None
    assert added_usd(first, own, [_choosing(second, _on(second, owned=False))]) is None


def test_the_sentence_on_own_machines_says_what_is_added(two: tuple[Ranked, Ranked]) -> None:
    """Beside whose, and what it would be by itself."""
    first, second = two
    choosing = _choosing(first, _on(first, owned=False))
    alone, beside = (
        own_machines_told(choosing, others) for others in ([], [_choosing(second, _on(second, owned=True))])
    )
    assert alone is not None
    assert beside is not None
    assert "by itself" not in tell(alone, "en")
    assert "a month beside what Questions would run on own machines" in tell(beside, "en")
    assert "by itself" in tell(beside, "en")
