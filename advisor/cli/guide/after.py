"""``advisor guide after``: usage against the plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from advisor.cli.guide.shared import AnswersFile, assessed, print_json
from advisor.cli.options import DataDir, Output, OutputOption, catalog_in

UsageFiles = Annotated[
    list[Path],
    typer.Option("--usage", metavar="FILE", help="A log (LiteLLM, Langfuse) or a bill as CSV; may be repeated."),
]


def after(
    answers: AnswersFile, *, usage: UsageFiles, data: DataDir = None, output: OutputOption = Output.TABLE
) -> None:
    """Usage after the go-live against the plan: months, what explains the difference, the measured load."""
    from advisor.errors import InputError, Problem
    from advisor.guidance.after_go_live.usage_facts import cause_told, drift_told
    from advisor.questionnaire.intake.usage.months import added, read_usage
    from advisor.services.guidance.after_go_live import review_usage
    from advisor.words.tell import tell

    read = added([read_usage(_content(path), name=path.name) for path in usage])
    found = review_usage(assessed(answers, data), read, catalog_in(data))
    if found is None:
        raise InputError("There is nothing to compare with:", [Problem(str(answers), "no costed choice", "one")])
    if output is Output.JSON:
        print_json(found.model_dump(mode="json"))
        return
    for month in found.months:
        side = f" ({month.beyond} the plan's range)" if month.whole and month.priced and month.beyond else ""
        print(f"{month.month:%Y-%m}: planned {month.planned_usd:,.2f} USD, paid {month.actual_usd:,.2f} USD{side}")
    print(f"All: planned {found.planned_usd:,.2f} USD, paid {found.actual_usd:,.2f} USD")
    for cause in found.causes:
        unit = "USD" if cause.unit == "usd" else "s an answer"
        since = f", since {cause.since:%Y-%m}" if cause.since else ""
        print(f"  {tell(cause_told(cause.cause))}: {cause.amount:+,.2f} {unit} ({cause.share:+.0%}){since}")
    for drift in found.drifts:
        print(tell(drift_told(drift)))
    for place, value in found.measured.items():
        print(f"measured {place.rpartition('.')[2]}: {value:g}")


def _content(path: Path) -> bytes:
    """What a file holds; raises InputError where it cannot be read."""
    from advisor.errors import InputError, Problem

    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError("A file cannot be read:", [Problem(str(path), str(error), "a file of usage")]) from error
