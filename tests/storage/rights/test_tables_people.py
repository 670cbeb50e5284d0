"""The tables of people as the migrations leave them, and what a database of before becomes."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, inspect, text
from sqlmodel import SQLModel

from advisor.storage.rights.tables_people import PersonRow, ShareRow, SignInRow
from advisor.storage.trials import TrialStore
from advisor.storage.upkeep import schema


@pytest.mark.parametrize("row", [PersonRow, ShareRow, SignInRow])
def test_a_migrated_database_has_every_column(engine: Engine, row: type[SQLModel]) -> None:
    """A column that the class has and no migration adds would fail at the first save."""
    table = SQLModel.metadata.tables[str(row.__tablename__)]
    found = {column["name"] for column in inspect(engine).get_columns(table.name)}
    assert found == row.model_fields.keys()
    assert inspect(engine).get_pk_constraint(table.name)["constrained_columns"] == [
        column.name for column in table.primary_key
    ]


def test_connections_of_before_are_for_all_and_survive_the_way_back(engine: Engine) -> None:
    """The table is made anew, with owner and name as its key."""
    store = TrialStore(engine)
    store.save_connection("house", '{"name": "house"}')
    for revision in ("0012", "head"):
        with engine.begin() as connection:
            schema.move(connection, revision)
            kept = connection.execute(text("SELECT payload FROM trial_connection")).scalars().all()
        assert kept == ['{"name": "house"}']
    assert store.connections() == ('{"name": "house"}',)
