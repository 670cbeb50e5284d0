"""Reports worked out once: pages and files."""

from __future__ import annotations

import streamlit as st

from advisor.questionnaire.answers import Answers
from advisor.report.compose import compose
from advisor.report.document.meta import ReportLook
from advisor.report.document.typeset import pages
from advisor.report.export import export
from advisor.ui.cached.decisions import EvidenceNotes, assessed, evidence
from advisor.ui.cached.installation import catalog
from advisor.ui.words import say


@st.cache_data(max_entries=8, show_spinner=False)
def _report_pages(answers: Answers, digest: str, found: EvidenceNotes, look: ReportLook, ppi: int) -> tuple[bytes, ...]:
    """Keyed by the answers, the catalog's digest, the evidence and the look of the report."""
    del digest, found
    document = compose(assessed(answers), catalog(), **dict(look))
    return pages(document, ppi=ppi)


def report_pages(answers: Answers, look: ReportLook, *, ppi: int = 110) -> tuple[bytes, ...]:
    """Every page of the report as a PNG image."""
    with st.spinner(say("Setting the pages")):
        return _report_pages(answers, catalog().digest, evidence(), look, ppi)


@st.cache_data(max_entries=8, show_spinner=False)
def _report_file(answers: Answers, digest: str, found: EvidenceNotes, look: ReportLook, form: str) -> bytes:
    """Keyed by the answers, the catalog's digest, the evidence, the look of the report and the form."""
    del digest, found
    return export(assessed(answers), catalog(), form=form, **dict(look))


def report_file(answers: Answers, look: ReportLook, form: str) -> bytes:
    """The report as a file in one of its forms."""
    with st.spinner(say("Writing the file")):
        return _report_file(answers, catalog().digest, evidence(), look, form)
