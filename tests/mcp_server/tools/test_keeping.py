"""Saved decisions: nothing is written without leave; what is kept can be listed, asked about and replayed."""

from __future__ import annotations

import pytest
from mcp_server.conftest import DESCRIPTION

from advisor.errors import InputError, StorageError
from advisor.mcp_server.tool_context import SharedState, ToolContext
from advisor.mcp_server.tools.explaining import EXPLAIN
from advisor.mcp_server.tools.exporting import address_of, resource
from advisor.mcp_server.tools.keeping import (
    KEEP,
    LIST_DECISIONS,
    REPLAY,
    DecisionKept,
    DecisionReplayed,
    DecisionsListed,
)
from advisor.mcp_server.tools.recommending import RECOMMEND, WorkRecommended


def kept(writer: ToolContext) -> DecisionKept:
    """The description, kept as a decision."""
    record = RECOMMEND.run(writer, {"description": DESCRIPTION})
    assert isinstance(record, WorkRecommended)
    found = KEEP.run(writer, {"record": record.record, "name": "Bank chat"})
    assert isinstance(found, DecisionKept)
    return found


def test_reading_alone_writes_nothing(fresh: SharedState) -> None:
    """Not even an empty database; keeping is refused with who may allow it."""
    reader = ToolContext(fresh)
    record = RECOMMEND.run(reader, {"description": DESCRIPTION})
    assert isinstance(record, WorkRecommended)
    with pytest.raises(InputError, match="--allow-writing"):
        KEEP.run(reader, {"record": record.record})
    assert LIST_DECISIONS.run(reader, {}) == DecisionsListed(total=0, decisions=())
    with pytest.raises(InputError, match="none was saved"):
        REPLAY.run(reader, {"decision": "x"})
    assert not reader.shared.installed.settings.home.exists()


def test_a_kept_record_is_a_decision(writer: ToolContext) -> None:
    """Listed by its name, and asked about by its id; kept once more it is refused."""
    saved = kept(writer)
    listed = LIST_DECISIONS.run(writer, {"search": "bank"})
    assert isinstance(listed, DecisionsListed)
    assert [(one.decision, one.name, one.status) for one in listed.decisions] == [
        (saved.decision, "Bank chat", "draft")
    ]
    by_id = EXPLAIN.run(writer, {"record": saved.decision})
    by_record = RECOMMEND.run(writer, {"record": saved.decision})
    assert by_id.model_dump()["sentence"] == by_record.model_dump()["sentence"]
    with pytest.raises(InputError, match="kept already"):
        KEEP.run(writer, {"record": saved.decision})


def test_a_decision_that_is_not_there_is_said(writer: ToolContext) -> None:
    """As the database says it."""
    kept(writer)
    with pytest.raises(StorageError, match="there is no decision 1234"):
        EXPLAIN.run(writer, {"record": "1234"})


def test_a_proposed_decision_is_replayed(writer: ToolContext) -> None:
    """On the catalog of then it is still first, and says so."""
    saved = kept(writer)
    life = writer.lifecycle()
    assert life is not None
    life.move(saved.decision, "proposed", actor="Ana", assessment=writer.subject(saved.decision).assessment)
    found = REPLAY.run(writer, {"decision": saved.decision})
    assert isinstance(found, DecisionReplayed)
    assert found.still_first
    assert found.lines
    assert writer.subject(saved.decision).assessment.provenance.catalog_date == found.catalog_then
    assert "status: proposed" in resource(writer, address_of(saved.decision, "decision.md")).text
