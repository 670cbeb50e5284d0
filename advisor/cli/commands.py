"""What the command line needs from the rooms that touch disk, network and the database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advisor.errors import InputError, Problem
from advisor.settings import APP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine

    from advisor.catalog.catalog import Catalog
    from advisor.report.replay.watch import WatchNote
    from advisor.storage.lifecycle import Lifecycle


def unshown_line(text: str) -> str:
    """A line on the characters of a text that no font here can show in a PDF; empty where there are none."""
    from advisor.report.document.fonts import character_name, missing_characters

    unshown = sorted(missing_characters([text])[1])
    named = ", ".join(character_name(character) for character in unshown[:5])
    more = f" and {len(unshown) - 5} more" if len(unshown) > 5 else ""  # noqa: PLR2004 - named above
    return f"No font on this machine shows {named}{more}: a square stands for each.\n" if unshown else ""


def in_house_style(policy: Path | None, *, language: str | None, paper: str | None) -> dict[str, Any]:
    """How a report is asked for: what is given, else what the policy of the house says, else the usual."""
    from advisor.report.document.meta import ReportMeta
    from advisor.services.house_policy import style_of
    from advisor.settings import Settings

    style, look = style_of(Settings(), policy)
    return {
        "language": language or style.language or "en",
        "paper": paper or style.paper or "a4",
        "sections": style.sections or None,
        "meta": ReportMeta(house=look),
    }


def serve_app(port: int) -> int:
    """Run the web app on ``port`` of this machine until it is stopped; gives its exit status.

    Where the system can, this process becomes the server: whatever ends the one ends the other.
    """
    command = [sys.executable, "-m", "advisor.ui.serve", "--server.port", str(port)]
    print(f"Model-selection advisor: http://127.0.0.1:{port}", file=sys.stderr, flush=True)
    os.chdir(APP.parent)
    if os.name == "posix":
        os.execv(command[0], command)  # noqa: S606 - our own program
    try:
        return subprocess.run(command, check=False).returncode  # noqa: S603 - our own program
    except KeyboardInterrupt:
        return 0


def run_catalog_check(
    data: Path | None, *, stale_after: int | None, today: str | None, strict: bool, as_json: bool
) -> tuple[str, bool]:
    """Audit the catalog on a day, today by default; gives the text to print and whether it is sound."""
    from advisor.catalog.audit.check import audit_folder
    from advisor.settings import Settings

    outcome = audit_folder(
        data or Settings().catalog_dir,
        overlay=None if data else Settings().overlay_dir,
        as_of=day_of(today) or datetime.now(UTC).date(),
        stale_after=stale_after,
    )
    outcome = outcome.strict() if strict else outcome
    return (outcome.model_dump_json() if as_json else outcome.to_text()), outcome.sound


def replayed(decision_id: str, catalog: Catalog, *, language: str, as_json: bool) -> tuple[str, bool]:
    """Re-run a saved decision on ``catalog``; gives the text to print and whether the choice is still first."""
    from advisor.report.replay.replay_words import replay_lines
    from advisor.services.kept_decisions import kept_decision, replay_decision
    from advisor.words.language import words_in

    life = lifecycle()
    result = replay_decision(life, kept_decision(life, decision_id), catalog)
    text = result.model_dump_json() if as_json else "\n".join(replay_lines(words_in(language), result))
    return text, result.still_first


def watched(
    catalog: Catalog, *, today: str | None, language: str, as_json: bool, notify: bool = False
) -> tuple[str, bool]:
    """Judge every saved decision; gives the text to print and whether there was anything to say.

    With ``notify`` what was not told before is brought to where the environment says.
    """
    from advisor.report.replay.migration_words import migration_lines
    from advisor.report.replay.watch import nothing_to_see, reason_name
    from advisor.services.kept_decisions import watch_decisions
    from advisor.storage.entries import Entries
    from advisor.words.language import words_in

    words, day = words_in(language), day_of(today) or datetime.now(UTC).date()
    notes, count = watch_decisions(lifecycle(), catalog, day, language=language, entries=Entries(made_database()))
    if notify:
        told_to(notes)
    if as_json:
        return json.dumps([note.model_dump(mode="json") for note in notes], ensure_ascii=False), bool(notes)
    lines = []
    for note in notes:
        lines.append(f"{note.name} ({note.decision_id}): {reason_name(words, note.reason)}: {note.sentence}")
        if note.migration is not None:
            lines += [f"  {line}" for line in (note.migration.sentence, *migration_lines(words, note.migration))]
    return "\n".join(lines) or nothing_to_see(words, count), bool(notes)


def told_to(notes: Sequence[WatchNote]) -> None:
    """Bring the notes to the webhook and the file of this installation, and say on standard error what was brought."""
    from advisor.services.house.notify import Messenger
    from advisor.settings import Settings

    brought = Messenger(Settings().home, now=lambda: datetime.now(UTC)).tell(notes)
    print(f"Told {brought.notes} new: {', '.join(brought.to) or 'nothing to tell'}", file=sys.stderr)


def audit_verified(noted: str | None, *, as_json: bool) -> tuple[str, bool]:
    """Walk the audit trail; gives the text to print and whether it holds."""
    from advisor.settings import Settings
    from advisor.storage.audit_trail import verify
    from advisor.storage.database import open_made_database

    check = verify(open_made_database(Settings().resolved_database_url()), noted=noted)
    if as_json:
        return check.model_dump_json(), check.holds
    found = [f"{len(check.problems)} problems:", *check.problems] if check.problems else ["Nothing was changed."]
    counted = (
        f"{check.lines} lines, {check.records} records. Last hash, to be noted elsewhere: {check.last_hash or '-'}"
    )
    return "\n".join([counted, *found]), check.holds


def made_database() -> Engine:
    """The database that the settings name."""
    from advisor.settings import Settings
    from advisor.storage.database import open_made_database

    return open_made_database(Settings().resolved_database_url())


def lifecycle() -> Lifecycle:
    """The life of the decisions in the database that the settings name; nobody has signed in."""
    from advisor.storage.lifecycle import Lifecycle

    return Lifecycle(made_database())


def day_or_today(text: str | None) -> date:
    """The date of ``--today``, else today's."""
    return day_of(text) or datetime.now(UTC).date()


def day_of(text: str | None, option: str = "--today") -> date | None:
    """The date of an option; raises ``InputError`` where it is none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        allowed = "a date such as 2026-11-20"
        raise InputError("The date cannot be read:", [Problem(option, repr(text), allowed)]) from error
