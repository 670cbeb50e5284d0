"""What is kept beside a decision: a risk register, months of usage, evidence of fairness; entries are only ever added.

An entry of the phase ``decision`` is part of what was decided: none is added once the decision is locked. One of the
phase ``operation`` comes after it (what was used, how a risk was followed up) and may be added as long as the decision
is not in the bin.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_LOCKED = "('approved', 'rejected', 'superseded')"
_DECISION_IS = "EXISTS (SELECT 1 FROM decision d WHERE d.decision_id = NEW.decision_id AND {condition})"

# name, event, what must not be, what is said then
RULES = (
    (
        "entry_phase",
        "INSERT",
        "NEW.phase NOT IN ('decision', 'operation')",
        "an entry belongs to the decision or to its operation",
    ),
    (
        "entry_locked",
        "INSERT",
        f"NEW.phase = 'decision' AND {_DECISION_IS.format(condition=f'd.status IN {_LOCKED}')}",
        "nothing is added to what an approved, rejected or superseded decision rests on",
    ),
    (
        "entry_binned",
        "INSERT",
        _DECISION_IS.format(condition="d.deleted_at IS NOT NULL"),
        "nothing is added to what is in the bin",
    ),
    (
        "entry_unreplaced",
        "INSERT",
        "EXISTS (SELECT 1 FROM decision_entry e WHERE e.entry_id = NEW.entry_id)",
        "an entry that stands is not replaced",
    ),
    ("entry_unchanged", "UPDATE", "1 = 1", "entries are only ever added"),
    ("entry_unremoved", "DELETE", "1 = 1", "entries are only ever added"),
)


def upgrade() -> None:
    """Create the table and its rules."""
    op.create_table(
        "decision_entry",
        sa.Column("entry_id", sa.Integer(), primary_key=True),
        sa.Column("decision_id", sa.String(36), sa.ForeignKey("decision.decision_id"), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("phase", sa.String(20), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content_json", sa.Text(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.String(200), nullable=False),
    )
    op.create_index("ix_decision_entry_decision_id", "decision_entry", ["decision_id"])
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name, event, condition, message in RULES:
        if not postgresql:
            refusal = f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            _run(f"CREATE TRIGGER {name} BEFORE {event} ON decision_entry WHEN {condition} {refusal}")
            continue
        gives = "OLD" if event == "DELETE" else "NEW"
        _run(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN"
            f" RAISE EXCEPTION '{message}' USING ERRCODE = 'restrict_violation'; END IF; RETURN {gives}; END $$"
        )
        _run(f"CREATE TRIGGER {name} BEFORE {event} ON decision_entry FOR EACH ROW EXECUTE FUNCTION {name}()")
    if postgresql:
        _run(
            "CREATE TRIGGER decision_entry_unemptied BEFORE TRUNCATE ON decision_entry"
            " FOR EACH STATEMENT EXECUTE FUNCTION table_unemptied()"
        )


def downgrade() -> None:
    """Drop the table with its rules."""
    op.drop_table("decision_entry")
    if op.get_bind().dialect.name == "postgresql":
        for name, *_ in RULES:
            _run(f"DROP FUNCTION {name}()")


def _run(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement)
