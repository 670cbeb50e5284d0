"""The columns beside the JSON of a trial."""

from __future__ import annotations

from dataclasses import fields

from advisor.storage.tables_trials import RunRow, VoteRow
from advisor.storage.trial_parts.records import RunKey, Vote


def test_a_record_names_columns_of_its_table() -> None:
    """They are handed over by name."""
    assert {field.name for field in fields(RunKey)} < RunRow.model_fields.keys()
    assert {field.name for field in fields(Vote)} < VoteRow.model_fields.keys()
