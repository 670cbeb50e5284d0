"""How sure the ranking is: rank acceptability, what would change it, and what other methods say."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
import streamlit as st

from advisor.assessment import Assessment, UseCaseAssessment
from advisor.decision.records import Flip
from advisor.decision.results.changes.lines import crossings, lines
from advisor.questionnaire.answers import Answers
from advisor.ui.charts.decision import acceptability_chart, plain_label, sensitivity_chart
from advisor.ui.charts.drawing import draw
from advisor.ui.recommendation import relax as recommendation_relax
from advisor.ui.recommendation.cards import best_per_model
from advisor.ui.words import said_of
from advisor.words.sentences.criteria import CRITERIA_TITLES

Case = Assessment | UseCaseAssessment
ROWS = 12
MODELS = 8
NEAREST = 3
"""Changes of each kind that are seen at once; the rest opens on a click."""
KINDS = {
    "weight": "Weights",
    "price": "Prices",
    "capability": "Abilities",
    "fact": "Facts nobody states or knows exactly",
}


def show_robustness(case: Case) -> None:
    """The rank-acceptability heat map and its table by alternative, then the shares of first ranks by model."""
    items = list(case.recommendations[:ROWS])
    names = {item.alternative_id: item.name for item in items}
    st.markdown(
        "Weights and uncertain facts are varied together, each fact once for every alternative it touches; a weight "
        "of 20% moves by about 5 points. Shares carry a sampling error of at most half a percentage point at 10,000 "
        "draws."
    )
    st.subheader("By alternative: one model at one place")
    st.caption(
        "A model that could run at several places has a row for each. The darker a cell, the more often the "
        "alternative takes that rank."
    )
    draw(acceptability_chart(items, names), key="recommendation.acceptability")
    rows = []
    for item in items:
        row: dict[str, object] = {
            "Rank": item.rank,
            "Alternative": item.name,
            "Expected rank": round(item.expected_rank, 1),
        }
        row["Score"] = f"{item.score * 100:.1f} ({item.score_low * 100:.1f} to {item.score_high * 100:.1f})"
        row["Near best (%)"] = round(item.near_best_share * 100, 1)
        row |= {
            f"Rank {rank} (%)": round(share * 100, 1) for rank, share in enumerate(item.rank_acceptability, start=1)
        }
        rows.append(row)
    st.dataframe(
        pd.DataFrame(rows), hide_index=True, width="stretch", height="content", key="recommendation.acceptability_table"
    )
    st.subheader("By model: all its places together")
    st.caption(
        "In each draw one alternative is first, so the shares of a model's places add up. The verdict asks which model "
        "is first, before where it runs: it speaks of these shares."
    )
    st.dataframe(_by_model(case), hide_index=True, width="stretch", height="content", key="recommendation.by_model")
    st.subheader("What other methods say")
    show_cross_check(case)


def _by_model(case: Case) -> pd.DataFrame:
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
                "Model": item.model_name,
                "First in (%), any place": round(shares[item.model_id] * 100, 1),
                "Places": places[item.model_id],
                "Best place": item.place,
                "Its rank": item.rank,
                "First in (%), there": round(item.first_rank_share * 100, 1),
            }
            for item in best
        ]
    )


def show_flips(answers: Answers, case: Case, index: int) -> None:
    """The smallest changes that would put another alternative first, by kind; then the sensitivity to one weight."""
    for kind, title in KINDS.items():
        flips = [flip for flip in case.flips if flip.kind == kind]
        if flips:
            st.subheader(title)
            st.markdown("\n".join(f"- {_flip_text(flip)}" for flip in flips[:NEAREST]))
            if len(flips) > NEAREST:
                with st.expander(f"{len(flips) - NEAREST} more"):
                    st.markdown("\n".join(f"- {_flip_text(flip)}" for flip in flips[NEAREST:]))
    if case.relaxations:
        st.subheader("Constraints that cost you a better alternative")
        recommendation_relax.show_each(answers, case.relaxations, index)
    _show_sensitivity(case)


def _flip_text(flip: Flip) -> str:
    """The change, and what to do about it."""
    sentence = said_of(flip, "sentence")
    return f"{sentence} *{said_of(flip, 'action')}*" if flip.action else sentence


def _show_sensitivity(case: Case) -> None:
    st.subheader("One weight at a time")
    used = list(case.criteria)
    chosen = st.selectbox(
        "Criterion",
        [note.criterion for note in used],
        format_func=lambda name: CRITERIA_TITLES[name],
        key="recommendation.sensitivity",
        help="Its weight moves from 0 to 100%, the others stay in proportion.",
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
        criterion=used[place].name,
        weight=float(weights[place]),
        flips=flips,
    )
    draw(figure, key="recommendation.sensitivity_chart")
    table = {"Weight (%)": np.round(shares[::10] * 100)} | {
        plain_label(item): np.round(line[::10] * 100, 1) for item, line in zip(items, scores, strict=True)
    }
    st.dataframe(
        pd.DataFrame(table), hide_index=True, width="stretch", height="content", key="recommendation.sensitivity_table"
    )


def show_cross_check(case: Case) -> None:
    """TOPSIS and PROMETHEE II on the same matrix."""
    check = case.cross_check
    if check is None:
        st.markdown("There is only one model to compare: no other method can disagree.")
        return
    st.markdown(check.sentence)
    st.caption(
        "The best deployment of each model, at most 60 models; the values are the same, only the way of adding "
        "them up differs."
    )
    names = {item.alternative_id: item.name for item in case.recommendations} | {
        i.alternative_id: i.name for i in case.also_ranked
    }
    mine = [item.alternative_id for item in best_per_model(case.recommendations)][:15]
    columns = {"Additive": [names.get(key, key) for key in mine]}
    for method in check.methods:
        columns[method.method] = [names.get(key, key) for key in method.order[: len(mine)]]
        if method.explanation:
            st.markdown(method.explanation)
    length = min(len(column) for column in columns.values())
    table = pd.DataFrame({"Rank": range(1, length + 1)} | {name: column[:length] for name, column in columns.items()})
    st.dataframe(table, hide_index=True, width="stretch", height="content", key="recommendation.cross_table")
    rows = [
        {
            "Method": m.method,
            "Spearman": m.spearman,
            "Kendall": m.kendall,
            "Same first": "yes" if m.same_first else "no",
        }
        for m in check.methods
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", key="recommendation.correlation_table")
