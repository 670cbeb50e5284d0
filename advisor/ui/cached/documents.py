"""Reports made once for all who ask for the same: pages and files, in processes of their own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import streamlit as st

from advisor.questionnaire.answers import Answers
from advisor.report.document.meta import ReportLook
from advisor.services.aside import decision_work
from advisor.services.aside.decision_work import ReportWork, report_file, report_made
from advisor.services.operations.metrics import COUNTS
from advisor.telemetry.spans import SPANS
from advisor.ui.cached import installation
from advisor.ui.cached.decisions import evidence, with_evidence, work_of, worked_aside
from advisor.ui.cached.known_documents import KnownDocuments, Parts
from advisor.ui.words import say

PPI: Final = 110


@dataclass(frozen=True, slots=True)
class ReportShown:
    """A report on its page: what it was made from, the file to download, and the pages drawn (for ``page_image``)."""

    work: ReportWork
    content: bytes
    drawn: Parts


@st.cache_resource(max_entries=1, show_spinner=False)
def known() -> KnownDocuments:
    """Reports that were made before, for every session."""
    return KnownDocuments()


def report(answers: Answers, look: ReportLook, form: str, *, page: int = 1) -> ReportShown:
    """The report as a file in one of its forms, with its pages, of which one (from 1) will be shown.

    Raises TooHeavyError or ReportError where it cannot be made.
    """
    work = ReportWork(work_of(answers, evidence()), look)
    with st.spinner(say("Setting the pages"), show_time=True), known().alone(work):
        drawn, content = known().get(work), known().get((work, form))
        if drawn is None:
            installation.quotas().report(installation.person())
            with SPANS.span("report", page=page) as told:
                made = worked_aside(partial(report_made, _with_all(work), form=form, page=page, ppi=PPI), what="report")
                told["bytes"] = len(made.content)
            drawn, content = made.drawn, (made.content,)
            known().keep(work, drawn)
            known().keep((work, form), content)
            known().keep((work, min(page, len(drawn))), (made.image,))
            COUNTS.report("page", form)
        elif content is None:
            content = (worked_aside(partial(report_file, _with_all(work), form=form), what="report"),)
            known().keep((work, form), content)
            COUNTS.report("page", form)
    return ReportShown(work, content[0], drawn)


def _with_all(work: ReportWork) -> ReportWork:
    """The work with its assessment, which other pages have asked for already."""
    return replace(work, assessed=with_evidence(work.decision.answers, work.decision.evidence))


def page_image(shown: ReportShown, number: int) -> bytes:
    """A page (from 1) of a report as a PNG image; raises TooHeavyError or ReportError where it cannot be made."""
    key = shown.work, number
    with known().alone(key):
        image = known().get(key)
        if image is None:
            call = partial(decision_work.page_image, shown.drawn[number - 1], ppi=PPI)
            image = (worked_aside(call, what="report"),)
            known().keep(key, image)
    return image[0]
