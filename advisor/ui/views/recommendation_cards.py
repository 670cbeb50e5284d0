"""The overview.

The verdict in a sentence, the best three models as cards, why the first is first and the others are not.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from advisor.assessment import Assessment, UseCaseAssessment
from advisor.decision.gates import GATES
from advisor.decision.records import Recommendation
from advisor.questionnaire.labels import DEPLOYMENT_KINDS

CARDS = 3
_ICONS = {
    "clear winner": ":material/verified:",
    "no clear winner": ":material/balance:",
    "nothing fits": ":material/block:",
}


def money(usd: float) -> str:
    """US dollars with sensible digits; the sign is escaped, because Markdown reads two of them as a formula."""
    return f"\\${usd:,.0f}" if usd >= 10 else f"\\${usd:,.2f}"  # noqa: PLR2004


def cost_band(item: Recommendation) -> str:
    """The monthly cost with its band."""
    band = item.monthly_cost_usd
    if band is None:
        return "unknown"
    return f"{money(band.p50)} a month ({money(band.p10)} to {money(band.p90)})"


def best_per_model(recommendations: Sequence[Recommendation]) -> list[Recommendation]:
    """The best deployment of every model, in rank order."""
    seen: dict[str, Recommendation] = {}
    for item in recommendations:
        seen.setdefault(item.model_id, item)
    return list(seen.values())


def show_verdict(case: Assessment | UseCaseAssessment) -> None:
    """The verdict in a sentence, and how many alternatives stand behind it."""
    draw = {"clear winner": st.success, "no clear winner": st.info, "nothing fits": st.warning}[case.verdict]
    draw(case.verdict_sentence, icon=_ICONS[case.verdict])
    models = len({item.model_id for item in case.recommendations} | {item.model_id for item in case.also_ranked})
    out = len(case.eliminations)
    st.caption(
        f"{case.feasible_count:,} alternatives of {models:,} models meet every constraint; {out:,} entries are "
        "out, each with its "
        "reason. An alternative is a model together with where it runs."
    )


def show_best(case: Assessment | UseCaseAssessment) -> None:
    """Cards of the best three models, then a line on why the first is first and the others are not."""
    best = best_per_model(case.recommendations)[:CARDS]
    for place, (column, item) in enumerate(zip(st.columns(len(best)), best, strict=True), start=1):
        with column, st.container(border=True, height="stretch"):
            _show_card(case, item, place)
    leader = case.recommendations[0]
    with st.container(border=True):
        st.markdown(f"**Why it is first.** {leader.sentence}")
        for item in best[1:]:
            st.markdown(f"**Why not {item.model_name}.** {item.why_not}")
        common = _most_common_gates(case)
        if common:
            st.markdown(f"**Why others are out.** {common}")


def _show_card(case: Assessment | UseCaseAssessment, item: Recommendation, place: int) -> None:
    st.markdown(f"#### {place}. {item.model_name}")
    if item.rank != place or item.tied:
        tie = ", tied" if item.tied else ""
        st.caption(
            f"Rank {item.rank}{tie} of all alternatives; the ones between are other ways to run the models above."
        )
    st.markdown(f"{DEPLOYMENT_KINDS[item.deployment.kind]}: {item.place}")
    st.markdown(f"**{cost_band(item)}**")
    left, middle, right = st.columns(3)
    left.metric(
        "Score",
        f"{item.score * 100:.0f}",
        help=f"Points of 100; {item.score_low * 100:.0f} to {item.score_high * 100:.0f} under what is uncertain.",
    )
    middle.metric(
        "First in",
        f"{item.first_rank_share:.0%}",
        help="Share of draws of weights and uncertain facts in which it is first.",
    )
    right.metric(
        "Near best", f"{item.near_best_share:.0%}", help="Share of draws in which it is within two points of the best."
    )
    if item.strengths:
        st.markdown("For it: " + "; ".join(item.strengths))
    if item.weaknesses:
        st.markdown("Against it: " + "; ".join(item.weaknesses))
    if item.warnings:
        with st.expander(f"{len(item.warnings)} to settle first", icon=":material/warning:"):
            for warning in item.warnings:
                st.markdown(f"- {warning}")
    others = [other for other in case.recommendations if other.model_id == item.model_id and other is not item]
    if others:
        with st.popover(f"{len(others)} other ways to run it", icon=":material/dns:"):
            for other in others[:12]:
                st.markdown(f"{other.rank}. {other.place}: {other.score * 100:.1f} points, {cost_band(other)}")


def _most_common_gates(case: Assessment | UseCaseAssessment) -> str:
    """The three most frequent reasons for elimination, in words."""
    counts: dict[str, int] = {}
    for item in case.eliminations:
        if item.gate not in ("task", "status"):
            counts[item.gate] = counts.get(item.gate, 0) + 1
    top = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:3]
    return "; ".join(f"{GATES[gate].name.lower()} ({count:,})" for gate, count in top) + "." if top else ""


def show_relaxations(case: Assessment | UseCaseAssessment) -> None:
    """When nothing fits: the cheapest constraints to relax, each with what it would admit."""
    st.subheader("What to relax, cheapest first")
    st.caption(
        "The burden is what relaxing costs you on a scale stated in the method: 1 is a mail to a vendor, 3 an "
        "internal decision, 9 a "
        "change of what the law expects."
    )
    for item in case.relaxations:
        with st.container(border=True):
            st.markdown(f"**{item.change[:1].upper()}{item.change[1:]}** (burden {item.burden:.1f})")
            st.markdown(item.sentence)
    if not case.relaxations:
        st.markdown("No set of constraints can be relaxed: the task itself has no model in the catalog.")
