"""Weights: sliders that re-rank at once, swing weighting, pairwise comparison, an order alone.

Stakeholders side by side.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import cast

import pandas as pd
import streamlit as st

from advisor.assessment import AnyUseCase
from advisor.decision.ranked import Ranked, rank
from advisor.decision.records import CriterionNote
from advisor.decision.results.recommendations import leading_models
from advisor.decision.results.verdict_facts import verdict_told
from advisor.decision.robustness.draws import Knowledge
from advisor.decision.scoring.weights import judgement_matrix, pairwise_weights, rank_order_centroid, swing_weights
from advisor.questionnaire.answers import Answers, CriterionId, StakeholderWeights
from advisor.ui import state
from advisor.ui.cached import decisions
from advisor.ui.charts.contributions import contributions_chart
from advisor.ui.charts.drawing import draw
from advisor.ui.frame.keep_buttons import KeepButton, show_keep
from advisor.ui.frame.markdown import escaped, option
from advisor.ui.frame.numbers import sensible
from advisor.ui.recommendation.shared_figures import cost_band, ranks_of
from advisor.ui.words import later, message, said, say, spoken, words
from advisor.words.sentences.criteria import CRITERIA_TITLES

DRAWS = 1_000
"""Draws behind a slider: enough to show the share of first ranks to within 3 points."""
SHOWN = 6
JUDGEMENTS = {
    9.0: later("absolutely more"),
    7.0: later("very much more"),
    5.0: later("much more"),
    3.0: later("somewhat more"),
    1.0: later("equally"),
    1 / 3: later("somewhat less"),
    1 / 5: later("much less"),
    1 / 7: later("very much less"),
    1 / 9: later("absolutely less"),
}
_UNITS = {"points of 100": later("points"), "share of the limit": later("of the wait you allow")}
METHODS = {
    "Sliders": later("Sliders"),
    "Swing": later("Swing"),
    "Pairwise": later("Pairwise"),
    "Order only": later("Order only"),
}


@st.fragment
def show(answers: Answers, case: AnyUseCase, index: int) -> None:
    """Set the weights in one of four ways and see the ranking at once.

    Keep them with the decision or as a stakeholder's.
    """
    method = st.segmented_control(
        say("Way to set them"),
        list(METHODS),
        default="Sliders",
        format_func={name: option(say(text)) for name, text in METHODS.items()}.__getitem__,
        key="recommendation.method",
        help=say("Four ways to say what matters most."),
    )
    buttons = st.container()  # above what grows and shrinks with each change, or a press on them would be lost
    left, right = st.columns([1, 1.4])
    way, token = method or "Sliders", _token()
    if way == "Sliders":
        # Where they stand is known before they are drawn: the ranking reaches the browser first.
        weights = _shares(_positions(case.criteria, token))
    else:
        with left:
            weights = _elicit(way, case.criteria, token)
    with right:
        known: Knowledge = "order" if way == "Order only" else "around"
        show_ranked(rank(decisions.prepared(answers, index), weights, samples=DRAWS, knowledge=known), case, answers)
    if way == "Sliders":
        with left:
            _sliders(case.criteria, token)
    with buttons:
        keep_weights(answers, weights, way)


def _token() -> int:
    current = state.open_decision()
    return current.token if current else 0


def _elicit(method: str, criteria: Sequence[CriterionNote], token: int) -> dict[str, float]:
    match method:
        case "Swing":
            return _swing(criteria, token)
        case "Pairwise":
            return _pairwise(criteria, token)
        case _:
            return _order(criteria, token)


def _slider_key(note: CriterionNote, token: int) -> str:
    return f"recommendation.weight.{note.criterion}.{token}"


def _positions(criteria: Sequence[CriterionNote], token: int) -> dict[str, float]:
    """Where the sliders stand, 0 to 100 each: at the very weights in force, unrounded, until somebody moves them."""
    return {
        note.criterion: _exact(
            state.widget_value(_slider_key(note, token), round(note.weight * 100)), note.weight * 100
        )
        for note in criteria
    }


def _exact(shown: float, in_force: float) -> float:
    """What a widget of whole numbers stands for: the weight in force where nobody moved it.

    So looking alone moves no place.
    """
    return in_force if shown == round(in_force) else float(shown)


def _sliders(criteria: Sequence[CriterionNote], token: int) -> None:
    st.caption(say("Any numbers will do: they are scaled to 100% together."))
    for note in criteria:
        st.slider(
            message(note.name),
            0,
            100,
            round(note.weight * 100),
            key=_slider_key(note, token),
            help=say(
                "{definition} Now {weight:.1%}: {weight_reason}.",
                definition=message(note.definition),
                weight=note.weight,
                weight_reason=note.weight_reason,
            ),
        )
    if not any(_positions(criteria, token).values()):
        st.warning(say("All weights are 0: every criterion counts alike until one is above 0."))


def _shares(raw: Mapping[str, float]) -> dict[str, float]:
    total = sum(raw.values())
    return {name: value / total if total > 0 else 1 / len(raw) for name, value in raw.items()}


def _swing(criteria: Sequence[CriterionNote], token: int) -> dict[str, float]:
    st.caption(
        say(
            "Imagine the worst on everything. Which one would you lift from worst to best first? Give it 100, and "
            "the others what lifting "
            "them is worth against it."
        )
    )
    top = max(note.weight for note in criteria)
    points: dict[str, float] = {
        note.criterion: _exact(
            st.number_input(
                _swing_label(note),
                0,
                100,
                round(note.weight / top * 100),
                key=f"recommendation.swing.{note.criterion}.{token}",
                help=message(note.anchor_reason),
            ),
            note.weight / top * 100,
        )
        for note in criteria
    }
    try:
        return swing_weights(points)
    except ValueError as error:
        st.warning(str(error))
        return {note.criterion: note.weight for note in criteria}


def _swing_label(note: CriterionNote) -> str:
    unit = say(_UNITS[note.unit]) if note.unit in _UNITS else message(note.unit)
    return say(
        "{name}: from {sensible} to {sensible2} {unit}",
        name=message(note.name),
        sensible=sensible(note.anchor_worst),
        sensible2=sensible(note.anchor_best),
        unit=unit,
    )


def _pairwise(criteria: Sequence[CriterionNote], token: int) -> dict[str, float]:
    st.caption(say("Compare the criteria that matter most; the others keep their weights."))
    by_weight = sorted(criteria, key=lambda note: -note.weight)
    chosen = st.multiselect(
        say("Compare"),
        [note.criterion for note in by_weight],
        default=[note.criterion for note in by_weight[:4]],
        format_func={name: message(text) for name, text in CRITERIA_TITLES.items()}.__getitem__,
        max_selections=7,
        key=f"recommendation.pairs.{token}",
        wrap=True,
        help=say("Between two and seven criteria: every pair is one question."),
    )
    kept: dict[str, float] = {note.criterion: note.weight for note in criteria}
    if len(chosen) < 2:  # noqa: PLR2004 - a comparison takes two
        return dict(kept)
    pairs = list(combinations(chosen, 2))
    upper = [_judgement(first, second, kept, token) for first, second in pairs]
    if upper == [_nearest(first, second, kept) for first, second in pairs]:
        st.caption(say("Nothing is compared yet: the answers stand at the weights in force, which count as they are."))
        return dict(kept)
    found = pairwise_weights(judgement_matrix(len(chosen), upper))
    verdict = (
        say("consistent enough") if found.acceptable else say("too inconsistent: above 10%, look at the worst pair")
    )
    st.metric(
        say("Consistency ratio"),
        words().percent(found.consistency_ratio, 1),
        help=say("Saaty's measure; at most 10% is accepted."),
    )
    st.caption(verdict)
    if found.worst is not None and not found.acceptable:
        row, column, given, implied = found.worst
        st.warning(
            say(
                "Worst pair: {criteria_titles} against {criteria_titles2}. You said {given:.2g} times as "
                "important; your other answers imply {implied:.2g}.",
                criteria_titles=message(CRITERIA_TITLES[chosen[row]]),
                criteria_titles2=message(CRITERIA_TITLES[chosen[column]]),
                given=given,
                implied=implied,
            )
        )
    mass = sum(kept[name] for name in chosen)
    return {**kept, **{name: float(share) * mass for name, share in zip(chosen, found.weights, strict=True)}}


def _judgement(first: str, second: str, kept: Mapping[str, float], token: int) -> float:
    options = list(JUDGEMENTS)
    answer = st.selectbox(
        say(
            "{criteria_titles} matters … than {criteria_titles2}",
            criteria_titles=message(CRITERIA_TITLES[first]),
            criteria_titles2=message(CRITERIA_TITLES[second]),
        ),
        options,
        index=options.index(_nearest(first, second, kept)),
        format_func={value: say(text) for value, text in JUDGEMENTS.items()}.__getitem__,
        key=f"recommendation.pair.{first}.{second}.{token}",
        help=say("Saaty's scale from 1 (equally) to 9 (absolutely more)."),
    )
    return float(answer or 1.0)


def _nearest(first: str, second: str, kept: Mapping[str, float]) -> float:
    """The judgement of the scale that is nearest to the ratio of the weights in force, in ratios."""
    if kept[first] <= 0 or kept[second] <= 0:
        return 1.0 if kept[first] == kept[second] else 9.0 if kept[second] <= 0 else 1 / 9
    ratio = math.log(kept[first] / kept[second])
    return min(JUDGEMENTS, key=lambda value: abs(math.log(value) - ratio))


def _order(criteria: Sequence[CriterionNote], token: int) -> dict[str, float]:
    st.caption(
        say(
            "Choose the criteria in the order of their importance. The weights are the centroid of all that "
            "agree with it, and the shares of first ranks are over all of them alike."
        )
    )
    by_weight = [note.criterion for note in sorted(criteria, key=lambda note: -note.weight)]
    chosen = st.multiselect(
        say("Most important first"),
        by_weight,
        default=by_weight,
        format_func={name: message(text) for name, text in CRITERIA_TITLES.items()}.__getitem__,
        key=f"recommendation.order.{token}",
        wrap=True,
        help=say("Remove and add to change the order; what you leave out gets no weight."),
    )
    if not chosen:
        return {note.criterion: note.weight for note in criteria}
    weights = rank_order_centroid(len(chosen))
    places = [
        f"{place}. {message(CRITERIA_TITLES[name])} {words().percent(share)}"
        for place, (name, share) in _numbered(chosen, weights)
    ]
    st.markdown("  \n".join(places))
    none: dict[str, float] = {note.criterion: 0.0 for note in criteria}
    return none | {name: float(weight) for name, weight in zip(chosen, weights, strict=True)}


def _numbered(chosen: Sequence[str], weights: Iterable[float]) -> Iterable[tuple[int, tuple[str, float]]]:
    return enumerate(zip(chosen, weights, strict=True), start=1)


def show_ranked(ranked: Ranked, case: AnyUseCase, answers: Answers) -> None:
    """The ranking under the new weights, and what moved: in words and numbers first, which is quick, then the chart."""
    if ranked.leader is None:
        return
    head, chart, table = st.container(key="recommendation.weights_words"), st.container(), st.container()
    place = ranked.leader if ranked.finding.choice is None else ranked.finding.choice
    first = said(ranked.name(place))
    points = say("{scores:.1f} of 100 points", scores=ranked.ranking.scores[place] * 100)
    changed = case.recommendations and ranked.matrix.ids[place] != case.recommendations[0].alternative_id
    head.markdown(f"**{say('New choice') if changed else say('Still the choice')}: {first}** ({points})")
    head.caption(escaped(said(verdict_told(ranked))))
    items = spoken(leading_models(ranked, SHOWN))
    before = ranks_of(case)
    rows = [
        {
            say("Rank"): item.rank,
            say("Before"): before.get(item.alternative_id),
            say("Alternative"): item.name,
            say("Score"): round(item.score * 100, 1),
            say("First in (%)"): round(item.first_rank_share * 100, 1),
            say("Cost"): cost_band(item.monthly_cost_usd, answers.budget),
        }
        for item in items
    ]
    table.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", key="recommendation.weights_table")
    notes = [
        note.model_copy(update={"weight": float(w)}) for note, w in zip(case.criteria, ranked.weights, strict=True)
    ]
    names = {item.alternative_id: item.name for item in items}
    with chart:
        draw(contributions_chart(items, notes, names, ranked.matrix.ids[place]), key="recommendation.weights_chart")


def keep_weights(answers: Answers, weights: Mapping[str, float], method: str) -> None:
    """Keep the weights with the decision, or as one stakeholder's."""
    rounded = {cast("CriterionId", name): round(weight * 100, 3) for name, weight in weights.items()}
    keep = KeepButton(
        say("Use these weights"),
        "recommendation.use_weights",
        say("Replaces the weights of the decision; save it to keep them."),
        answers.model_copy(update={"weights": rounded}),
    )
    back = KeepButton(
        say("Back to derived weights"),
        "recommendation.derive",
        say("Forget the weights set by hand; derive them from the answers."),
        answers.model_copy(update={"weights": None}),
    )
    row = show_keep(answers, keep, back if answers.weights is not None else None)
    count = len(answers.stakeholders)
    place = row.popover(
        say("Keep as a stakeholder's"), icon=":material/group_add:", key=f"recommendation.stakeholder_popover.{count}"
    )
    with place:
        name = st.text_input(
            say("Name"), key=f"recommendation.stakeholder.{count}", help=say("Whose weights these are."), max_chars=200
        ).strip()
        if st.button(
            say("Keep"),
            key="recommendation.keep_stakeholder",
            disabled=not name,
            help=say("Adds or replaces this stakeholder."),
        ):
            kind = {"Swing": "swing", "Pairwise": "pairwise"}.get(method, "direct")
            mine = StakeholderWeights.model_validate({"name": name, "weights": rounded, "method": kind})
            others = tuple(item for item in answers.stakeholders if item.name != name)
            state.change_answers(answers.model_copy(update={"stakeholders": (*others, mine)}))
            st.toast(
                say("Kept as {name}'s weights; see the tab Stakeholders", name=escaped(name)),
                icon=":material/group_add:",
            )
            st.rerun()
