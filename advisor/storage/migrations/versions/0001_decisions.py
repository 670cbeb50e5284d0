"""Decisions, their versions, and the audit trail."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the first tables."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "decision",
        sa.Column("decision_id", sa.String(36), primary_key=True),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("answers_json", sa.Text(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("updated_at", moment, nullable=False),
        sa.Column("deleted_at", moment, nullable=True),
        sa.Column("superseded_by", sa.String(36), nullable=True),
    )
    op.create_index("ix_decision_name", "decision", ["name"])
    op.create_index("ix_decision_status", "decision", ["status"])
    op.create_table(
        "decision_version",
        sa.Column("decision_id", sa.String(36), sa.ForeignKey("decision.decision_id"), primary_key=True),
        sa.Column("revision", sa.Integer(), primary_key=True),
        sa.Column("answers_json", sa.Text(), nullable=False),
        sa.Column("assessment_json", sa.Text(), nullable=True),
        sa.Column("catalog_digest", sa.String(64), nullable=True),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("author", sa.String(200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("audit_id", sa.Integer(), primary_key=True),
        sa.Column("at", moment, nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("action", sa.String(50), nullable=False),
        sa.Column("decision_id", sa.String(36), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
    )
    op.create_index("ix_audit_decision_id", "audit", ["decision_id"])


def downgrade() -> None:
    """Drop the first tables."""
    for table in ("audit", "decision_version", "decision"):
        op.drop_table(table)
