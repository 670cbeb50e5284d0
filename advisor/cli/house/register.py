"""``advisor register``: all decisions of the house in one table, and as an inventory of AI systems."""

from __future__ import annotations

import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from advisor.cli.options import catalog_in

if TYPE_CHECKING:
    from advisor.services.house.register import RegisteredDecision


class RegisterForm(StrEnum):
    """How ``advisor register`` gives the register."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"


def register(
    *,
    form: Annotated[RegisterForm, typer.Option("--format", help="table for people; xlsx needs --output.")] = (
        RegisterForm.TABLE
    ),
    out: Annotated[
        Path | None, typer.Option("-o", "--output", help="File to write; standard output if absent.")
    ] = None,
    attention: Annotated[bool, typer.Option("--attention", help="Only decisions that need another look.")] = False,
    language: Annotated[str, typer.Option("--language", help="en, de or fr.")] = "en",
    today: Annotated[str | None, typer.Option("--today", help="Date to judge by (ISO); today if absent.")] = None,
) -> None:
    """List every saved decision: system, model, owner, data and risk class, review, policy, what needs attention."""
    from advisor.cli.commands import day_or_today
    from advisor.errors import InputError, Problem
    from advisor.services.house.inventory_files import inventory_file
    from advisor.services.house.register import with_attention
    from advisor.whole_files import write_whole

    if form is RegisterForm.XLSX and out is None:
        raise InputError("A workbook is no text:", [Problem("--output", "missing", "the file to write")])
    day = day_or_today(today)
    rows = _rows(day, language)
    rows = with_attention(rows) if attention else rows
    if form is RegisterForm.TABLE:
        _print_table(rows, language)
        return
    content = inventory_file(rows, form.value, day, language)
    if out is None:
        sys.stdout.write(content.decode("utf-8-sig") + ("\n" if form is RegisterForm.JSON else ""))
        return
    write_whole(out, content, make_folder=False)
    print(f"{out}: {len(rows)} decisions, {len(content):,} bytes", file=sys.stderr)


def _rows(day: date, language: str) -> tuple[RegisteredDecision, ...]:
    from advisor.cli.commands import made_database
    from advisor.services.house.register import house_register, names_of
    from advisor.storage.decisions import Decisions
    from advisor.storage.entries import Entries
    from advisor.storage.lifecycle import Lifecycle
    from advisor.storage.rights.known_people import KnownPeople

    engine = made_database()
    stores = (Decisions(engine), Lifecycle(engine), Entries(engine))
    names = names_of(KnownPeople(engine))
    return house_register(*stores, catalog_in(None), day, language=language, name_of=names)


def _print_table(rows: tuple[RegisteredDecision, ...], language: str) -> None:
    """Six columns that fit a terminal; below them why a decision needs attention."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from advisor.words.inventory_words import cell_text, column_titles, none_yet
    from advisor.words.language import words_in

    words = words_in(language)
    titles = column_titles(words)
    keys = ("system", "model", "data_class", "risk_class", "status", "review_on")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for key in keys:
        table.add_column(titles[key], overflow="fold")
    for row in rows:
        table.add_row(*(str(cell_text(key, getattr(row, key), words) or "–") for key in keys))
    console = Console(highlight=False)
    console.print(table if rows else none_yet(words))
    for row in rows:
        for note in row.attention:
            console.print(Text(f"! {row.system}: {note.sentence}", "yellow"))
