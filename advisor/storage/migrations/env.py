"""Alembic's entry point: runs on the connection that ``advisor.storage.database.migrate`` hands over."""

from alembic import context
from sqlmodel import SQLModel

import advisor.storage.replicas.tables_replicas
import advisor.storage.rights.tables_people
import advisor.storage.tables
import advisor.storage.tables_lifecycle
import advisor.storage.tables_trials
import advisor.storage.tokens.tables_tokens  # noqa: F401 - all of them register their tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
