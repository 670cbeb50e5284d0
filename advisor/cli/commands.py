"""What the command line needs from the rooms that touch disk, network and the database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advisor.errors import CatalogError, InputError, Problem

if TYPE_CHECKING:
    from advisor.catalog.catalog import Catalog
    from advisor.storage.lifecycle import Lifecycle

APP = Path(__file__).resolve().parents[2] / "app.py"


_NAMED = 10


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


def run_catalog_check(data: Path | None, *, stale_after: int, today: str | None, as_json: bool) -> tuple[str, bool]:
    """Audit the catalog; gives the text to print and whether it is sound."""
    from advisor.catalog.audit.check import audit_folder
    from advisor.settings import Settings

    outcome = audit_folder(
        data or Settings().catalog_dir,
        overlay=None if data else Settings().overlay_dir,
        as_of=_day(today),
        stale_after=stale_after,
    )
    return (outcome.model_dump_json() if as_json else outcome.to_text()), outcome.sound


def import_from_hub(hub_id: str, *, kind: str | None = None) -> dict[str, Any]:
    """Read a repository of the Hub (of ``HF_ENDPOINT`` where set) and save it among the user's own models."""
    from advisor.catalog.hub.client import fetch_repository
    from advisor.catalog.hub.to_rows import hub_row, summary
    from advisor.catalog.load import load_catalog
    from advisor.catalog.own.import_csv import draft_rows
    from advisor.catalog.own.store import OverlayStore
    from advisor.settings import Settings

    settings = Settings()
    today = datetime.now(UTC).date()
    catalog = load_catalog(settings.catalog_dir, overlay=settings.overlay_dir)
    facts = fetch_repository(hub_id, endpoint=os.environ.get("HF_ENDPOINT"))
    row = hub_row(facts, catalog, today=today, kind=kind)
    draft = draft_rows({"model_catalog": [row.cells]}, catalog, today=today)
    if draft.problems:
        raise CatalogError("The repository cannot be imported:", draft.problems)
    draft.save(OverlayStore(settings.overlay_dir))
    return summary(row, catalog, saved_to=str(settings.overlay_dir / "model_catalog.csv"))


def replay_decision(decision_id: str, catalog: Catalog, *, language: str, as_json: bool) -> tuple[str, bool]:
    """Re-run a saved decision on ``catalog``; gives the text to print and whether the choice is still first."""
    from advisor.report.replay.replay import replay
    from advisor.report.replay.replay_words import replay_lines
    from advisor.report.replay.snapshot import load_tables
    from advisor.words.language import words_in

    life = _lifecycle()
    known = {item.decision_id: item for item in life.all_kept()}
    kept = known.get(decision_id)
    if kept is None:
        named = ", ".join(f"{item.decision_id} ({item.name})" for item in list(known.values())[:_NAMED])
        allowed = f"the id of a decision that was proposed or exported, so that it was kept: {named or 'there is none'}"
        raise InputError("This decision cannot be replayed:", [Problem("DECISION", decision_id, allowed)])
    tables = life.catalog_tables(kept.assessment.provenance.catalog_digest)
    old = load_tables(tables) if tables else None
    result = replay(kept.assessment, catalog, old_catalog=old, chosen_id=kept.chosen_id)
    text = result.model_dump_json() if as_json else "\n".join(replay_lines(words_in(language), result))
    return text, result.still_first


def watch_decisions(catalog: Catalog, *, today: str | None, language: str, as_json: bool) -> tuple[str, bool]:
    """Judge every saved decision; gives the text to print and whether there was anything to say."""
    from advisor.report.replay.watch import WatchedDecision, nothing_to_see, reason_name, watch
    from advisor.words.language import words_in

    words = words_in(language)
    watched = [
        WatchedDecision(
            decision_id=kept.decision_id,
            name=kept.name,
            status=kept.status,
            assessment=kept.assessment,
            chosen_id=kept.chosen_id,
        )
        for kept in _lifecycle().all_kept()
    ]
    notes = watch(watched, catalog, _day(today) or datetime.now(UTC).date(), language=language)
    if as_json:
        return json.dumps([note.model_dump(mode="json") for note in notes], ensure_ascii=False), bool(notes)
    lines = [f"{note.name} ({note.decision_id}): {reason_name(words, note.reason)}: {note.sentence}" for note in notes]
    return "\n".join(lines) or nothing_to_see(words, len(watched)), bool(notes)


def _lifecycle() -> Lifecycle:
    from advisor.settings import Settings
    from advisor.storage.database import open_database
    from advisor.storage.lifecycle import Lifecycle

    return Lifecycle(open_database(Settings().resolved_database_url()))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        allowed = "a date such as 2026-11-20"
        raise InputError("The date cannot be read:", [Problem("--today", repr(text), allowed)]) from error
