"""Duties under European law: each where its condition holds, and none elsewhere."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from advisor.guidance.law import ai_act_notes, gdpr_notes, in_europe
from advisor.questionnaire.answers import Answers

DAY = date(2026, 11, 1)


def asked(task: str = "chat_assistant", **given: Any) -> Answers:
    """Answers of a house in Germany."""
    fields = {"title": "t", "use_cases": [{"task": task}], "hosting": {"country": "DE"}}
    return Answers.model_validate(fields | given)


def keys(notes: list[Any]) -> list[str]:
    """What is told, by the last word of its key."""
    return [note.told["statement"].key.split(".")[1] for note in notes]


@pytest.mark.parametrize(
    ("given", "european"),
    [
        ({}, True),
        ({"hosting": {"country": "NO"}}, True),
        ({"hosting": {"country": "US"}}, False),
        ({"hosting": {"country": "US"}, "data": {"residency": ["eu"]}}, True),
        ({"hosting": {"country": "US"}, "data": {"jurisdictions": ["FR"]}}, True),
        ({"hosting": {"country": "GB"}}, False),
    ],
)
def test_where_european_law_applies(given: dict[str, Any], *, european: bool) -> None:
    """A state of the Economic Area, or processing in the Union."""
    assert in_europe(asked(**given)) is european


def test_what_stays_on_own_machines_is_transferred_nowhere() -> None:
    """The duty is that of whoever hands data to somebody else."""
    answers = asked(data={"personal_data": True})
    assert "transfers" in keys(gdpr_notes(answers, "provider_api"))
    assert "transfers" in keys(gdpr_notes(answers))
    assert "transfers" not in keys(gdpr_notes(answers, "on_prem"))


def test_outside_europe_the_act_asks_nothing() -> None:
    """Whatever the risk is."""
    answers = asked(hosting={"country": "US"}, governance={"eu_ai_act_risk": "high"})
    assert ai_act_notes(answers, answers.use_cases[0], DAY) == []


def test_a_high_risk_has_the_duties_of_a_deployer() -> None:
    """Beside literacy, which everybody owes."""
    answers = asked(governance={"eu_ai_act_risk": "high"})
    assert keys(ai_act_notes(answers, answers.use_cases[0], DAY)) == [
        "literacy",
        "deployer",
        "rights",
        "become_provider",
    ]


def test_an_unknown_class_is_to_be_settled_and_counts_as_limited() -> None:
    """Those who talk to people say what they are; a translation talks to nobody."""
    talking = asked(governance={"eu_ai_act_risk": "unknown"})
    assert keys(ai_act_notes(talking, talking.use_cases[0], DAY)) == ["literacy", "risk_class", "transparency"]
    silent = asked("translation", governance={"eu_ai_act_risk": "limited"})
    assert keys(ai_act_notes(silent, silent.use_cases[0], DAY)) == ["literacy"]


def test_duties_say_whether_they_hold_already() -> None:
    """By the day of the decision, not by a clock."""
    answers = asked(governance={"eu_ai_act_risk": "high"})
    early, late = (
        ai_act_notes(answers, answers.use_cases[0], day)[1].told["statement"] for day in (date(2026, 8, 1), DAY)
    )
    assert early != late


def test_personal_and_health_data_have_duties_of_their_own() -> None:
    """Health data of the United States those of their law."""
    assert gdpr_notes(asked()) == []
    assert keys(gdpr_notes(asked(data={"personal_data": True}))) == ["personal_data", "transfers"]
    assert keys(gdpr_notes(asked(data={"health_data": True}))) == ["personal_data", "transfers", "health"]
    american = asked(data={"health_data": True}, hosting={"country": "US"})
    assert keys(gdpr_notes(american)) == ["health_us"]
