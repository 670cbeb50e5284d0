"""What an evaluation would change in the decision, shown before it is used."""

from __future__ import annotations

import streamlit as st

from advisor.assessment import Assessment, UseCaseAssessment, choice_of
from advisor.decision.records import EvidenceNote
from advisor.services.kept_evaluations import save_evaluation
from advisor.trials.evaluation.job import Written
from advisor.trials.evaluation.plan import Plan
from advisor.trials.evaluation.results import evidence_of
from advisor.ui import state
from advisor.ui.cached import decisions, installation
from advisor.ui.evaluation.metric_words import metric_said
from advisor.ui.frame.markdown import escaped
from advisor.ui.tables import show_rows
from advisor.ui.words import say


def show_effect(plan: Plan, found: Written, *, left: int, status: str) -> None:
    """Say what the evidence would do to the ranking of the open decision; take it in or out."""
    records = evidence_of(plan, found, scored=installation.scores().known(plan, found, metrics=plan.metrics[:1]))
    decision = state.open_decision()
    if plan.decision_id is None or not records or decision is None:
        st.caption(
            say("To use it in a ranking, run it with a decision open, on connections that name a catalog model.")
        )
        return
    if left:
        st.warning(
            say(
                "{left} of {calls} calls were never made: what stands here is a part of the evaluation.",
                left=f"{left:,}",
                calls=f"{plan.calls:,}",
            )
        )
    with st.container(border=True):
        st.markdown(say("**What this would change in the decision**"))
        metric = metric_said(plan.metrics[0])
        st.caption(say("By the metric {metric}, as of {day}.", metric=metric, day=records[0].dated))
        if plan.variants:
            st.caption(say("Of each model its best variant counts, which flatters a model that was tried in more."))
        others = tuple(note for note in decisions.evidence() if note not in records)
        with st.spinner(say("Comparing the decision with and without it")):
            before = decisions.with_evidence(decision.answers, others)
            after = decisions.with_evidence(decision.answers, (*others, *records))
        _difference(plan, before, after, records)
        _use(plan, status)


def _difference(plan: Plan, before: Assessment, after: Assessment, records: tuple[EvidenceNote, ...]) -> None:
    """The choice, the verdict and the first places, without the evidence and with it."""
    names = [case.name for case in before.answers.use_cases]
    number = names.index(plan.use_case) if plan.use_case in names else 0
    without, with_it = _cases(before)[number], _cases(after)[number]
    first, second = choice_of(without), choice_of(with_it)
    if first is None or second is None:
        st.markdown(say("Nothing fits the constraints, with it or without."))
        return
    if first.alternative_id == second.alternative_id:
        st.markdown(say("The choice stays **{name}**.", name=escaped(second.name)))
    else:
        st.markdown(
            say(
                "The choice would be **{after}** in place of {before}.",
                after=escaped(second.name),
                before=escaped(first.name),
            )
        )
    show_rows(
        [_places(note.model_id, without, with_it) for note in records],
        hide_index=True,
        alt=say("Places of the evaluated models without and with the evidence"),
    )


def _cases(found: Assessment) -> tuple[Assessment | UseCaseAssessment, ...]:
    return (found, *found.other_use_cases)


def _places(model_id: str, *cases: Assessment | UseCaseAssessment) -> dict[str, str]:
    """Where a model stands at best, without the evidence and with it."""

    def told(case: Assessment | UseCaseAssessment) -> str:
        best = next((entry for entry in case.recommendations if entry.model_id == model_id), None)
        return say("not among the first") if best is None else f"{best.rank}. ({best.score * 100:.1f})"

    without, with_it = map(told, cases)
    return {say("Model"): model_id, say("Without"): without, say("With it"): with_it}


def _use(plan: Plan, status: str) -> None:
    used = st.toggle(
        say("Use this result as evidence in the decision's ranking"),
        plan.used_as_evidence,
        key=f"evaluation.{plan.evaluation_id}.evidence",
        help=say(
            "Moves the fitness of the tested models, weighted by each figure's precision; needs two models or more."
        ),
    )
    if used != plan.used_as_evidence:
        save_evaluation(installation.trials(), plan.model_copy(update={"used_as_evidence": used}), status=status)
        st.rerun(scope="app")
