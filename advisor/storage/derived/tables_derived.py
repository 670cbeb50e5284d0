"""Tables of what was worked out from what is kept, and can be again."""

from __future__ import annotations

from sqlalchemy import Column, Text
from sqlmodel import Field, SQLModel


class GistRow(SQLModel, table=True):
    """What a register asks of an assessment: of the one that was kept, or of one on another catalog.

    ``digest`` is empty for the assessment as it was kept, else that of the catalog it was worked out on again;
    ``chosen_id`` is empty for the choice of the verdict.
    """

    __tablename__ = "decision_gist"

    decision_id: str = Field(primary_key=True, foreign_key="decision.decision_id", max_length=36)
    revision: int = Field(primary_key=True)
    chosen_id: str = Field(default="", primary_key=True, max_length=500)
    digest: str = Field(default="", primary_key=True, max_length=64)
    made_with: str = Field(default="", max_length=40)
    gist_json: str = Field(default="", sa_column=Column(Text, nullable=False))
