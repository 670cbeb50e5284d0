"""The first screen: what to do in one sentence, the next step, the shortlist, and the statistics one click away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from advisor.assessment import AnyUseCase, Assessment, choice_of
from advisor.decision.records import Choice, EvidenceNote, Recommendation
from advisor.decision.results.choice_facts import (
    AGREED,
    LOSES,
    NEW,
    OLD_PRICE,
    ORIGIN,
    cost_against,
    given_up,
    proven_by,
    right_if,
    role_told,
    test_told,
    waits_told,
)
from advisor.policy.house import PolicyNote
from advisor.policy.policy_facts import exception_told, note_told
from advisor.questionnaire.answers import Answers, BudgetAnswers
from advisor.ui.charts.contributions import difference_chart, signed
from advisor.ui.charts.drawing import draw
from advisor.ui.frame.markdown import escaped
from advisor.ui.recommendation.shared_figures import money, monthly
from advisor.ui.tables import show_rows
from advisor.ui.terms import show_terms
from advisor.ui.words import said, said_of, say, say_n, words
from advisor.units import Told, told
from advisor.words.written import all_said

_TONES = {
    "clear choice": (st.success, ":material/verified:"),
    "equivalent set": (st.info, ":material/balance:"),
    "test first": (st.warning, ":material/science:"),
    "nothing fits": (st.error, ":material/block:"),
    "clear winner": (st.success, ":material/verified:"),
    "no clear winner": (st.info, ":material/balance:"),
}
_SAY_IT = ("test first", "nothing fits")
"""Verdicts whose sentence begins with what the label says."""
_WORDS = ("foundation_model", "open_proprietary", "model_service", "small_large", "mixture_of_experts", "hosting")
VARIANTS = 12
"""Other places that a card lists."""


def show_verdict(case: AnyUseCase) -> None:
    """The verdict in a sentence with its label."""
    draw, icon = _TONES[case.verdict]
    label, sentence = said(told(_label(case))), said_of(case, "verdict_sentence")
    head = "" if case.verdict in _SAY_IT else f"**{label}.** "
    draw(f"{head}{escaped(sentence)}", icon=icon)
    for beside in all_said(case, "beside", words().language):
        st.markdown(f":material/info: {escaped(beside)}")
    if not case.feasible_count:
        st.caption(say("{count:,} entries are out, each with its reason below.", count=len(case.eliminations)))


def show_policy(note: PolicyNote | None) -> None:
    """Under which policy of the house it was taken, and what is excepted from that; nothing without one."""
    if note is None:
        return
    st.caption(f":material/gavel: {escaped(said(note_told(note)))}")
    for exception in note.exceptions:
        st.caption(f":material/lock_open: {escaped(said(exception_told(exception)))}")


def _label(case: AnyUseCase) -> str:
    return f"label.{case.verdict.replace(' ', '_')}"


def show_next_steps(case: AnyUseCase) -> None:
    """The ways on: try it (test it, if the verdict asks for one), see where it runs, what more it takes, report."""
    test = case.verdict == "test first"
    steps = (
        (say("Test them on your prompts") if test else say("Try them on your prompts"), "try", "science"),
        (say("See where it would run"), "host", "dns"),
        (say("See what else it takes"), "beyond", "account_tree"),
        (say("Write the report"), "report", "description"),
    )
    pages = {"try": "evaluation" if test else "playground", "host": "hosting", "beyond": "guidance", "report": "report"}
    row = st.container(horizontal=True)
    for place, (label, key, icon) in enumerate(steps):
        if row.button(
            label,
            key=f"recommendation.next.{key}",
            icon=f":material/{icon}:",
            type="primary" if place == 0 else "secondary",
            help=say("Opens that page with this decision."),
        ):
            st.switch_page(f"pages/{pages[key]}.py")


def show_choices(answers: Answers, case: AnyUseCase, evidence: Sequence[EvidenceNote] = ()) -> None:
    """One card per choice, the recommended one first; the others say what separates them from it."""
    known = {item.alternative_id: item for item in case.recommendations}
    first = next((known.get(choice.alternative_id) for choice in case.shortlist if choice.chosen), None)
    card = _Cards(answers.budget, case, first, tuple(evidence))
    for column, choice in zip(st.columns(max(len(case.shortlist), 1)), case.shortlist, strict=False):
        with column, st.container(border=True, height="stretch"):
            _show_choice(card, choice, known.get(choice.alternative_id))


@dataclass(frozen=True, slots=True)
class _Cards:
    """What every card is drawn against: the money, the use case, the recommended option, and what was tried."""

    budget: BudgetAnswers
    case: AnyUseCase
    first: Recommendation | None
    evidence: tuple[EvidenceNote, ...] = ()


def _show_choice(cards: _Cards, choice: Choice, item: Recommendation | None) -> None:
    budget = cards.budget
    place = choice.place if item is None else item.place
    role = escaped(said(role_told(choice)))
    st.markdown(f":blue-badge[:material/star: {role}]" if choice.chosen else f":gray-badge[{role}]")
    st.markdown(f"### {escaped(choice.model_name or choice.name)}")
    st.markdown(escaped(f"{place[:1].upper()}{place[1:]}"))
    _show_figures(cards, choice)
    given = given_up(choice)
    loses = choice.told.get(LOSES)
    if given is not None:
        st.markdown(_sentence(given, *([loses] if isinstance(loses, Told) else [])))
    st.markdown(f"**{_sentence(right_if(choice))}**")
    origin = choice.told.get(ORIGIN)
    if isinstance(origin, Told):
        st.markdown(f":material/public: {_sentence(origin)}")
    known = [told(f"evidence.{choice.evidence}")]
    proven = proven_by(choice) if "lowest risk" in (choice.role, *choice.also) else None
    waits = waits_told(choice, cards.evidence)
    st.caption(_sentence(*known, *(fact for fact in (proven, waits) if fact is not None)))
    st.markdown(f":material/science: {escaped(said(test_told(choice, cards.case.shortlist)))}")
    if item is None:
        return
    if cards.first is not None and item is not cards.first:
        figure = difference_chart(cards.first, item, cards.case.criteria)
        draw(figure, key=f"recommendation.difference.{item.alternative_id}")
    else:
        _show_reasons(item)
        if item.warnings:
            st.markdown(_to_settle(item))
    _show_details(budget, item, with_reasons=item is not cards.first)


def _show_figures(cards: _Cards, choice: Choice) -> None:
    """Score and money, each with its difference to the choice."""
    budget, first = cards.budget, cards.first
    apart = None if choice.chosen or first is None else round(100 * (choice.score - first.score), 1)
    money_apart = cost_against(choice, budget)
    band, more = choice.monthly_cost_usd, choice.monthly_cost_difference_usd
    left, right = st.columns([2, 3], wrap=False)
    left.metric(
        say("Points of 100"),
        words().number(100 * choice.score, 1),
        None if apart is None else signed(apart),
        delta_color="off",
    )
    right.metric(
        monthly(budget),
        say("unknown") if band is None else money(band.p50, budget).rpartition(" ")[0],
        None if money_apart is None or more is None else _signed_money(more, budget),
        delta_color="off",
        delta_arrow="off" if money_apart is None else "auto",
    )
    if band is not None:
        st.caption(escaped(say("{low} to {high} a month", low=money(band.p10, budget), high=money(band.p90, budget))))
    for name, icon in ((OLD_PRICE, "history"), (AGREED, "handshake")):
        fact = choice.told.get(name)
        if isinstance(fact, Told):
            st.caption(f":material/{icon}: {_sentence(fact)}")
    if NEW in choice.told:
        st.caption(escaped(said_of(choice, NEW)))


def _signed_money(usd: float, budget: BudgetAnswers) -> str:
    shown = money(abs(usd), budget).rpartition(" ")[0]
    return f"+{shown}" if usd > 0 else f"-{shown}"


def _show_reasons(item: Recommendation) -> None:
    """What speaks for the choice, where the other cards show what separates them from it."""
    st.markdown(say("**For it:** {value}.", value="; ".join(item.strengths) or say("nothing stands out")))
    st.markdown(say("**Against it:** {value}.", value="; ".join(item.weaknesses) or say("nothing stands out")))


def _sentence(*parts: Told) -> str:
    """Several half-sentences as one, with a capital and a full stop."""
    text = "; ".join(said(part) for part in parts)
    return escaped(f"{text[:1].upper()}{text[1:]}.")


def _show_details(budget: BudgetAnswers, item: Recommendation, *, with_reasons: bool) -> None:
    """What opens on a click; nothing where it would be empty."""
    unseen = with_reasons and bool(item.warnings)
    if not (with_reasons or item.variants):
        return
    with st.popover(
        _more(item, unseen=unseen), icon=":material/info:", key=f"recommendation.details.{item.alternative_id}"
    ):
        if with_reasons:
            _show_reasons(item)
        if unseen:
            st.markdown(_to_settle(item))
        if item.variants:
            ways = [
                say(
                    "- {place}: {score:.1f} points, {money} a month",
                    place=escaped(each.place),
                    score=each.score * 100,
                    money=money(each.monthly_cost_usd, budget),
                )
                for each in item.variants[:VARIANTS]
            ]
            st.markdown(say("**Other places and machines for it:**\n") + "\n".join(ways))


def _to_settle(item: Recommendation) -> str:
    """On what conditions it passes the gates, and what to try or ask before anything is signed."""
    listed = "\n".join(f"- {each}" for each in all_said(item, "warnings", words().language))
    return say("**To settle first:**\n") + listed


def _more(item: Recommendation, *, unseen: bool) -> str:
    """What opens on a click, counted."""
    parts = [say("Details")]
    if unseen:
        parts.append(say("{count} to settle", count=len(item.warnings)))
    if item.variant_count:
        parts.append(say_n("{n} other place", "{n} other places", item.variant_count))
    return " · ".join(parts)


def show_statistics(assessment: Assessment, case: AnyUseCase) -> None:
    """How sure the verdict is, behind a click: what a draw is, and how each choice fares in them."""
    chosen = choice_of(case)
    if chosen is None:
        return
    show_terms(*_WORDS, key="recommendation.terms")
    with st.expander(say("How sure this is"), icon=":material/query_stats:"):
        st.markdown(
            escaped(
                said(
                    told(
                        "verdict.statistics",
                        near=("share", chosen.near_best_share),
                        samples=assessment.provenance.samples,
                        first=("share", chosen.first_rank_share),
                    )
                )
            )
        )
        listed = {choice.alternative_id for choice in case.shortlist} | {chosen.alternative_id}
        rows = [_statistics(item) for item in case.recommendations if item.alternative_id in listed]
        show_rows(pd.DataFrame(rows), hide_index=True, width="stretch", key="recommendation.statistics")
        models = len({item.model_id for item in case.recommendations} | {item.model_id for item in case.also_ranked})
        st.caption(
            say(
                "{feasible_count:,} alternatives of {models:,} models meet every constraint. An "
                "alternative is a model together with where it runs; places and machines of one model on "
                "one way of hosting are one option.",
                feasible_count=case.feasible_count,
                models=models,
            )
        )


def _statistics(item: Recommendation) -> dict[str, object]:
    return {
        say("Option"): item.name,
        say("Rank"): item.rank,
        say("Points of 100"): round(item.score * 100, 1),
        say("5 to 95%"): say(
            "{score_low:.0f} to {score_high:.0f}", score_low=item.score_low * 100, score_high=item.score_high * 100
        ),
        say("Near the best in (%)"): round(item.near_best_share * 100),
        say("First in (%)"): round(item.first_rank_share * 100),
    }
