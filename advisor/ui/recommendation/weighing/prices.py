"""What the weights say in money, one sentence per criterion; another price sets the weights that imply it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import streamlit as st

from advisor.assessment import AnyUseCase, choice_of
from advisor.decision.criteria.registry import CRITERIA
from advisor.decision.ranked import Ranked, rank
from advisor.decision.results.choice_facts import price_told
from advisor.decision.results.prices_of_a_point import exchanges_of, weights_at_price
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.money_facts import about
from advisor.ui import state
from advisor.ui.cached import decisions, installation
from advisor.ui.frame.markdown import escaped
from advisor.ui.recommendation.weighing.weights import DRAWS, keep_weights, show_ranked
from advisor.ui.words import message, said, say
from advisor.units import told


def in_order(names: Iterable[str]) -> list[str]:
    """Criteria in the order in which their prices are told: those that usually matter most first."""
    return sorted(names, key=lambda name: (-CRITERIA[name].usual, list(CRITERIA).index(name)))


def doubted(case: AnyUseCase, criterion: str) -> bool:
    """Whether a price is one that nobody would pay: above the choice's own monthly cost some times over."""
    chosen, price = choice_of(case), case.prices_of_a_point.get(criterion)
    if price is None or chosen is None or chosen.monthly_cost_usd is None:
        return False
    return price.usd_per_month > chosen.monthly_cost_usd.p50 * _times()


def _times() -> float:
    return installation.catalog().judgement["price-doubted"]


@st.fragment
def show(answers: Answers, case: AnyUseCase, index: int) -> None:
    """The prices as sentences, each to be corrected, and the ranking under the weights that they imply."""
    if not case.prices_of_a_point:
        if case.weights.get("cost", 0) > 0:
            st.markdown(say("Nothing has a price while the choice costs no new money: all of it is committed already."))
        else:
            st.markdown(say("Nothing has a price while money has no weight: give cost a weight on the tab Weights."))
        return
    st.markdown(
        say(
            "Weights say what you would pay for what. Read each sentence as a question: right? Another price sets the "
            "weight that implies exactly it; the other prices stay as they are."
        )
    )
    buttons = st.container()  # above what grows and shrinks with each price
    left, right = st.columns([1, 1.4])
    with left:
        wanted = _ask(answers, case)
    ranked = rank(decisions.prepared(answers, index), case.weights, samples=1)
    weights = _weights_at(ranked, case, wanted)
    with right:
        show_ranked(rank(decisions.prepared(answers, index), weights, samples=DRAWS), case, answers)
    with buttons:
        keep_weights(answers, weights, "Prices")


def _ask(answers: Answers, case: AnyUseCase) -> dict[str, float]:
    """The prices that were changed, in US dollars a month."""
    budget, current = answers.budget, state.open_decision()
    token = current.token if current else 0
    changed: dict[str, float] = {}
    for name in in_order(case.prices_of_a_point):
        price = case.prices_of_a_point[name]
        now = about(price.usd_per_month / budget.usd_per_unit)
        given = st.number_input(
            escaped(said(price_told(name, price, budget))),
            min_value=0.0,
            value=now,
            step=max(now / 10, 1.0),
            format="%.10g",
            key=f"recommendation.price.{name}.{token}",
            help=say(
                "{currency} a month for {step:g} {unit}, at the choice.",
                currency=budget.currency,
                step=price.step,
                unit=message(price.unit),
            ),
        )
        if given is not None and given != now:
            changed[name] = given * budget.usd_per_unit
        if doubted(case, name):
            st.warning(said(told("price.doubted", times=("number", _times()))), icon=":material/help:")
    return changed


def _weights_at(ranked: Ranked, case: AnyUseCase, wanted: Mapping[str, float]) -> dict[str, float]:
    """The weights at which every changed price holds exactly; the others stay, since only ratios to money count."""
    criteria, weights = ranked.matrix.criteria, ranked.weights
    place = ranked.matrix.ids.index(case.choice_id) if case.choice_id in ranked.matrix.ids else ranked.leader
    if place is None:
        return dict(case.weights)
    exchanges, money = exchanges_of(ranked, place), criteria.index("cost")
    for name, price_usd in wanted.items():
        if name in exchanges:
            weights = weights_at_price(
                weights,
                money=money,
                criterion=criteria.index(name),
                exchange=exchanges[name],
                price_usd=price_usd,
            )
    return dict(zip(criteria, weights.tolist(), strict=True))
