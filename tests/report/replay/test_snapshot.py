"""Catalogs as they are kept with a decision: the same back, and those of older versions completed."""

from __future__ import annotations

import json
import zlib

import pytest

from advisor.catalog.catalog import Catalog
from advisor.errors import ReportError
from advisor.report.replay.snapshot import dump_tables, load_tables


def test_a_kept_catalog_comes_back_as_it_was(catalog: Catalog) -> None:
    """Every table and the digest."""
    back = load_tables(dump_tables(catalog))
    assert back.digest == catalog.digest
    assert back.models == catalog.models
    assert back.energy_model_sizes == catalog.energy_model_sizes


def test_a_catalog_from_before_a_table_has_it_as_shipped(catalog: Catalog) -> None:
    """Judgements and the sizes behind energy were in the program then: an old decision is replayed with them."""
    whole = json.loads(zlib.decompress(dump_tables(catalog)))
    del whole["tables"]["judgements"], whole["tables"]["energy_model_sizes"], whole["tables"]["operations_staff"]
    back = load_tables(zlib.compress(json.dumps(whole).encode()))
    assert back.judgements == catalog.judgements
    assert back.energy_model_sizes == catalog.energy_model_sizes
    assert back.operations_staff == ()


@pytest.mark.parametrize("content", [b"", b"not compressed", zlib.compress(b"{}"), zlib.compress(b"[1]")])
def test_other_bytes_are_refused(content: bytes) -> None:
    """In words, whatever is wrong with them."""
    with pytest.raises(ReportError, match="another version"):
        load_tables(content)
