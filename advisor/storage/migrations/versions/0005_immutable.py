"""What was decided stays: the database itself refuses to change records, and the audit trail is chained.

A rule is a condition that must not be met. SQLite and PostgreSQL get the same ones, SQLite as a trigger with the
condition, PostgreSQL as a function that asks it. Migrations after this one that rebuild one of these tables (SQLite
does for most changes of a column) must create its triggers anew.
"""

import hashlib
import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_LOCKED = "('approved', 'rejected', 'superseded')"


def _changes(*columns: str) -> str:
    return "(" + " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in columns) + ")"


def _decision_is(condition: str) -> str:
    return f"EXISTS (SELECT 1 FROM decision d WHERE d.decision_id = {{row}}.decision_id AND {condition})"


_STEP_ALLOWED = (
    "(OLD.status = 'draft' AND NEW.status = 'proposed')"
    " OR (OLD.status = 'proposed' AND NEW.status IN ('approved', 'rejected', 'draft'))"
    " OR (OLD.status IN ('approved', 'rejected') AND NEW.status = 'superseded')"
)
_KEPT = (
    "EXISTS (SELECT 1 FROM decision_version v WHERE v.decision_id = NEW.decision_id"
    " AND v.revision = NEW.revision AND v.assessment_json IS NOT NULL AND v.answers_json = NEW.answers_json)"
)
_IS_LOCKED = _decision_is(f"d.status IN {_LOCKED}")
_IS_BINNED = _decision_is("d.deleted_at IS NOT NULL")

# name, table, event, what must not be, what is said then
RULES = (
    (
        "decision_begins",
        "decision",
        "INSERT",
        (
            "NEW.status <> 'draft' OR NEW.deleted_at IS NOT NULL"
            " OR EXISTS (SELECT 1 FROM decision d WHERE d.decision_id = NEW.decision_id)"
        ),
        "a decision begins as a draft, once",
    ),
    (
        "decision_locked",
        "decision",
        "UPDATE",
        (
            f"OLD.status IN {_LOCKED} AND ({_changes('decision_id', 'name', 'answers_json', 'revision', 'created_at')}"
            " OR (OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL))"
        ),
        "an approved, rejected or superseded decision cannot be changed or removed",
    ),
    (
        "decision_steps",
        "decision",
        "UPDATE",
        f"NEW.status <> OLD.status AND NOT ({_STEP_ALLOWED})",
        "this step is not allowed",
    ),
    (
        "decision_approved",
        "decision",
        "UPDATE",
        f"NEW.status <> OLD.status AND NEW.status = 'approved' AND NOT {_KEPT}",
        "nothing is approved without the assessment of its revision",
    ),
    (
        "decision_successor",
        "decision",
        "UPDATE",
        (
            f"{_changes('superseded_by')} AND (OLD.superseded_by IS NOT NULL OR NEW.superseded_by = NEW.decision_id"
            " OR NEW.status <> 'superseded' OR OLD.status = 'superseded')"
        ),
        "a decision is superseded once, by another one",
    ),
    (
        "decision_binned",
        "decision",
        "UPDATE",
        (
            "OLD.deleted_at IS NOT NULL AND (NEW.deleted_at IS NOT NULL"
            f" OR {_changes('decision_id', 'name', 'answers_json', 'revision', 'status')}"
            f" OR {_changes('superseded_by', 'created_at')})"
        ),
        "what is in the bin can only be restored",
    ),
    (
        "decision_kept",
        "decision",
        "DELETE",
        f"OLD.status IN {_LOCKED}",
        "an approved, rejected or superseded decision cannot be removed",
    ),
    (
        "version_added",
        "decision_version",
        "INSERT",
        (
            f"{_IS_LOCKED.format(row='NEW')} OR {_IS_BINNED.format(row='NEW')}"
            " OR EXISTS (SELECT 1 FROM decision_version v WHERE v.decision_id = NEW.decision_id"
            " AND v.revision = NEW.revision)"
        ),
        "no revision is added to a decision that is locked or in the bin, and none replaced",
    ),
    (
        "version_changed",
        "decision_version",
        "UPDATE",
        (
            f"{_changes('decision_id', 'revision', 'answers_json', 'created_at', 'author', 'note')}"
            f" OR {_IS_LOCKED.format(row='OLD')} OR {_IS_BINNED.format(row='OLD')}"
        ),
        "a revision stays as it was saved",
    ),
    (
        "version_kept",
        "decision_version",
        "DELETE",
        _IS_LOCKED.format(row="OLD"),
        "a revision of a locked decision cannot be removed",
    ),
    (
        "event_added",
        "decision_event",
        "INSERT",
        f"{_IS_BINNED.format(row='NEW')} OR EXISTS (SELECT 1 FROM decision_event e WHERE e.event_id = NEW.event_id)",
        "nothing is added to what is in the bin, and no step or comment replaced",
    ),
    *(
        (f"{name}_{word}", table, event, "1 = 1", f"{what} are only ever added")
        for name, table, what in (
            ("event", "decision_event", "steps and comments"),
            ("export", "decision_export", "exports"),
            ("catalog", "catalog_snapshot", "kept catalogs"),
            ("audit", "audit", "lines of the audit trail"),
        )
        for word, event in (("unchanged", "UPDATE"), ("unremoved", "DELETE"))
    ),
    *(
        (
            f"{table}_unreplaced",
            table,
            "INSERT",
            f"EXISTS (SELECT 1 FROM {table} t WHERE t.{key} = NEW.{key})",
            "a line that stands is not replaced",
        )
        for table, key in (("audit", "audit_id"), ("decision_export", "export_id"), ("catalog_snapshot", "digest"))
    ),
)
_EMPTIED = ("audit", "catalog_snapshot", "decision", "decision_event", "decision_export", "decision_version")


def upgrade() -> None:
    """Chain what the trail holds, seal what is locked, and set up the rules."""
    for name in ("sealed", "previous_hash", "row_hash"):
        op.add_column("audit", sa.Column(name, sa.String(64), nullable=False, server_default=""))
    _chain()
    op.create_index("ix_audit_previous_hash", "audit", ["previous_hash"], unique=True)
    create_rules()


def downgrade() -> None:
    """Drop the rules and the chain."""
    drop_rules()
    op.drop_index("ix_audit_previous_hash", table_name="audit")
    with op.batch_alter_table("audit") as batch:
        for name in ("sealed", "previous_hash", "row_hash"):
            batch.drop_column(name)


def create_rules() -> None:
    """Create the triggers of this migration."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name, table, event, condition, message in RULES:
        if not postgresql:
            refusal = f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            asked = condition.replace("IS DISTINCT FROM", "IS NOT")  # older SQLite knows only its own word
            _run(f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {asked} {refusal}")
            continue
        gives = "OLD" if event == "DELETE" else "NEW"
        _run(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN"
            f" RAISE EXCEPTION '{message}' USING ERRCODE = 'restrict_violation'; END IF; RETURN {gives}; END $$"
        )
        _run(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
    if postgresql:
        _run(
            "CREATE FUNCTION table_unemptied() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " RAISE EXCEPTION 'a table of records is not emptied' USING ERRCODE = 'restrict_violation'; END $$"
        )
        for table in _EMPTIED:
            _run(
                f"CREATE TRIGGER {table}_unemptied BEFORE TRUNCATE ON {table}"
                " FOR EACH STATEMENT EXECUTE FUNCTION table_unemptied()"
            )


def drop_rules() -> None:
    """Drop the triggers of this migration."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name, table, *_ in RULES:
        _run(f"DROP TRIGGER {name} ON {table}" if postgresql else f"DROP TRIGGER {name}")
        if postgresql:
            _run(f"DROP FUNCTION {name}()")
    if postgresql:
        for table in _EMPTIED:
            _run(f"DROP TRIGGER {table}_unemptied ON {table}")
        _run("DROP FUNCTION table_unemptied()")


def _chain() -> None:
    """Give every line its hashes, then add a sealed line for each decision that was locked before there were seals."""
    bind = op.get_bind()
    before = ""
    lines = bind.execute(
        sa.text("SELECT audit_id, at, actor, action, decision_id, detail FROM audit ORDER BY audit_id")
    )
    for line in lines.mappings().all():
        row_hash = _hash(
            before, _moment(line["at"]), *(line[name] for name in ("actor", "action", "decision_id", "detail")), ""
        )
        bind.execute(
            sa.text("UPDATE audit SET previous_hash = :before, row_hash = :row_hash WHERE audit_id = :audit_id"),
            {"before": before, "row_hash": row_hash, "audit_id": line["audit_id"]},
        )
        before = row_hash
    audit = sa.table(
        "audit",
        sa.column("at", sa.DateTime(timezone=True)),
        *(
            sa.column(name)
            for name in ("actor", "action", "decision_id", "detail", "sealed", "previous_hash", "row_hash")
        ),
    )
    records = bind.execute(
        sa.text(
            "SELECT d.decision_id, d.name, d.revision, v.answers_json, v.assessment_json, d.deleted_at FROM decision d"
            " JOIN decision_version v ON v.decision_id = d.decision_id AND v.revision = d.revision"
            f" WHERE d.status IN {_LOCKED} ORDER BY d.decision_id"
        )
    )
    for *record, deleted_at in records.all():
        now = datetime.now(UTC)
        said = "locked before records were sealed" + ("; taken out of the bin" if deleted_at is not None else "")
        words = ("", "sealed", record[0], said, _hash(*record))
        row_hash = _hash(before, _moment(now), *words)
        names = ("actor", "action", "decision_id", "detail", "sealed")
        values = dict(zip(names, words, strict=True))
        bind.execute(audit.insert().values(at=now, previous_hash=before, row_hash=row_hash, **values))
        before = row_hash
    bind.execute(sa.text(f"UPDATE decision SET deleted_at = NULL WHERE status IN {_LOCKED}"))


def _moment(at: object) -> str:
    """As ``advisor.storage.audit_trail`` writes it; SQLite gives text without a zone, and means UTC."""
    moment = at if isinstance(at, datetime) else datetime.fromisoformat(str(at))
    zoned = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return zoned.isoformat(timespec="microseconds")


def _hash(*values: object) -> str:
    return hashlib.sha256(json.dumps(values, ensure_ascii=True).encode()).hexdigest()


def _run(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement)
