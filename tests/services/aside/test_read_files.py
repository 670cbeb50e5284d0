"""Files as the pages hand them to the worker: the same as read here, errors too."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

import pytest
from shipped import shipped_catalog

from advisor.catalog.own.import_csv import draft_rows, read_upload
from advisor.errors import CatalogError, InputError
from advisor.services.aside.read_files import drafted_upload, measured_log
from advisor.services.aside.run import run_aside

LOG = b'{"usage": {"prompt_tokens": 10, "completion_tokens": 5}, "timestamp": "2026-01-01T00:00:00Z"}\n' * 20
TABLE = b"model_id,kind,openness,modalities_in\nacme/one,text,open_weights,text\nacme/two,text,neither,text\n"
TODAY = date(2026, 11, 28)


def test_a_log_is_measured_there_as_here() -> None:
    """Facts and reasons come back."""
    call = partial(measured_log, LOG, name="log.jsonl")
    assert run_aside(call, what="log") == call() != ()


def test_a_table_is_drafted_there_as_here(tmp_path: Path) -> None:
    """Sound rows and every problem."""
    call = partial(drafted_upload, TABLE, "model_catalog.csv", None, folders=(None, tmp_path), today=TODAY)
    drafted = run_aside(call, what="table")
    assert drafted == draft_rows(read_upload(TABLE, "model_catalog.csv"), shipped_catalog(), today=TODAY)
    assert drafted.count == 1
    assert drafted.problems


@pytest.mark.parametrize(
    ("call", "kind"),
    [
        (partial(measured_log, b"[]", name="x"), InputError),
        (partial(drafted_upload, b"x", "x.csv", None, folders=(None, Path("/nowhere")), today=TODAY), CatalogError),
    ],
)
def test_what_is_none_is_refused_there_too(call: partial[object], kind: type[InputError]) -> None:
    """With the class that the page knows."""
    with pytest.raises(kind) as raised:
        run_aside(call, what="x")
    assert raised.value.problems
