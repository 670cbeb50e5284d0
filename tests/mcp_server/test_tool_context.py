"""What assistants are given is worked out as for a page: within a person's day, and under what is excepted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from mcp_server.conftest import OnShipped
from signed_in import signed_in

from advisor.access.people import Role
from advisor.catalog.catalog import Catalog
from advisor.errors import InputError, QuotaError
from advisor.mcp_server.caller import Caller
from advisor.mcp_server.tool_context import SharedState, ToolContext
from advisor.questionnaire.presets import load_sample
from advisor.services.describe_work import ReadAnswer
from advisor.services.house.exceptions import decide_exception, request_exception
from advisor.settings import Settings
from advisor.storage.decisions import Decisions
from advisor.storage.entries import Entries

ADA, BEN = signed_in("ada", Role.EDITOR, "team"), signed_in("ben")
POLICY = """
policy: 1
name: Ours
version: "1"
dated: 2026-11-01
rules:
  - id: origin
    vendor_countries_excluded: [CN]
"""


def test_a_person_has_so_many_assessments_a_day_and_what_is_remembered_is_none(
    catalog: Catalog, tmp_path: Path
) -> None:
    """The first is worked out, asked again it is remembered, and a second one is refused."""
    shared = SharedState(OnShipped(Settings(home=tmp_path, database_url="", assessments_a_day=1), catalog))
    context = ToolContext(shared, replace(Caller(), person=ADA))
    answers = load_sample("factory-edge-device")
    first = context.new_subject(answers)
    assert context.new_subject(answers).assessment is first.assessment
    with pytest.raises(QuotaError):
        context.new_subject(answers.model_copy(update={"title": "Another"}))


def test_an_exception_of_a_saved_decision_lifts_the_rule_for_it_alone(catalog: Catalog, tmp_path: Path) -> None:
    """The policy excludes a country; for the decision it was lifted for, the record says so."""
    (tmp_path / "policy.yaml").write_text(POLICY)
    shared = SharedState(OnShipped(Settings(home=tmp_path, database_url=""), catalog))
    database, today = shared.installed.database(), datetime.now(UTC).date()
    ours, other = (Decisions(database, person=ADA).create(load_sample("factory-edge-device")) for _ in range(2))
    held, until = shared.installed.policy(), today + timedelta(30)
    assert held is not None
    request_exception(
        Entries(database, person=ADA),
        ours.decision_id,
        held.policy,
        "origin",
        reason="Pilot",
        until=until,
        today=today,
        person=ADA,
    )
    decide_exception(
        Entries(database, person=BEN), ours.decision_id, "origin", grant=True, today=today, person=BEN, note="Go"
    )
    context = ToolContext(shared, replace(Caller(), person=BEN))
    noted = [context.subject(one.decision_id).assessment.policy for one in (ours, other)]
    assert [len(note.exceptions) if note else None for note in noted] == [1, 0]


@pytest.mark.postgres
def test_a_record_named_by_one_replica_is_found_by_another(catalog: Catalog, postgres_url: str, tmp_path: Path) -> None:
    """With what was read in the description; by the same token alone."""
    settings = [Settings(home=tmp_path / name, database_url=postgres_url) for name in ("one", "two")]
    first, second = (SharedState(OnShipped(one, catalog)) for one in settings)
    ada = Caller(key="0123456789abcdef", person=ADA)
    answers, read = load_sample("factory-edge-device"), (ReadAnswer("languages", ["de"], "in German"),)
    named = ToolContext(first, ada).new_subject(answers, read)
    found = ToolContext(second, ada).subject(named.record)
    assert (found.record, found.answers, found.read) == (named.record, answers, read)
    assert found.assessment.verdict_sentence == named.assessment.verdict_sentence
    with pytest.raises(InputError, match="There is no such record"):
        ToolContext(second, replace(ada, key="f" * 16)).subject(named.record)
    for shared in (first, second):
        shared.installed.database().dispose()
