"""Evaluation: own prompts x models x metrics, as a job that can be stopped and goes on after a crash."""

from __future__ import annotations

import streamlit as st

from advisor.services.kept_evaluations import kept_evaluations, unreadable_evaluations
from advisor.storage.trial_parts.records import EvaluationHead
from advisor.trials.evaluation.job import Job, Progressed, Written, progress
from advisor.trials.evaluation.plan import Plan
from advisor.trials.network.keys import keys_from
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.charts.drawing import draw
from advisor.ui.charts.trials import scores_figure
from advisor.ui.evaluation import form
from advisor.ui.evaluation.effect import show_effect
from advisor.ui.evaluation.files import show_exports, show_import
from advisor.ui.evaluation.matrix import show_matrix
from advisor.ui.evaluation.metric_words import metric_said
from advisor.ui.evaluation.planner import show_planner
from advisor.ui.evaluation.scores import show_scores
from advisor.ui.evaluation.tags import show_tags
from advisor.ui.frame import figures
from advisor.ui.frame.markdown import escaped
from advisor.ui.frame.polling import poll
from advisor.ui.frame.readable import show_stored
from advisor.ui.playground.store import session_keys
from advisor.ui.words import later, say

REDRAWN_EVERY_S = 1.0
STATES: dict[str, str] = {
    "ready": later("ready"),
    "running": later("running"),
    "stopped": later("stopped"),
    "capped": later("capped"),
    "decided": later("decided"),
    "done": later("done"),
    "interrupted": later("interrupted"),
}
TABS = (later("Evaluations"), later("New evaluation"), later("How many prompts?"))


def show() -> None:
    """Draw the page."""
    decision = state.open_decision()
    planned, new, planner = st.tabs([say(tab) for tab in TABS], key="evaluation.tabs", on_change="rerun")
    with planned:
        found = kept_evaluations(installation.trials(), decision.decision_id if decision else None)
        begin = state.recall("evaluation.begin", "")
        for head in unreadable_evaluations(installation.trials(), decision.decision_id if decision else None):
            _show_unreadable(head)
        if not found:
            _nothing_yet()
        for plan, status in found:
            begins = plan.evaluation_id == begin
            if begins:
                state.forget("evaluation.begin")
                _run(plan, repeat_uncertain=False)
            _show_plan(plan, "running" if begins else status)
        show_import(decision.decision_id if decision else None)
    with new:
        form.show()
    with planner:
        show_planner()


def _show_unreadable(head: EvaluationHead) -> None:
    """An evaluation that cannot be read: what it is called, and what is stored of it as a file."""
    with st.container(border=True):
        st.markdown(f"**{escaped(head.name)}**")
        st.caption(say("This evaluation cannot be read; the others can be used."))
        show_stored(head.payload, f"evaluation.unreadable.{head.evaluation_id}")


def _nothing_yet() -> None:
    """What an evaluation gives, and the way to the first one."""
    with st.container(border=True):
        st.markdown(say("**No evaluation yet.** Ten of your own prompts say more than any public benchmark."))
        st.markdown(
            say(
                "You will see here how often each model was right, with intervals, what it cost and how long it took; "
                "and you can let the result count in the decision's ranking."
            )
        )
        st.button(
            say("Set up an evaluation"),
            key="evaluation.first",
            type="primary",
            icon=":material/add:",
            on_click=_open_form,
            help=say("A file of prompts, or the starter set to see how it works."),
        )


def _open_form() -> None:
    state.remember("evaluation.tabs", say(TABS[1]))


def _run(plan: Plan, *, repeat_uncertain: bool) -> None:
    if plan.imported_from:
        return  # its connections are what a file says they are
    installation.quotas().trial(installation.person())
    installation.evaluations().begin(plan, find_key=keys_from(session_keys()), repeat_uncertain=repeat_uncertain)


def _show_plan(plan: Plan, status: str) -> None:
    poll(
        lambda: _live(plan, status),
        key=f"evaluation.{plan.evaluation_id}.live",
        busy=lambda: _busy(plan, status),
        was_busy=_busy(plan, status),
        every_s=REDRAWN_EVERY_S,
    )


def _busy(plan: Plan, status: str) -> bool:
    """Whether it is at work, here or in another process; one that did not begin is not asked about."""
    return status == "running" and installation.evaluations().busy(plan.evaluation_id)


def _live(plan: Plan, status: str) -> None:
    at_work = installation.evaluations()
    job, busy = at_work.job(plan.evaluation_id), _busy(plan, status)
    found = installation.answers().written(installation.trials(), plan.evaluation_id)
    state_now = progress(plan, found, running=job.running if job else frozenset())
    decided = status == "decided" or (job is not None and job.decided)
    with st.container(border=True):
        left, right = st.columns([4, 1], vertical_alignment="center")
        left.markdown(f"**{escaped(plan.name)}**")
        words = _size(plan)
        spent = figures.dollars(state_now.spent_usd).replace("$", r"\$")
        value = say(STATES["running" if busy else "decided" if decided else _ended_as(status, state_now)])
        left.caption(say("{words} · {value} · spent {spent}", words=words, value=value, spent=spent))
        if plan.imported_from:
            said = say("Imported from {file}: answered elsewhere, no call is made here.", file=plan.imported_from)
            left.caption(f":material/upload_file: {escaped(said)}")
        if busy:
            right.button(
                say("Stop"),
                key=f"evaluation.stop.{plan.evaluation_id}",
                on_click=at_work.stop,
                args=(plan.evaluation_id,),
                help=say("It can go on later."),
            )
            st.progress(
                min(1.0, (state_now.done + state_now.failed) / state_now.calls),
                text=say(
                    "{done} answered, {failed} failed, {left} to go",
                    done=state_now.done,
                    failed=state_now.failed,
                    left=state_now.left,
                ),
            )
        else:
            _ended(plan, job, state_now, decided=decided)
        if found.runs:
            missing = 0 if decided else state_now.left + state_now.uncertain
            _results(plan, found, busy=busy, left=missing, decided=decided)


def _size(plan: Plan) -> str:
    """Prompts, connections, variants, repeats, calls, and the rule that may end it before."""
    parts = [figures.counted(len(plan.prompts), "prompt"), figures.counted(len(plan.connections), "connection")]
    parts += [say("{number} variants", number=len(plan.variants))] if plan.variants else []
    parts += [say("{number} times each", number=plan.repeats)] if plan.repeats > 1 else []
    parts.append(figures.counted(plan.calls, "call"))
    if plan.stop is not None:
        parts.append(say("stops when differences are known to ± {within:.0%}", within=plan.stop.within))
    return ", ".join(parts)


def _ended_as(status: str, far: Progressed) -> str:
    """The state of an evaluation that is not at work: one that answered everything is done, however it ended."""
    if far.left == 0 and far.uncertain == 0:
        return "done"
    return "interrupted" if status == "running" else status


def _ended(plan: Plan, job: Job | None, far: Progressed, *, decided: bool) -> None:
    left, failed, uncertain = far.left, far.failed, far.uncertain
    key = f"evaluation.{plan.evaluation_id}"
    if job is not None and job.error:
        st.error(escaped(job.error))
    if job is not None and job.state == "capped":
        st.warning(say("The cap was reached; the job stopped itself."))
    if plan.stop is not None and decided:
        st.success(say("Every difference to the best is known well enough; the rest of the calls was not needed."))
    again = False
    if failed or uncertain:
        st.caption(
            say(
                "{failed} calls failed and {uncertain} had left without a known end: these may have been charged.",
                failed=failed,
                uncertain=uncertain,
            )
        )
    if (failed or uncertain) and not plan.imported_from:
        again = st.toggle(
            say("Make them again too"), key=f"{key}.again", help=say("They may be charged a second time.")
        )
    row = st.container(horizontal=True)
    if ((left and not decided) or failed or uncertain) and not plan.imported_from:
        row.button(
            say("Go on"),
            key=f"{key}.resume",
            icon=":material/play_arrow:",
            on_click=_run,
            args=(plan,),
            kwargs={"repeat_uncertain": again},
            help=say("Makes the calls that are still missing; answered ones are not made again."),
        )
    row.button(
        say("Delete"),
        key=f"{key}.delete",
        icon=":material/delete:",
        on_click=lambda: installation.trials().delete_evaluation(plan.evaluation_id),
        help=say("Removes the evaluation and its answers."),
    )


def _results(plan: Plan, found: Written, *, busy: bool, left: int, decided: bool) -> None:
    scored = installation.scores().known(plan, found)
    outcome = installation.answers().results(plan, found, scored=scored)
    for index, one in enumerate(outcome):
        key = f"evaluation.{plan.evaluation_id}.{index}"
        if any(row.mean for row in one.connections):
            draw(scores_figure(one, metric_said(one.metric)), key=f"{key}.chart")
        show_scores(plan, found, one)
    if busy:
        return
    show_exports(plan, outcome)
    show_tags(plan, outcome)
    show_effect(plan, found, left=left, status="decided" if decided else "done")
    show_matrix(plan, found)
