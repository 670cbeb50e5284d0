"""What every command of ``advisor guide`` takes and prints."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from advisor.cli.options import catalog_in

if TYPE_CHECKING:
    from advisor.assessment import Assessment

AnswersFile = Annotated[Path, typer.Argument(metavar="ANSWERS.yaml", help="File of answers (YAML or JSON).")]


def assessed(answers: Path, data: Path | None) -> Assessment:
    """The assessment of a file of answers."""
    from advisor.assessment import assess
    from advisor.services.answered.answered_names import load_known

    catalog = catalog_in(data)
    return assess(load_known(answers, catalog), catalog)


def print_json(values: Mapping[str, Any] | Sequence[Any]) -> None:
    """JSON alone on standard output."""
    print(json.dumps(values, ensure_ascii=False))
