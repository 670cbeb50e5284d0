"""Versions of the choice: what is pinned, the suite, the canary, a migration that is announced, and the log."""

from __future__ import annotations

from datetime import date

import streamlit as st
from pydantic import ValidationError

from advisor.assessment import Assessment
from advisor.guidance.versions.behaviour import changes_in
from advisor.guidance.versions.records import BehaviourEntry, Canary, MigrationPlan, RegressionSuite
from advisor.report.replay.migration import migration_plan
from advisor.report.replay.migration_words import successor_row
from advisor.services.guidance.versions import VersionsOfChoice
from advisor.ui import state
from advisor.ui.cached.decisions import rerun_today
from advisor.ui.cached.installation import catalog, entries
from advisor.ui.frame.markdown import escaped
from advisor.ui.tables import show_rows
from advisor.ui.words import say, words
from advisor.units import parsed
from advisor.words.written import in_language

KIND = "behaviour"
"""Under which the log is kept beside a decision."""


def show(assessment: Assessment, found: VersionsOfChoice, decision_id: str | None) -> None:
    """Draw the part of the tab."""
    language = state.language()
    st.subheader(say("Versions"))
    if found.pinned is not None:
        pinned = in_language(found.pinned, language)
        st.markdown(escaped(pinned.sentence))
        if pinned.ends_on is not None:
            day = words().long_date(pinned.ends_on)
            st.caption(say("Served until {day}.", day=day) if pinned.firm else say("Until {day} at least.", day=day))
    plan = migration_plan(assessment, catalog(), date.today(), run=rerun_today)  # noqa: DTZ011 - the user's own day
    if plan is not None:
        show_migration(in_language(plan, language), key="guidance.successors")
    _suite(in_language(found.suite, language))
    _canary(in_language(found.canary, language))
    _log(decision_id)


def show_migration(plan: MigrationPlan, *, key: str) -> None:
    """Draw a plan that is told in the language of the page: how late it is, the successors in rows, and the steps."""
    (st.error if plan.late else st.warning)(escaped(plan.sentence), icon=":material/event_busy:")
    rows = [successor_row(words(), plan, one) for one in plan.successors]
    show_rows(rows, hide_index=True, width="stretch", key=key)
    st.markdown("\n".join(f"{number}. {escaped(step)}" for number, step in enumerate(plan.steps, 1)))


def _suite(suite: RegressionSuite) -> None:
    st.markdown(f"**{say('Regression suite')}**")
    st.markdown(escaped(suite.sentence))
    if suite.limits:
        show_rows(
            [
                {
                    say("Measure"): limit.metric,
                    say("Choice"): f"{limit.baseline:.3f}",
                    say("Least"): f"{limit.least:.3f}",
                    say("Prompts"): f"{limit.prompts:,}",
                }
                for limit in suite.limits
            ],
            hide_index=True,
            key="guidance.limits",
        )


def _canary(canary: Canary) -> None:
    st.markdown(f"**{say('Letting a version in, and taking it back')}**")
    st.markdown(escaped(canary.sentence))
    if canary.steps:
        show_rows(
            [
                {
                    say("Share of requests"): words().percent(step.share),
                    say("Requests"): f"{step.requests:,}",
                    say("Days"): f"{step.days:g}",
                }
                for step in canary.steps
            ],
            hide_index=True,
            key="guidance.canary",
        )
    st.markdown(say("Take it back at once when:"))
    st.markdown("\n".join(f"- {escaped(line)}" for line in canary.back_when))
    st.markdown(escaped(canary.back_how))


def _log(decision_id: str | None) -> None:
    """The log of behaviour: runs that were entered, what changed by more than chance, and a form for the next."""
    title = say("Log of what the model does")
    st.markdown(f"**{title}**")
    if decision_id is None:
        st.caption(say("Save the decision to keep a log of each run of the suite."))
        return
    kept = [parsed(BehaviourEntry, one.content or "") for one in entries().all_standing(decision_id, KIND)]
    runs = [run for run in kept if run is not None]
    if runs:
        show_rows(
            [
                {
                    say("Day"): words().short_date(run.dated),
                    say("Version"): run.version,
                    say("Right"): f"{run.passed:,} / {run.prompts:,}",
                    say("Refused"): f"{run.refused:,}",
                }
                for run in sorted(runs, key=lambda run: run.dated)
            ],
            hide_index=True,
            key="guidance.behaviour",
        )
    for change in in_language(changes_in(runs), state.language()):
        st.warning(escaped(change.sentence), icon=":material/monitoring:")
    _next_run(decision_id)


def _next_run(decision_id: str) -> None:
    with st.form("guidance.run", clear_on_submit=True):
        left, middle, right = st.columns(3)
        day = left.date_input(say("Day of the run"), key="guidance.run_day", help=say("When the suite was run."))
        version = left.text_input(
            say("Id of the version"), key="guidance.run_version", help=say("As it was asked for.")
        )
        asked = middle.number_input(
            say("Prompts"), 1, 100_000, 100, key="guidance.run_prompts", help=say("Asked in it.")
        )
        right_ones = middle.number_input(say("Right"), 0, 100_000, 0, key="guidance.run_passed", help=say("Of those."))
        refused = right.number_input(say("Refused"), 0, 100_000, 0, key="guidance.run_refused", help=say("Of those."))
        if not st.form_submit_button(say("Add the run"), icon=":material/add:"):
            return
    if not version.strip() or max(right_ones, refused) > asked or not isinstance(day, date):
        st.error(say("A run has a day, an id, and at most as many right or refused answers as prompts."))
        return
    try:
        run = BehaviourEntry(dated=day, version=version.strip(), prompts=asked, passed=right_ones, refused=refused)
    except ValidationError:
        st.error(say("A run has a day, an id, and at most as many right or refused answers as prompts."))
        return
    name = f"{run.dated.isoformat()} {run.version}"[:100]
    entries().keep(decision_id, KIND, run.model_dump_json(), name=name, phase="operation")
    st.rerun()
