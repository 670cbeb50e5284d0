"""A client of the official package: recommend, explain, export; what it lists, and how errors reach it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from mcp import Client, MCPError, StdioServerParameters
from mcp.types import CallToolResult, TextContent, TextResourceContents
from mcp_server.conftest import DESCRIPTION
from running import in_a_loop
from typer.testing import CliRunner

from advisor.cli import app
from advisor.mcp_server.caller import READING, Caller
from advisor.mcp_server.server import new_server
from advisor.mcp_server.tool_context import SharedState, ToolContext
from advisor.mcp_server.tools.looking_up import SHOW_MODEL
from advisor.mcp_server.tools.registry import TOOLS


def asked(shared: SharedState, questions: Callable[[Client], Awaitable[None]], caller: Caller | None = None) -> None:
    """Ask a server in this process."""

    async def ask() -> None:
        async with Client(new_server(shared, lambda _: caller or Caller())) as client:
            await questions(client)

    in_a_loop(ask)


def text_of(found: CallToolResult) -> str:
    """What an assistant reads."""
    assert isinstance(found.content[0], TextContent)
    return found.content[0].text


async def recommended_explained_exported(client: Client) -> dict[str, Any]:
    """The way that an assistant goes; gives what it read."""
    assert "recommend" in (client.instructions or "")
    first = await client.call_tool("recommend", {"description": DESCRIPTION})
    assert first.structured_content == json.loads(text_of(first))
    record = first.structured_content["record"]
    why = await client.call_tool("explain", {"record": record})
    assert why.structured_content is not None
    assert why.structured_content["option"]["alternative"] == first.structured_content["options"][0]["alternative"]
    document = await client.call_tool("export", {"record": record})
    assert document.structured_content is not None
    read = await client.read_resource(document.structured_content["address"])
    assert isinstance(read.contents[0], TextResourceContents)
    assert read.contents[0].text == document.structured_content["text"]
    assert "## Decision Outcome" in read.contents[0].text
    answers = await client.call_tool("export", {"record": record, "form": "answers.yaml"})
    assert answers.structured_content is not None
    return first.structured_content | {"answers": answers.structured_content["text"]}


def test_an_assistant_on_this_machine_gets_what_the_command_line_says(home: Path, tmp_path: Path) -> None:
    """Over standard input and output; the exported answers give the same verdict, choice and money there."""
    command = [sys.executable, "-m", "advisor.cli", "mcp"]
    found: dict[str, Any] = {}

    async def ask() -> None:
        server = StdioServerParameters(command=command[0], args=command[1:], env={**os.environ})
        async with Client(server) as client:
            found.update(await recommended_explained_exported(client))

    in_a_loop(ask)
    (tmp_path / "answers.yaml").write_text(found["answers"], encoding="utf-8")
    printed = CliRunner().invoke(app, ["assess", str(tmp_path / "answers.yaml"), "--format", "json"])
    record = json.loads(printed.stdout)
    rate = yaml.safe_load(found["answers"])["budget"]["usd_per_unit"]
    shortlist = [
        (one["alternative_id"], round(one["monthly_cost_usd"]["p50"] / rate, 2)) for one in record["shortlist"]
    ]
    assert (found["verdict"], found["sentence"]) == (record["verdict"], record["verdict_sentence"])
    assert [(one["alternative"], one["monthly_cost"]["p50"]) for one in found["options"]] == shortlist
    assert not (home / "advisor.sqlite3").exists()


def test_what_is_listed_says_what_it_does(shared: SharedState) -> None:
    """Sound schemas, a description for every argument, hints; writing only where it is allowed."""

    async def look(client: Client) -> None:
        tools = (await client.list_tools()).tools
        assert [tool.name for tool in tools] == [name for name in TOOLS if name != "keep"]
        for tool in tools:
            Draft202012Validator.check_schema(tool.input_schema)
            assert tool.output_schema is not None
            Draft202012Validator.check_schema(tool.output_schema)
            assert tool.annotations is not None
            assert (tool.annotations.read_only_hint, tool.annotations.open_world_hint) == (True, False)
            undescribed = [n for n, field in tool.input_schema["properties"].items() if not _is_told(n, field)]
            assert undescribed == [], tool.name

    asked(shared, look)

    async def may_write(client: Client) -> None:
        keep = (await client.list_tools()).tools[-1]
        assert (keep.name, keep.annotations and keep.annotations.read_only_hint) == ("keep", False)

    asked(shared, may_write, Caller(scopes=READING | {"write"}))


def _is_told(name: str, field: dict[str, Any]) -> bool:
    return "description" in field or name in ("limit", "offset")


def test_errors_are_answers_to_read(shared: SharedState) -> None:
    """A wrong argument, an unknown tool, a tool that may not be used, a resource that is not there."""

    async def ask(client: Client) -> None:
        wrong = await client.call_tool("size", {"model": "m", "gpus": 0})
        assert wrong.is_error
        assert "gpus: 0" in text_of(wrong)
        named = await client.call_tool("compare", {"record": "r-1", "options": "one, another"})
        assert 'a list, such as ["one", "another"]' in text_of(named)
        unknown = await client.call_tool("recomend", {})
        assert "recommend, explain" in text_of(unknown)
        refused = await client.call_tool("keep", {"record": "r-1"})
        assert refused.is_error
        assert "--allow-writing" in text_of(refused)
        for address in ("advisor://record/r-1/decision.md", "advisor://catalog/gpt-5.x", "advisor://elsewhere"):
            with pytest.raises(MCPError, match=r"There is no such|has no such"):
                await client.read_resource(address)

    asked(shared, ask)


def test_a_fault_of_the_advisor_says_nothing_of_its_inside(
    shared: SharedState, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log has it."""

    def failing(context: ToolContext, given: object) -> None:
        raise RuntimeError("secret of the inside")

    monkeypatch.setattr(type(SHOW_MODEL), "run", failing)

    async def ask(client: Client) -> None:
        found = await client.call_tool("show_model", {"model": "x"})
        assert found.is_error
        assert "its log says why" in text_of(found)
        assert "secret" not in text_of(found)

    asked(shared, ask)


def test_one_callers_record_is_not_anothers(shared: SharedState) -> None:
    """The name of a record says nothing to whoever did not ask."""
    record = ""

    async def ask(client: Client) -> None:
        nonlocal record
        found = await client.call_tool("recommend", {"answers": {"task": "translation"}})
        assert found.structured_content is not None
        record = found.structured_content["record"]

    async def other(client: Client) -> None:
        found = await client.call_tool("explain", {"record": record})
        assert found.is_error
        assert "There is no such record" in text_of(found)

    asked(shared, ask, Caller(key="ana"))
    asked(shared, other, Caller(key="ben"))
