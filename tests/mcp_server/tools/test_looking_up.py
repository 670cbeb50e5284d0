"""Look-ups: models, one model with its sources, sizes, and the questions that can be answered."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from advisor.cli import app
from advisor.errors import InputError
from advisor.mcp_server.server import lean
from advisor.mcp_server.tool_context import ToolContext
from advisor.mcp_server.tools.looking_up import (
    FIND_MODELS,
    QUESTIONS,
    SHOW_MODEL,
    ModelsFound,
    ModelShown,
    QuestionsShown,
)
from advisor.mcp_server.tools.recommending import ANSWERED_AT
from advisor.mcp_server.tools.sizing import SIZE


def test_models_are_found_by_part_of_a_name(context: ToolContext) -> None:
    """Newest first, a page at a time."""
    found = FIND_MODELS.run(context, {"query": "claude", "limit": 2, "current_only": False})
    assert isinstance(found, ModelsFound)
    assert (len(found.models), found.next_offset) == (2, 2)
    assert all("claude" in item.model for item in found.models)


def test_what_nothing_contains_gives_near_names(context: ToolContext) -> None:
    """A typing error is the usual cause."""
    found = FIND_MODELS.run(context, {"query": "claude-haikoo"})
    assert isinstance(found, ModelsFound)
    assert "anthropic/claude-haiku-5.5" in found.near


def test_a_model_is_shown_with_its_sources(context: ToolContext) -> None:
    """Every source that is named stands in the list; the whole is had by its address."""
    found = SHOW_MODEL.run(context, {"model": "Claude Haiku 5.5"})
    assert isinstance(found, ModelShown)
    assert {offer.source for offer in found.offers} <= set(found.sources)
    assert found.facts["context window"].startswith("1,000,000 tokens [")
    assert found.whole_bytes > len(json.dumps(lean(found)))


def test_an_unknown_kind_is_told_with_those_that_there_are(context: ToolContext) -> None:
    """And no empty list."""
    with pytest.raises(InputError, match="embedding"):
        FIND_MODELS.run(context, {"kind": "chat"})


def test_sizes_are_those_of_the_command_line(context: ToolContext) -> None:
    """Every figure of the report."""
    ask = {"gpu": "h100", "gpus": 4, "input_tokens": 2000, "output_tokens": 300, "concurrency": 32}
    options = [part for name, value in ask.items() for part in (f"--{name.replace('_', '-')}", str(value))]
    printed = CliRunner().invoke(app, ["size", "meta/llama-3.3-70b-instruct", *options, "--format", "json"])
    found = lean(SIZE.run(context, {"model": "meta/llama-3.3-70b-instruct", **ask}))
    whole = json.loads(printed.stdout)
    assert found["fits"] is True
    assert f"{whole['output_tokens_per_s']:,.0f} output tokens per second" in found["sentence"]
    assert found["report"] == {name: value for name, value in whole.items() if value is not None}


def test_a_size_that_does_not_fit_says_why(context: ToolContext) -> None:
    """In words; every wrong argument likewise."""
    one = {"input_tokens": 2000, "output_tokens": 300, "concurrency": 8}
    found = lean(SIZE.run(context, {"model": "meta/llama-3.3-70b-instruct", "gpu": "l4", **one}))
    assert (found["fits"], bool(found["problem"])) == (False, True)
    assert "more GPUs" in found["sentence"]
    with pytest.raises(InputError, match=r"(?s)gpus: 0 .*output_tokens: missing"):
        SIZE.run(context, {"model": "m", "gpu": "l4", "gpus": 0, "input_tokens": 1, "concurrency": 1})


def test_questions_name_places_that_can_be_answered(context: ToolContext) -> None:
    """The first ones, those on a topic, and those that recommend asks for."""
    first = QUESTIONS.run(context, {})
    assert isinstance(first, QuestionsShown)
    assert {"task", "budget.monthly_cap", "hosting.allowed"} <= {one.place for one in first.questions}
    for places in ANSWERED_AT.values():
        for place in places:
            found = QUESTIONS.run(context, {"topic": place})
            assert isinstance(found, QuestionsShown)
            assert place in {one.place for one in found.questions}


def test_no_question_on_a_topic_gives_the_topics(context: ToolContext) -> None:
    """Instead of an empty list."""
    with pytest.raises(InputError, match="governance"):
        QUESTIONS.run(context, {"topic": "xyzzy"})
