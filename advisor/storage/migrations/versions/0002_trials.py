"""Connections, runs, votes, prompts, overrides and evaluations of the playground."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TABLES = ("trial_connection", "trial_run", "trial_vote", "trial_prompt", "trial_override", "trial_evaluation")


def upgrade() -> None:
    """Create the tables of the playground."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "trial_connection",
        sa.Column("name", sa.String(100), primary_key=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("updated_at", moment, nullable=False, index=True),
    )
    op.create_table(
        "trial_run",
        sa.Column("run_id", sa.String(36), primary_key=True),
        sa.Column("group_id", sa.String(36), nullable=False, index=True),
        sa.Column("decision_id", sa.String(36), nullable=True, index=True),
        sa.Column("use_case", sa.String(200), nullable=False),
        sa.Column("started_at", moment, nullable=False, index=True),
        sa.Column("connection", sa.String(100), nullable=False, index=True),
        sa.Column("model", sa.String(300), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("cost_usd", sa.Numeric(20, 10), nullable=True),
        sa.Column("searched", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
    )
    op.create_table(
        "trial_vote",
        sa.Column("vote_id", sa.Integer(), primary_key=True),
        sa.Column("group_id", sa.String(36), nullable=False, index=True),
        sa.Column("decision_id", sa.String(36), nullable=True, index=True),
        sa.Column("use_case", sa.String(200), nullable=False),
        sa.Column("at", moment, nullable=False, index=True),
        sa.Column("voter", sa.String(200), nullable=False),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.Column("winner", sa.String(100), nullable=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.UniqueConstraint("group_id", "voter"),
    )
    op.create_table(
        "trial_prompt",
        sa.Column("prompt_id", sa.String(36), primary_key=True),
        sa.Column("decision_id", sa.String(36), nullable=True, index=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("updated_at", moment, nullable=False, index=True),
    )
    op.create_table(
        "trial_override",
        sa.Column("override_id", sa.Integer(), primary_key=True),
        sa.Column("at", moment, nullable=False, index=True),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("decision_id", sa.String(36), nullable=True, index=True),
        sa.Column("lifted", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
    )
    op.create_table(
        "trial_evaluation",
        sa.Column("evaluation_id", sa.String(36), primary_key=True),
        sa.Column("decision_id", sa.String(36), nullable=True, index=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("updated_at", moment, nullable=False, index=True),
    )
    op.create_table(
        "trial_evaluation_answer",
        sa.Column("evaluation_id", sa.String(36), primary_key=True),
        sa.Column("item", sa.Integer(), primary_key=True),
        sa.Column("connection", sa.String(100), primary_key=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("cost_usd", sa.Numeric(20, 10), nullable=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("updated_at", moment, nullable=False, index=True),
    )


def downgrade() -> None:
    """Drop the tables of the playground."""
    for table in ("trial_evaluation_answer", *reversed(_TABLES)):
        op.drop_table(table)
