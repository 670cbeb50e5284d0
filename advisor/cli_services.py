"""What the command line needs from the rooms that touch disk, network and the database."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.errors import InputError, Problem

if TYPE_CHECKING:
    from advisor.trials.records import Connection

APP = Path(__file__).resolve().parents[1] / "app.py"


def serve_app(port: int) -> int:
    """Run the web app on ``port`` of this machine until it is stopped; gives its exit status."""
    command = [sys.executable, "-m", "streamlit", "run", str(APP), "--server.port", str(port)]
    print(f"Model-selection advisor: http://127.0.0.1:{port}", file=sys.stderr)
    try:
        return subprocess.run(command, check=False, cwd=APP.parent).returncode  # noqa: S603 - our own program
    except KeyboardInterrupt:
        return 0


def run_catalog_check(data: Path | None, *, stale_after: int, today: str | None, as_json: bool) -> tuple[str, bool]:
    """Audit the catalog; gives the text to print and whether it is sound."""
    from advisor.catalog.check import audit_folder
    from advisor.settings import Settings

    try:
        day = date.fromisoformat(today) if today else None
    except ValueError as error:
        raise InputError(
            "The date cannot be read:", [Problem("--today", repr(today), "a date such as 2026-11-20")]
        ) from error
    outcome = audit_folder(data or Settings().catalog_dir, as_of=day, stale_after=stale_after)
    return (outcome.model_dump_json() if as_json else outcome.to_text()), outcome.sound


def saved_connections() -> tuple[Connection, ...]:
    """The connections configured on this machine."""
    from advisor.settings import Settings
    from advisor.storage.database import open_database
    from advisor.storage.trials import TrialStore
    from advisor.trials.records import Connection

    store = TrialStore(open_database(Settings().resolved_database_url()))
    return tuple(Connection.model_validate_json(payload) for payload in store.connections())
