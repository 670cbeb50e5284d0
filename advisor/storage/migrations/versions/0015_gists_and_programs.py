"""The gist of each kept assessment, and what replicas share of the programs that ask.

A register of two thousand decisions need not read gigabytes with the first; the second are how often each token may
still ask, and the records it was named.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables; that of gists is filled when somebody looks."""
    op.create_table(
        "decision_gist",
        sa.Column("decision_id", sa.String(36), sa.ForeignKey("decision.decision_id"), primary_key=True),
        sa.Column("revision", sa.Integer(), primary_key=True),
        sa.Column("chosen_id", sa.String(500), primary_key=True),
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("made_with", sa.String(40), nullable=False),
        sa.Column("gist_json", sa.Text(), nullable=False),
    )

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
    """Drop them: all that they hold can be worked out again."""
    op.drop_table("named_record")
    op.drop_table("request_allowance")
    op.drop_table("decision_gist")
