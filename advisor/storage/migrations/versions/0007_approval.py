"""An approval keeps its conditions and next review, a step whether its name was verified, and a second person signs.

Where the verdict of the assessment that is approved is not clear, the database refuses an approval by whoever proposed
it last, and one without a reason; and no decision becomes approved without the event that says by whom. Decisions that
were approved before stay as they are: the rules ask about what is added.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_APPROVES = "NEW.status_to = 'approved'"
_UNCLEAR = (
    "EXISTS (SELECT 1 FROM decision_version v WHERE v.decision_id = NEW.decision_id AND v.revision = NEW.revision"
    " AND v.assessment_json IS NOT NULL AND {verdict} NOT IN ('clear choice', 'clear winner'))"
)
_VERDICT = {
    "sqlite": "json_extract(v.assessment_json, '$.verdict')",
    "postgresql": "(v.assessment_json::json ->> 'verdict')",
}
_PROPOSED_IT = (
    "lower(trim(NEW.actor)) IN (SELECT lower(trim(e.actor)) FROM decision_event e WHERE e.event_id ="
    " (SELECT max(p.event_id) FROM decision_event p WHERE p.decision_id = NEW.decision_id"
    " AND p.status_to = 'proposed'))"
)

# name, table, event, what must not be, what is said then
RULES = (
    (
        "approval_named",
        "decision_event",
        "INSERT",
        f"{_APPROVES} AND trim(NEW.actor) = ''",
        "nothing is approved by nobody",
    ),
    (
        "approval_second_person",
        "decision_event",
        "INSERT",
        f"{_APPROVES} AND {_PROPOSED_IT} AND {_UNCLEAR}",
        "where the verdict is not clear a second person approves",
    ),
    (
        "approval_reasoned",
        "decision_event",
        "INSERT",
        f"{_APPROVES} AND trim(NEW.text) = '' AND {_UNCLEAR}",
        "where the verdict is not clear an approval says why",
    ),
    (
        "approval_kept",
        "decision",
        "UPDATE",
        (
            "NEW.status <> OLD.status AND NEW.status = 'approved' AND NOT EXISTS (SELECT 1 FROM decision_event e"
            " WHERE e.decision_id = NEW.decision_id AND e.revision = NEW.revision AND e.status_to = 'approved')"
        ),
        "nothing is approved without the step that says by whom",
    ),
)


def upgrade() -> None:
    """Add what is kept of an approval, and its rules."""
    op.add_column("decision_event", sa.Column("verified", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("decision_event", sa.Column("conditions", sa.Text(), nullable=False, server_default=""))
    op.add_column("decision_event", sa.Column("review_on", sa.Date(), nullable=True))
    dialect = op.get_bind().dialect.name
    for name, table, event, template, message in RULES:
        condition = template.replace("{verdict}", _VERDICT[dialect])
        if dialect == "sqlite":
            refusal = f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            _run(f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition} {refusal}")
            continue
        _run(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN"
            f" RAISE EXCEPTION '{message}' USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW; END $$"
        )
        _run(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    """Drop the rules and the columns."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name, table, *_ in RULES:
        _run(f"DROP TRIGGER {name} ON {table}" if postgresql else f"DROP TRIGGER {name}")
        if postgresql:
            _run(f"DROP FUNCTION {name}()")
    for name in ("verified", "conditions", "review_on"):
        op.drop_column("decision_event", name)


def _run(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement)
