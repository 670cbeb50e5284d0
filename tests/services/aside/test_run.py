"""Work in another process: its results, errors and limits, and what is left of it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from running import until
from services import aside_calls

from advisor.errors import AnswersError, TooHeavyError
from advisor.services.aside import run
from advisor.services.aside.run import CREWS, crews, run_aside, start_workers, stop_workers, worker_ids


@pytest.fixture(autouse=True)
def _no_worker_stays(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))  # the calls stand beside these tests
    stop_workers()
    yield
    stop_workers()
    assert worker_ids() == ()


def alive(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_it_gives_what_the_call_gives() -> None:
    """By one worker, call after call."""
    assert [run_aside(partial(aside_calls.twice, n), what="n") for n in range(3)] == [0, 2, 4]
    assert len(worker_ids()) == 1


def test_errors_of_ours_come_back_as_they_are() -> None:
    """Their class, title and every problem."""
    with pytest.raises(AnswersError) as raised:
        run_aside(aside_calls.refusing, what="x")
    assert raised.value.title == "bad:"
    assert [problem.place for problem in raised.value.problems] == ["a", "d"]


def test_other_errors_say_what_they_were() -> None:
    """So that the page can note them."""
    with pytest.raises(RuntimeError, match="ZeroDivisionError: a fault"):
        run_aside(aside_calls.failing, what="x")


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (partial(aside_calls.sleeping, 60), "ADVISOR_ASIDE_SECONDS"),
        (partial(aside_calls.hoarding, 4_000), "ADVISOR_ASIDE_MEGABYTES"),
        (aside_calls.ending, "ADVISOR_ASIDE_MEGABYTES"),
    ],
)
def test_a_limit_names_itself_and_its_setting(call: Callable[[], object], told: str) -> None:
    """The worker is gone, and the next call has another."""
    with pytest.raises(TooHeavyError, match=told) as raised:
        run_aside(call, what="answers.yaml", seconds=5, megabytes=500)
    assert "answers.yaml" in raised.value.title
    assert run_aside(partial(aside_calls.twice, 2), what="x") == 4


def test_the_time_limit_is_kept() -> None:
    """Not a minute later."""
    began = time.monotonic()
    with pytest.raises(TooHeavyError):
        run_aside(partial(aside_calls.sleeping, 600), what="x", seconds=1)
    assert time.monotonic() - began < 60


def test_no_key_reaches_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither its environment nor its arguments hold what this process's environment holds."""
    monkeypatch.setenv("ADVISOR_KEY_TEST", "sk-canary-1234567890")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary-1234567890")
    environment, arguments, pid = run_aside(aside_calls.seen, what="x")
    assert "canary" not in f"{environment} {arguments}"
    assert not [name for name in environment if name.startswith("ADVISOR_")]
    assert b"canary" not in Path(f"/proc/{pid}/environ").read_bytes()


def test_many_threads_share_few_workers() -> None:
    """Each gets its own answer, and idle workers are few."""
    found: dict[int, int] = {}

    def ask(number: int) -> None:
        found[number] = run_aside(partial(aside_calls.twice, number), what="x", seconds=120)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(3 * CREWS["files"].most)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: 2 * number for number in range(3 * CREWS["files"].most)}
    assert 1 <= len(worker_ids()) <= CREWS["files"].idle


def test_every_worker_that_stays_is_started_before_it_is_asked() -> None:
    """One that began with the second report at once kept it waiting for seconds."""
    start_workers(aside_calls.seen)
    started = worker_ids()
    assert len(started) == CREWS["files"].idle
    start_workers(aside_calls.seen)
    assert worker_ids() == started
    assert run_aside(aside_calls.seen, what="x")[2] in started


@pytest.mark.parametrize(("cores", "workers"), [(1, 2), (2, 2), (3, 3), (64, 4)])
def test_reports_have_as_many_workers_as_there_are_cores(cores: int, workers: int) -> None:
    """Between two and four, which all stay and stand back for the process that serves."""
    crew = crews(cores)["decisions"]
    assert (crew.most, crew.idle) == (workers, workers)
    assert 0 < crew.nice < crews(cores)["files"].nice


def test_who_waits_too_long_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where every worker is taken."""
    pool = run._Pool(CREWS["files"])
    monkeypatch.setattr(run, "_POOLS", {"files": pool})
    for _ in range(CREWS["files"].most):
        pool._slots.acquire()
    with pytest.raises(TooHeavyError, match="once more in a moment"):
        run_aside(partial(aside_calls.twice, 1), what="x", seconds=0.1)


@pytest.mark.parametrize("way", ["ends", "is killed"])
def test_none_outlives_who_started_it(way: str) -> None:
    """Whether that process ends by itself or is killed, at work or idle."""
    program = (
        "from functools import partial; import os, sys, threading, time\n"
        "from advisor.services.aside.run import run_aside, worker_ids\n"
        "from services import aside_calls\n"
        "threading.Thread(target=run_aside, args=(partial(aside_calls.sleeping, 300),),"
        " kwargs={'what': 'x', 'seconds': 300}, daemon=True).start()\n"
        "run_aside(partial(aside_calls.twice, 1), what='x')\n"
        "while len(worker_ids()) < 2: time.sleep(0.01)\n"
        "print(*worker_ids(), flush=True)\n"
        "sys.stdin.readline()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        workers = [int(pid) for pid in process.stdout.readline().split()]
        assert len(workers) == 2
        assert all(alive(pid) for pid in workers)
        if way == "is killed":
            process.kill()
        else:
            process.stdin.write("\n")
            process.stdin.flush()
        process.wait()
    until(lambda: not any(alive(pid) for pid in workers), "the end of the workers")
