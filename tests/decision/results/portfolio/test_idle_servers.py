"""Own servers that idle: one of them for two models is said with its figure, where memory and load of both fit."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.catalog.catalog import Catalog
from advisor.decision.prepared import prepare
from advisor.decision.ranked import Ranked, rank
from advisor.decision.results.portfolio.idle_servers import idle_together_told
from advisor.questionnaire.answers import Answers
from advisor.units import Quantity
from advisor.words.tell import tell


def ranked(catalog: Catalog, *use_cases: dict[str, Any]) -> list[Ranked]:
    """Use cases on own servers, ranked."""
    answers = Answers.model_validate(
        {"title": "t", "use_cases": [*use_cases], "hosting": {"allowed": ["on_prem"], "country": "DE"}}
    )
    return [rank(prepare(answers, catalog, case), samples=100) for case in answers.use_cases]


CHAT = {"name": "Chat", "task": "chat_assistant", "workload": {"requests_per_day": 2_000}}
SPEECH = {
    "name": "Calls",
    "task": "transcription",
    "workload": {"requests_per_day": 100, "audio_minutes_per_request": 5},
}


@pytest.fixture(scope="module")
def two(catalog: Catalog) -> list[Ranked]:
    """A chat and the transcription of calls, which run different models."""
    return ranked(catalog, CHAT, SPEECH)


def test_the_server_of_one_is_offered_to_the_other_with_its_figures(two: list[Ranked]) -> None:
    """What both would cost, what is saved, and what memory they take: all of the plans' own figures."""
    told = idle_together_told(two)
    assert told is not None
    chat, calls = (_hardware_usd(one) for one in two)
    text = tell(told, "en")
    assert "those of Chat would hold both" in text
    assert "Calls is taken to be as fast there" in text
    assert f"{float(f'{chat:.2g}'):,.0f} USD a month beside people" in text
    assert f"{float(f'{calls:.2g}'):,.0f} USD less" in text
    taken, usable = (told.values[name] for name in ("memory", "usable"))
    assert isinstance(taken, Quantity)
    assert isinstance(usable, Quantity)
    assert float(str(taken.value)) <= float(str(usable.value))


def _hardware_usd(one: Ranked) -> float:
    """What the choice's machines cost a month: its lines but people and what each request takes."""
    row = one.finding.choice
    assert row is not None
    index = int(one.prepared.feasible[row])
    standing, people = one.prepared.plans.standing(index), one.prepared.plans.people(index)
    assert standing is not None
    assert people is not None
    return standing[0] - people.usd_per_month


def test_one_model_for_both_shares_its_replicas_already(catalog: Catalog) -> None:
    """Two uses of one model on the same hardware are one pool: nothing more is said."""
    both = ranked(catalog, CHAT, {**CHAT, "name": "Other chat"})
    assert len({one.model_id(one.finding.choice) for one in both if one.finding.choice is not None}) == 1
    assert idle_together_told(both) is None


def test_a_load_that_uses_its_servers_is_not_said_to_idle(catalog: Catalog, two: list[Ranked]) -> None:
    """A chat of two hundred thousand requests a day keeps its machines for itself."""
    busy = ranked(catalog, {**CHAT, "workload": {"requests_per_day": 400_000}}, SPEECH)
    row = busy[0].finding.choice
    assert row is not None
    standing = busy[0].prepared.plans.standing(int(busy[0].prepared.feasible[row]))
    assert standing is not None
    assert standing[1] >= 0.1
    assert idle_together_told(busy) is None
