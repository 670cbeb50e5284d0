"""A question that names supervision or the works council gets them, by the law of the places in the answers."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.catalog.catalog import Catalog
from advisor.guidance.asked import BETRVG, CODE_DU_TRAVAIL, CONSULTATION, DORA, asked_notes
from advisor.guidance.records import RiskNote
from advisor.guidance.risks import risks_of
from advisor.hosting.records import Deployment
from advisor.questionnaire.answers import Answers
from advisor.words.language import LANGUAGES
from advisor.words.written import said

API = Deployment(kind="provider_api", provider="aws-bedrock", zone="eu")
OWN = Deployment(kind="on_prem", gpu="l4-24gb", gpu_count=1, replicas=1)


def _answers(question: str = "", **given: Any) -> Answers:
    return Answers.model_validate({"title": "T", "question": question, "use_cases": [{"task": "rag"}]} | given)


def _sources(notes: list[RiskNote]) -> list[str | None]:
    return [note.source for note in notes if note.asked]


@pytest.mark.parametrize(
    "question",
    [
        "so that data protection and the works council agree?",
        "damit der Betriebsrat zustimmt",
        "Was sagen Betriebsräte dazu?",
        "avec l'accord du comité social et économique",
        "Le CSE sera consulté",
    ],
)
def test_the_works_council_is_found_in_three_languages(question: str) -> None:
    """With the law of Germany, where the answers name it."""
    notes = asked_notes(_answers(question, data={"jurisdictions": ["DE"]}), API)
    assert _sources(notes) == [BETRVG]


@pytest.mark.parametrize(
    ("data", "sources"),
    [
        ({"jurisdictions": ["DE", "FR"]}, [BETRVG, CODE_DU_TRAVAIL]),
        ({"jurisdictions": ["NL"]}, [CONSULTATION]),
        ({"residency": ["eu"]}, [CONSULTATION]),
        ({"jurisdictions": ["US"]}, [None]),
    ],
)
def test_each_place_brings_its_law(data: dict[str, Any], sources: list[str | None]) -> None:
    """France and Germany their own, other states of the EEA the directive, elsewhere that the state decides."""
    assert _sources(asked_notes(_answers("and the works council?", data=data), API)) == sources


def test_a_question_that_names_nobody_gets_nobody() -> None:
    """Words that only look alike are no works council and no supervision."""
    answers = _answers(
        "Which model supervises the council's works and its supervisors?", data={"jurisdictions": ["DE"]}
    )
    assert asked_notes(answers, API) == []


def test_a_bank_gets_its_supervision_by_how_it_runs() -> None:
    """A provider is a third party; own servers are the house's own risk; asked is what the question names."""
    house = {"governance": {"sector": "finance"}, "data": {"jurisdictions": ["DE"]}}
    (bought,), (own,) = (asked_notes(_answers(**house), way) for way in (API, OWN))
    assert (bought.source, bought.asked) == (DORA, False)
    assert "third party" in said(bought, "statement", "en")
    assert "framework for ICT risk" in said(own, "statement", "en")
    (named,) = asked_notes(_answers("will BaFin agree?", **house), API)
    assert named.asked


def test_supervision_without_a_sector_asks_for_it() -> None:
    """It cannot be told whose supervision is meant."""
    (note,) = asked_notes(_answers("does the regulator agree?"), API)
    assert (note.severity, note.source) == ("high", None)
    assert "State the sector" in said(note, "action", "en")


def test_what_the_question_names_comes_first(catalog: Catalog) -> None:
    """Before every other duty, in every language."""
    answers = _answers(
        "the works council?", data={"jurisdictions": ["DE"], "personal_data": True}, governance={"sector": "finance"}
    )
    notes = risks_of(answers, answers.use_cases[0], catalog, catalog.dated)
    assert [note.source for note in notes if note.asked] == [BETRVG]
    assert notes[0].asked
    assert len({said(notes[0], "statement", language) for language in LANGUAGES}) == len(LANGUAGES)
