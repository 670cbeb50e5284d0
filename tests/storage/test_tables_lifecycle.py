"""The tables of a decision's life as the migrations leave them."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, inspect
from sqlmodel import SQLModel

from advisor.storage.tables_lifecycle import CatalogSnapshotRow, EntryRow, ExportRow, LifeEventRow


@pytest.mark.parametrize("row", [LifeEventRow, ExportRow, CatalogSnapshotRow, EntryRow])
def test_a_migrated_database_has_every_column(engine: Engine, row: type[SQLModel]) -> None:
    """None more and none less."""
    table = SQLModel.metadata.tables[str(row.__tablename__)]
    assert {column["name"] for column in inspect(engine).get_columns(table.name)} == row.model_fields.keys()


@pytest.mark.parametrize("table", ["decision_event", "decision_export", "decision_entry"])
def test_what_happened_to_a_decision_belongs_to_one(engine: Engine, table: str) -> None:
    """An event without its decision could be shown nowhere."""
    keys = [(key["constrained_columns"], key["referred_table"]) for key in inspect(engine).get_foreign_keys(table)]
    assert keys == [(["decision_id"], "decision")]
