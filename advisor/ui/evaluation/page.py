"""Evaluation: own prompts x models x metrics, as a job that can be stopped and goes on after a crash."""

from __future__ import annotations

import streamlit as st

from advisor.decision.results.deciding_test import prompts_for_difference
from advisor.services.kept_evaluations import kept_evaluations, save_evaluation
from advisor.trials.evaluation.job import Job, Written, progress, written
from advisor.trials.evaluation.plan import Plan
from advisor.trials.evaluation.results import MetricResult, evidence_of, metric_name, result_rows, results
from advisor.trials.evaluation.statistics import prompts_for_width
from advisor.trials.measures.costs import price_for
from advisor.trials.network.keys import keys_from
from advisor.trials.playground.export import csv_text
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.charts.drawing import draw
from advisor.ui.charts.trials import scores_figure
from advisor.ui.evaluation import form
from advisor.ui.evaluation.jobs import job_of, keep_job
from advisor.ui.frame import figures
from advisor.ui.frame.markdown import escaped
from advisor.ui.frame.polling import poll
from advisor.ui.playground.store import session_keys

REDRAWN_EVERY_S = 1.0
TABS = ("Evaluations", "New evaluation", "How many prompts?")


def show() -> None:
    """Draw the page."""
    decision = state.open_decision()
    planned, new, planner = st.tabs(TABS, key="evaluation.tabs", on_change="rerun")
    with planned:
        found = kept_evaluations(installation.trials(), decision.decision_id if decision else None)
        begin = state.recall("evaluation.begin", "")
        if not found:
            st.caption("No evaluation yet. Set one up under 'New evaluation': a file of ten prompts is a good start.")
        for plan, status in found:
            begins = plan.evaluation_id == begin
            if begins:
                state.forget("evaluation.begin")
                _run(plan, repeat_uncertain=False)
            _show_plan(plan, "running" if begins else status)
    with new:
        form.show()
    with planner:
        _planner()


def _run(plan: Plan, *, repeat_uncertain: bool) -> None:
    catalog = installation.catalog()
    everyone = [*plan.connections, *([plan.judge] if plan.judge else [])]
    job = Job(
        plan,
        installation.trials(),
        find_key=keys_from(session_keys()),
        prices={one.name: price_for(one, catalog) for one in everyone},
        repeat_uncertain=repeat_uncertain,
    )
    if keep_job(job):
        save_evaluation(installation.trials(), plan, status="running")


def _show_plan(plan: Plan, status: str) -> None:
    poll(
        lambda: _live(plan, status),
        key=f"evaluation.{plan.evaluation_id}.live",
        busy=lambda: _busy(plan),
        was_busy=_busy(plan),
        every_s=REDRAWN_EVERY_S,
        ended=lambda: _keep_state(plan),
    )


def _busy(plan: Plan) -> bool:
    job = job_of(plan.evaluation_id)
    return job is not None and job.busy


def _keep_state(plan: Plan) -> None:
    job = job_of(plan.evaluation_id)
    if job is not None:
        save_evaluation(installation.trials(), plan, status=job.state)


def _live(plan: Plan, status: str) -> None:
    job = job_of(plan.evaluation_id)
    busy = job is not None and job.busy
    found = written(installation.trials(), plan.evaluation_id)
    state_now = progress(plan, found, running=job.running if job else frozenset())
    with st.container(border=True):
        left, right = st.columns([4, 1], vertical_alignment="center")
        left.markdown(f"**{escaped(plan.name)}**")
        parts = ((len(plan.prompts), "prompt"), (len(plan.connections), "connection"), (plan.calls, "call"))
        words = ", ".join(figures.counted(number, word) for number, word in parts)
        spent = figures.dollars(state_now.spent_usd).replace("$", r"\$")
        interrupted = status == "running" and not busy
        left.caption(f"{words} · {'interrupted' if interrupted else status} · spent {spent}")
        if busy and job is not None:
            right.button(
                "Stop", key=f"evaluation.stop.{plan.evaluation_id}", on_click=job.stop, help="It can go on later."
            )
            st.progress(
                min(1.0, (state_now.done + state_now.failed) / plan.calls),
                text=f"{state_now.done} answered, {state_now.failed} failed, {state_now.left} to go",
            )
        else:
            _ended(plan, job, state_now.left, state_now.failed, state_now.uncertain)
        if found.runs:
            _results(plan, found, busy=busy)


def _ended(plan: Plan, job: Job | None, left: int, failed: int, uncertain: int) -> None:
    key = f"evaluation.{plan.evaluation_id}"
    if job is not None and job.error:
        st.error(escaped(job.error))
    if job is not None and job.state == "capped":
        st.warning("The cap was reached; the job stopped itself.")
    again = False
    if failed or uncertain:
        st.caption(f"{failed} calls failed and {uncertain} had left without a known end: these may have been charged.")
        again = st.toggle("Make them again too", key=f"{key}.again", help="They may be charged a second time.")
    row = st.container(horizontal=True)
    if left or failed or uncertain:
        row.button(
            "Go on",
            key=f"{key}.resume",
            icon=":material/play_arrow:",
            on_click=_run,
            args=(plan,),
            kwargs={"repeat_uncertain": again},
            help="Makes the calls that are still missing; answered ones are not made again.",
        )
    row.button(
        "Delete",
        key=f"{key}.delete",
        icon=":material/delete:",
        on_click=lambda: installation.trials().delete_evaluation(plan.evaluation_id),
        help="Removes the evaluation and its answers.",
    )


def _results(plan: Plan, found: Written, *, busy: bool) -> None:
    outcome = results(plan, found)
    for index, one in enumerate(outcome):
        key = f"evaluation.{plan.evaluation_id}.{index}"
        if any(row.mean for row in one.connections):
            draw(scores_figure(one), key=f"{key}.chart")
        st.dataframe(
            [_row(row) for row in result_rows([one])], hide_index=True, alt=f"Scores: {metric_name(one.metric)}"
        )
        _tests(one)
    if busy:
        return
    st.download_button(
        "Export results (CSV)",
        csv_text(list(result_rows(outcome)[0]), result_rows(outcome)),
        "evaluation.csv",
        "text/csv",
        key=f"evaluation.{plan.evaluation_id}.csv",
        on_click="ignore",
        help="Scores with their intervals; safe to open in a spreadsheet.",
    )
    _evidence(plan, found)


def _row(row: dict[str, object]) -> dict[str, str]:
    def share(name: str) -> str:
        value = row[name]
        return f"{value:.1%}" if isinstance(value, float) else figures.UNKNOWN

    cost, seconds = row["cost_usd"], row["median_total_s"]
    return {
        "Connection": str(row["connection"]),
        "Score": share("mean"),
        "95% interval": f"{share('low_95')} to {share('high_95')}",
        "Prompts": str(row["prompts"]),
        "Failed": str(row["failures"]),
        "Cost": figures.dollars(cost),  # type: ignore[arg-type]
        "Median time": figures.seconds(seconds if isinstance(seconds, float) else None),
    }


def _tests(one: MetricResult) -> None:
    for test in one.tests:
        sure = "a real difference" if test.p_adjusted < 0.05 else "could be chance"  # noqa: PLR2004 - the usual level
        st.caption(
            escaped(
                f"{test.first} against {test.second}: {test.difference:+.1%} "
                f"({test.low:+.1%} to {test.high:+.1%}, {test.count} prompts); p = {test.p_adjusted:.3f} "
                f"({test.method}, Holm-adjusted): {sure}."
            )
        )


def _evidence(plan: Plan, found: Written) -> None:
    records = evidence_of(plan, found)
    if plan.decision_id is None or not records:
        st.caption("To use it in a ranking, run it with a decision open, on connections that name a catalog model.")
        return
    used = st.toggle(
        "Use this result as evidence in the decision's ranking",
        plan.used_as_evidence,
        key=f"evaluation.{plan.evaluation_id}.evidence",
        help="Moves the fitness of the tested models, weighted by each figure's precision; needs two models or more.",
    )
    if used != plan.used_as_evidence:
        save_evaluation(installation.trials(), plan.model_copy(update={"used_as_evidence": used}), status="done")
        st.rerun(scope="app")


def _planner() -> None:
    st.caption("A few prompts show big differences; small ones need many. Choose what you must be able to see.")
    left, right = st.columns(2)
    width = left.slider(
        "A score shall be right to within ± (%)",
        1,
        25,
        10,
        key="evaluation.width",
        help="Half the width of the 95% interval.",
    )
    left.metric("Prompts needed", f"{prompts_for_width(width / 100):,}", help="Worst case for a right-or-wrong metric.")
    gap = right.slider(
        "A true difference between two models to be found (%)",
        1,
        30,
        10,
        key="evaluation.gap",
        help="With 80% power at 5%.",
    )
    disagree = right.slider(
        "Prompts on which only one of the two is right (%)",
        1,
        100,
        30,
        key="evaluation.disagree",
        help="A guess, or what a first small evaluation showed.",
    )
    if gap > disagree:
        right.caption("Two models cannot differ by more than the share of prompts on which only one is right.")
    else:
        needed = prompts_for_difference(gap / 100, disagreement=disagree / 100)
        right.metric("Prompts needed", f"{needed:,}", help="McNemar's test on the same prompts.")
