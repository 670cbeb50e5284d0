"""Who works on which evaluation, where several processes share a database."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "trial_evaluation_lease",
        sa.Column("evaluation_id", sa.String(36), primary_key=True),
        sa.Column("holder", sa.String(200), nullable=False),
        sa.Column("until_s", sa.Float(), nullable=False),
        sa.Column("stop_asked", sa.Boolean(), nullable=False),
        sa.Column("anywhere", sa.Boolean(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("trial_evaluation_lease")
