"""How sure the ranking is: rank acceptability, what would change it, and what other methods say."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
import streamlit as st

from advisor.assessment import AnyUseCase
from advisor.decision.records import Flip
from advisor.decision.results.changes.score_lines import crossings, lines
from advisor.questionnaire.answers import Answers
from advisor.ui.charts.decision import acceptability_chart, sensitivity_chart
from advisor.ui.charts.drawing import draw
from advisor.ui.charts.names import plain_label
from advisor.ui.frame.markdown import escaped
from advisor.ui.recommendation import relax as recommendation_relax
from advisor.ui.recommendation.shared_figures import best_per_model
from advisor.ui.tables import show_rows
from advisor.ui.words import later, message, said_of, say
from advisor.words.sentences.criteria import CRITERIA_TITLES

ROWS = 12
MODELS = 8
NEAREST = 3
"""Changes of each kind that are seen at once; the rest opens on a click."""
KINDS = {
    "weight": later("Weights"),
    "price": later("Prices"),
    "capability": later("Abilities"),
    "fact": later("Facts nobody states or knows exactly"),
}


def show_robustness(case: AnyUseCase) -> None:
    """The rank-acceptability heat map and its table by alternative, then the shares of first ranks by model."""
    items = list(case.recommendations[:ROWS])
    names = {item.alternative_id: item.name for item in items}
    st.markdown(
        say(
            "Weights and uncertain facts are varied together, each fact once for every alternative it touches; "
            "a weight of 20% moves by about 5 points. Shares carry a sampling error of at most half a "
            "percentage point at 10,000 draws."
        )
    )
    st.subheader(say("By alternative: one model at one place"))
    st.caption(
        say(
            "A model that could run at several places has a row for each. The darker a cell, the more often the "
            "alternative takes that rank."
        )
    )
    draw(acceptability_chart(items, names), key="recommendation.acceptability")
    rows = []
    for item in items:
        row: dict[str, object] = {
            say("Rank"): item.rank,
            say("Alternative"): item.name,
            say("Expected rank"): round(item.expected_rank, 1),
        }
        row[say("Score")] = say(
            "{score:.1f} ({score_low:.1f} to {score_high:.1f})",
            score=item.score * 100,
            score_low=item.score_low * 100,
            score_high=item.score_high * 100,
        )
        row[say("Near best (%)")] = round(item.near_best_share * 100, 1)
        row |= {
            say("Rank {rank} (%)", rank=rank): round(share * 100, 1)
            for rank, share in enumerate(item.rank_acceptability, start=1)
        }
        rows.append(row)
    show_rows(
        pd.DataFrame(rows), hide_index=True, width="stretch", height="content", key="recommendation.acceptability_table"
    )
    st.subheader(say("By model: all its places together"))
    st.caption(
        say(
            "In each draw one alternative is first, so the shares of a model's places add up. The verdict asks "
            "which model is first, before where it runs: it speaks of these shares."
        )
    )
    show_rows(_by_model(case), hide_index=True, width="stretch", height="content", key="recommendation.by_model")
    st.subheader(say("What other methods say"))
    show_cross_check(case)


def _by_model(case: AnyUseCase) -> pd.DataFrame:
    """The models that are first most often, wherever they run, with the best place of each."""
    shares: dict[str, float] = {}
    for item in case.recommendations:
        shares[item.model_id] = shares.get(item.model_id, 0.0) + item.first_rank_share
    places = Counter(item.model_id for item in case.recommendations)
    places.update(item.model_id for item in case.also_ranked)
    best = sorted(best_per_model(case.recommendations), key=lambda item: -shares[item.model_id])[:MODELS]
    return pd.DataFrame(
        [
            {
                say("Model"): item.model_name,
                say("First in (%), any place"): round(shares[item.model_id] * 100, 1),
                say("Places"): places[item.model_id],
                say("Best place"): item.place,
                say("Its rank"): item.rank,
                say("First in (%), there"): round(item.first_rank_share * 100, 1),
            }
            for item in best
        ]
    )


def show_flips(answers: Answers, case: AnyUseCase, index: int) -> None:
    """The smallest changes that would put another alternative first, by kind; then the sensitivity to one weight."""
    for kind, title in KINDS.items():
        flips = [flip for flip in case.flips if flip.kind == kind]
        if flips:
            st.subheader(say(title))
            st.markdown("\n".join(f"- {_flip_text(flip)}" for flip in flips[:NEAREST]))
            if len(flips) > NEAREST:
                with st.expander(say("{count} more", count=len(flips) - NEAREST)):
                    st.markdown("\n".join(f"- {_flip_text(flip)}" for flip in flips[NEAREST:]))
    if case.relaxations:
        st.subheader(say("Constraints that cost you a better alternative"))
        recommendation_relax.show_each(answers, case.relaxations, index)
    _show_sensitivity(case)


def _flip_text(flip: Flip) -> str:
    """The change, and what to do about it."""
    sentence = escaped(said_of(flip, "sentence"))
    return f"{sentence} *{escaped(said_of(flip, 'action'))}*" if flip.action else sentence


def _show_sensitivity(case: AnyUseCase) -> None:
    st.subheader(say("One weight at a time"))
    used = list(case.criteria)
    names_of = {note.criterion: message(CRITERIA_TITLES[note.criterion]) for note in used}
    chosen = st.selectbox(
        say("Criterion"),
        [note.criterion for note in used],
        format_func=names_of.__getitem__,
        key="recommendation.sensitivity",
        help=say("Its weight moves from 0 to 100%, the others stay in proportion."),
    )
    items = best_per_model(case.recommendations)[:6]
    place = next(i for i, note in enumerate(used) if note.criterion == chosen)
    values = np.array([[item.values[note.criterion] for note in used] for item in case.recommendations])  # noqa: PD011 - a record, no data frame
    weights = np.array([note.weight for note in used])
    rows = [case.recommendations.index(item) for item in items]
    shares = np.linspace(0, 1, 101)
    flips = [float(point) for point in crossings(values, weights, place, int(np.argmax(values @ weights)))]
    scores = lines(values[rows], weights, place, shares)
    figure = sensitivity_chart(
        shares,
        scores,
        [plain_label(item) for item in items],
        criterion=message(used[place].name),
        weight=float(weights[place]),
        flips=flips,
    )
    draw(figure, key="recommendation.sensitivity_chart")
    table = {say("Weight (%)"): np.round(shares[::10] * 100)} | {
        plain_label(item): np.round(line[::10] * 100, 1) for item, line in zip(items, scores, strict=True)
    }
    show_rows(
        pd.DataFrame(table), hide_index=True, width="stretch", height="content", key="recommendation.sensitivity_table"
    )


def show_cross_check(case: AnyUseCase) -> None:
    """TOPSIS and PROMETHEE II on the same matrix."""
    check = case.cross_check
    if check is None:
        st.markdown(say("There is only one model to compare: no other method can disagree."))
        return
    st.markdown(escaped(check.sentence))
    st.caption(
        say(
            "The best deployment of each model, at most 60 models; the values are the same, only the way of adding "
            "them up differs."
        )
    )
    names = {item.alternative_id: item.name for item in case.recommendations} | {
        i.alternative_id: i.name for i in case.also_ranked
    }
    mine = [item.alternative_id for item in best_per_model(case.recommendations)][:15]
    columns = {say("Additive"): [names.get(key, key) for key in mine]}
    for method in check.methods:
        columns[method.method] = [names.get(key, key) for key in method.order[: len(mine)]]
        if method.explanation:
            st.markdown(escaped(method.explanation))
    length = min(len(column) for column in columns.values())
    table = pd.DataFrame(
        {say("Rank"): range(1, length + 1)} | {name: column[:length] for name, column in columns.items()}
    )
    show_rows(table, hide_index=True, width="stretch", height="content", key="recommendation.cross_table")
    rows = [
        {
            say("Method"): m.method,
            say("Spearman"): m.spearman,
            say("Kendall"): m.kendall,
            say("Same first"): say("yes") if m.same_first else say("no"),
        }
        for m in check.methods
    ]
    show_rows(pd.DataFrame(rows), hide_index=True, width="stretch", key="recommendation.correlation_table")
