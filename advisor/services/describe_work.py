"""Answers out of a description of work, or the log of a pilot: what was read, and what is assumed beside it."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from advisor.catalog.catalog import Catalog
from advisor.errors import AnswersError, Problem
from advisor.questionnaire.answers import FIRST_CASE, Answers, UseCase
from advisor.questionnaire.change import give
from advisor.questionnaire.intake.log_measures import answers_from_log
from advisor.questionnaire.intake.log_rows import read_log
from advisor.questionnaire.intake.of_country import brought_by_country
from advisor.questionnaire.intake.prose import read_prose
from advisor.questionnaire.intake.usual import Usual, at, usual
from advisor.questionnaire.presets import TASK_PRESETS
from advisor.units import Told

_TITLE: Final = 80


class ReadAnswer(NamedTuple):
    """An answer that was read, and the words or the measurement that it comes from."""

    place: str
    value: Any
    why: str | Told


class DescribedWork(NamedTuple):
    """Whole answers out of a description: ``read`` were found in it, ``assumed`` follow from what is usual."""

    answers: Answers
    read: tuple[ReadAnswer, ...]
    assumed: tuple[Usual, ...]


def describe_work(
    text: str, catalog: Catalog, *, log: bytes | None = None, log_name: str = "log", fresh: bool = True
) -> DescribedWork:
    """Answers from a description in prose and, where there is one, the log of a pilot, which wins where both speak.

    A ``fresh`` description also brings the currency and the language of the only country it names, as on the page;
    one that is added to answers leaves theirs alone.
    Raises InputError where the log is none, AnswersError where nothing at all was found.
    """
    prose = read_prose(text)
    brought = brought_by_country(text, prose, catalog.rate) if prose and fresh else []
    read = {item.place: ReadAnswer(*item) for item in (*prose, *brought)}
    if log is not None:
        read |= {item.place: ReadAnswer(*item) for item in answers_from_log(read_log(log, name=log_name))}
    if not read:
        allowed = "the work, how much of it, which data, where, what it may cost; English, German or French"
        raise AnswersError("Nothing was understood:", [Problem("description", repr(text[:_TITLE]), allowed)])
    task = str(read[f"{FIRST_CASE}.task"].value) if f"{FIRST_CASE}.task" in read else "chat_assistant"
    start = Answers(title=text.strip()[:_TITLE] or log_name[:_TITLE], use_cases=(TASK_PRESETS[task],))
    given = {item.place: item.value for item in read.values()} | with_rate(read, catalog)
    found = give(start, {**given, f"{FIRST_CASE}.description": text.strip()}, numbers=catalog.usual_numbers)
    kept = tuple(item for item in read.values() if item.place not in found.refused)
    return DescribedWork(found.answers, kept, assumed_of(found.answers.use_cases[0], catalog))


def with_rate(read: dict[str, ReadAnswer], catalog: Catalog) -> dict[str, Any]:
    """The newest exchange rate of a currency that was read, with its day."""
    currency = read.get("budget.currency")
    rate = catalog.rate.get(str(currency.value)) if currency else None
    if rate is None or rate.currency == "USD":
        return {}
    return {"budget.usd_per_unit": rate.usd_per_unit, "budget.rate_date": rate.dated}


def assumed_of(use_case: UseCase, catalog: Catalog) -> tuple[Usual, ...]:
    """What of a use case stands at what is usual and says something: zeros and unlimited waits are left out."""
    taken = usual(use_case, catalog.usual_numbers).values()
    return tuple(item for item in taken if item.value and at(use_case, item.place) == item.value)
