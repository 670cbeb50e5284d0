"""The life of a decision: steps, comments, exports, catalogs as they stood."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _decision() -> sa.Column[str]:
    return sa.Column("decision_id", sa.String(36), sa.ForeignKey("decision.decision_id"), nullable=False)


def upgrade() -> None:
    """Create the tables of a decision's life."""
    op.create_table(
        "decision_event",
        sa.Column("event_id", sa.Integer(), primary_key=True),
        _decision(),
        _moment("at"),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("status_from", sa.String(20), nullable=True),
        sa.Column("status_to", sa.String(20), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("chosen_id", sa.String(500), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
    )
    op.create_table(
        "decision_export",
        sa.Column("export_id", sa.Integer(), primary_key=True),
        _decision(),
        _moment("at"),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("form", sa.String(20), nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("paper", sa.String(20), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("catalog_digest", sa.String(64), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
    )
    op.create_table(
        "catalog_snapshot",
        sa.Column("digest", sa.String(64), primary_key=True),
        _moment("kept_at"),
        sa.Column("tables", sa.LargeBinary(), nullable=False),
    )
    op.create_index("ix_decision_event_decision_id", "decision_event", ["decision_id"])
    op.create_index("ix_decision_export_decision_id", "decision_export", ["decision_id"])


def downgrade() -> None:
    """Drop the tables of a decision's life."""
    for table in ("catalog_snapshot", "decision_export", "decision_event"):
        op.drop_table(table)
