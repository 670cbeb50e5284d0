"""The tables of what processes share out, as the migrations leave them."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, inspect
from sqlmodel import SQLModel

from advisor.storage.replicas.tables_replicas import (
    DailyUseRow,
    EvaluationLeaseRow,
    NamedRecordRow,
    RequestAllowanceRow,
)


@pytest.mark.parametrize("row", [EvaluationLeaseRow, DailyUseRow, RequestAllowanceRow, NamedRecordRow])
def test_a_migrated_database_has_every_column(engine: Engine, row: type[SQLModel]) -> None:
    """None more and none less."""
    found = {column["name"] for column in inspect(engine).get_columns(str(row.__tablename__))}
    assert found == row.model_fields.keys()
