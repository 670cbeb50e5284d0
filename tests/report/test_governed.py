"""Governance in the report: the register and public facts in its section, the sheet, and what people wrote over."""

from __future__ import annotations

import io
import json

import pytest
from openpyxl import load_workbook

from advisor.assessment import Assessment, assess
from advisor.catalog.catalog import Catalog
from advisor.guidance.governance.risk_register import RegisterEdits
from advisor.questionnaire.presets import load_sample
from advisor.report.compose import compose
from advisor.report.document.blocks import Section, Table
from advisor.report.document.meta import ReportMeta
from advisor.report.export import export
from advisor.report.exports.spreadsheet import register_csv
from advisor.report.governed import governance_for, register_for, register_rows
from advisor.words.language import LANGUAGES


@pytest.fixture(scope="module")
def assessment(catalog: Catalog) -> Assessment:
    """A bank's decision."""
    return assess(load_sample("eu-bank-customer-service"), catalog, samples=50)


def section_of(assessment: Assessment, catalog: Catalog, language: str, edits: RegisterEdits) -> Section:
    """The risk register, as an annex that was asked for, in a language."""
    meta = ReportMeta(register_edits=edits.model_dump_json())
    document = compose(assessment, catalog, language=language, sections=[], annexes=["register"], meta=meta)
    return next(section for section in document.sections if section.key == "register")


def test_the_gravest_risks_stand_in_it_with_their_sources_in_every_language(
    assessment: Assessment, catalog: Catalog
) -> None:
    """The gravest ten, each cited; and what is public."""
    filled = register_for(assessment, catalog, RegisterEdits())
    titles = set()
    for language in LANGUAGES:
        section = section_of(assessment, catalog, language, RegisterEdits())
        titles.add(section.title)
        risks, public = [block for block in section.blocks if isinstance(block, Table)][-2:]
        assert len(risks.rows) == min(len(filled), 10)
        assert all(row[0].refs for row in risks.rows if not isinstance(row[0], str))
        assert 3 <= len(public.rows) <= len(governance_for(assessment, catalog).evidence)
    assert len(titles) == len(LANGUAGES)


def test_what_people_wrote_over_is_in_section_sheet_and_file(assessment: Assessment, catalog: Catalog) -> None:
    """A changed owner, a risk of one's own, and a removed one."""
    filled = register_for(assessment, catalog, RegisterEdits())
    first, gone = filled[0].risk_id, filled[1].risk_id
    own = {"risk_id": "own-1", "likelihood": 5, "impact": 5, "cause": "=1+1 is bought"}
    edits = RegisterEdits(edits={first: {"owner": "Zoë"}}, own=(own,), removed=(gone,))
    meta = ReportMeta(register_edits=edits.model_dump_json())
    book = load_workbook(io.BytesIO(export(assessment, catalog, form="xlsx", meta=meta)), read_only=True)
    head, *rows = book["Risk register"].iter_rows(values_only=True)
    by_id = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert by_id[first]["owner"] == "Zoë"
    assert gone not in by_id
    assert rows[0][0] == "own-1"
    assert str(by_id["own-1"]["cause"]).startswith("'=")
    section = section_of(assessment, catalog, "de", edits)
    assert "Zoë" in json.dumps([str(block) for block in section.blocks], ensure_ascii=False)
    text = register_csv(register_rows(register_for(assessment, catalog, edits), "fr")).decode("utf-8-sig")
    assert "Zoë" in text
    assert register_csv([]) == b"\xef\xbb\xbf"
