"""``recommend``: from prose and single answers to a small answer with the figures of the record."""

from __future__ import annotations

import json
from typing import Any

import pytest
from mcp_server.conftest import DESCRIPTION

from advisor.assessment import assess
from advisor.catalog.catalog import Catalog
from advisor.errors import AnswersError, InputError
from advisor.mcp_server.server import lean
from advisor.mcp_server.tool_context import SharedState, ToolContext
from advisor.mcp_server.tools.recommending import RECOMMEND, WorkRecommended
from advisor.services.describe_work import describe_work

MOST_CHARACTERS = 6_000
"""About 1,500 tokens: what the first answer may take of a conversation."""


def recommended(context: ToolContext, **given: Any) -> WorkRecommended:
    """The answer of the tool."""
    found = RECOMMEND.run(context, given)
    assert isinstance(found, WorkRecommended)
    return found


def test_it_says_what_the_record_says(context: ToolContext, catalog: Catalog) -> None:
    """Verdict, options and money are those of an assessment of the same description."""
    record = assess(describe_work(DESCRIPTION, catalog).answers, catalog)
    found = recommended(context, description=DESCRIPTION)
    rate = record.answers.budget.usd_per_unit
    assert (found.verdict, found.sentence) == (record.verdict, record.verdict_sentence)
    assert [item.alternative for item in found.options] == [choice.alternative_id for choice in record.shortlist]
    costs = [item.monthly_cost.p50 for item in found.options if item.monthly_cost]
    bands = [choice.monthly_cost_usd for choice in record.shortlist if choice.monthly_cost_usd]
    assert costs == [round(band.p50 / rate, 2) for band in bands]
    assert {item.place for item in found.read} >= {"budget.monthly_cap", "data.residency"}
    assert found.assumed[0].values["workload.output_tokens"] == 300
    assert found.ask_next[0].answer_at


def test_the_first_answer_is_small(context: ToolContext) -> None:
    """An assistant reads it whole."""
    text = json.dumps(lean(recommended(context, description=DESCRIPTION)), ensure_ascii=False)
    assert len(text) < MOST_CHARACTERS


def test_a_record_is_changed_by_answers(context: ToolContext) -> None:
    """Places may leave out the first use case, stand below one another, and hold one value of a list."""
    first = recommended(context, description=DESCRIPTION)
    changed = {"workload.requests_per_day": 30_000, "languages": "de", "budget": {"currency": "USD"}}
    second = recommended(context, record=first.record, answers=changed)
    answers = context.subject(second.record).answers
    assert (answers.use_cases[0].workload.requests_per_day, answers.use_cases[0].languages) == (30_000, ("de",))
    assert (answers.budget.currency, answers.budget.usd_per_unit) == ("USD", 1.0)
    assert second.record != first.record
    assert "workload.requests_per_day" not in {item.place for item in second.read}


def test_the_same_question_has_the_same_record(context: ToolContext, fresh: SharedState) -> None:
    """In another process too: it follows from answers and catalog."""
    assert recommended(ToolContext(fresh), description=DESCRIPTION) == recommended(context, description=DESCRIPTION)


def test_a_task_alone_is_enough(context: ToolContext) -> None:
    """What is not said is usual for the task."""
    found = recommended(context, answers={"task": "translation", "budget": {"monthly_cap": 900, "currency": "EUR"}})
    answers = context.subject(found.record).answers
    assert answers.use_cases[0].task == "translation"
    assert answers.budget.usd_per_unit > 1


def test_a_whole_file_of_answers_is_taken(context: ToolContext) -> None:
    """As the command line takes it."""
    found = recommended(
        context, answers={"title": "Two", "use_cases": [{"task": "code"}, {"task": "rag", "name": "Ask"}]}
    )
    assert [case.use_case for case in found.other_use_cases] == ["Ask"]
    assert found.all_together


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, ["description: missing"]),
        ({"descripton": "x"}, ["descripton: unknown argument (did you mean description?"]),
        ({"description": "Lorem ipsum"}, ["Nothing was understood"]),
        ({"answers": {"budget": {"monthly_cap": 5}}}, ["task: missing (one of chat_assistant"]),
        (
            {"answers": {"task": "rag", "budget.cap": 5, "workload.requests": 4, "data.residency": ["mars"]}},
            ["did you mean budget.monthly_cap", "did you mean workload.requests_per_day", "data.residency[0]: 'mars'"],
        ),
        ({"answers": {"task": "rag", "use_cases.3.tools": True}}, ["there are 1: use_cases.0"]),
        ({"record": "r-0000000000"}, ["recommend, asked the same, gives it again"]),
        ({"record": "no-such-decision"}, ["no decision was saved"]),
    ],
)
def test_every_wrong_value_is_told(fresh: SharedState, given: dict[str, Any], told: list[str]) -> None:
    """With what is allowed, and all of them at once."""
    with pytest.raises((AnswersError, InputError)) as caught:
        RECOMMEND.run(ToolContext(fresh), given)
    assert [part for part in told if part not in str(caught.value)] == []


def test_a_list_that_came_as_text_is_read(context: ToolContext) -> None:
    """Some clients send it so."""
    found = recommended(context, answers='{"task": "rag", "data.residency": ["eu"]}')
    assert context.subject(found.record).answers.data.residency == ("eu",)


def test_nothing_fits_and_it_says_what_to_relax(context: ToolContext) -> None:
    """The ways out take the place of options."""
    found = recommended(context, answers={"task": "rag", "budget.monthly_cap": 1, "workload.requests_per_day": 1e6})
    assert (found.verdict, found.options) == ("nothing fits", ())
    assert found.ways_out
