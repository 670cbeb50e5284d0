"""The gist of each kept assessment, so that a register of two thousand decisions need not read gigabytes."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table; it is filled when somebody looks."""
    op.create_table(
        "decision_gist",
        sa.Column("decision_id", sa.String(36), sa.ForeignKey("decision.decision_id"), primary_key=True),
        sa.Column("revision", sa.Integer(), primary_key=True),
        sa.Column("chosen_id", sa.String(500), primary_key=True),
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("made_by", sa.String(40), nullable=False),
        sa.Column("gist_json", sa.Text(), nullable=False),
    )


def downgrade() -> None:
    """Drop the table: all that it holds can be worked out again."""
    op.drop_table("decision_gist")
