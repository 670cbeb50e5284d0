"""What is publicly known of a vendor, a provider and a model, each with its day and source."""

from __future__ import annotations

from advisor.catalog.catalog import Catalog
from advisor.guidance.governance.evidence import evidence_of


def test_what_is_published_is_told_with_day_and_source(catalog: Catalog) -> None:
    """Indemnity, certificates, transparency by edition, the code of practice and public boards of safety."""
    model = catalog.model["openai/gpt-5.2"]
    found = evidence_of(catalog, model, catalog.provider["openai"])
    by_matter = {row.matter: row for row in found}
    assert by_matter["indemnification"].value == "yes"
    assert "iso42001" in (by_matter["certificates"].value or "")
    editions = {row.source: row.value for row in found if row.matter == "transparency"}
    assert editions == {"fmti-2024-05": "49 / 100", "fmti-2025-12": "35 / 100"}
    boards = [row for row in found if row.matter == "safety"]
    assert any("hallucination" in row.name and row.better == "lower" for row in boards)
    assert all(row.median is not None and catalog.source[row.source.partition("#")[0]].dated for row in boards)
    assert all(row.dated for row in found)


def test_what_nobody_states_is_unknown_and_no_good_sign(catalog: Catalog) -> None:
    """A vendor that the index did not rate has a line without a value."""
    rated = {row.vendor_id for row in catalog.vendor_disclosures if row.topic == "all"}
    model = next(model for model in catalog.models if model.vendor not in rated)
    (line,) = [row for row in evidence_of(catalog, model, None) if row.matter == "transparency"]
    assert line.value is None
    groq = [row for row in evidence_of(catalog, None, catalog.provider["groq"]) if row.matter == "indemnification"]
    assert [row.value for row in groq] == [None]
