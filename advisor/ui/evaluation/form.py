"""The form that sets up an evaluation: a file of prompts, connections, metrics, a judge, a cap."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import timedelta
from decimal import Decimal

import streamlit as st
from pydantic import ValidationError

from advisor.errors import refusal_of
from advisor.questionnaire.answers import UseCase
from advisor.services.kept_evaluations import save_evaluation
from advisor.trials.evaluation.kinds.retrieval import PASSAGES
from advisor.trials.evaluation.metrics import Metric
from advisor.trials.evaluation.plan import Plan
from advisor.trials.guards.before_sending import SHORTEST_REASON, Caps, PlannedPane, Verdict, check
from advisor.trials.measures.costs import price_for
from advisor.trials.playground.prompt_library import Prompt
from advisor.trials.playground.starter_prompts import starters
from advisor.trials.records import Connection, Parameters
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.cached.uploads import ask_file
from advisor.ui.evaluation.measures import Measures, ask_metrics
from advisor.ui.evaluation.ways import Ways, ask_ways
from advisor.ui.frame import desk, figures
from advisor.ui.frame.markdown import escaped
from advisor.ui.frame.use_case_picker import chosen_use_case
from advisor.ui.playground import store as keep
from advisor.ui.playground.prompt_file import KINDS, prompts_of
from advisor.ui.playground.shortlist import ordered, shortlist
from advisor.ui.tables import show_rows
from advisor.ui.words import say

PREVIEWED = 5
FIRST = 4
"""So many of the shortlist are chosen at first."""


def show() -> None:
    """Draw the form and keep the evaluation that it sets up."""
    decision = state.open_decision()
    place, use_case = chosen_use_case(decision, key="evaluation.use_case")
    wanted = shortlist(decision.answers if decision else None, use_case=place)
    connections = ordered(keep.connections(), wanted)
    if not connections:
        st.info(say("Set up a connection first."))
        st.page_link("pages/connections.py", label=say("Connections"), icon=":material/cable:")
        return
    prompts = _prompts(decision, use_case)
    chosen = _connections(connections, {entry.model_id for entry in wanted})
    chosen_metrics = ask_metrics(connections)
    name, tokens, cap = _name_and_limits()
    ways = ask_ways()
    metrics = chosen_metrics.metrics
    if not prompts or not chosen or not metrics or ways is None:
        st.button(
            say("Start"), key="evaluation.start", disabled=True, help=say("Needs prompts, connections and a metric.")
        )
        return
    draft = _draft(prompts, chosen, chosen_metrics, ways, tokens=tokens, cap=cap)
    if draft is None:
        return
    draft = draft.model_copy(
        update={"use_case": use_case.name if use_case else "", "name": name.strip() or _usual_name(prompts, chosen)}
    )
    verdict = _verdict(draft, decision=decision)
    button = st.container()  # above the findings, which come and go with each field
    reason, scored = _findings(verdict, draft), _some_scorable(prompts, metrics)
    _estimate(verdict, draft)
    button.button(
        say("Start"),
        key="evaluation.start",
        type="primary",
        icon=":material/play_arrow:",
        disabled=not scored or not verdict.may_run(override_reason=reason),
        on_click=_start,
        args=(draft, verdict, reason),
        help=say("Runs in the background; it can be stopped and goes on after a crash."),
    )


def _name_and_limits() -> tuple[str, int, Decimal]:
    """What the evaluation is called, the most tokens of an answer, and the cap in US dollars."""
    left, middle, right = st.columns(3)
    name = left.text_input(
        say("Name"), key="evaluation.name", max_chars=200, help=say("Under which the result is kept.")
    )
    tokens = middle.number_input(
        say("Maximum tokens per answer"), 1, 100_000, 256, key="evaluation.tokens", help=say("Bounds cost.")
    )
    cap = right.number_input(
        say("Cap (USD)"),
        0.01,
        100_000.0,
        5.0,
        key="evaluation.cap",
        help=say("The job stops itself when this is spent."),
    )
    return name, tokens, Decimal(str(cap))


def _draft(
    prompts: tuple[Prompt, ...],
    chosen: tuple[Connection, ...],
    measured: Measures,
    ways: Ways,
    *,
    tokens: int,
    cap: Decimal,
) -> Plan | None:
    """The evaluation as it was set up; None where it would have too many columns, which is said."""
    try:
        return Plan(
            evaluation_id=uuid.uuid4().hex,
            name="draft",
            prompts=prompts,
            connections=chosen,
            metrics=measured.metrics,
            parameters=Parameters(temperature=ways.temperature, max_tokens=tokens, tools=measured.tools),
            judge=measured.judge,
            embedder=measured.embedder,
            cap_usd=cap,
            variants=ways.variants,
            repeats=ways.repeats,
            stop=ways.stop,
        )
    except ValidationError as error:
        st.error(escaped(refusal_of(error.errors()[0])))
        return None


def _estimate(verdict: Verdict, plan: Plan) -> None:
    """How many calls it is, and what they cost at the most."""
    parts = [figures.counted(len(plan.prompts), "prompt"), figures.counted(len(plan.connections), "connection")]
    parts += [say("{number} variants", number=len(plan.variants))] if plan.variants else []
    parts += [say("{number} times each", number=plan.repeats)] if plan.repeats > 1 else []
    st.caption(
        say(
            "{parts}: {calls_said}, at most about {estimate} by the offers' prices.",
            parts=" × ".join(parts),
            calls_said=figures.counted(plan.calls, "call"),
            estimate=figures.dollars(verdict.estimate_usd).replace("$", r"\$"),
        )
    )


def _usual_name(prompts: Sequence[Prompt], chosen: Sequence[Connection]) -> str:
    """What an evaluation is called that nobody named."""
    prompts_said = figures.counted(len(prompts), "prompt")
    return say("{prompts_said} on {list}", prompts_said=prompts_said, list=", ".join(one.name for one in chosen))[:200]


def _some_scorable(prompts: Sequence[Prompt], metrics: Sequence[Metric]) -> bool:
    """Whether the first metric can score any prompt; says so when it cannot."""
    if any(metrics[0].can_score(prompt) for prompt in prompts):
        return True
    if metrics[0].kind in PASSAGES:
        st.warning(say("None of these prompts has the passages (contexts, relevant) that the first metric compares."))
    else:
        st.warning(
            say("None of these prompts has a reference answer, which the first metric needs: choose another metric.")
        )
    return False


def _prompts(decision: state.OpenDecision | None, use_case: UseCase | None) -> tuple[Prompt, ...]:
    sources = (say("A file"), say("The decision's prompt library"), say("The starter set (to see how it works)"))
    source = st.radio(
        say("Prompts"),
        sources,
        key="evaluation.source",
        horizontal=True,
        help=say("Your own prompts with the answers you hope for tell far more than any public benchmark."),
    )
    if source == sources[1]:
        return _previewed(keep.prompts(decision.decision_id if decision else None))
    if source == sources[2]:
        return _previewed(starters(use_case.task if use_case else None))
    upload = ask_file(
        say("CSV or JSONL file"),
        types=KINDS,
        key="evaluation.file",
        help=say("A prompt per row, the answer you hope for and tags if you have them; any names of columns."),
    )
    if upload is None:
        return ()
    prompts = prompts_of(upload, key="evaluation.file.read")
    return _previewed(prompts) if prompts else ()


def _previewed(prompts: tuple[Prompt, ...]) -> tuple[Prompt, ...]:
    if not prompts:
        st.caption(say("No prompt is kept there yet."))
        return ()
    known = sum(bool(prompt.reference) for prompt in prompts)
    st.caption(
        say(
            "{count} prompts, {known} with a reference answer. The first {min}:",
            count=len(prompts),
            known=known,
            min=min(PREVIEWED, len(prompts)),
        )
    )
    tagged = any(prompt.tags for prompt in prompts)
    rows = [
        {say("Prompt"): prompt.text[:160], say("Reference"): prompt.reference[:120]}
        | ({say("Tags"): ", ".join(prompt.tags)} if tagged else {})
        for prompt in prompts[:PREVIEWED]
    ]
    show_rows(rows, hide_index=True, alt=say("The first prompts"))
    return prompts


def _connections(connections: Sequence[Connection], shortlisted: AbstractSet[str]) -> tuple[Connection, ...]:
    """Those to evaluate: at first what stands in for the shortlist, since evidence takes two models."""
    names = {one.name: one for one in connections}
    standing_in = [one.name for one in connections if one.catalog_model_id in shortlisted][:FIRST]
    chosen = st.multiselect(
        say("Connections"),
        list(names),
        default=standing_in or list(names)[:1],
        max_selections=10,
        key="evaluation.connections",
        help=say("Every one gets every prompt."),
    )
    return tuple(names[name] for name in chosen)


def _verdict(plan: Plan, *, decision: state.OpenDecision | None) -> Verdict:
    """The guards over every call of the evaluation; judge and embedder read what was answered."""
    catalog, prompts = installation.catalog(), range(len(plan.prompts))
    priced = {one.name: price_for(one, catalog) for one in plan.everyone}
    planned = [
        PlannedPane(column.connection, plan.request(prompt, column), priced[column.connection.name])
        for column in plan.columns
        for prompt in prompts
    ]
    for reader in (one for one in (plan.judge, plan.embedder) if one is not None):
        asked = [PlannedPane(reader, plan.request(prompt), priced[reader.name]) for prompt in prompts]
        planned += asked * len(plan.columns)
    return check(
        planned,
        data_class=decision.answers.data.classification if decision else "internal",
        caps=Caps(
            run_usd=plan.cap_usd,
            day_usd=max(plan.cap_usd, Decimal(str(state.recall("playground.cap.day", 10.0)))),
        ),
        spent_today_usd=keep.spent_usd(timedelta(days=1)),
        repetitions=plan.repeats,
    )


def _findings(verdict: Verdict, plan: Plan) -> str:
    """Say what the guards found; gives the reason that lifts it, which belongs to these prompts and connections."""
    for message in dict.fromkeys(finding.message for finding in verdict.blocks):
        st.error(escaped(message), icon=":material/block:")
    warnings = [one for one in verdict.findings if one.severity == "warning" and one.subject != "cost_unknown"]
    for message in dict.fromkeys(finding.message for finding in warnings):
        st.warning(escaped(message), icon=":material/warning:")
    if not verdict.blocks or not all(finding.liftable for finding in verdict.blocks):
        return ""
    return st.text_input(
        say("Reason for sending it all the same"),
        key=f"evaluation.reason.{_mark(plan)}",
        placeholder=say("At least {shortest_reason} characters; it is recorded", shortest_reason=SHORTEST_REASON),
        help=say("Overrides the block above; the override is kept with your name and the time."),
    )


def _mark(plan: Plan) -> str:
    """What tells these prompts to these connections from others."""
    parts = [one.name for one in plan.everyone] + [part for one in plan.prompts for part in (one.system, one.text)]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _start(draft: Plan, verdict: Verdict, reason: str) -> None:
    """Keep the evaluation with the open decision (which is saved if need be) and let the page begin it."""
    decision = state.open_decision()
    if decision is not None and decision.decision_id is None:
        desk.save("saved by the evaluation")
        decision = state.open_decision()
    decision_id = decision.decision_id if decision else None
    override = "; ".join(dict.fromkeys(finding.message for finding in verdict.blocks)) or None
    if override is not None:
        installation.trials().record_override(decision_id=decision_id, lifted=override, reason=reason.strip())
    plan = draft.model_copy(
        update={
            "decision_id": decision_id,
            "override": None if override is None else f"{override} Reason: {reason.strip()}",
        }
    )
    save_evaluation(installation.trials(), plan, status="ready")
    state.remember("evaluation.begin", plan.evaluation_id)
    state.remember("evaluation.tabs", say("Evaluations"))
