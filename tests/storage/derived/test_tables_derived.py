"""The table of gists, as the migrations leave it."""

from __future__ import annotations

from sqlalchemy import Engine, inspect

from advisor.storage.derived.tables_derived import GistRow


def test_a_migrated_database_has_every_column(engine: Engine) -> None:
    """None more and none less."""
    found = {column["name"] for column in inspect(engine).get_columns(str(GistRow.__tablename__))}
    assert found == GistRow.model_fields.keys()
