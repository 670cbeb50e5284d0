"""Programs that tests start and stop: the app, a Streamlit page, a browser; on loopback, ended by process id."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

Result = TypeVar("Result")

ROOT = Path(__file__).resolve().parents[1]
ARTEFACTS = ROOT / ".artefacts"
PATIENCE_S = 240.0
"""How long a test waits for what must come: only a failing test ever waits that long."""
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
    """A port of the loopback interface that nobody uses now, below those that systems give to outgoing connections.

    Drawn from the system's randomness: the test runner seeds the usual one alike in every process.
    """
    draw = random.SystemRandom()
    while True:
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", draw.randrange(20_000, 32_000)))
            return int(probe.getsockname()[1])


def chromium_path() -> str:
    """Where the system's Chromium is; says what to do when it is not there.

    The one without windows comes first: it draws the same pages and leaves out what only a window needs.
    """
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    assert path, "a browser is missing: run make test, which installs it"
    return path


def patient_context(browser: Browser, **options: Any) -> BrowserContext:
    """A fresh browser context in which every action waits as long as a slow machine needs.

    For somebody who wants no motion: drawn without a graphics card, what fades and spins took more than half of all
    that a browser worked, and the app waited for it.
    """
    context = browser.new_context(**{"reduced_motion": "reduce", **options})
    context.set_default_timeout(PATIENCE_S * 1000)
    return context


def wait_for(url: str, *, process: subprocess.Popen[bytes] | None = None, seconds: float = PATIENCE_S) -> None:
    """Wait until ``url`` answers 200; fails when ``process``, which serves it, has ended, or after ``seconds``."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert process is None or process.poll() is None, f"what should serve {url} has ended"
        try:
            with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 - loopback
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"{url} did not answer within {seconds:.0f} s")


def in_a_loop(work: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
    """Run what is asynchronous in a thread of its own: another test's browser may have a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(work())).result()


def until(condition: Callable[[], bool], what: str = "it") -> None:
    """Wait until something holds, however slow the machine; fails when it never does."""
    ends = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < ends, f"{what} never came"
        time.sleep(0.005)


def end(process: subprocess.Popen[bytes], *, patience_s: float = PATIENCE_S / 2) -> None:
    """End a process that leads a group, and the group with it; what does not go by itself is killed."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            process.wait(patience_s)
            return


@contextmanager
def running(
    command: Sequence[str],
    *,
    port: int,
    home: Path | None = None,
    log_file: Path | None = None,
    settings: Mapping[str, str] | None = None,
) -> Iterator[tuple[str, int]]:
    """Run a Streamlit program and give its address and process id; it is ended with its children afterwards.

    What it prints is kept in ``log_file``, where one is named; ``settings`` are added to its environment.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ADVISOR_")}
    environment |= settings or {}
    if home is not None:
        environment["ADVISOR_HOME"] = str(home)
    url = f"http://127.0.0.1:{port}"
    with log_file.open("w+b") if log_file else tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True)
        try:
            wait_for(f"{url}/_stcore/health", process=process)
            yield url, process.pid
        except AssertionError as error:
            log.seek(0)
            raise AssertionError(f"{error}\n{log.read().decode(errors='replace')[-3000:]}") from error
        finally:
            end(process)


@contextmanager
def app_running(home: Path, *, log_file: Path | None = None) -> Iterator[tuple[str, int]]:
    """Run the app the way a person starts it."""
    port = free_port()
    command = [sys.executable, "-m", "advisor.cli", "serve", "--port", str(port)]
    with running(command, port=port, home=home, log_file=log_file) as started:
        yield started
