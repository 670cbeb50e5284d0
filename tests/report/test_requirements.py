"""The chapter on requirements shows every answer, those of questions that came later too."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from report.samples import BANK, sample_assessment, shipped

from advisor.assessment import Assessment
from advisor.questionnaire.question import Question
from advisor.questionnaire.questions import USAGE
from advisor.questionnaire.questions_rules import DATA, GOVERNANCE, MONEY
from advisor.questionnaire.questions_work import LOAD, WORK
from advisor.report.compose import context_of
from advisor.report.document.blocks import Facts, SectionBlock
from advisor.report.sections.requirements import answer_shown, requirements
from advisor.words.language import words_in

OF_CASE = (*WORK.questions, *USAGE, *LOAD.questions)
OF_ALL = (*DATA.questions, *MONEY.questions, *GOVERNANCE.questions)
"""Every question whose answer may count; what only words the decision and what is asked for tuning stand elsewhere."""


def _another(question: Question, value: Any) -> Any:
    """An answer to a question that is not the one that was given."""
    if question.kind == "yes_no":
        return not value
    if question.kind in ("choice", "choices", "codes"):
        code = next(name for name in question.options or ("NO",) if name != value and name not in (value or ()))
        return code if question.kind == "choice" else (*(value or ()), code)
    if question.kind in ("text", "long_text"):
        return "NZ" if question.path.endswith("country") else "Something else"
    return 0.37 if question.kind == "share" else (value or 0) * 2 + 7


def _with(record: Any, path: str, question: Question) -> Any:
    """A record with another answer at a dotted path."""
    name, _, rest = path.partition(".")
    value = getattr(record, name)
    return record.model_copy(update={name: _with(value, rest, question) if rest else _another(question, value)})


def _blocks(assessment: Assessment, language: str = "en") -> tuple[SectionBlock, ...]:
    return requirements(context_of(assessment, shipped(), words_in(language), None)).blocks


def _rows(assessment: Assessment, language: str) -> set[tuple[str, str]]:
    """Every row of the chapter: its label and what is answered."""
    facts = (block for block in _blocks(assessment, language) if isinstance(block, Facts))
    return {(label, str(value)) for block in facts for label, value in block.rows}


@pytest.mark.parametrize("question", OF_ALL, ids=lambda question: question.path)
def test_every_answer_of_the_decision_shows(question: Question) -> None:
    """Whatever is answered otherwise reads otherwise."""
    found = sample_assessment(BANK)
    other = found.model_copy(update={"answers": _with(found.answers, question.path, question)})
    assert _blocks(other) != _blocks(found)


@pytest.mark.parametrize("question", OF_CASE, ids=lambda question: question.path)
def test_every_answer_of_a_use_case_shows(question: Question) -> None:
    """The first use case's, too."""
    found = sample_assessment(BANK)
    first, *others = found.answers.use_cases
    cases = (_with(first, question.path, question), *others)
    other = found.model_copy(update={"answers": found.answers.model_copy(update={"use_cases": cases})})
    assert _blocks(other) != _blocks(found)


@pytest.mark.parametrize(("language", "yes"), [("en", "yes"), ("de", "ja"), ("fr", "oui")])
def test_an_answer_without_a_row_of_its_own_has_the_words_of_its_question(language: str, yes: str) -> None:
    """In the language of the report."""
    found = sample_assessment(BANK)
    hosting = found.answers.hosting.model_copy(update={"second_site": True})
    other = found.model_copy(update={"answers": found.answers.model_copy(update={"hosting": hosting})})
    new = _rows(other, language) - _rows(found, language)
    assert new == {(words_in(language).message("A site may fail"), yes)}


def test_a_day_is_written_as_one() -> None:
    """Of a question that asks for one, as none does yet whose answer has no row of its own."""
    context = context_of(sample_assessment(BANK), shipped(), words_in("de"), None)
    question = Question("as_of", "Name", "", "text")
    assert answer_shown(context, question, date(2026, 3, 1)) == words_in("de").long_date(date(2026, 3, 1))
