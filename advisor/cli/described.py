"""``advisor describe``: answers out of a sentence or the log of a pilot, each with where it comes from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from advisor.cli.options import DataDir, Output, OutputOption, catalog_in
from advisor.errors import AdvisorError, AnswersError, Problem

if TYPE_CHECKING:
    from advisor.services.describe_work import DescribedWork

WorkTold = Annotated[
    str, typer.Argument(metavar="TEXT", help="The work in a sentence or two: English, German or French.")
]
LogFile = Annotated[
    Path | None,
    typer.Option("--log", help="Log of a pilot: JSON lines, LiteLLM, Langfuse or OpenTelemetry; measured here."),
]
OutFile = Annotated[Path | None, typer.Option("-o", "--out", help="Write the answers to this file (YAML).")]


def describe(
    text: WorkTold = "",
    *,
    log: LogFile = None,
    out: OutFile = None,
    data: DataDir = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Fill in the answers from a description of the work, and say what each comes from.

    It is read by rules, on this machine. Look at every line: what is wrong is corrected in the file.
    """
    from advisor.questionnaire.load import dump_answers
    from advisor.services.describe_work import describe_work

    found = describe_work(text, catalog_in(data), log=_content(log), log_name=log.name if log else "log")
    answers = dump_answers(found.answers)
    if out is not None:
        _write(out, answers)
    if output is Output.JSON:
        print(_as_json(found))
        return
    _print(found)
    print(f"Written to {out}. Next: advisor assess {out}" if out else f"\n{answers}".rstrip())


def _write(out: Path, text: str) -> None:
    from advisor.whole_files import write_whole

    try:
        write_whole(out, text.encode(), make_folder=False)
    except OSError as error:
        raise AdvisorError(f"{out} cannot be written: {error.strerror}") from error


def _content(log: Path | None) -> bytes | None:
    if log is None:
        return None
    try:
        return log.read_bytes()
    except OSError as error:
        problem = Problem(str(log), error.strerror or str(error), "a file that can be read")
        raise AnswersError(f"{log} cannot be read:", [problem]) from error


def _as_json(found: DescribedWork) -> str:
    from advisor.words.tell import tell

    def why(reason: object) -> str:
        return reason if isinstance(reason, str) else tell(reason)  # type: ignore[arg-type] # what is no text is Told

    return json.dumps(
        {
            "answers": found.answers.model_dump(mode="json", by_alias=True),
            "read": [{"place": item.place, "value": item.value, "from": why(item.why)} for item in found.read],
            "assumed": [{"place": item.place, "value": item.value, "why": why(item.reason)} for item in found.assumed],
        },
        ensure_ascii=False,
        default=str,
    )


def _print(found: DescribedWork) -> None:
    """Two tables: what was read and from which words, and what is assumed beside it and why."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text as RichText

    from advisor.questionnaire.answers import FIRST_CASE
    from advisor.words.tell import tell

    console = Console(highlight=False)
    for title, rows in (
        ("Read", [(i.place, i.value, f"“{i.why}”" if isinstance(i.why, str) else tell(i.why)) for i in found.read]),
        ("Assumed", [(item.place, item.value, tell(item.reason)) for item in found.assumed]),
    ):
        table = Table("Answer", "Value", "From" if title == "Read" else "Because", title=title, title_justify="left")
        for place, value, reason in rows:
            name = place.removeprefix(f"{FIRST_CASE}.")
            table.add_row(RichText(name), RichText(_shown(value)), RichText(reason))
        console.print(table)


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(str(item) for item in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,.10g}" if isinstance(value, int | float) else str(value)
