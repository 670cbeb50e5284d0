"""Working copies: what is on a desk is kept from the first click, with the steps that led there."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "working_copy",
        sa.Column("copy_id", sa.String(36), primary_key=True),
        sa.Column("decision_id", sa.String(36), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("steps_json", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_working_copy_decision_id", "working_copy", ["decision_id"])
    op.create_index("ix_working_copy_updated_at", "working_copy", ["updated_at"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("working_copy")
