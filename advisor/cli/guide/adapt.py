"""``advisor guide adapt``: ways to adapt the model to the task."""

from __future__ import annotations

from advisor.cli.guide.shared import AnswersFile, assessed, print_json
from advisor.cli.options import DataDir, Output, OutputOption


def adapt(answers: AnswersFile, *, data: DataDir = None, output: OutputOption = Output.TABLE) -> None:
    """Ways to adapt the model to the task, best first, each with its reason."""
    notes = assessed(answers, data).strategies
    if output is Output.JSON:
        print_json({"strategies": [note.model_dump(mode="json") for note in notes]})
        return
    for note in notes:
        print(f"{note.strategy}: {note.fit * 100:.0f} of 100, {note.verdict}\n  {note.reason}")
