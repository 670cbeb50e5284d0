"""Programs that tests start and stop: the app, a Streamlit page, a browser; on loopback, ended by process id."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ARTEFACTS = ROOT / ".artefacts"
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def free_port() -> int:
    """A port of the loopback interface that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def chromium_path() -> str:
    """Where the system's Chromium is; says what to do when it is not there."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    assert path, "a browser is missing: run make test, which installs it"
    return path


def wait_for(url: str, *, seconds: float = 60) -> None:
    """Wait until ``url`` answers 200; fails after ``seconds``."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - loopback
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"{url} did not answer within {seconds:.0f} s")


@contextmanager
def running(command: Sequence[str], *, port: int, home: Path | None = None) -> Iterator[tuple[str, int]]:
    """Run a Streamlit program and give its address and process id; it is ended with its children afterwards."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ADVISOR_")}
    if home is not None:
        environment["ADVISOR_HOME"] = str(home)
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True)
        try:
            wait_for(f"{url}/_stcore/health")
            yield url, process.pid
        except AssertionError as error:
            log.seek(0)
            raise AssertionError(f"{error}\n{log.read().decode(errors='replace')[-3000:]}") from error
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(20)


@contextmanager
def app_running(home: Path) -> Iterator[tuple[str, int]]:
    """Run the app the way a person starts it."""
    port = free_port()
    with running([sys.executable, "-m", "advisor.cli", "serve", "--port", str(port)], port=port, home=home) as started:
        yield started
