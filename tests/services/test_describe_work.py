"""A description or a log becomes whole answers, with what was read and what is assumed."""

from __future__ import annotations

import json

import pytest

from advisor.catalog.catalog import Catalog
from advisor.errors import AnswersError, InputError
from advisor.services.describe_work import describe_work

TEXT = "Answer questions of 3,000 employees about HR rules, in German; 2,000 euros a month"


def test_a_sentence_becomes_answers(catalog: Catalog) -> None:
    """What it says is answered, its currency has a dated rate, and the rest is usual."""
    found = describe_work(TEXT, catalog)
    first, budget = found.answers.use_cases[0], found.answers.budget
    assert (first.task, first.usage.people, first.languages) == ("rag", 3000, ("de",))
    assert (first.workload.requests_per_day, first.description) == (6000, TEXT)
    assert (budget.currency, budget.rate_date) == ("EUR", catalog.rate["EUR"].dated)
    assert {item.place for item in found.read} >= {"use_cases.0.usage.people", "budget.monthly_cap"}
    assert "workload.requests_per_day" in {item.place for item in found.assumed}


def test_a_log_wins_where_both_speak(catalog: Catalog) -> None:
    """What was measured is better known than what was said."""
    log = "\n".join(json.dumps({"prompt_tokens": 900, "completion_tokens": 30}) for _ in range(5)).encode()
    found = describe_work(TEXT, catalog, log=log)
    assert found.answers.use_cases[0].workload.input_tokens == 900
    assert found.answers.use_cases[0].usage.people == 3000


def test_a_log_alone_is_enough(catalog: Catalog) -> None:
    """The decision is then called after its file."""
    found = describe_work("", catalog, log=b'{"prompt_tokens": 900}', log_name="pilot.jsonl")
    assert found.answers.title == "pilot.jsonl"


def test_nothing_understood_and_no_log_are_errors(catalog: Catalog) -> None:
    """Each says what is wanted."""
    with pytest.raises(AnswersError, match="Nothing was understood"):
        describe_work("to the seaside", catalog)
    with pytest.raises(InputError, match="holds no request"):
        describe_work(TEXT, catalog, log=b"{}")
