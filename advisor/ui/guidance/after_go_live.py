"""After the go-live: usage out of logs and bills against the plan, what explains the difference, and a replay."""

from __future__ import annotations

from functools import partial

import streamlit as st

from advisor.assessment import Assessment, choice_of
from advisor.errors import AdvisorError, InputError
from advisor.guidance.after_go_live.review import UsageReview
from advisor.guidance.after_go_live.usage_facts import cause_told, check_told, drift_told
from advisor.questionnaire.change import value_at
from advisor.questionnaire.intake.usage.months import Usage, UsageFile, added, read_usage
from advisor.services.guidance.after_go_live import (
    forget_file,
    keep_usage,
    kept_usage,
    measured_answers,
    review_usage,
)
from advisor.ui import state
from advisor.ui.cached import decisions, installation
from advisor.ui.cached.uploads import ask_file, read_once
from advisor.ui.faults import said_of_fault
from advisor.ui.frame import figures
from advisor.ui.frame.markdown import escaped
from advisor.ui.tables import show_rows
from advisor.ui.words import later, said, say, words

_LOAD = {
    "requests_per_day": later("Requests a day"),
    "input_tokens": later("Input tokens"),
    "output_tokens": later("Output tokens"),
    "cached_input_share": later("Share of the input from a cache"),
}
_READ: str = "guidance.after.read"


def show(assessment: Assessment) -> None:
    """The tab: files in, months, causes, waits, scores, and what the measured load would change."""
    st.subheader(say("Usage against the plan"))
    decision = state.open_decision()
    saved = decision.decision_id if decision is not None else None
    kept = installation.lifecycle().kept(saved) if saved else None
    st.caption(
        say("Against the assessment that was kept with the decision.")
        if kept is not None
        else say("Against the answers on the desk: no assessment was kept yet. Proposing the decision keeps it.")
    )
    before = kept_usage(installation.entries(), saved) if saved else None
    new = _new_file(saved)
    usages = [one for one in (before, new) if one is not None]
    if not usages:
        st.info(
            say(
                "Hand over what was used: LiteLLM's spend log, an export of Langfuse, or a bill of OpenAI, Azure, AWS "
                "or Google Cloud as CSV. Logs give tokens and waits, bills give the money; no text is kept."
            )
        )
        return
    usage = added(usages)
    plan_of, chosen = (kept.assessment, kept.chosen_id) if kept is not None else (assessment, None)
    found = review_usage(plan_of, usage, installation.catalog(), chosen_id=chosen)
    if found is None:
        st.warning(say("The choice has no costed plan to compare with."))
        return
    _show_review(found)
    _show_files(saved, before)
    _show_replay(plan_of, found)


def _new_file(decision_id: str | None) -> Usage | None:
    """A file that is handed over now, and the button that keeps it."""
    upload = ask_file(
        say("Usage log or bill"),
        types=("csv", "json", "jsonl", "txt"),
        key="guidance.after.file",
        help=say("A file at a time; each is added to those that are kept."),
    )
    if upload is None:
        return None
    try:
        usage = read_once(upload, partial(read_usage, upload.getvalue(), name=upload.name), key=_READ)
    except InputError as error:
        st.error(said_of_fault(error))
        return None
    (file,) = usage.files
    st.success(
        say(
            "{name}: {kind}, {rows} lines over {months} months.",
            name=escaped(file.name),
            kind=escaped(file.kind),
            rows=file.rows,
            months=len(usage.months),
        )
    )
    if decision_id is None:
        st.caption(say("Save the decision to keep the usage with it."))
    elif st.button(say("Keep this usage"), key="guidance.after.keep", help=say("Beside the decision, month by month.")):
        try:
            keep_usage(installation.entries(), decision_id, usage)
        except AdvisorError as error:
            st.error(said_of_fault(error))
    return usage


def _show_review(found: UsageReview) -> None:
    for drift in found.drifts:
        st.warning(escaped(said(drift_told(drift))), icon=":material/trending_up:")
    if not found.drifts:
        st.success(say("The newest whole month lies within the plan's range."))
    told_in = words()
    paid, planned = found.actual_usd, found.planned_usd
    columns = st.columns(3)
    columns[0].metric(say("Planned for these days"), told_in.usd(planned))
    columns[1].metric(say("Paid"), told_in.usd(paid), told_in.usd(paid - planned), delta_color="inverse")
    columns[2].metric(say("Requests"), told_in.sensible(sum(month.requests for month in found.months)))
    _show_causes(found)
    _show_months(found)
    _show_waits(found)
    if found.unknown_models:
        names = ", ".join(map(escaped, found.unknown_models[:10]))
        st.caption(say("Counted at the plan's prices, as no list names them: {names}.", names=names))
    if not all(month.requests_known for month in found.months):
        st.caption(
            say("Bills count no requests: where no log is there, their tokens stand for requests of the planned size.")
        )
    if not all(month.priced for month in found.months):
        st.caption(say("A month has no money, or one in a currency without a rate: it marks nothing."))


def _show_causes(found: UsageReview) -> None:
    st.subheader(say("What explains the difference"))
    if not found.causes:
        st.caption(say("No cause reaches 2% of the plan."))
        return
    show_rows(
        [
            {
                say("Cause"): said(cause_told(cause.cause)),
                say("Amount"): _amount(cause.amount, cause.unit),
                say("Share of the plan"): words().signed_percent(cause.share),
                say("Since"): f"{cause.since:%Y-%m}" if cause.since else figures.unknown(),
                say("How it is worked out"): said(check_told(cause.cause)),
            }
            for cause in found.causes
        ],
        hide_index=True,
        key="guidance.after.causes",
        alt=say("Causes of the difference between plan and usage with their amounts"),
    )
    st.caption(say("In money the causes add up to what was paid less what was planned; amounts first, prices last."))


def _amount(amount: float, unit: str) -> str:
    sign = "+" if amount > 0 else "−"
    if unit == "s":
        return say("{sign}{seconds} s an answer", sign=sign, seconds=words().sensible(abs(amount)))
    return f"{sign}{words().usd(abs(amount))}"


def _show_months(found: UsageReview) -> None:
    told_in = words()
    show_rows(
        [
            {
                say("Month"): f"{month.month:%Y-%m}",
                say("Planned"): told_in.usd(month.planned_usd),
                say("Plan's range"): say(
                    "{low} to {high}", low=told_in.usd(month.low_usd), high=told_in.usd(month.high_usd)
                ),
                say("Paid"): told_in.usd(month.actual_usd) if month.priced else figures.unknown(),
                say("Requests"): told_in.sensible(month.requests),
                say("Input tokens"): told_in.sensible(month.input_tokens),
                say("Output tokens"): told_in.sensible(month.output_tokens),
                say("From a cache"): told_in.percent(month.cached_share),
            }
            for month in found.months
        ],
        hide_index=True,
        key="guidance.after.months",
        alt=say("Planned and paid by month, with requests and tokens of a request"),
    )


def _show_waits(found: UsageReview) -> None:
    scores = {one.month: one.mean for one in found.quality}
    if not found.waits and not scores:
        return
    st.subheader(say("Waits and quality"))
    waits = {one.month: one for one in found.waits}
    rows = []
    for month in sorted({*scores, *(one for one in waits if one is not None)}):
        wait = waits.get(month)
        rows.append(
            {
                say("Month"): f"{month:%Y-%m}",
                say("Planned wait"): figures.seconds(wait.planned_s if wait else None),
                say("Measured wait"): figures.seconds(wait.actual_s if wait else None),
                say("Endpoint against the plan"): _amount(wait.of_endpoint, "s") if wait else figures.unknown(),
                say("Score"): words().percent(scores[month]) if month in scores else figures.unknown(),
            }
        )
    show_rows(
        rows, hide_index=True, key="guidance.after.waits", alt=say("Waits for a whole answer and scores by month")
    )


def _show_files(decision_id: str | None, usage: Usage | None) -> None:
    if decision_id is None or usage is None:
        return
    with st.expander(say("Files that are kept"), icon=":material/folder:"):
        for file in usage.files:
            row = st.container(horizontal=True)
            row.markdown(say("{name}: {kind}, {rows} lines", name=escaped(file.name), kind=file.kind, rows=file.rows))
            row.button(
                say("Take back"),
                key=f"guidance.after.forget.{file.sha256[:16]}",
                on_click=partial(_forget, decision_id, file),
                help=say("Its usage no longer counts; the history of the decision keeps it."),
            )


def _forget(decision_id: str, file: UsageFile) -> None:
    forget_file(installation.entries(), decision_id, file.sha256)


def _show_replay(plan_of: Assessment, found: UsageReview) -> None:
    """The load that was planned beside the one that was measured, and the decision with it on today's catalog."""
    if not found.measured:
        return
    st.subheader(say("Replay with the measured load"))
    st.table(
        [
            {
                say("Answer"): say(_LOAD[place.rpartition(".")[2]]),
                say("Planned"): words().sensible(float(value_at(plan_of.answers, place))),
                say("Measured"): words().sensible(float(value)),
            }
            for place, value in found.measured.items()
        ],
        hide_index=True,
        alt=say("The planned load beside the measured one"),
    )
    answers = measured_answers(plan_of.answers, found, installation.catalog())
    if st.button(
        say("Decide again with the measured load"),
        key="guidance.after.replay",
        help=say("The same answers with these four, on today's catalog."),
    ):
        state.remember("guidance.after.replayed", answers.model_dump_json())
    if state.recall("guidance.after.replayed", "") != answers.model_dump_json():
        return
    again, then = choice_of(decisions.assessment(answers)), choice_of(plan_of)
    if again is None:
        st.warning(say("With the measured load nothing fits."))
    elif then is not None and again.alternative_id == then.alternative_id:
        st.success(say("With the measured load {name} stays the choice.", name=escaped(again.name)))
    else:
        st.warning(say("With the measured load {name} would be the choice.", name=escaped(again.name)))
    st.button(
        say("Open it as a new decision"),
        key="guidance.after.open",
        on_click=partial(state.put_on_desk, answers),
        help=say("A draft with the measured load, beside this decision."),
    )
