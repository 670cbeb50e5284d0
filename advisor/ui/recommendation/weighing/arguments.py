"""Under the shortlist, side by side: why not others, what it hangs on, what the weights say."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from advisor.assessment import AnyUseCase
from advisor.decision.records import Flip
from advisor.decision.results.choice_facts import price_told
from advisor.questionnaire.answers import Answers
from advisor.ui.frame.markdown import escaped
from advisor.ui.recommendation.weighing.prices import doubted, in_order
from advisor.ui.words import message, said, said_of, say
from advisor.words.sentences.gates import GATE_NAMES

EACH = 3
"""Reasons, changes and prices that the first screen names; the tabs have the rest."""


def show_arguments(answers: Answers, case: AnyUseCase) -> None:
    """Three short lists; each says which tab has the rest."""
    lists = (
        (say("Why not others"), _gates(case), say("Why not")),
        (say("What it hangs on"), _changes(case.flips), say("What would change it")),
        (say("What your weights say"), _prices(answers, case), say("Prices of a point")),
    )
    for column, (title, lines, tab) in zip(st.columns(len(lists)), lists, strict=True):
        with column:
            st.markdown(f"**{title}**")
            st.markdown("\n".join(f"- {line}" for line in lines) or say("Nothing to say."))
            st.caption(say("More under the tab {tab}.", tab=tab))


def _gates(case: AnyUseCase) -> list[str]:
    """The most frequent reasons for elimination, but those nobody wonders about."""
    counts: dict[str, int] = {}
    for item in case.eliminations.bare:  # their sentences are not shown
        if item.gate not in ("task", "status"):
            counts[item.gate] = counts.get(item.gate, 0) + 1
    top = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:EACH]
    return [
        say(
            "{gate_names}: {count:,} of {count2:,} of the right kind that are out",
            gate_names=message(GATE_NAMES[gate]),
            count=count,
            count2=sum(counts.values()),
        )
        for gate, count in top
    ]


def _changes(flips: Sequence[Flip]) -> list[str]:
    """The nearest change of each kind that would put another option first."""
    first: dict[str, Flip] = {}
    for flip in flips:
        first.setdefault(flip.kind, flip)
    return [escaped(said_of(flip, "sentence")) for flip in list(first.values())[:EACH]]


def _prices(answers: Answers, case: AnyUseCase) -> list[str]:
    """The prices of a point that matter most, those that nobody would pay first and marked."""
    prices = {name: price for name, price in case.prices_of_a_point.items() if price.usd_per_month > 0}
    order = sorted(in_order(prices), key=lambda name: not doubted(case, name))
    lines = []
    for name in order[:EACH]:
        sentence = escaped(said(price_told(name, prices[name], answers.budget)))
        lines.append(
            say("{sentence} Right?", sentence=f":red[{sentence}]")
            if doubted(case, name)
            else say("{sentence} Right?", sentence=sentence)
        )
    return lines
