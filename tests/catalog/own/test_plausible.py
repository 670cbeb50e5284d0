"""What cannot be is refused on entry, with the bound; what is merely unusual is not."""

from __future__ import annotations

from datetime import date

import pytest

from advisor.catalog.catalog import Catalog
from advisor.catalog.own.import_csv import draft_rows
from advisor.catalog.own.plausible import impossible
from advisor.catalog.tables.schema import Model, Offer

TODAY = date(2026, 11, 29)
"""The day of the newest row that ships."""
MODEL = {"model_id": "acme/house-8b", "kind": "text", "openness": "open_weights", "modalities_in": "text"}
OFFER = {"model_id": "meta/llama-3.3-70b-instruct", "provider_id": "scaleway", "input_usd_per_mtok": "0.2"}


@pytest.mark.parametrize(
    ("table", "cells", "column"),
    [
        ("model_catalog", {"context_tokens": "0"}, "context_tokens"),
        ("model_catalog", {"context_tokens": "-4096"}, "context_tokens"),
        ("model_catalog", {"context_tokens": "90000000"}, "context_tokens"),
        ("model_catalog", {"context_tokens": "4096", "max_output_tokens": "8192"}, "max_output_tokens"),
        ("model_catalog", {"total_params_b": "8", "active_params_b": "9"}, "active_params_b"),
        ("model_catalog", {"total_params_b": "-8"}, "total_params_b"),
        ("model_catalog", {"release_date": "2027-02-01"}, "release_date"),
        ("model_catalog", {"attention_heads": "8", "kv_heads": "16"}, "kv_heads"),
        ("offers", {"input_usd_per_mtok": "-1"}, "input_usd_per_mtok"),
        ("offers", {"input_usd_per_mtok": "5000"}, "input_usd_per_mtok"),
        ("offers", {"usd_per_audio_minute": "40"}, "usd_per_audio_minute"),
        ("offers", {"priced_on": "2027-01-01"}, "priced_on"),
    ],
)
def test_what_cannot_be_is_refused(catalog: Catalog, table: str, cells: dict[str, str], column: str) -> None:
    """Nothing of the row is saved; the cell is named with what is allowed."""
    begin = MODEL if table == "model_catalog" else OFFER
    draft = draft_rows({table: [begin | cells]}, catalog, today=TODAY)
    assert draft.count == 0
    assert [problem.place.rpartition(" column ")[2] for problem in draft.problems] == [column]
    assert draft.problems[0].allowed


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        ("model_catalog", {"licence_id": "", "status": "deprecated"}),
        ("model_catalog", {"context_tokens": "20000000"}),
        ("offers", {"input_usd_per_mtok": "0", "output_usd_per_mtok": "0"}),
        ("offers", {"input_usd_per_mtok": "0.0001"}),
    ],
)
def test_what_is_merely_unusual_is_kept(catalog: Catalog, table: str, cells: dict[str, str]) -> None:
    """An unlicensed model in the house, an end without a day, an allowance that costs nothing."""
    begin = MODEL if table == "model_catalog" else OFFER
    draft = draft_rows({table: [begin | cells]}, catalog, today=TODAY)
    assert (draft.count, draft.problems) == (1, ())


def test_shipped_rows_would_all_pass(catalog: Catalog) -> None:
    """The bounds are those of the audit: no shipped row breaks one."""
    rows: list[Model | Offer] = [*catalog.models, *catalog.offers]
    assert [problem for row in rows for problem in impossible(row, "row", today=max(TODAY, catalog.dated))] == []
