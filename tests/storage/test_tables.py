"""The tables of decisions as the migrations leave them."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, inspect
from sqlmodel import SQLModel

from advisor.storage.tables import AuditRow, DecisionRow, VersionRow, WorkingCopyRow


@pytest.mark.parametrize("row", [DecisionRow, VersionRow, AuditRow, WorkingCopyRow])
def test_a_migrated_database_has_every_column(engine: Engine, row: type[SQLModel]) -> None:
    """A column that the class has and no migration adds would fail at the first save."""
    table = SQLModel.metadata.tables[str(row.__tablename__)]
    found = {column["name"]: column["nullable"] for column in inspect(engine).get_columns(table.name)}
    assert found.keys() == row.model_fields.keys()
    assert {name for name, nullable in found.items() if not nullable} >= {column.name for column in table.primary_key}


def test_an_entry_of_the_audit_is_chained_once(engine: Engine) -> None:
    """Two entries behind one and the same would be a fork: the database refuses it."""
    unique = [*inspect(engine).get_unique_constraints("audit"), *inspect(engine).get_indexes("audit")]
    assert ["previous_hash"] in [item["column_names"] for item in unique if item.get("unique", True)]
