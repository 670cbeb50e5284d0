"""The playground's and the evaluation's tables."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TABLES = (
    "trial_connection",
    "trial_run",
    "trial_vote",
    "trial_prompt",
    "trial_override",
    "trial_evaluation",
    "trial_evaluation_answer",
)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _decision() -> sa.Column[str]:
    return sa.Column("decision_id", sa.String(36), nullable=True)


def upgrade() -> None:
    """Create the tables of trials."""
    op.create_table(
        "trial_connection",
        sa.Column("name", sa.String(100), primary_key=True),
        _text("payload"),
        _moment("updated_at"),
    )
    op.create_table(
        "trial_run",
        sa.Column("run_id", sa.String(36), primary_key=True),
        sa.Column("group_id", sa.String(36), nullable=False),
        _decision(),
        sa.Column("use_case", sa.String(200), nullable=False),
        _moment("started_at"),
        sa.Column("connection", sa.String(100), nullable=False),
        sa.Column("model", sa.String(300), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("cost_usd", sa.Numeric(20, 10), nullable=True),
        _text("searched"),
        _text("payload"),
    )
    op.create_table(
        "trial_vote",
        sa.Column("vote_id", sa.Integer(), primary_key=True),
        sa.Column("group_id", sa.String(36), nullable=False),
        _decision(),
        sa.Column("use_case", sa.String(200), nullable=False),
        _moment("at"),
        sa.Column("voter", sa.String(200), nullable=False),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.Column("winner", sa.String(100), nullable=True),
        _text("payload"),
        sa.UniqueConstraint("group_id", "voter"),
    )
    op.create_table(
        "trial_prompt",
        sa.Column("prompt_id", sa.String(36), primary_key=True),
        _decision(),
        sa.Column("name", sa.String(200), nullable=False),
        _text("payload"),
        _moment("updated_at"),
    )
    op.create_table(
        "trial_override",
        sa.Column("override_id", sa.Integer(), primary_key=True),
        _moment("at"),
        sa.Column("actor", sa.String(200), nullable=False),
        _decision(),
        _text("lifted"),
        _text("reason"),
    )
    op.create_table(
        "trial_evaluation",
        sa.Column("evaluation_id", sa.String(36), primary_key=True),
        _decision(),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        _text("payload"),
        _moment("updated_at"),
    )
    op.create_table(
        "trial_evaluation_answer",
        sa.Column("evaluation_id", sa.String(36), primary_key=True),
        sa.Column("item", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("connection", sa.String(100), primary_key=True),
        sa.Column("state", sa.String(10), nullable=False),
        _text("payload"),
        _moment("updated_at"),
    )
    for table in ("trial_run", "trial_vote", "trial_prompt", "trial_override", "trial_evaluation"):
        op.create_index(f"ix_{table}_decision_id", table, ["decision_id"])
    for table in ("trial_run", "trial_vote"):
        op.create_index(f"ix_{table}_group_id", table, ["group_id"])
    op.create_index("ix_trial_run_connection", "trial_run", ["connection"])
    op.create_index("ix_trial_run_started_at", "trial_run", ["started_at"])
    for table in ("trial_vote", "trial_override"):
        op.create_index(f"ix_{table}_at", table, ["at"])
    for table in ("trial_connection", "trial_prompt", "trial_evaluation", "trial_evaluation_answer"):
        op.create_index(f"ix_{table}_updated_at", table, ["updated_at"])


def downgrade() -> None:
    """Drop the tables of trials."""
    for table in reversed(_TABLES):
        op.drop_table(table)
