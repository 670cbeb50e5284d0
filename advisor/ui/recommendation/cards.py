"""The overview.

The verdict in a sentence, the best three models as cards, why the first is first and the others are not.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from advisor.assessment import Assessment, UseCaseAssessment
from advisor.decision.records import Recommendation
from advisor.questionnaire.labels import DEPLOYMENT_KINDS
from advisor.ui.words import in_words
from advisor.words.sentences.gates import GATE_NAMES

CARDS = 3
WAYS = 12
"""Other ways to run a model that its card lists."""
_ICONS = {
    "clear winner": ":material/verified:",
    "no clear winner": ":material/balance:",
    "nothing fits": ":material/block:",
}


def money(usd: float) -> str:
    """US dollars with sensible digits; the sign is escaped, because Markdown reads two of them as a formula."""
    return f"\\${usd:,.0f}" if usd >= 10 else f"\\${usd:,.2f}"  # noqa: PLR2004 - cents matter below ten dollars


def cost_band(item: Recommendation) -> str:
    """The monthly cost with its band."""
    band = item.monthly_cost_usd
    if band is None:
        return "unknown"
    return f"{money(band.p50)} a month ({money(band.p10)} to {money(band.p90)})"


def ranks_of(case: Assessment | UseCaseAssessment) -> dict[str, int]:
    """The rank of every feasible alternative by its id, those listed briefly included."""
    shown = {item.alternative_id: item.rank for item in case.recommendations}
    return shown | {item.alternative_id: item.rank for item in case.also_ranked}


def best_per_model(recommendations: Sequence[Recommendation]) -> list[Recommendation]:
    """The best deployment of every model, in rank order."""
    seen: dict[str, Recommendation] = {}
    for item in recommendations:
        seen.setdefault(item.model_id, item)
    return list(seen.values())


def show_verdict(case: Assessment | UseCaseAssessment) -> None:
    """The verdict in a sentence, how many alternatives stand behind it, and what would settle it."""
    draw = {"clear winner": st.success, "no clear winner": st.info, "nothing fits": st.warning}[case.verdict]
    draw(case.verdict_sentence, icon=_ICONS[case.verdict])
    models = len({item.model_id for item in case.recommendations} | {item.model_id for item in case.also_ranked})
    about = "An alternative is a model together with where it runs"
    if not case.feasible_count:
        st.caption(f"{len(case.eliminations):,} entries are out, each with its reason below. {about}.")
        return
    st.caption(
        f"{case.feasible_count:,} alternatives of {models:,} models meet every constraint. {about}; a draw varies the "
        "weights and every uncertain fact within what is plausible."
    )


def show_best(case: Assessment | UseCaseAssessment) -> None:
    """Cards of the best three models, each with why it is first or why not, then why the rest is out."""
    best = best_per_model(case.recommendations)[:CARDS]
    for place, (column, item) in enumerate(zip(st.columns(len(best)), best, strict=True), start=1):
        with column, st.container(border=True, height="stretch"):
            _show_card(case, item, place)
    common = _most_common_gates(case)
    lines = [f"**Why others are out.** {common}"] if common else []
    step = _next_step(case)
    if step:
        lines.append(f"**What would settle it.** {step}")
    if lines:
        st.markdown("  \n".join(lines))


def _show_card(case: Assessment | UseCaseAssessment, item: Recommendation, place: int) -> None:
    st.markdown(f"## {place}. {item.model_name}")
    st.markdown(f"{DEPLOYMENT_KINDS[item.deployment.kind]}: {item.place}  \n**{cost_band(item)}**")
    of_model = [other for other in case.recommendations if other.model_id == item.model_id]
    share = sum(other.first_rank_share for other in of_model)
    st.markdown(
        f"**{item.score * 100:.1f}** of 100 points · first in {share:.0%} · near best in {item.near_best_share:.0%}",
        help=f"Points: {item.score_low * 100:.0f} to {item.score_high * 100:.0f} under what is uncertain. First: share "
        f"of draws in which the model is first wherever it runs (as proposed here: {item.first_rank_share:.0%}). Near "
        "best: share of draws in which it is, as proposed, within two points of the best.",
    )
    st.markdown(_why(item, place))
    others = [other for other in of_model if other is not item]
    with st.popover(_more(item, len(others)), icon=":material/info:"):
        _show_details(item, others)


def _more(item: Recommendation, others: int) -> str:
    """What opens on a click, counted."""
    parts = ["Details"]
    if item.warnings:
        parts.append(f"{len(item.warnings)} to settle")
    if others:
        parts.append(f"{others} other place{'s' if others > 1 else ''}")
    return " · ".join(parts)


def _show_details(item: Recommendation, others: Sequence[Recommendation]) -> None:
    st.markdown(f"**For it:** {'; '.join(item.strengths) or 'nothing stands out'}.")
    st.markdown(f"**Against it:** {'; '.join(item.weaknesses) or 'nothing stands out'}.")
    if item.warnings:
        st.markdown("**To settle first:**\n" + "\n".join(f"- {in_words(each)}" for each in item.warnings))
    if others:
        ways = [f"- Rank {o.rank}: {o.place}, {o.score * 100:.1f} points, {cost_band(o)}" for o in others[:WAYS]]
        st.markdown("**Other ways to run it:**\n" + "\n".join(ways))


def _why(item: Recommendation, place: int) -> str:
    """The engine's sentence without the name that stands above it."""
    heading, sentence = ("Why it is first.", item.sentence) if place == 1 else ("Why not first.", item.why_not)
    rest = sentence.removeprefix(f"{item.name} ")
    return f"**{heading}** {rest[:1].upper()}{rest[1:]}" if rest else f"**{heading}** It ties with the first."


def _most_common_gates(case: Assessment | UseCaseAssessment) -> str:
    """The three most frequent reasons for elimination, in words."""
    counts: dict[str, int] = {}
    for item in case.eliminations:
        if item.gate not in ("task", "status"):
            counts[item.gate] = counts.get(item.gate, 0) + 1
    top = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:3]
    if not top:
        return ""
    parts = [f"{GATE_NAMES[gate]} ({count:,})" for gate, count in top]
    return f"Most often: {', '.join(parts)}, of {len(case.eliminations):,} in all; the tab Why not says it of each."


def _next_step(case: Assessment | UseCaseAssessment) -> str:
    """Where nobody wins clearly: the uncertain fact that is most worth knowing, and how to learn it."""
    facts = [flip for flip in case.flips if flip.kind == "fact" and flip.action and flip.probability]
    if case.verdict != "no clear winner" or not facts:
        return ""
    fact = max(facts, key=lambda flip: flip.value_of_information or 0.0)
    return f"{in_words(fact.action)} The answer changes the winner with a probability of {fact.probability:.0%}."
