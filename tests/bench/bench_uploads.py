"""Memory of the app before, with and after 25 uploads of 15 MB, each of a session of its own that then leaves."""

from __future__ import annotations

import time
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import pytest
from running import app_running
from streamlit_sessions import Session

pytestmark = pytest.mark.bench
UPLOADS: Final = 25
MEGABYTES: Final = 15
LET_GO_S: Final = 10
"""How long a session that lost its window is kept here, in case it comes back; two minutes are usual."""


def resident_mb(pid: int) -> float:
    """Megabytes that a process holds, without those it shares with nobody any longer."""
    told = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in told.splitlines() if line.startswith("VmRSS:"))) / 1e3


def test_uploads_are_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Budget: what is held afterwards is a small part of what was uploaded."""
    monkeypatch.setenv("STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL", str(LET_GO_S))
    content = b'{"messages": [{"role": "user", "content": "x"}]}\n' * (MEGABYTES * 1_000_000 // 50)
    with app_running(tmp_path) as (url, pid):
        with Session(url) as first:
            first.open()
            first.click("start.sample.contract-analyser")
            first.go("evaluation")
            first.upload("evaluation.file", "first.jsonl", b'{"text": "one"}\n')
        before = resident_mb(pid)
        with ExitStack() as sessions:
            for number in range(UPLOADS):
                session = sessions.enter_context(Session(url))
                session.open("evaluation")
                session.upload("evaluation.file", f"{number}.jsonl", content)
            held = resident_mb(pid)
        left = resident_mb(pid)
        time.sleep(3 * LET_GO_S)
        idle = resident_mb(pid)
        with Session(url) as last:
            last.open()
            after = resident_mb(pid)
    print(
        f"\n{UPLOADS} uploads of {len(content) / 1e6:.0f} MB: {before:.0f} MB before, {held:.0f} with them, {left:.0f} "
        f"when all have left, {idle:.0f} after {3 * LET_GO_S} s, {after:.0f} when somebody came"
    )
