"""What was typed and cannot be an answer yet is kept beside the steps of a working copy."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("working_copy", sa.Column("refused_json", sa.Text(), nullable=False, server_default="{}"))


def downgrade() -> None:
    """Drop the column."""
    op.drop_column("working_copy", "refused_json")
