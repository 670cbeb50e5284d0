"""``advisor db``: the database as a whole: how it stands, brought up to date, saved, moved, and emptied by rule."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from advisor.cli.options import Output, OutputOption, example
from advisor.errors import AdvisorError

if TYPE_CHECKING:
    from advisor.storage.audit_trail import TrailCheck
    from advisor.storage.upkeep.backup_file import Manifest
    from advisor.storage.upkeep.retention import RetentionRules

database_app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="The database as a whole: look at it, bring it up to date, back it up, move it, empty it by rule.",
    epilog=example("advisor db status"),
)
File = Annotated[Path, typer.Argument(metavar="FILE", help="A file that export or backup wrote.")]


@database_app.command("status", epilog=example("advisor db status"))
def show_status(*, output: OutputOption = Output.TABLE) -> None:
    """Where the database is, its schema, rows and size, and whether the audit trail holds; exit 1 when it does not."""
    from advisor.storage.upkeep.status import status_of

    found = status_of(_url())
    print(found.model_dump_json() if output is Output.JSON else found.to_text())
    if found.problems:
        raise typer.Exit(1)


@database_app.command("verify", epilog=example("advisor db verify", "advisor db verify advisor-20261129.zip"))
def verify(
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="A backup or export instead.")] = None,
) -> None:
    """Check the database (its file, rules, references and audit trail) or a file; exit 1 when something is wrong."""
    from advisor.storage.upkeep.moving import check_file
    from advisor.storage.upkeep.status import status_of

    if file is not None:
        _tell(file, check_file(file))
        return
    found = status_of(_url(), deep=True)
    print("\n".join(found.problems) or f"{found.address}: nothing was changed, nothing is damaged.")
    if found.problems:
        raise typer.Exit(1)


@database_app.command("upgrade", epilog=example("advisor db upgrade"))
def upgrade() -> None:
    """Bring the tables up to date, as every start of the advisor does; a newer database is refused."""
    from advisor.storage.upkeep.status import upgrade as bring_up

    before, after = bring_up(_url())
    print(f"Schema {after}: nothing to do." if before == after else f"Schema {before or 'none'} -> {after}.")


@database_app.command("backup", epilog=example("advisor db backup --to /backups --keep 14"))
def backup(
    *,
    to: Annotated[Path | None, typer.Option("--to", help="Folder; that of the home folder if absent.")] = None,
    keep: Annotated[int | None, typer.Option("--keep", min=1, help="Remove the oldest beyond so many.")] = None,
) -> None:
    """Save the whole database to a file of its own while others go on writing, and read it through."""
    from advisor.storage.upkeep.moving import back_up

    path, manifest = back_up(_url(), to or _backups(), now=datetime.now(UTC), keep=keep)
    _warn_readable()
    _tell(path, manifest)


@database_app.command("restore", epilog=example("advisor db restore advisor-20261129.zip --replace"))
def restore(
    file: File,
    *,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace what the database holds; that is backed up first.")
    ] = False,
) -> None:
    """Bring a backup back into an empty database: all of it, or nothing is changed."""
    from advisor.storage.upkeep.moving import back_up, check_file, holds_anything, import_database

    check_file(file)
    if replace and holds_anything(_url()):
        path, _ = back_up(_url(), _backups(), now=datetime.now(UTC))
        print(f"What stood is in {path}", file=sys.stderr)
    _tell(file, *import_database(_url(), file, replace=replace))


@database_app.command("export", epilog=example("advisor db export advisor.zip"))
def export(file: Annotated[Path, typer.Argument(metavar="FILE", help="File to write.")]) -> None:
    """Write the whole database to a file that goes into SQLite and PostgreSQL alike."""
    from advisor.storage.upkeep.moving import export_database

    manifest = export_database(_url(), file, now=datetime.now(UTC))
    _warn_readable()
    _tell(file, manifest)


@database_app.command("import", epilog=example("advisor db import advisor.zip"))
def import_(file: File) -> None:
    """Put an export into an empty database, ids and audit trail included: all of it, or nothing is changed."""
    from advisor.storage.upkeep.moving import import_database

    _tell(file, *import_database(_url(), file))


@database_app.command("purge", epilog=example("advisor db purge --dry-run"))
def purge(*, dry_run: Annotated[bool, typer.Option("--dry-run", help="Count only; remove nothing.")] = False) -> None:
    """Remove what the settings no longer keep (ADVISOR_RETENTION_...); what decisions rest on stays."""
    print(_purged(dry_run=dry_run))


@database_app.command("person", epilog=example("advisor db person ada@example.org", "advisor db person ada --forget"))
def person(
    who: Annotated[str, typer.Argument(metavar="WHO", help="Subject of a sign-in, or a name that was typed.")],
    *,
    forget: Annotated[bool, typer.Option("--forget", help="Remove what is theirs alone.")] = False,
) -> None:
    """Where somebody is named, and with --forget what of it stays because decisions answer for it."""
    from advisor.storage.database import open_made_database
    from advisor.storage.upkeep.personal import forget as remove
    from advisor.storage.upkeep.personal import kept_of

    engine = open_made_database(_url())
    try:
        gone, kept = remove(engine, who, now=datetime.now(UTC)) if forget else (0, kept_of(engine, who))
    finally:
        engine.dispose()
    if forget:
        print(f"Removed: {gone:,} rows.")
    print("\n".join(f"{found.table}.{found.column:<16}{found.rows:>8,}" for found in kept) or "Named nowhere.")


def purge_if_asked() -> None:
    """Remove what is no longer kept where the house has set how long, and say on standard error what went."""
    if _rules().asked:
        print(_purged(dry_run=False), file=sys.stderr)


def _purged(*, dry_run: bool) -> str:
    from advisor.storage.database import open_made_database
    from advisor.storage.upkeep.retention import purge as remove

    engine = open_made_database(_url())
    try:
        return remove(engine, _rules(), now=datetime.now(UTC), dry_run=dry_run).to_text()
    finally:
        engine.dispose()


def _rules() -> RetentionRules:
    from advisor.settings import Settings
    from advisor.storage.upkeep.retention import RetentionRules

    settings = Settings()
    return RetentionRules(
        trials_days=settings.retention_trials_days,
        bin_days=settings.retention_bin_days,
        drafts_days=settings.retention_drafts_days,
    )


def _tell(path: Path, manifest: Manifest, trail: TrailCheck | None = None) -> None:
    """What a file holds, in a line on the terminal; what its trail says where that does not hold."""
    rows = sum(held.rows for held in manifest.tables.values())
    print(
        f"{path}: schema {manifest.revision}, {rows:,} rows in {len(manifest.tables)} tables,"
        f" last hash of the trail {manifest.last_hash or '-'}"
    )
    if manifest.trail_problems or (trail is not None and trail.problems):
        raise AdvisorError("The audit trail in it does not hold: advisor audit verify names the lines.")


def _warn_readable() -> None:
    """Say what whoever gets the file can read in it."""
    print("Packed, not encrypted: prompts, answers and names stand in it.", file=sys.stderr)


def _backups() -> Path:
    from advisor.settings import Settings
    from advisor.whole_files import private_folder

    return private_folder(Settings().home / "backups")


def _url() -> str:
    from advisor.settings import Settings

    return Settings().resolved_database_url()
