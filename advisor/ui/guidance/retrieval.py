"""How documents are found for the model: the plan, what it costs and waits, the stores with what speaks for each."""

from __future__ import annotations

from typing import Final, get_args

import pandas as pd
import streamlit as st

from advisor.assessment import Assessment
from advisor.guidance.retrieval.retrieval_records import RetrievalPlan, RetrievalWishes, Rights
from advisor.ui.cached import beyond
from advisor.ui.frame.markdown import escaped
from advisor.ui.recommendation.ranking import TALL_PX, source_name, source_names
from advisor.ui.tables import show_rows
from advisor.ui.words import later, say, spoken, words

_RIGHTS: Final[dict[Rights, str]] = {
    "shared": later("Everybody who asks"),
    "by_document": later("Each document has its own readers"),
}


def show(assessment: Assessment) -> None:
    """Advice, points, cost, waits and stores; two questions that the answers leave open."""
    st.subheader(say("How documents are found"))
    found = beyond.retrieval(assessment, _wishes(assessment))
    if found is None:
        st.info(say("The work looks into no documents."))
        return
    plan = spoken(found)
    st.markdown(f"**{escaped(plan.advice)}**")
    st.markdown("\n".join(f"- {escaped(point)}" for point in plan.points))
    if plan.assumed:
        st.caption(say("Assumed: {assumptions}", assumptions=escaped(" ".join(plan.assumed))))
    names = source_names()
    _costs(plan, names)
    _waits(plan, names)
    _stores(plan, names)
    _quality(plan, names)


def _wishes(assessment: Assessment) -> RetrievalWishes:
    """What the answers do not say, as the page asks it; the usual until somebody says otherwise."""
    usual = beyond.retrieval(assessment, RetrievalWishes())
    if usual is None:
        return RetrievalWishes()
    left, right = st.columns(2)
    share = left.number_input(
        say("Documents that change in a month (%)"),
        min_value=0.0,
        max_value=1_000.0,
        value=100 * usual.changing_share,
        step=5.0,
        key="guidance.retrieval.changing",
        help=say("100% is all of them once; news may change several times over."),
    )
    rights = right.selectbox(
        say("Who may read the documents"),
        get_args(Rights),
        index=get_args(Rights).index(usual.rights),
        format_func=lambda name: say(_RIGHTS[name]),
        key="guidance.retrieval.rights",
        help=say("With readers of its own for each document, a search finds only what the person who asks may read."),
    )
    return RetrievalWishes(
        changing_share=None if share == 100 * usual.changing_share else share / 100,
        rights=None if rights == usual.rights else rights,
    )


def _costs(plan: RetrievalPlan, names: dict[str, str]) -> None:
    st.markdown(say("**Expected monthly cost**"))
    unknown = say("unknown")
    rows = [
        {
            say("Line"): line.label,
            say("USD a month"): unknown if line.usd_per_month is None else words().number(float(line.usd_per_month), 2),
            say("Note"): line.note,
            say("Source"): source_name(line.source, names) if line.source else "",
        }
        for line in plan.costs
    ]
    rows.append(
        {
            say("Line"): say("In all"),
            say("USD a month"): words().number(float(plan.total_usd_per_month), 2),
            say("Note"): "",
            say("Source"): "",
        }
    )
    show_rows(pd.DataFrame(rows), hide_index=True, width="stretch", key="guidance.retrieval.costs")


def _waits(plan: RetrievalPlan, names: dict[str, str]) -> None:
    st.markdown(say("**Wait before the first token**"))
    show_rows(
        pd.DataFrame(
            [
                {
                    say("Step"): wait.label,
                    say("ms"): wait.ms,
                    say("From"): wait.low_ms,
                    say("To"): wait.high_ms,
                    say("Source"): source_name(wait.source, names) if wait.source else "",
                }
                for wait in plan.waits
            ]
        ),
        hide_index=True,
        width="stretch",
        key="guidance.retrieval.waits",
    )


def _stores(plan: RetrievalPlan, names: dict[str, str]) -> None:
    st.markdown(say("**Stores of vectors, the chosen one first**"))
    show_rows(
        pd.DataFrame(
            [
                {
                    say("Store"): store.name,
                    say("Points"): store.points,
                    say("Index (GB)"): store.index_gb,
                    say("USD a month"): None if store.usd_per_month is None else float(store.usd_per_month),
                    say("Licence"): store.licence,
                    say("Reason"): store.reason,
                    say("Client released"): None
                    if store.released_on is None
                    else words().short_date(store.released_on),
                    say("Source"): source_name(store.source, names),
                }
                for store in plan.stores
            ]
        ),
        hide_index=True,
        width="stretch",
        row_height=TALL_PX,
        column_config={say("USD a month"): st.column_config.NumberColumn(format="%.2f")},
        key="guidance.retrieval.stores",
    )


def _quality(plan: RetrievalPlan, names: dict[str, str]) -> None:
    """Measured recall by width and wait, and what boards say of the embedding model."""
    with st.expander(say("Measured recall and quality")):
        show_rows(
            pd.DataFrame(
                [
                    {
                        say("Store"): row.store_id,
                        say("Vectors"): row.vectors,
                        say("Links (M)"): row.links,
                        say("Width (ef)"): row.search_width,
                        say("Found (%)"): round(100 * row.recall, 1),
                        say("95% within (ms)"): row.wait_p95_ms,
                        say("Source"): source_name(row.source, names),
                    }
                    for row in plan.recall
                ]
            ),
            hide_index=True,
            width="stretch",
            key="guidance.retrieval.recall",
        )
        for score in plan.embedding_scores:
            st.caption(
                say(
                    "{board}: {score} of 100. {source}",
                    board=score.board,
                    score=words().number(score.score, 1),
                    source=source_name(score.source, names),
                )
            )
