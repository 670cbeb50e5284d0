"""Decisions belong to people and teams and are shared; who approves signed in and is neither owner nor last editor.

Nobody owns what was kept before: an administrator sees it and gives it to somebody. A decision that somebody owns was
made by a person who had signed in, and from then on is approved by one who has.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0012"
branch_labels = None
depends_on = None

_SUBJECT = 300
OWNED = ("decision", "trial_run", "trial_prompt", "trial_evaluation", "working_copy")
_APPROVES = "NEW.status_to = 'approved'"
_OF = "EXISTS (SELECT 1 FROM {table} t WHERE t.decision_id = NEW.decision_id AND {condition})"
_PROPOSED_IT = (
    "NEW.subject IN (SELECT e.subject FROM decision_event e WHERE e.event_id ="
    " (SELECT max(p.event_id) FROM decision_event p WHERE p.decision_id = NEW.decision_id"
    " AND p.status_to = 'proposed'))"
)
_IS_OWNED = _OF.format(table="decision", condition="t.owner <> ''")
_OWNS_IT = _OF.format(table="decision", condition="t.owner = NEW.subject")
_CHANGED_IT = _OF.format(
    table="decision_version", condition="t.revision = NEW.revision AND t.author_subject = NEW.subject"
)

# name, table, event, what must not be, what is said then
RULES = (
    (
        "approval_verified",
        "decision_event",
        "INSERT",
        f"{_APPROVES} AND NOT NEW.verified AND {_IS_OWNED}",
        "what a signed-in person owns is approved by a signed-in person",
    ),
    (
        "approval_of_another",
        "decision_event",
        "INSERT",
        f"{_APPROVES} AND NEW.subject <> '' AND ({_OWNS_IT} OR {_CHANGED_IT} OR {_PROPOSED_IT})",
        "a second person approves, who neither owns, last changed nor proposed it",
    ),
    (
        "version_author_kept",
        "decision_version",
        "UPDATE",
        "NEW.author_subject <> OLD.author_subject",
        "a revision stays as it was saved",
    ),
)


def upgrade() -> None:
    """Add owners, people, shares and sign-ins, and the rules of approval."""
    for table in OWNED:
        op.add_column(table, sa.Column("owner", sa.String(_SUBJECT), nullable=False, server_default=""))
        op.create_index(f"ix_{table}_owner", table, ["owner"])
    op.add_column("decision", sa.Column("team", sa.String(200), nullable=False, server_default=""))
    op.create_index("ix_decision_team", "decision", ["team"])
    op.add_column("decision_event", sa.Column("subject", sa.String(_SUBJECT), nullable=False, server_default=""))
    op.add_column(
        "decision_version", sa.Column("author_subject", sa.String(_SUBJECT), nullable=False, server_default="")
    )
    _add_tables()
    _connections_by_owner()
    dialect = op.get_bind().dialect.name
    for name, table, event, condition, message in RULES:
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
    """Drop the rules, the tables and the columns; connections that are somebody's own go with them."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name, table, *_ in RULES:
        _run(f"DROP TRIGGER {name} ON {table}" if postgresql else f"DROP TRIGGER {name}")
        if postgresql:
            _run(f"DROP FUNCTION {name}()")
    _connections_for_all()
    for table in ("sign_in", "decision_share", "person"):
        op.drop_table(table)
    op.drop_column("decision_version", "author_subject")
    op.drop_column("decision_event", "subject")
    op.drop_index("ix_decision_team", table_name="decision")
    op.drop_column("decision", "team")
    for table in OWNED:
        op.drop_index(f"ix_{table}_owner", table_name=table)
        op.drop_column(table, "owner")


def _add_tables() -> None:
    op.create_table(
        "person",
        sa.Column("subject", sa.String(_SUBJECT), primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("groups_json", sa.Text(), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "decision_share",
        sa.Column("decision_id", sa.String(36), sa.ForeignKey("decision.decision_id"), primary_key=True),
        sa.Column("kind", sa.String(10), primary_key=True),
        sa.Column("who", sa.String(_SUBJECT), primary_key=True),
        sa.Column("granted", sa.String(10), primary_key=True),
        sa.Column("given_by", sa.String(_SUBJECT), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_decision_share_who", "decision_share", ["who"])
    op.create_table(
        "sign_in",
        sa.Column("sign_in_id", sa.String(64), primary_key=True),
        sa.Column("subject", sa.String(_SUBJECT), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index("ix_sign_in_subject", "sign_in", ["subject"])


def _connections_by_owner() -> None:
    """Two people may call a connection of theirs alike: the key of the table is owner and name."""
    op.create_table(
        "trial_connection_new",
        sa.Column("owner", sa.String(_SUBJECT), primary_key=True, server_default=""),
        sa.Column("name", sa.String(100), primary_key=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    )
    _swap_connections("SELECT '', name, payload, updated_at FROM trial_connection", "owner, name, payload, updated_at")


def _connections_for_all() -> None:
    op.create_table(
        "trial_connection_new",
        sa.Column("name", sa.String(100), primary_key=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    )
    _swap_connections(
        "SELECT name, payload, updated_at FROM trial_connection WHERE owner = ''", "name, payload, updated_at"
    )


def _swap_connections(rows: str, columns: str) -> None:
    _run(f"INSERT INTO trial_connection_new ({columns}) {rows}")
    op.drop_table("trial_connection")
    op.rename_table("trial_connection_new", "trial_connection")
    op.create_index("ix_trial_connection_updated_at", "trial_connection", ["updated_at"])


def _run(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement)
