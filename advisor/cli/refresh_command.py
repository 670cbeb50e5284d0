"""``advisor catalog refresh``: propose what the sources say, take what is accepted, undo it."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from advisor.cli.options import DataDir, Output, OutputOption

if TYPE_CHECKING:
    from advisor.services.refresh.run import Refreshed, RefreshOptions


def catalog_refresh(
    *,
    source: Annotated[list[str] | None, typer.Option("--source", help="Only this source; repeatable.")] = None,
    from_: Annotated[
        Path | None, typer.Option("--from", metavar="DIR", help="Folder of the sources' files instead of the network.")
    ] = None,
    accept: Annotated[
        list[str] | None,
        typer.Option(
            "--accept",
            help="all, a source, a row's id, under=2%, newer, changed, filled, confirmed, new, a table, or a file of "
            "decisions; repeatable. Without it nothing is changed.",
        ),
    ] = None,
    refuse: Annotated[
        list[str] | None,
        typer.Option("--refuse", metavar="ID=REASON", help="Refuse a row and remember why; repeatable."),
    ] = None,
    write: Annotated[
        Path | None,
        typer.Option("--write", metavar="DIR", help="Write whole tables to DIR, not an edition of your own."),
    ] = None,
    sheet: Annotated[
        Path | None,
        typer.Option("--sheet", metavar="FILE", help="Write the proposals as a table to fill in decisions."),
    ] = None,
    dated: Annotated[
        str | None, typer.Option("--dated", help="Day of the files (ISO); else from their names or their last change.")
    ] = None,
    today: Annotated[str | None, typer.Option("--today", help="Date to judge by (ISO); today if absent.")] = None,
    refit: Annotated[
        bool, typer.Option("--refit/--no-refit", help="Fit abilities and speeds again where rows came.")
    ] = True,
    undo: Annotated[bool, typer.Option("--undo", help="Put the edition before in force again.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Show every proposal and every name.")] = False,
    data: DataDir = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Propose what public lists say beside what stands; take what you accept. Exit 1 when a source is unusable."""
    from advisor.services.refresh.run import RefreshOptions

    if undo:
        print(_undone())
        return
    options = RefreshOptions(
        folder=from_,
        sources=tuple(source or ()),
        accept=tuple(accept or ()),
        refuse=tuple(refuse or ()),
        data=data,
        write=write,
        dated=_day(dated, "--dated"),
        refit=refit,
    )
    outcome = _run(options, _day(today, "--today") or datetime.now(UTC).date())
    _print(outcome, output, everything=everything)
    if sheet is not None:
        _write_sheet(sheet, outcome)
    if outcome.problems:
        raise typer.Exit(1)


def _run(options: RefreshOptions, today: date) -> Refreshed:
    from advisor.services.refresh.everywhere import AskEverywhere
    from advisor.services.refresh.run import refresh
    from advisor.settings import Settings

    return refresh(
        options,
        today=today,
        fetch=AskEverywhere(Settings().overlay_dir, today),
        progress=lambda name, text: print(f"{name}: {text}", file=sys.stderr, flush=True),
    )


def _print(outcome: Refreshed, output: Output, *, everything: bool) -> None:
    from advisor.cli.refreshed import refreshed_json, refreshed_text

    print(refreshed_json(outcome) if output is Output.JSON else refreshed_text(outcome, everything=everything))


def _write_sheet(path: Path, outcome: Refreshed) -> None:
    from advisor.catalog.refresh.choose import decision_sheet, on_a_sheet
    from advisor.errors import AdvisorError
    from advisor.whole_files import write_whole

    try:
        write_whole(path, decision_sheet(outcome.proposals).encode(), make_folder=False)
    except OSError as error:
        raise AdvisorError(f"{path} cannot be written: {error.strerror}") from error
    lines = len(on_a_sheet(outcome.proposals))
    print(f"{path}: {lines:,} proposals; fill in accept or refuse, then --accept {path}", file=sys.stderr)


def _undone() -> str:
    from advisor.catalog.refresh.editions import undo
    from advisor.settings import Settings

    gone, before = undo(Settings().overlay_dir)
    return f"edition {gone} is undone; in force: {before or 'the shipped tables'}"


def _day(text: str | None, option: str) -> date | None:
    from advisor.errors import InputError, Problem

    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InputError(
            "The date cannot be read:", [Problem(option, repr(text), "a date such as 2026-11-20")]
        ) from error
