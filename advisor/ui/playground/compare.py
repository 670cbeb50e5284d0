"""Comparing the answers of a trial: figures, word-level difference, ratings, blind votes and their sum."""

from __future__ import annotations

import json
from collections.abc import Sequence

import streamlit as st

from advisor.storage.trial_parts.records import Vote
from advisor.trials.measures.votes import ENOUGH_VOTES, Standing, standings
from advisor.trials.playground.blind import label, order, revealed
from advisor.trials.records import Connection, Run
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.charts.drawing import draw
from advisor.ui.charts.trials import arrivals_figure, standings_figure
from advisor.ui.frame import figures
from advisor.ui.frame.markdown import escaped
from advisor.ui.playground import store as keep
from advisor.ui.playground.answer import show_word_difference
from advisor.ui.tables import show_rows
from advisor.ui.words import say


def show_vote(
    group_id: str, connections: Sequence[Connection], *, said: Sequence[bool], decision_id: str | None, use_case: str
) -> None:
    """The blind vote: one button per answer, tie, all bad; a pane that said nothing cannot be the best."""
    places = order(len(connections), seed=group_id)
    st.subheader(say("Which answer is best?"), anchor=False)
    options = [label(place) for place in range(len(places))]
    for index, column in enumerate(st.columns(len(options) + 2)):
        if index < len(options):
            outcome, winner, text = "win", connections[places[index]].name, options[index]
            silent = not said[places[index]]
        else:
            silent = False
            outcome, winner = ("tie", "all_bad")[index - len(options)], None
            text = (say("Tie"), say("All bad"))[index - len(options)]
        column.button(
            text,
            key=f"playground.vote.{index}",
            width="stretch",
            on_click=_vote,
            args=(group_id, tuple(connections)),
            kwargs={"decision_id": decision_id, "use_case": use_case, "outcome": outcome, "winner": winner},
            disabled=silent,
            help=say("No answer came.") if silent else say("Your vote reveals the names and figures."),
        )


def _vote(
    group_id: str,
    connections: tuple[Connection, ...],
    *,
    decision_id: str | None,
    use_case: str,
    outcome: str,
    winner: str | None,
) -> None:
    payload = json.dumps(
        {
            "connections": [one.name for one in connections],
            "models": [one.catalog_model_id or one.model for one in connections],
            "order": list(order(len(connections), seed=group_id)),
        }
    )
    installation.trials().save_vote(Vote(group_id, decision_id, use_case, outcome, winner, payload))
    state.remember("playground.voted", group_id)


def show_revealed(group_id: str, connections: Sequence[Connection]) -> None:
    """Who was who, after the vote."""
    names = revealed(order(len(connections), seed=group_id), connections)
    st.success(
        say("Your vote is kept. ")
        + "; ".join(say("{hidden} was {name}", hidden=hidden, name=escaped(name)) for hidden, name in names.items())
        + "."
    )


def show_runs(runs: Sequence[Run]) -> None:
    """Figures of every run, the spread over repetitions, and how the answers arrived."""
    if not runs:
        return
    st.subheader(say("Figures"))
    repeated = max(run.repetition for run in runs) > 0
    if repeated:
        panes = sorted({run.pane for run in runs})
        rows = [
            figures.spread_row(f"{pane + 1}. {mine[0].connection}", mine)
            for pane in panes
            if (mine := [run for run in runs if run.pane == pane])
        ]
        show_rows(rows, hide_index=True, alt=say("Median and range of the timings per pane"))
        st.caption(say("Median over the whole runs, with the smallest and the largest."))
    arrived = [run for run in runs if run.measurement.arrivals]
    if arrived:
        draw(arrivals_figure(arrived), key="playground.arrivals")
    with st.expander(say("The same as a table"), expanded=not repeated):
        show_rows([figures.run_row(run) for run in runs], hide_index=True, alt=say("Figures of every run"))


def show_difference(runs: Sequence[Run]) -> None:
    """The word-level difference of two answers."""
    said = [run for run in runs if run.text]
    if len(said) < 2:  # noqa: PLR2004 - a pair
        return
    st.subheader(say("Difference of two answers"))
    names = [f"{run.pane + 1}. {run.connection} #{run.repetition + 1}" for run in said]
    left, right = st.columns(2)
    first = left.selectbox(
        say("First answer"),
        range(len(said)),
        format_func=names.__getitem__,
        key="playground.first",
        help=say("Read as the old text."),
    )
    second = right.selectbox(
        say("Second answer"),
        range(len(said)),
        index=1,
        format_func=names.__getitem__,
        key="playground.second",
        help=say("Read as the new text."),
    )
    words = say("Struck through: only in the first. Bold: only in the second.")
    show_word_difference(said[first].text, said[second].text, words)


def show_ratings(runs: Sequence[Run]) -> None:
    """A rating and a note per run that said something."""
    said = [run for run in runs if run.text]
    if not said:
        return
    st.subheader(say("Rate the answers"))
    for start in range(0, len(said), 3):
        for run, column in zip(said[start : start + 3], st.columns(3), strict=False):
            with column.container(border=True):
                _rating(run)


def _rating(run: Run) -> None:
    st.markdown(f"**{run.pane + 1}. {escaped(run.connection)}** #{run.repetition + 1}")
    stars = st.feedback(
        "stars", key=f"playground.rate.{run.run_id}", default=None if run.rating is None else run.rating - 1
    )
    note = st.text_input(
        say("Note"),
        run.note,
        key=f"playground.note.{run.run_id}",
        max_chars=5000,
        help=say("What was good or bad about it."),
    )
    rating = None if stars is None else stars + 1
    if rating != run.rating or note != run.note:
        current = keep.run_again(run.run_id) or run
        keep.rate(current, rating=rating, note=note)


def show_standings(decision_id: str | None) -> None:
    """What the blind votes add up to, per use case."""
    votes = keep.votes(decision_id)
    scope = say("this decision") if decision_id else say("all decisions")
    st.subheader(say("Blind votes"))
    if not votes:
        st.caption(
            say(
                "No blind vote for {scope} yet: switch on 'Blind comparison' under Try, run a prompt and vote.",
                scope=scope,
            )
        )
        return
    for use_case in sorted({vote.use_case for vote in votes}):
        mine = [vote for vote in votes if vote.use_case == use_case]
        found = standings(mine)
        st.markdown(f"**{use_case or say('Without a use case')}** – {figures.counted(len(mine), 'vote')}")
        draw(standings_figure(found), key=f"playground.standings.{use_case}")
        show_rows([standing_row(one) for one in found], hide_index=True, alt=say("Results of the blind votes"))
        if len(mine) < ENOUGH_VOTES:
            st.caption(
                say(
                    "Strengths (Luce, Bradley-Terry) are fitted from {enough_votes} votes on.",
                    enough_votes=ENOUGH_VOTES,
                )
            )


def standing_row(one: Standing) -> dict[str, str]:
    """How one connection did in blind votes, as a row of a table."""
    rate = (
        figures.unknown()
        if one.rate is None
        else say(
            "{rate:.0%} ({rate_low:.0%} to {rate_high:.0%})",
            rate=one.rate,
            rate_low=one.rate_low or 0.0,
            rate_high=one.rate_high or 0.0,
        )
    )
    strength = say("too few votes")
    if one.strength is not None:
        strength = say(
            "{strength:+.2f} ({strength_low:+.2f} to {strength_high:+.2f})",
            strength=one.strength,
            strength_low=one.strength_low or 0.0,
            strength_high=one.strength_high or 0.0,
        )
    return {
        say("Connection"): one.name,
        say("Win rate (95% interval)"): rate,
        say("Won"): str(one.wins),
        say("Tied"): str(one.ties),
        say("Lost"): str(one.losses),
        say("All bad"): str(one.all_bad),
        say("Strength (95% interval)"): strength,
    }
