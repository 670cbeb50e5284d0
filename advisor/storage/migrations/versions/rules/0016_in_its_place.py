"""What stands is not replaced by its place either: on SQLite a row has a number beside its key, and lines a second key.

SQLite removes what ``REPLACE`` puts something else in the place of without asking the rules for removal, unless the
connection has ``recursive_triggers``, which another program's has not. So the row that comes in is asked whether one
stands in its place. PostgreSQL knows no ``REPLACE``: the names of these rules say that they stand on SQLite alone.
"""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

# name, event, table, what must not be
_RULES = (
    *(
        (
            f"{table}_place_taken_on_sqlite",
            "INSERT",
            table,
            f"EXISTS (SELECT 1 FROM {table} t WHERE t.rowid = NEW.rowid)",
        )
        for table in ("decision", "decision_version", "catalog_snapshot")
    ),
    *(
        (f"{table}_in_its_place_on_sqlite", "UPDATE", table, "NEW.rowid IS NOT OLD.rowid")
        for table in ("decision", "decision_version")
    ),
    (
        "decision_id_taken_on_sqlite",
        "UPDATE",
        "decision",
        (
            "NEW.decision_id IS NOT OLD.decision_id"
            " AND EXISTS (SELECT 1 FROM decision d WHERE d.decision_id = NEW.decision_id)"
        ),
    ),
    (
        "audit_chained_once_on_sqlite",
        "INSERT",
        "audit",
        "EXISTS (SELECT 1 FROM audit a WHERE a.previous_hash = NEW.previous_hash)",
    ),
)


def upgrade() -> None:
    """Set up the rules, where a row can be replaced."""
    if op.get_bind().dialect.name == "sqlite":
        for name, event, table, condition in _RULES:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition}"
                " BEGIN SELECT RAISE(ABORT, 'what stands is not replaced'); END"
            )


def downgrade() -> None:
    """Drop the rules."""
    if op.get_bind().dialect.name == "sqlite":
        for name, *_ in _RULES:
            op.execute(f"DROP TRIGGER {name}")
