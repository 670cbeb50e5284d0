"""Export an assessment as PDF, Word document, slide, Markdown decision record, figures, JSON, XLSX or CSV."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from advisor.assessment import Assessment
from advisor.catalog.catalog import Catalog
from advisor.errors import ReportError
from advisor.report.compose import compose
from advisor.report.document.blocks import Document
from advisor.report.document.meta import ReportMeta
from advisor.report.document.typeset import pdf
from advisor.report.exports.decision_record import decision_record
from advisor.report.exports.figures import figures

FORMS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "pdf": ("pdf", "application/pdf"),
        "pdf-archive": ("pdf", "application/pdf"),
        "docx": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        "pptx": ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        "md": ("md", "text/markdown"),
        "figures": ("zip", "application/zip"),
        "json": ("json", "application/json"),
        "xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        "csv": ("csv", "text/csv"),
    }
)
"""Each form with its file ending and media type."""
COMPOSED: Final = frozenset({"pdf", "pdf-archive", "docx", "pptx", "figures"})
"""The forms that are made of a composed document."""


def export(
    assessment: Assessment,
    catalog: Catalog,
    *,
    form: str,
    language: str = "en",
    paper: str = "a4",
    sections: Sequence[str] | None = None,
    annexes: Sequence[str] = (),
    meta: ReportMeta | None = None,
) -> bytes:
    """The assessment in one of ``FORMS``; the same arguments give the same bytes.

    ``pdf`` is tagged PDF/UA-1, ``pdf-archive`` PDF/UA-1 and PDF/A-2a. Raises ReportError for what is not available.
    """
    if form in COMPOSED:
        document = compose(
            assessment, catalog, language=language, paper=paper, sections=sections, annexes=annexes, meta=meta
        )
        return composed_as(document, form)
    match form:
        case "md":
            return decision_record(assessment, catalog, language=language, annexes=annexes, meta=meta).encode()
        case "json":
            return assessment.model_dump_json(by_alias=True, indent=1).encode()
        case "xlsx" | "csv":
            return _table(assessment, catalog, form, meta or ReportMeta())
        case _:
            raise ReportError(f"form {form!r} is not available: {', '.join(FORMS)} are")


def composed_as(document: Document, form: str) -> bytes:
    """A composed document in one of the forms of ``COMPOSED``; the writers of Office files are slow to load."""
    match form:
        case "docx":
            from advisor.report.exports.word import word  # noqa: PLC0415 -- slow to load; a PDF does without

            return word(document)
        case "pptx":
            from advisor.report.exports.slide import slide  # noqa: PLC0415 -- slow to load; a PDF does without

            return slide(document)
        case "figures":
            return figures(document)
        case _:
            return pdf(document, archival=form == "pdf-archive")


def content_hash(content: bytes) -> str:
    """SHA-256 of an export, as it is kept in the history and printed beside a download."""
    return hashlib.sha256(content).hexdigest()


def _table(assessment: Assessment, catalog: Catalog, form: str, meta: ReportMeta) -> bytes:
    from advisor.report.exports.spreadsheet import matrix_csv, workbook  # noqa: PLC0415 -- slow to load; a PDF does without

    if form == "csv":
        return matrix_csv(assessment, catalog)
    return workbook(assessment, catalog, meta.register_edits, meta.house)


def assessment_schema() -> str:
    """The JSON schema of the ``json`` form (draft 2020-12), as published in ``docs/assessment.schema.json``."""
    schema = Assessment.model_json_schema(by_alias=True, mode="serialization")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Assessment"
    return json.dumps(schema, indent=1, sort_keys=True) + "\n"
