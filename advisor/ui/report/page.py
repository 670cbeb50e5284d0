"""The report on screen: what goes into it, its pages, the download, and what was handed out before."""

from __future__ import annotations

import re

import streamlit as st

from advisor.errors import AdvisorError
from advisor.report.compose import PAPERS, annex_titles, section_titles
from advisor.report.document.meta import ReportLook, ReportMeta
from advisor.report.export import FORMS, content_hash
from advisor.ui import state
from advisor.ui.cached import decisions, documents, installation
from advisor.ui.cached.documents import ReportShown
from advisor.ui.faults import said_of_fault
from advisor.ui.frame.language_choice import LANGUAGE_NAMES
from advisor.ui.frame.markdown import escaped, option
from advisor.ui.report.meta import meta_of
from advisor.ui.state import OpenDecision
from advisor.ui.tables import show_rows
from advisor.ui.words import later, say, words

_PAPERS = {"a4": "A4", "us-letter": later("US letter")}
_FORMS = {
    "pdf": later("PDF, accessible (PDF/UA-1)"),
    "pdf-archive": later("PDF for the archive (PDF/UA-1 and PDF/A-2a)"),
    "docx": later("Word document (DOCX)"),
    "pptx": later("One slide (PPTX)"),
    "md": later("Markdown decision record (MADR)"),
    "figures": later("The figures (SVG and PNG, zipped)"),
    "json": later("JSON, the whole assessment"),
    "xlsx": later("Excel: matrix, costs, eliminations"),
    "csv": later("CSV: the matrix"),
}
_SHORT_HASH = 16


def show(decision: OpenDecision) -> None:
    """Pages on the left, choices and the download beside them, history below."""
    left, right = st.columns([2, 1], gap="large")
    with right:
        look = _choices(decision)
        form = _form()
        button = st.container()  # what says that the report is being made stands below it, and moves nothing
        try:
            shown = documents.report(decision.answers, look, form, page=state.recall("report.page", 1))
        except AdvisorError as error:
            st.error(said_of_fault(error))
        else:
            with button:
                _download(decision, look, form, shown.content)
            with left:
                _preview(shown)
    _history(decision)


def _choices(decision: OpenDecision) -> ReportLook:
    style = installation.report_style()[0]
    language = st.segmented_control(
        say("Language"),
        list(LANGUAGE_NAMES),
        default=style.language or words().language,
        required=True,
        format_func=lambda code: option(LANGUAGE_NAMES[code]),
        key="report.language",
        persist_state="session",
        help=say("Sentences, numbers and dates follow the language; what you typed stays as typed."),
    )
    paper = st.segmented_control(
        say("Paper"),
        list(PAPERS),
        default=style.paper or PAPERS[0],
        required=True,
        format_func={paper: option(say(name)) for paper, name in _PAPERS.items()}.__getitem__,
        key="report.paper",
        persist_state="session",
        help=say("The size that the reader will print on."),
    )
    titles = section_titles(words().language)
    meta = meta_of(decision)
    there = {"replay": meta.replay, "fairness": meta.fairness}
    optional = [key for key in titles if there.get(key, key)]
    chosen = st.pills(
        say("Sections"),
        optional,
        default=[key for key in optional if not style.sections or key in style.sections],
        selection_mode="multi",
        format_func=lambda key: option(titles[key]),
        key="report.sections",
        persist_state="session",
        wrap=True,
        help=say("Summary, sources and the reproducibility block are always there."),
    )
    sections = None if set(chosen) == set(optional) else tuple(key for key in optional if key in chosen)
    annexes = _annexes(meta)
    return ReportLook(language=str(language), paper=str(paper), sections=sections, annexes=annexes, meta=meta)


def _annexes(meta: ReportMeta) -> tuple[str, ...]:
    """What is added for whoever asks; the report has a sentence of each all the same."""
    titles = {
        key: title for key, title in annex_titles(words().language).items() if key != "after_go_live" or meta.usage
    }
    chosen = st.pills(
        say("Annexes"),
        list(titles),
        selection_mode="multi",
        format_func=lambda key: option(titles[key]),
        key="report.annexes",
        persist_state="session",
        wrap=True,
        help=say("The report has a sentence of each; here you add the whole. Ask for what your readers need."),
    )
    return tuple(key for key in titles if key in chosen)


def _form() -> str:
    return st.selectbox(
        say("Form"),
        list(_FORMS),
        format_func={form: say(name) for form, name in _FORMS.items()}.__getitem__,
        key="report.form",
        persist_state="session",
        help=say(
            "The PDF is for readers; Word and the slide to go on with; the record for a repository; the rest for tools."
        ),
    )


def _download(decision: OpenDecision, look: ReportLook, form: str, content: bytes) -> None:
    ending, media_type = FORMS[form]
    st.download_button(
        say("Download"),
        content,
        file_name=f"{_file_name(decision.answers.title)}.{ending}",
        mime=media_type,
        key="report.download",
        type="primary",
        icon=":material/download:",
        help=say("The same answers, catalog and seed give the same bytes."),
        on_click=_record,
        args=(decision, look, form, content),
    )
    st.caption(
        say(
            "{count:,.0f} kB · SHA-256 {content_hash}…",
            count=len(content) / 1000,
            content_hash=content_hash(content)[:_SHORT_HASH],
        )
    )


def _file_name(title: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    return plain[:80] or "decision-report"


def _record(decision: OpenDecision, look: ReportLook, form: str, content: bytes) -> None:
    """Keep what was handed out with a saved decision."""
    if decision.decision_id is None or not decision.saved:
        return
    try:
        installation.lifecycle().record_export(
            decision.decision_id,
            decisions.assessed(decision.answers),
            form=form,
            language=look.language,
            paper=look.paper,
            sha256=content_hash(content),
            size=len(content),
        )
    except AdvisorError as error:
        st.error(escaped(str(error)))


def _preview(shown: ReportShown) -> None:
    count = len(shown.drawn)
    number = min(state.recall("report.page", 1), count)
    number = st.pagination(count, default=number, key=f"report.pages.{count}") or 1
    state.remember("report.page", number)
    try:
        image = documents.page_image(shown, number)
    except AdvisorError as error:
        st.error(said_of_fault(error))
        return
    with st.container(border=True):
        st.image(
            image,
            width="stretch",
            alt=say("Page {number} of {count} of the report", number=number, count=count),
        )
    st.caption(
        say(
            "Page {number} of {count}. The download carries the same pages as tagged text.",
            number=number,
            count=count,
        )
    )


def _history(decision: OpenDecision) -> None:
    st.subheader(say("Handed out before"))
    if decision.decision_id is None:
        st.caption(say("Save the decision to keep a history of what was downloaded, with the hash of each file."))
        return
    exports = installation.lifecycle().exports(decision.decision_id)
    if not exports:
        st.caption(say("Nothing yet."))
        return
    show_rows(
        [
            {
                say("When (UTC)"): f"{entry.at:%Y-%m-%d %H:%M}",
                say("Who"): entry.actor or "–",
                say("Form"): say(_FORMS.get(entry.form, entry.form)),
                say("Language"): LANGUAGE_NAMES.get(entry.language, entry.language),
                say("Paper"): say(_PAPERS.get(entry.paper, entry.paper)),
                say("Revision"): entry.revision,
                "kB": round(entry.size_bytes / 1000),
                say("SHA-256"): entry.sha256,
            }
            for entry in exports
        ],
        hide_index=True,
        key="report.history",
        alt=say("Every download of this decision's report with its hash"),
    )
