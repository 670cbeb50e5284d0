"""``advisor guide adapt``: ways to adapt the model to the task."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from advisor.cli.guide.shared import AnswersFile, assessed, print_json
from advisor.cli.options import DataDir, Output, OutputOption, catalog_in

if TYPE_CHECKING:
    from advisor.guidance.adaptation.alternatives import AdaptedAlternative

Gain = Annotated[
    float | None,
    typer.Option("--gain", help="Gain of tuning that is assumed, in points of fitness, instead of the usual one."),
]


def adapt(
    answers: AnswersFile, *, data: DataDir = None, gain: Gain = None, output: OutputOption = Output.TABLE
) -> None:
    """Ways to adapt the model to the task, best first, what would change it, and what tuning would have to bring."""
    from advisor.services.guidance.adaptation import adaptation_of
    from advisor.words.sentences.guidance.adaptation import ADAPTATION_SENTENCES
    from advisor.words.written import written

    assessment = assessed(answers, data)
    guide = adaptation_of(assessment, catalog_in(data), gain_points=gain)
    turns = written(guide.turns)
    if output is Output.JSON:
        print_json(
            {
                "strategies": [note.model_dump(mode="json") for note in assessment.strategies],
                "turns": [turn.model_dump(mode="json", exclude={"told"}) for turn in turns],
                "alternatives": [row.model_dump(mode="json") for row in guide.alternatives],
            }
        )
        return
    for note in assessment.strategies:
        print(f"{note.strategy}: {note.fit * 100:.0f} of 100, {note.verdict}\n  {note.reason}")
    for turn in turns:
        print(f"- {turn.sentence}")
    for row in guide.alternatives:
        way = ADAPTATION_SENTENCES[f"strategy.{row.adaptation}"] if row.adaptation else ""
        print(_alternative_line(row, way))
    if any(row.tuned_at_provider for row in guide.alternatives):
        print(ADAPTATION_SENTENCES["strategy.tuned_at_provider"])


def _alternative_line(row: AdaptedAlternative, way: str) -> str:
    """Score with its range, what is assumed of the adaptation, the cost, and what would make it equal to the choice."""
    gained, equal, pays = "", "", ""
    if way:
        gained = f", {way} ({row.gain_points:+.0f} points assumed, {row.gain_low:+.0f} to {row.gain_high:+.0f})"
    if row.needed_gain_points is None:
        equal = "; no gain makes it equal to the choice"
    elif row.needed_gain_points:
        equal = f"; equals the choice with a gain of {row.needed_gain_points:.1f} points"
    if row.pays_from_requests_per_day == 0:
        pays = "; costs less at any volume"
    elif row.pays_from_requests_per_day is not None:
        pays = f"; costs less from {row.pays_from_requests_per_day:,.0f} requests a day on"
    score = f"{row.score * 100:.1f} ({row.score_low * 100:.0f} to {row.score_high * 100:.0f})"
    return f"{score} {row.model_name} at {row.place}{gained}: {row.monthly_usd:,.0f} USD a month{equal}{pays}"
