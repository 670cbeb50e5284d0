"""The start page: the promise in four lines, sample decisions, a new decision, and the saved ones."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

import streamlit as st

from advisor.catalog.audit.ages import table_ages
from advisor.catalog.catalog import Catalog
from advisor.errors import InputError, StorageError
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.labels import TASKS
from advisor.questionnaire.load import parse_answers
from advisor.questionnaire.presets import TASK_PRESETS, load_sample, sample_paths
from advisor.storage.audit_trail import LOCKED
from advisor.storage.decisions import SavedDecision, UnreadableDecision
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.cached.uploads import read_once
from advisor.ui.frame.markdown import escaped
from advisor.ui.words import later, message, say, words

_REQUIREMENTS = "pages/requirements.py"
_RECOMMENDATION = "pages/recommendation.py"
_COLUMNS = 3
_STALE = {
    "offers": later("{stale} of {rows} prices"),
    "gpu_offers": later("{stale} of {rows} rents of GPUs"),
    "api_speeds": later("{stale} of {rows} speeds of hosted models"),
}
FEW = 5
"""So many saved decisions are seen at a glance and need no search."""


def show_promise() -> None:
    """What the tool does, for somebody who has never heard of it."""
    st.markdown(
        say(
            "Describe the work, the data and the money. The advisor compares every suitable generative-AI "
            "model **together with the way it would be run** – a provider's API, rented GPUs, your own "
            "servers, a device – and shows what it recommends, why, why not the others, what it costs, and "
            "what would change the choice. You leave with a decision report as PDF."
        )
    )
    catalog = installation.catalog()
    row = st.container(horizontal=True)
    row.metric(say("Models compared"), len(catalog.models), help=say("Language, embedding, speech and image models."))
    row.metric(
        say("Priced offers"),
        words().number(len(catalog.offers)),
        help=say("A model at a provider in a zone, dated and sourced."),
    )
    row.metric(
        say("Public scores"),
        words().number(len(catalog.benchmarks)),
        help=say("Benchmark results that feed the fitness estimate."),
    )
    row.metric(say("Catalog as of"), words().short_date(catalog.dated), help=say("The newest source in the catalog."))
    _show_age(catalog)


def _show_age(catalog: Catalog) -> None:
    """How much of the catalog is older than its limit today, and what to do about it; nothing where all is young."""
    ages = table_ages(catalog, as_of=datetime.now(UTC).date())
    told = [say(_STALE[age.table], stale=age.stale, rows=age.rows) for age in ages if age.stale and age.table in _STALE]
    if told:
        st.caption(
            say(
                "Older than their limit today: {told}. The tab “Refresh” of the catalog, or {command}, brings newer "
                "ones.",
                told=", ".join(told),
                command="`advisor catalog refresh`",
            )
        )


def show_new() -> None:
    """Begin a new decision from a task, or from a file of answers."""
    st.header(say("Start a decision"))
    with st.form("start.new", border=True):
        left, right = st.columns(2)
        title = left.text_input(
            say("Name of the decision"),
            key="start.title",
            max_chars=300,
            placeholder=say("For example: assistant for our service desk"),
            help=say("Names the record that you will defend later."),
        )
        task = right.selectbox(
            say("What shall the model do?"),
            list(TASKS),
            format_func={code: message(name) for code, name in TASKS.items()}.__getitem__,
            key="start.task",
            help=say("Fills the questionnaire with a typical load; you change whatever differs."),
        )
        if st.form_submit_button(say("Answer the questions"), type="primary", key="start.begin"):
            state.put_on_desk(Answers(title=title.strip() or message(TASKS[task]), use_cases=(TASK_PRESETS[task],)))
            st.switch_page(_REQUIREMENTS)
    with st.expander(say("Open a file of answers")):
        _show_upload()


def _show_upload() -> None:
    upload = st.file_uploader(
        say("File of answers (YAML or JSON)"),
        type=["yaml", "yml", "json"],
        key="start.upload",
        help=say("A file saved from the requirements page, or written by hand; every error in it is listed."),
    )
    if upload is None:
        return
    try:
        answers = read_once(upload, partial(parse_answers, upload.getvalue(), name=upload.name), key="start")
    except InputError as error:
        st.error(escaped(error.title))
        st.dataframe(
            [{say("Answer"): p.place, say("Found"): p.found, say("What is allowed"): p.allowed} for p in error.problems]
        )
        return
    if st.button(
        say("Open these answers"), key="start.open_upload", help=say("Puts them on the desk; nothing is saved yet.")
    ):
        state.put_on_desk(answers)
        st.switch_page(_RECOMMENDATION)


def show_samples() -> None:
    """The sample decisions as cards; one click leads to the ranking."""
    st.header(say("Or look at a sample first"))
    st.caption(
        say("Ten worked decisions. Each opens with its ranking; change anything you like, the sample stays as it is.")
    )
    paths = sample_paths()
    for start in range(0, len(paths), _COLUMNS):
        for path, column in zip(paths[start : start + _COLUMNS], st.columns(_COLUMNS), strict=False):
            with column.container(border=True, height="stretch"):
                _show_sample(path.stem)


def _show_sample(name: str) -> None:
    answers = load_sample(name)
    title = message(answers.title)
    if st.button(
        f"**{title}**",
        key=f"start.sample.{name}",
        icon=":material/arrow_forward:",
        icon_position="right",
        width="stretch",
        help=say("Opens this sample with its ranking."),
    ):
        state.put_on_desk(answers)
        st.switch_page(_RECOMMENDATION)
    st.caption(message(answers.question))


def any_saved() -> bool:
    """Whether there are saved decisions: whoever has some looks for them first."""
    return any(installation.decisions().read())


def show_saved() -> None:
    """Saved decisions with what can be done to each, and the bin."""
    st.header(say("Saved decisions"))
    repository = installation.decisions()
    kept, unreadable = repository.read()
    for damaged in unreadable:
        _show_unreadable(damaged)
    if len(kept) > FEW:
        search = st.text_input(
            say("Search by name"), key="start.search", help=say("Part of a name; capitals do not matter.")
        )
        kept = repository.all(search=search)
        if not kept:
            st.caption(say("No saved decision has this in its name."))
    elif not kept and not unreadable:
        st.caption(say("None yet. The button “Save decision” at the side keeps the one on the desk."))
    for decision in kept:
        _show_decision(decision)
    binned = repository.all(deleted=True)
    if binned:
        with st.expander(say("Bin ({count})", count=len(binned))):
            for decision in binned:
                left, right = st.columns([5, 1], vertical_alignment="center")
                left.markdown(escaped(decision.name))
                right.button(
                    say("Restore"),
                    key=f"start.restore.{decision.decision_id}",
                    help=say("Take “{name}” out of the bin.", name=escaped(decision.name)),
                    on_click=_restore,
                    args=(decision.decision_id,),
                )


def _show_unreadable(damaged: UnreadableDecision) -> None:
    """A decision that cannot be read: what it is called, why, and what is stored of it as a file."""
    with st.container(border=True):
        left, right = st.columns([4, 3], vertical_alignment="center")
        left.markdown(f"**{escaped(damaged.name)}**")
        left.caption(say("This decision cannot be read; the others can be used. {why}", why=escaped(damaged.why)))
        right.download_button(
            say("Download what is stored"),
            damaged.stored,
            file_name=f"{damaged.decision_id[:36]}.txt",
            mime="text/plain",
            key=f"start.unreadable.{damaged.decision_id}",
            help=say("The stored text as it is, for whoever mends it."),
        )


def _show_decision(decision: SavedDecision) -> None:
    with st.container(border=True):
        left, right = st.columns([4, 3], vertical_alignment="center")
        left.markdown(f"**{escaped(decision.name)}**")
        left.caption(
            say(
                "{status} · revision {revision} · {updated_at} UTC",
                status=message(decision.status),
                revision=decision.revision,
                updated_at=decision.updated_at,
            )
        )
        row = right.container(horizontal=True, horizontal_alignment="right")
        if row.button(
            say("Open"),
            key=f"start.open.{decision.decision_id}",
            help=say("Open “{name}”.", name=escaped(decision.name)),
        ):
            state.put_on_desk(decision.answers, decision_id=decision.decision_id, revision=decision.revision)
            st.switch_page(_RECOMMENDATION)
        row.button(
            say("Duplicate"),
            key=f"start.duplicate.{decision.decision_id}",
            help=say("Save a copy as a new draft."),
            on_click=_duplicate,
            args=(decision.decision_id,),
        )
        locked = decision.status in LOCKED
        why_locked = say("A record: it is {status}, and stays as it is.", status=message(decision.status))
        with row.popover(say("Rename"), help=why_locked if locked else say("Give it another name."), disabled=locked):
            name = st.text_input(
                say("New name"), decision.name, key=f"start.name.{decision.decision_id}", max_chars=300
            )
            st.button(
                say("Rename"),
                key=f"start.rename.{decision.decision_id}",
                help=say("Store the new name."),
                on_click=_rename,
                args=(decision.decision_id, name),
            )
        row.button(
            say("Delete"),
            key=f"start.delete.{decision.decision_id}",
            help=why_locked if locked else say("Moves it to the bin; you can undo this."),
            on_click=_delete,
            args=(decision.decision_id,),
            disabled=locked,
        )


def _rename(decision_id: str, name: str) -> None:
    try:
        installation.decisions().rename(decision_id, name)
    except StorageError as error:
        st.error(escaped(str(error)))


def _duplicate(decision_id: str) -> None:
    try:
        copy = installation.decisions().duplicate(decision_id)
    except StorageError as error:
        st.error(escaped(str(error)))
        return
    st.toast(say("Saved as “{name}”", name=escaped(copy.name)), icon=":material/content_copy:")


def _delete(decision_id: str) -> None:
    try:
        installation.decisions().delete(decision_id)
    except StorageError as error:
        st.error(escaped(str(error)))
        return
    current = state.open_decision()
    if current is not None and current.decision_id == decision_id:
        state.set_open_decision(None)
    st.toast(say("Moved to the bin; restore it below"), icon=":material/delete:")


def _restore(decision_id: str) -> None:
    try:
        installation.decisions().restore(decision_id)
    except StorageError as error:
        st.error(escaped(str(error)))
