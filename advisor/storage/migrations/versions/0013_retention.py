"""What lay long enough in the bin can go, by a line of the trail; and who changed the schema is noted.

Steps, comments, exports and entries were never removed, so that nothing could leave the bin. They can now where their
decision is in the bin, was never approved, rejected or superseded, and the trail has a line ``purge`` that says so:
whoever removes them otherwise is refused as before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0009"
branch_labels = None
depends_on = None

_PURGED = (
    "EXISTS (SELECT 1 FROM decision d WHERE d.decision_id = OLD.decision_id AND d.deleted_at IS NOT NULL"
    " AND d.status IN ('draft', 'proposed'))"
    " AND EXISTS (SELECT 1 FROM audit a WHERE a.decision_id = OLD.decision_id AND a.action = 'purge')"
)

# name, table, what is said
RULES = (
    ("event_unremoved", "decision_event", "steps and comments are only ever added"),
    ("export_unremoved", "decision_export", "exports are only ever added"),
    ("entry_unremoved", "decision_entry", "entries are only ever added"),
)


def upgrade() -> None:
    """Let the bin be emptied, and create the table of changes of the schema."""
    _set_rules(f"NOT ({_PURGED})")
    op.create_table(
        "schema_step",
        sa.Column("step_id", sa.Integer(), primary_key=True),
        sa.Column("revision", sa.String(32), nullable=False),
        sa.Column("advisor", sa.String(40), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
    )


def downgrade() -> None:
    """Drop the table; from then on nothing leaves the bin."""
    op.drop_table("schema_step")
    _set_rules("1 = 1")


def _set_rules(condition: str) -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name, table, message in RULES:
        if postgresql:
            _run(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN"
                f" RAISE EXCEPTION '{message}' USING ERRCODE = 'restrict_violation'; END IF; RETURN OLD; END $$"
            )
            continue
        _run(f"DROP TRIGGER {name}")
        refusal = f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        _run(f"CREATE TRIGGER {name} BEFORE DELETE ON {table} WHEN {condition} {refusal}")


def _run(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement)
