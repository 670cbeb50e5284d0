"""Judging answers blind: each repetition of a prompt, shuffled, without names, scores or figures until the vote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from advisor.storage.trial_parts.records import Vote
from advisor.trials.evaluation.marks_by_hand import vote_payload, voted_on, votes_cast
from advisor.trials.evaluation.matrix import Cell, MatrixLine
from advisor.trials.evaluation.plan import Plan
from advisor.trials.measures.votes import standings
from advisor.trials.playground.blind import label, masked, order
from advisor.ui.cached import installation
from advisor.ui.frame.markdown import escaped, option
from advisor.ui.playground.answer import show_answer, show_raw
from advisor.ui.playground.compare import standing_row
from advisor.ui.tables import show_rows
from advisor.ui.words import say

SIDE_BY_SIDE = 3


def asked_blind(key: str) -> bool:
    """Whether answers are to be judged blind."""
    return st.toggle(
        say("Judge blind"),
        key=f"{key}.judge_blind",
        help=say("Answers without names, scores or figures, in another order for each repetition, until you vote."),
    )


def show_blind(plan: Plan, lines: Sequence[MatrixLine], key: str) -> None:
    """The prompts with how often they were voted on, and one repetition of the chosen prompt to vote on."""
    cast = _cast(plan)
    chosen = st.dataframe(
        [_row(plan, line, cast) for line in lines],
        hide_index=True,
        height=min(38 + 35 * len(lines), 320),
        on_select="rerun",
        selection_mode="single-row",
        key=f"{key}.blind",
        alt=say("Prompts, and how many of their repetitions were voted on"),
    )
    rows = chosen["selection"]["rows"] or [0]
    line = lines[min(rows[0], len(lines) - 1)]
    with st.expander(say("Prompt: {name}", name=option(line.name)), expanded=True):
        show_raw(line.text)
    if line.reference:
        st.caption(say("Reference"))
        show_raw(line.reference)
    repetition = _repetition(plan, line, cast, key)
    _answers(plan, line, repetition, cast, key)
    if cast:
        st.caption(say("Votes on the repetitions of one prompt count together as one observation."))
        show_rows(
            [standing_row(one) for one in standings(tuple(cast.values()))], hide_index=True, alt=say("Blind votes")
        )


def _cast(plan: Plan) -> Mapping[str, Vote]:
    """The votes on this evaluation, by what was voted on."""
    mine = {voted_on(plan, item) for item in range(plan.items)}
    votes = installation.trials().votes(decision_id=plan.decision_id)
    return {vote.group_id: vote for vote in votes if vote.group_id in mine}


def _row(plan: Plan, line: MatrixLine, cast: Mapping[str, Vote]) -> dict[str, str]:
    done = votes_cast(plan, line.item, cast)
    return {say("Prompt"): line.name, say("Voted on"): say("{done} of {all}", done=sum(done), all=len(done))}


def _repetition(plan: Plan, line: MatrixLine, cast: Mapping[str, Vote], key: str) -> int:
    """Which time of asking is judged: the first that has no vote yet, or the one that is chosen."""
    done = votes_cast(plan, line.item, cast)
    if len(done) == 1:
        return 0
    waiting = done.index(False) if False in done else 0
    chosen = st.segmented_control(
        say("Repetition"),
        range(len(done)),
        default=waiting,
        required=True,
        format_func=lambda number: f"{number + 1} ✓" if done[number] else str(number + 1),
        key=f"{key}.blind.{line.item}.{sum(done)}",
        help=say("Each repetition has its own order and its own vote; a tick marks those that you voted on."),
    )
    return waiting if chosen is None else chosen


def _answers(plan: Plan, line: MatrixLine, repetition: int, cast: Mapping[str, Vote], key: str) -> None:
    """The answers of one repetition in shuffled order, and the vote; names and scores once it is cast."""
    group = voted_on(plan, line.cells[0].answers[repetition].item)
    places, vote = order(len(line.cells), seed=group), cast.get(group)
    shuffled = [line.cells[place] for place in places]
    for start in range(0, len(shuffled), SIDE_BY_SIDE):
        part = shuffled[start : start + SIDE_BY_SIDE]
        for number, (cell, column) in enumerate(zip(part, st.columns(len(part)), strict=True), start=start):
            with column.container(border=True):
                _answer(plan, cell, repetition, label(number), shown=vote is not None)
    if vote is None:
        _ask(plan, shuffled, repetition, key)
    else:
        best = {"tie": say("Tie"), "all_bad": say("All bad")}.get(vote.outcome) or escaped(vote.winner or "")
        st.success(say("You voted on this repetition: {best}.", best=best))


def _answer(plan: Plan, cell: Cell, repetition: int, hidden: str, *, shown: bool) -> None:
    one = cell.answers[repetition]
    text = "" if one.run is None else one.run.text
    score = say("not scored") if one.score is None else f"{one.score:.2f}"
    st.markdown(f"**{hidden}** · {escaped(cell.connection)} · {score}" if shown else f"**{hidden}**")
    if not text:
        st.caption(say("No answer came."))
        return
    with st.container(height=220 if len(text) > 600 else "content", border=False):  # noqa: PLR2004 - a screenful
        show_answer(text if shown else masked(text, plan.connections))


def _ask(plan: Plan, shuffled: Sequence[Cell], repetition: int, key: str) -> None:
    """One button per answer, tie, all bad; what said nothing cannot be the best."""
    item = shuffled[0].answers[repetition].item
    names = tuple(cell.connection for cell in shuffled)
    runs = [cell.answers[repetition].run for cell in shuffled]
    asked = [
        *(
            ("win", name, label(place), run is None or not run.said)
            for place, (name, run) in enumerate(zip(names, runs, strict=True))
        ),
        ("tie", None, say("Tie"), False),
        ("all_bad", None, say("All bad"), False),
    ]
    for place, (column, (outcome, winner, words, silent)) in enumerate(zip(st.columns(len(asked)), asked, strict=True)):
        column.button(
            words,
            key=f"{key}.vote.{item}.{place}",
            width="stretch",
            on_click=_vote,
            args=(plan, item, names, outcome, winner),
            disabled=silent,
            help=say("No answer came.") if silent else say("Your vote reveals the names and figures."),
        )


def _vote(plan: Plan, item: int, compared: Sequence[str], outcome: str, winner: str | None) -> None:
    payload = vote_payload(plan, item, compared)
    vote = Vote(voted_on(plan, item), plan.decision_id, plan.use_case, outcome, winner, payload)
    installation.trials().save_vote(vote)
