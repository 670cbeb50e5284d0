"""Fitness for the use case: which abilities count in which proportion, to see and to change, ranked anew at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

import pandas as pd
import streamlit as st

from advisor.assessment import AnyUseCase
from advisor.capability.observations import LANGUAGE_CAPABILITIES
from advisor.decision.criteria.task_needs import shares_of
from advisor.decision.ranked import rank
from advisor.decision.records import Recommendation
from advisor.decision.results.recommendations import leading_models
from advisor.questionnaire.answers import Answers, CapabilityId, UseCase
from advisor.questionnaire.labels import CAPABILITIES, TASKS
from advisor.ui import state
from advisor.ui.cached import decisions, installation
from advisor.ui.frame.keep_buttons import KeepButton, show_keep
from advisor.ui.frame.markdown import escaped
from advisor.ui.recommendation.enough import ask_enough
from advisor.ui.recommendation.shared_figures import ranks_of
from advisor.ui.tables import show_rows
from advisor.ui.words import later, message, say, spoken, words

DRAWS = 500
SHOWN = 8
NAMES = CAPABILITIES | {"speech_output": later("Quality of the voice")}


@st.fragment
def show(answers: Answers, case: AnyUseCase, index: int) -> None:
    """Proportions on the left, the ranking they give on the right, and the estimates behind them below."""
    use_case = answers.use_cases[index]
    st.markdown(
        say(
            "Fitness for **{tasks}** is the sum of these abilities in these proportions. The "
            "abilities are estimated from public benchmark results; the proportions are a judgement, "
            "so change them where your work differs.",
            tasks=message(TASKS[use_case.task]).lower(),
        )
    )
    left, right = st.columns([1, 1.4])
    with left:
        enough = ask_enough(use_case)
        shares = _ask(use_case)
    changed = _with_enough(_with_shares(answers, index, shares), index, enough)
    items = _ranked(changed, case, index)
    with right:
        _show_buttons(answers, changed, index)  # above the ranking, whose height changes with each slider
        _show_ranked(items, case)
    _show_estimates(items, shares)


def _ask(use_case: UseCase) -> dict[str, float]:
    """The proportions as the sliders have them, summing to 1."""
    now = shares_of(use_case)
    offered = list(dict.fromkeys([*now, *(LANGUAGE_CAPABILITIES if set(now) & set(LANGUAGE_CAPABILITIES) else ())]))
    if len(offered) == 1:
        st.markdown(say("**{names}: 100%.** This task has one measured ability.", names=_ability(offered[0])))
        return {offered[0]: 1.0}
    current = state.open_decision()
    token = current.token if current else 0
    st.caption(say("Set how much each counts; the numbers are brought to 100% in all. 0 leaves an ability out."))
    raw = {
        name: float(
            st.slider(
                _ability(name),
                0,
                100,
                round(now.get(name, 0.0) * 100),
                key=f"recommendation.share.{use_case.task}.{name}.{token}",
                help=say("How much {names} counts towards fitness.", names=_ability(name).lower()),
            )
        )
        for name in offered
    }
    total = sum(raw.values())
    if total <= 0:
        st.warning(say("All proportions are 0: the usual ones count until one is above 0."))
        return now
    return {name: value / total for name, value in raw.items()}


def _ability(name: str) -> str:
    text = NAMES[name]
    return message(text) if name in CAPABILITIES else say(text)


def _with_shares(answers: Answers, index: int, shares: Mapping[str, float]) -> Answers:
    """The answers with these proportions; unchanged where they round to those in force."""
    use_case = answers.use_cases[index]
    now = shares_of(use_case)
    if all(abs(shares.get(name, 0.0) - now.get(name, 0.0)) < 0.01 for name in {*shares, *now}):  # noqa: PLR2004 - a slider moves in steps of one per cent
        return answers
    kept = {cast("CapabilityId", name): round(share, 4) for name, share in shares.items() if share > 0}
    return _replaced(answers, index, use_case.model_copy(update={"capability_shares": kept}))


def _with_enough(answers: Answers, index: int, enough: float | None) -> Answers:
    return _replaced(answers, index, answers.use_cases[index].model_copy(update={"enough_fitness": enough}))


def _replaced(answers: Answers, index: int, use_case: UseCase) -> Answers:
    cases = tuple(use_case if place == index else kept for place, kept in enumerate(answers.use_cases))
    return answers.model_copy(update={"use_cases": cases})


def _ranked(changed: Answers, case: AnyUseCase, index: int) -> Sequence[Recommendation]:
    ranked = rank(decisions.prepared(changed, index), case.weights, samples=DRAWS)
    return spoken(leading_models(ranked, SHOWN))


def _show_ranked(items: Sequence[Recommendation], case: AnyUseCase) -> None:
    if not items:
        st.warning(
            say("With these proportions nothing reaches the lowest acceptable fitness."), icon=":material/block:"
        )
        return
    before = ranks_of(case)
    first = case.recommendations[0].model_id if case.recommendations else None
    head = say("Still first") if items[0].model_id == first else say("New first")
    st.markdown(f"**{head}: {escaped(items[0].name)}**")
    rows = [
        {
            say("Rank"): item.rank,
            say("Before"): before.get(item.alternative_id),
            say("Model"): item.model_name,
            say("Fitness"): None
            if item.performances["fitness"].value is None
            else round(item.performances["fitness"].value, 1),
            say("Value of it"): round(item.values["fitness"] * 100, 1),  # noqa: PD011 - a record, no data frame
            say("Score"): round(item.score * 100, 1),
            say("Where it runs"): item.place,
        }
        for item in items
    ]
    show_rows(pd.DataFrame(rows), hide_index=True, width="stretch", key="recommendation.fitness_ranking")


def _show_buttons(answers: Answers, changed: Answers, index: int) -> None:
    use_case = answers.use_cases[index]
    keep = KeepButton(
        say("Use these"),
        "recommendation.use_shares",
        say("Replaces the proportions and what is enough in this use case; save the decision to keep them."),
        changed,
    )
    back = KeepButton(
        say("Back to the usual"),
        "recommendation.usual_shares",
        say(
            "The proportions and the enough that this project judges right for {tasks}.",
            tasks=message(TASKS[use_case.task]).lower(),
        ),
        _replaced(answers, index, use_case.model_copy(update={"capability_shares": None, "enough_fitness": None})),
    )
    own = use_case.capability_shares is not None or use_case.enough_fitness is not None
    show_keep(answers, keep, back if changed != answers or own else None)


def _show_estimates(items: Sequence[Recommendation], shares: Mapping[str, float]) -> None:
    """What each of the leading models is estimated to be able to do, with the error."""
    used = [name for name, share in sorted(shares.items(), key=lambda pair: -pair[1]) if share > 0]
    st.markdown(say("**The abilities behind it** (points of 100 ± standard error; * inferred from a relative)"))
    known = installation.catalog().capability
    rows = []
    for item in items:
        row = {say("Model"): item.model_name}
        for name in used:
            found = known.get((item.model_id, name))
            star = "*" if found and found.basis != "fitted" else ""
            estimate = (
                f"{words().number(found.estimate)} ± {words().number(found.standard_error)}{star}"
                if found
                else say("unknown")
            )
            row[f"{_ability(name)} ({words().percent(shares[name])})"] = estimate
        rows.append(row)
    show_rows(pd.DataFrame(rows), hide_index=True, width="stretch", height="content", key="recommendation.estimates")
