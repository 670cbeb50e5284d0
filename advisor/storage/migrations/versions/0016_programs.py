"""What replicas share of the programs that ask: how often each token may still, and the records it was named."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create both tables."""
    op.create_table(
        "request_allowance",
        sa.Column("token_id", sa.String(16), primary_key=True),
        sa.Column("requests_left", sa.Float(), nullable=False),
        sa.Column("at_s", sa.Float(), nullable=False),
    )
    op.create_table(
        "named_record",
        sa.Column("token_id", sa.String(16), primary_key=True),
        sa.Column("record", sa.String(16), primary_key=True),
        sa.Column("owner", sa.String(500), nullable=False),
        sa.Column("answers_json", sa.Text(), nullable=False),
        sa.Column("read_json", sa.Text(), nullable=False),
        sa.Column("at_s", sa.Float(), nullable=False),
    )
    op.create_index("ix_named_record_owner", "named_record", ["owner"])


def downgrade() -> None:
    """Drop both."""
    op.drop_table("named_record")
    op.drop_table("request_allowance")
