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


def test_a_country_brings_its_money_and_language_as_on_the_page(catalog: Catalog) -> None:
    """Both are told with the word that they come from, and the currency has its dated rate."""
    found = describe_work("HR assistant for 400 staff in Munich", catalog)
    budget, why = found.answers.budget, {item.place: item.why for item in found.read}
    assert (budget.currency, budget.usd_per_unit) == ("EUR", catalog.rate["EUR"].usd_per_unit)
    assert found.answers.use_cases[0].languages == ("de",)
    assert {why["budget.currency"], why["use_cases.0.languages"]} == {"Munich"}


def test_what_is_added_to_answers_changes_no_money(catalog: Catalog) -> None:
    """A country that is named later says where data may go, not what the answers are counted in."""
    places = {item.place for item in describe_work("Work in Munich for 400 staff", catalog, fresh=False).read}
    assert not places & {"budget.currency", "use_cases.0.languages"}


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
