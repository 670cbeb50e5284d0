"""``advisor guide adapt``: ways to adapt the model to the task."""

from __future__ import annotations

from typing import Annotated

import typer

from advisor.cli.guide.shared import AnswersFile, assessed, print_json
from advisor.cli.options import DataDir, Output, OutputOption, catalog_in

Gain = Annotated[
    float | None,
    typer.Option("--gain", help="Gain of tuning that is assumed, in points of fitness, instead of the usual one."),
]


def adapt(
    answers: AnswersFile, *, data: DataDir = None, gain: Gain = None, output: OutputOption = Output.TABLE
) -> None:
    """Ways to adapt the model to the task, best first, what would change it, and what tuning would have to bring."""
    from advisor.services.guidance.adaptation import adaptation_of
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
        gained = "" if row.adaptation is None else f", {row.adaptation} ({row.gain_points:+.0f} points assumed)"
        print(f"{row.score * 100:.1f} {row.model_name} at {row.place}{gained}: {row.monthly_usd:,.0f} USD a month")
