"""The matrix of an evaluation: prompts by connections, answers side by side, a score corrected by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from advisor.trials.evaluation.by_tag import has_tag, tags_of
from advisor.trials.evaluation.job import Written
from advisor.trials.evaluation.marks_by_hand import Mark, drop_mark, keep_mark
from advisor.trials.evaluation.matrix import Cell, CellAnswer, Filter, MatrixLine, counts, matrix_lines
from advisor.trials.evaluation.plan import Plan
from advisor.ui.cached import installation
from advisor.ui.evaluation.blind import asked_blind, show_blind
from advisor.ui.evaluation.metric_words import metric_said
from advisor.ui.frame import figures
from advisor.ui.frame.markdown import escaped, option
from advisor.ui.playground.answer import show_answer, show_calls, show_raw, show_word_difference
from advisor.ui.words import later, say

FILTERS: dict[Filter, str] = {
    "all": later("All"),
    "failures": later("Failures"),
    "disagreements": later("Disagreements"),
    "unscored": later("Not scored"),
    "marked": later("Corrected by hand"),
}
SIDE_BY_SIDE = 3
"""Answers in a row; more would leave none of them a readable width."""


def show_matrix(plan: Plan, found: Written) -> None:
    """Draw the matrix of an evaluation, and the answers to the prompt that is chosen in it."""
    key = f"evaluation.{plan.evaluation_id}.matrix"
    st.subheader(say("Prompt by prompt"))
    metric = _metric(plan, key)
    scored = installation.scores().known(plan, found)
    lines = _of_tag(plan, matrix_lines(plan, found, metric=metric, scored=scored), key)
    number, missing = counts(lines), failures_told(lines)
    if missing:
        st.caption(missing)
    wanted = st.segmented_control(
        say("Show"),
        list(FILTERS),
        default="all",
        format_func=lambda kind: f"{say(FILTERS[kind])} · {number[kind]:,}",
        key=f"{key}.filter",
        help=say("Failures are wrong or broken off; on disagreements one model was right and another was not."),
    )
    shown = [line for line in lines if line.shown(wanted or "all")]
    if not shown:
        st.caption(say("No prompt of this kind."))
        return
    if asked_blind(key):
        show_blind(plan, shown, key)
        return
    chosen = st.dataframe(
        [_row(line) for line in shown],
        hide_index=True,
        height=min(38 + 35 * len(shown), 320),
        on_select="rerun",
        selection_mode="single-row",
        key=f"{key}.table.{wanted}.{metric}",
        alt=say("Scores by prompt and connection"),
    )
    rows = chosen["selection"]["rows"] or [0]
    line = shown[min(rows[0], len(shown) - 1)]
    _answers(plan, line, metric, key)


def _metric(plan: Plan, key: str) -> int:
    """Which metric the scores are of."""
    if len(plan.metrics) == 1:
        return 0
    names = [metric_said(one) for one in plan.metrics]
    chosen = st.selectbox(
        say("Metric"),
        range(len(names)),
        format_func=lambda number: names[number],
        key=f"{key}.metric",
        help=say("The scores below are of this metric."),
    )
    return chosen or 0


def _of_tag(plan: Plan, lines: Sequence[MatrixLine], key: str) -> Sequence[MatrixLine]:
    """The prompts of the tag that is chosen, or all."""
    tags = tags_of(plan)
    if not tags:
        return lines
    chosen = st.selectbox(
        say("Tag"),
        tags,
        index=None,
        format_func=lambda tag: tag or say("no tag"),
        key=f"{key}.tag",
        placeholder=say("All tags"),
        help=say("Shows the prompts of one tag alone."),
    )
    return lines if chosen is None else [line for line in lines if has_tag(line.tags, chosen)]


def _row(line: MatrixLine) -> dict[str, str]:
    return {say("Prompt"): line.name} | {cell.connection: _score(cell) for cell in line.cells}


def _score(cell: Cell) -> str:
    """A score in a cell, and those of its repeats where they differ; a mark by hand has a pencil."""
    if cell.score is None or len(cell.answers) == 1:
        return _one_score(cell.answers[0])
    each = " ".join(f"{score:.2g}" for score in cell.scores)
    told = f"{cell.score:.2f}" + (f" ({each})" if len(set(cell.scores)) > 1 else "")
    return told + (" ✎" if cell.mark is not None else "")


def _one_score(one: CellAnswer) -> str:
    """The score of one answer; what was not scored says why."""
    if one.run is None:
        return say("not asked")
    if one.score is None:
        return say("not scored") if one.run.failure is None else one.run.failure.kind.replace("_", " ")
    return f"{one.score:.2f}" + (" ✎" if one.mark is not None else "")


def _answers(plan: Plan, line: MatrixLine, metric: int, key: str) -> None:
    """The prompt, its reference and the answers to it."""
    with st.expander(say("Prompt: {name}", name=option(line.name)), expanded=False):
        show_raw(line.text)
    drawn = False
    if line.reference:
        st.caption(say("Reference"))
        show_raw(line.reference)
        drawn = st.toggle(
            say("Draw the difference to the reference"),
            key=f"{key}.drawn",
            help=say("Word by word: what an answer leaves out, and what it adds."),
        )
    for start in range(0, len(line.cells), SIDE_BY_SIDE):
        cells = line.cells[start : start + SIDE_BY_SIDE]
        for cell, column in zip(cells, st.columns(min(SIDE_BY_SIDE, len(line.cells))), strict=False):
            with column.container(border=True):
                st.markdown(f"**{escaped(cell.connection)}** · {_score(cell)}")
                for number, one in enumerate(cell.answers, start=1):
                    if len(cell.answers) > 1:
                        st.caption(say("Time {number}: {score}", number=number, score=_one_score(one)))
                    _answer(plan, cell, one, metric, key, reference=line.reference if drawn else "")


def _answer(plan: Plan, cell: Cell, one: CellAnswer, metric: int, key: str, *, reference: str) -> None:
    run = one.run
    if run is None:
        return
    took = figures.seconds(run.measurement.total_s)
    cost = figures.dollars(run.cost.usd).replace("$", r"\$")
    st.caption(" · ".join((cost, took, figures.tokens(run))))
    if run.failure is not None:
        st.warning(escaped(run.failure.message))
    if reference:
        words = say("Struck through: only in the reference. Bold: only in the answer.")
        show_word_difference(reference, run.text, words)
    else:
        with st.container(height=220 if len(run.text) > 600 else "content", border=False):  # noqa: PLR2004 - a screenful
            show_answer(run.text)
    show_calls(run.tool_calls)
    if one.mark is not None:
        reason = escaped(one.mark.reason)
        own = say("not scored") if one.metric_score is None else f"{one.metric_score:.2f}"
        st.caption(say("Corrected by hand: {reason} (the metric said {own})", reason=reason, own=own))
    mine = f"{key}.{one.item}.{metric}.{cell.connection}"
    _agree_with_judge(plan, one, cell.connection, metric, mine)
    _correct(plan, one, cell.connection, metric, mine)


def _correct(plan: Plan, one: CellAnswer, connection: str, metric: int, key: str) -> None:
    """A score by hand with its reason, or the metric's again."""
    with st.popover(say("Correct the score"), icon=":material/edit:"):
        score = st.slider(
            say("Score by hand"),
            0.0,
            1.0,
            one.score if one.score is not None else 0.0,
            0.05,
            key=f"{key}.score",
            help=say("0 is wrong, 1 is right."),
        )
        reason = st.text_input(
            say("Why"),
            key=f"{key}.reason",
            max_chars=1_000,
            help=say("Kept with the evaluation, shown beside the score and counted in the results."),
        )
        mark = Mark(
            item=one.item,
            connection=connection,
            metric=metric,
            score=score,
            reason=reason.strip() or "-",
            at=datetime.now(UTC),
        )
        if st.button(
            say("Keep this score"),
            key=f"{key}.keep",
            disabled=not reason.strip(),
            help=say("A reason is needed: whoever reads the results wants to know."),
        ):
            keep_mark(installation.trials(), plan.evaluation_id, mark)
            st.rerun(scope="app")
        if one.mark is not None and st.button(
            say("Use the metric's score again"), key=f"{key}.drop", help=say("Takes the correction back.")
        ):
            drop_mark(installation.trials(), plan.evaluation_id, mark)
            st.rerun(scope="app")


def _agree_with_judge(plan: Plan, one: CellAnswer, connection: str, metric: int, key: str) -> None:
    """A button that takes a judge's score for one's own."""
    if plan.metrics[metric].kind == "judge" and one.mark is None and one.metric_score is not None:
        st.button(
            say("The judge is right"),
            key=f"{key}.agree",
            icon=":material/check:",
            on_click=_agree,
            args=(plan, one, connection, metric),
            help=say("Keeps its score as yours: the agreement of judge and person is counted over such marks."),
        )


def _agree(plan: Plan, one: CellAnswer, connection: str, metric: int) -> None:
    """Keep a judge's score as a person's own."""
    mark = Mark(
        item=one.item,
        connection=connection,
        metric=metric,
        score=one.metric_score,
        reason=say("The judge is right"),
        at=datetime.now(UTC),
    )
    keep_mark(installation.trials(), plan.evaluation_id, mark)


def failures_told(lines: Sequence[MatrixLine]) -> str:
    """What was not scored and by whose fault, in a sentence; empty where all was."""
    kinds: dict[str, int] = {}
    for one in (one for line in lines for cell in line.cells for one in cell.answers):
        if one.run is not None and one.score is None and one.run.failure is not None:
            kinds[one.run.failure.kind] = kinds.get(one.run.failure.kind, 0) + 1
    named = ", ".join(f"{kind.replace('_', ' ')} {number:,}" for kind, number in sorted(kinds.items()))
    return say("Not scored, since it was not the model's doing: {named}.", named=named) if named else ""
