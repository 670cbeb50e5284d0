"""The tables of what processes share out, as the migrations leave them."""

from __future__ import annotations

from sqlalchemy import Engine, inspect

from advisor.storage.replicas.tables_replicas import EvaluationLeaseRow


def test_a_migrated_database_has_every_column(engine: Engine) -> None:
    """None more and none less."""
    found = {column["name"] for column in inspect(engine).get_columns(EvaluationLeaseRow.__tablename__)}
    assert found == EvaluationLeaseRow.model_fields.keys()
