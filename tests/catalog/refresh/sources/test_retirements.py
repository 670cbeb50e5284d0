"""Notices of the end of versions."""

from __future__ import annotations

from refresh_shapes import LATER, notices

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.sources.retirements import SOURCE


def test_a_notice_needs_a_version_a_known_provider_and_an_end(catalog: Catalog) -> None:
    """Prose in place of a name, an unknown provider, a missing day: nothing is said."""
    content = notices(
        {"model_id": "Assistants API", "shutdown_date": "2027-01-01"},
        {"model_id": "gpt-5", "shutdown_date": ""},
        {"model_id": "gpt-5", "shutdown_date": "2027-01-01", "provider": "Somebody"},
        {"model_id": "gpt-5", "shutdown_date": "2027-03-01", "replacement_model": "gpt-6"},
    )
    found = SOURCE.read(SOURCE.parsed(content).value, catalog, LATER)
    rows = [s for s in found.statements if s.table == "retirements"]
    assert [(s.match["provider_id"], s.cells["retires_on"], s.cells["successor_key"]) for s in rows] == [
        ("openai", "2027-03-01", "gpt-6")
    ]
