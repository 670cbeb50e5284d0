"""``advisor guide governance``: duties and risks of the choice."""

from __future__ import annotations

from advisor.cli.guide.shared import AnswersFile, assessed, print_json
from advisor.cli.options import DataDir, Output, OutputOption


def governance(answers: AnswersFile, *, data: DataDir = None, output: OutputOption = Output.TABLE) -> None:
    """Duties and risks of the choice, each with what to do; orientation, not legal advice."""
    notes = assessed(answers, data).risks
    if output is Output.JSON:
        print_json({"risks": [note.model_dump(mode="json") for note in notes]})
        return
    for note in notes:
        print(f"{note.severity}: {note.topic}\n  {note.statement}\n  -> {note.action}")
