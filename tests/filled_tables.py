"""A row in every table of a schema, by rule: what a column holds follows from its type and its name.

A new table gets its row without a line here, unless the database has rules on what may stand in it (``BY_NAME``).
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import count
from typing import Any

from shipped import shipped_catalog
from sqlalchemy import Column, Connection, MetaData, Table, func, insert, select, update

from advisor.assessment import Assessment, assess
from advisor.questionnaire.presets import load_sample
from advisor.storage import audit_trail
from advisor.storage.tables import AuditRow, DecisionRow, VersionRow
from advisor.storage.tables_lifecycle import EntryRow
from advisor.storage.upkeep.values import kind_of

SAMPLE = "marketing-images"
AT = datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=UTC)
NAMED = "Zoë 𝄞 “ß” \u2028 Ελλάς"
BY_NAME: dict[str, Any] = {
    "trial_evaluation.status": "done",
    "status": "draft",
    "revision": 1,
    "superseded_by": None,
    "deleted_at": None,
    "phase": "operation",
    "kind": "comment",
    "status_from": None,
    "status_to": None,
    "outcome": "win",
    "state": "done",
    "steps_json": '["{}"]',
    "trial_connection.owner": "",
    "owner": "ada",
    "author_subject": "ada",
    "decision_event.subject": "ada",
}
"""Where a rule of the database, or what reads it, asks for a certain value."""


ANSWERS = load_sample(SAMPLE)
ANSWERS_JSON = ANSWERS.model_dump_json(by_alias=True)


@lru_cache(maxsize=1)
def assessment() -> Assessment:
    """A small assessment, made once."""
    return assess(ANSWERS, shipped_catalog(), samples=50)


def fill(connection: Connection, tables: MetaData, tag: str) -> None:
    """A draft with a row in every table, and an approved decision, under ids that end in ``tag``."""
    numbers = count(1)
    for table in tables.sorted_tables:
        if table.name != "audit":
            add(connection, table, tag, next(numbers))
    if "decision_entry" in tables.tables:
        _note_entry(connection, tables, tag)
    _line(connection, tables.tables["audit"], action="create", decision_id=f"draft-{tag}")
    _approve(connection, tables, f"approved-{tag}", tag)


def add(connection: Connection, table: Table, tag: str, number: int, **given: Any) -> None:
    """One row by rule; ``given`` goes before it, and the database counts ids itself."""
    row = {column.name: _value(connection, column, tag, number) for column in table.columns if not counted(column)}
    connection.execute(insert(table).values(row | {name: given[name] for name in given if name in row}))


def counted(column: Column[Any]) -> bool:
    """Whether the database gives the values of a column."""
    return kind_of(column) == "integer" and column.primary_key and len(column.table.primary_key) == 1


def _value(connection: Connection, column: Column[Any], tag: str, number: int) -> Any:
    named = (f"{column.table.name}.{column.name}", column.name)
    key = next(iter(column.foreign_keys), None)
    own = {"decision_id": f"draft-{tag}", "answers_json": ANSWERS_JSON}
    if name := next((name for name in named if name in BY_NAME), None):
        return BY_NAME[name]
    if column.name in own:
        return own[column.name]
    if key is not None:
        return connection.execute(select(func.max(key.column))).scalar()
    kind, said = kind_of(column), f"{tag} {number} {NAMED}"
    said = "{}" if column.name.endswith("_json") or column.name == "payload" else said
    return {
        "text": said[: getattr(column.type, "length", None) or 100],
        "boolean": True,
        "integer": number,
        "real": 0.1 + number,
        "decimal": Decimal("12345.0000000001") + number,
        "moment": AT,
        "date": date(2028, 2, 29),
        "bytes": bytes(range(256)) * 40,
        "json": {"tag": [tag, NAMED, None]},
    }[kind]


def _approve(connection: Connection, tables: MetaData, decision_id: str, tag: str) -> None:
    """Propose and approve a decision step by step, as the rules of the database want it."""
    decision, version = tables.tables["decision"], tables.tables["decision_version"]
    add(connection, decision, tag, 1, decision_id=decision_id)
    kept = assessment().model_dump_json(by_alias=True)
    add(connection, version, tag, 1, decision_id=decision_id, assessment_json=kept)
    for status, who in (("proposed", "Ada"), ("approved", "Grace")):
        if "decision_event" in tables.tables:
            step = {"kind": "status", "status_to": status, "actor": who, "text": "because", "chosen_id": None}
            step["subject"] = who.lower()
            add(connection, tables.tables["decision_event"], tag, 1, decision_id=decision_id, **step)
        connection.execute(update(decision).where(decision.c.decision_id == decision_id).values(status=status))
        sealed = ""
        if status == "approved":
            row = connection.execute(select(decision).where(decision.c.decision_id == decision_id)).mappings().one()
            of = connection.execute(select(version).where(version.c.decision_id == decision_id)).mappings().one()
            sealed = audit_trail.seal(DecisionRow(**row), VersionRow(**of))
        _line(connection, tables.tables["audit"], action=status, decision_id=decision_id, sealed=sealed)


def _note_entry(connection: Connection, tables: MetaData, tag: str) -> None:
    entries = tables.tables["decision_entry"]
    row = connection.execute(select(entries).where(entries.c.decision_id == f"draft-{tag}")).mappings().one()
    detail = audit_trail.entry_detail(EntryRow(**row))
    _line(connection, tables.tables["audit"], action=audit_trail.ENTRY, decision_id=f"draft-{tag}", detail=detail)


def _line(
    connection: Connection, audit: Table, *, action: str, decision_id: str, detail: str = "", sealed: str = ""
) -> None:
    """A line of the trail, chained where there is a chain."""
    line = AuditRow(at=AT, actor=NAMED, action=action, decision_id=decision_id, detail=detail, sealed=sealed)
    if "row_hash" in audit.columns:
        last = select(audit.c.row_hash).order_by(audit.c.audit_id.desc()).limit(1)
        line.previous_hash = connection.execute(last).scalar() or ""
        line.row_hash = audit_trail.hash_of(line)
    row = {column.name: getattr(line, column.name, None) for column in audit.columns if not counted(column)}
    connection.execute(insert(audit).values(row))
