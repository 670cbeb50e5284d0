"""The tables of the playground and the evaluation as the migrations leave them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, inspect
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel

from advisor.storage.tables_trials import (
    ConnectionRow,
    EvaluationAnswerRow,
    EvaluationRow,
    OverrideRow,
    PromptRow,
    RunRow,
    VoteRow,
)


@pytest.mark.parametrize(
    "row", [ConnectionRow, RunRow, VoteRow, PromptRow, OverrideRow, EvaluationRow, EvaluationAnswerRow]
)
def test_a_migrated_database_has_every_column(engine: Engine, row: type[SQLModel]) -> None:
    """None more and none less."""
    table = SQLModel.metadata.tables[str(row.__tablename__)]
    assert {column["name"] for column in inspect(engine).get_columns(table.name)} == row.model_fields.keys()


def test_a_voter_has_one_vote_per_trial(engine: Engine) -> None:
    """A second one is refused by the database itself."""

    def vote() -> VoteRow:
        return VoteRow(group_id="g", at=datetime.now(UTC), voter="me", outcome="tie", payload="{}")

    with Session(engine) as session:
        session.add(vote())
        session.commit()
        session.add(vote())
        with pytest.raises(IntegrityError):
            session.commit()
