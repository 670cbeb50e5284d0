"""Reports worked out once: pages and files, each in a process of its own."""

from __future__ import annotations

from functools import partial

import streamlit as st

from advisor.questionnaire.answers import Answers
from advisor.report.document.meta import ReportLook
from advisor.services.aside import decision_work
from advisor.services.aside.decision_work import ReportWork
from advisor.ui.cached.decisions import EvidenceNotes, evidence, work_of, worked_aside
from advisor.ui.cached.installation import catalog
from advisor.ui.words import say


@st.cache_data(max_entries=8, show_spinner=False)
def _report_pages(answers: Answers, digest: str, found: EvidenceNotes, look: ReportLook, ppi: int) -> tuple[bytes, ...]:
    """Keyed by the answers, the catalog's digest, the evidence and the look of the report."""
    del digest
    work = ReportWork(work_of(answers, found), look)
    return worked_aside(partial(decision_work.report_pages, work, ppi=ppi), what="report")


def report_pages(answers: Answers, look: ReportLook, *, ppi: int = 110) -> tuple[bytes, ...]:
    """Every page of the report as a PNG image; raises TooHeavyError or ReportError where they cannot be made."""
    with st.spinner(say("Setting the pages"), show_time=True):
        return _report_pages(answers, catalog().digest, evidence(), look, ppi)


@st.cache_data(max_entries=8, show_spinner=False)
def _report_file(answers: Answers, digest: str, found: EvidenceNotes, look: ReportLook, form: str) -> bytes:
    """Keyed by the answers, the catalog's digest, the evidence, the look of the report and the form."""
    del digest
    work = ReportWork(work_of(answers, found), look)
    return worked_aside(partial(decision_work.report_file, work, form=form), what="report")


def report_file(answers: Answers, look: ReportLook, form: str) -> bytes:
    """The report as a file in one of its forms; raises TooHeavyError or ReportError where it cannot be made."""
    with st.spinner(say("Writing the file"), show_time=True):
        return _report_file(answers, catalog().digest, evidence(), look, form)
