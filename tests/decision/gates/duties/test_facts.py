"""The facts of a decision that rules hang on."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.decision.gates.duties.facts import facts_of, in_europe
from advisor.hosting.records import Deployment
from advisor.questionnaire.answers import Answers


def answers(question: str = "", **given: Any) -> Answers:
    """Answers of a house in Germany."""
    fields = {"title": "t", "question": question, "use_cases": [{"task": "rag"}], "hosting": {"country": "DE"}}
    return Answers.model_validate(fields | given)


def named(question: str) -> set[str]:
    """Whom a question names."""
    given = answers(question)
    return {fact.partition(":")[2] for fact in facts_of(given, given.use_cases[0]) if fact.startswith("names:")}


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
    assert in_europe(answers(**given)) is european


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("so that data protection and the works council agree?", {"workers"}),
        ("damit der Betriebsrat zustimmt", {"workers"}),
        ("Answer questions of 400 staff from our works agreements", {"workers"}),
        ("Fragen zu Betriebsvereinbarungen beantworten", {"workers"}),
        ("A working agreement with the vendor", set()),
        ("avec l'accord du comité social et économique", {"workers"}),
        ("Was sagt die Aufsicht zu Kreditkarten?", {"supervision", "cards"}),
        ("Ranks applicants for an insurer", {"people", "insurance"}),
        ("für ein Stadtwerk: Störungen an der Maschine erklären, KRITIS", {"critical", "plant"}),
        ("aide l'atelier de production", {"plant"}),
        ("Which model supervises the council's works and its supervisors?", set()),
        ("Which model may 1,200 pupils use under supervision?", {"minors"}),
        ("Welches Modell dürfen Schüler unter Aufsicht verwenden?", {"minors"}),
        ("Which model marks suspicious claims overnight?", {"fraud"}),
        ("under human supervision, under supervision of a nurse, supervision by teachers", set()),
        ("What do supervision and BaFin say?", {"supervision"}),
        ("Answers about postcards and benefits of the product", set()),
    ],
)
def test_a_question_names_whom_it_names(question: str, found: set[str]) -> None:
    """In three languages, and not by words that only look alike."""
    assert named(question) == found


def test_how_the_choice_runs_is_a_fact() -> None:
    """Own machines are told from a provider; without a choice neither is said."""
    given = answers()
    case = given.use_cases[0]
    assert {"own", "hosting:edge"} <= facts_of(
        given, case, Deployment(kind="edge", gpu="l4-24gb", gpu_count=1, replicas=1)
    )
    bought = facts_of(given, case, Deployment(kind="provider_api", provider="openai", zone="us"))
    assert "hosting:provider_api" in bought
    assert "own" not in bought
    assert not any(fact.startswith("hosting:") for fact in facts_of(given, case))
