"""Two replicas on one PostgreSQL behind the shipped nginx: a browser whose replica is killed, and many sessions.

``BENCH_SESSIONS`` and ``BENCH_WINDOW_S`` set how many sessions walk the journey and for how long (20 and 60; 100 and
300 for the whole of it). Each takes a step every ``PACE_S`` seconds. Of memory the proportional share is told, so that
what processes share counts once.
"""

from __future__ import annotations

import itertools
import os
import statistics
import subprocess
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect
from replicas_running import Replicas, replicas_running, unverified
from running import patient_context
from streamlit_sessions import Session
from websockets.exceptions import WebSocketException

from advisor.questionnaire.presets import load_sample
from advisor.storage.database import open_database
from advisor.storage.decisions import Decisions

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.bench
SESSIONS: Final = int(os.environ.get("BENCH_SESSIONS", "20"))
WINDOW_S: Final = float(os.environ.get("BENCH_WINDOW_S", "60"))
PACE_S: Final = 15.0
WARM_UP: Final = 6
"""Steps of each session before anything is measured: every page once."""
SAMPLES: Final = ("eu-bank-customer-service", "contract-analyser", "city-administration-rag")
LOADS: Final = tuple(f"requirements.essentials.use_cases.0.usage.{name}." for name in ("people", "documents_per_day"))
WEIGHT: Final = "recommendation.weight."


def settled(page: Page) -> None:
    """Wait until the app has nothing left to do."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)


def named(page: Page, title: str) -> None:
    """Give the decision another name, without saving it."""
    field = page.get_by_role("textbox", name="Name of the decision")
    field.fill(title)
    field.press("Tab")
    expect(page.get_by_test_id("stSidebar")).to_contain_text(title)
    settled(page)


def test_a_browser_goes_on_where_its_replica_was_killed(browser: Browser, postgres_url: str, tmp_path: Path) -> None:
    """What was typed and never saved is there, on the other replica, without a reload."""
    with replicas_running(tmp_path, database_url=postgres_url) as replicas:
        database = open_database(postgres_url)
        kept = Decisions(database).create(load_sample("marketing-images"))
        database.dispose()
        context = patient_context(browser, viewport={"width": 1400, "height": 1000}, ignore_https_errors=True)
        page = context.new_page()
        page.goto(f"{replicas.url}/requirements?decision={kept.decision_id}")
        settled(page)
        named(page, "Typed and never saved")
        first = replica_of(page)
        replicas.processes[first].kill()
        gone = time.perf_counter()
        other = ({*replicas.processes} - {first}).pop()
        while replica_of(page) != other:
            page.wait_for_timeout(50)
        page.wait_for_timeout(1_000)
        settled(page)
        expect(page.get_by_role("textbox", name="Name of the decision")).to_have_value("Typed and never saved")
        back = time.perf_counter() - gone
        named(page, "And typed on")
        page.reload()
        settled(page)
        expect(page.get_by_role("textbox", name="Name of the decision")).to_have_value("And typed on")
        assert replica_of(page) == other
        context.close()
    print(f"\nreplica {first} killed: the page goes on at replica {other} after {back:.1f} s, nothing lost")


def replica_of(page: Page) -> str:
    """Which replica the browser stays with."""
    found = [cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "advisor_replica"]
    return found[0] if found else ""


def steps(session: Session, number: int) -> Iterator[tuple[str, Callable[[], float]]]:
    """What a person does, over and over: an answer, the pages that follow from it, and another weight."""
    for turn in itertools.count(1):
        yield "requirements", partial(session.go, "requirements")
        yield "answer", lambda: session.give(session.key(*LOADS), double_value=float(100 + number * 50 + turn))  # noqa: B023
        yield "recommendation", partial(session.go, "recommendation")
        yield "weights", lambda: session.give("recommendation.tabs", string_value="Weights")
        yield "weight change", lambda: weighed(session, turn)  # noqa: B023
        yield "report", partial(session.go, "report")


def weighed(session: Session, turn: int) -> float:
    """Move the first weight."""
    state = float(turn * 7 % 100)
    key = session.key(WEIGHT)
    from streamlit.proto.Common_pb2 import DoubleArray  # noqa: PLC0415 - a value of the protocol

    return session.touch(key, double_array_value=DoubleArray(data=[state]))


def walked(
    session: Session,
    number: int,
    *,
    begins: float,
    ends: float,
    waits: dict[str, list[float]],
    broken: list[str],
) -> None:
    """One session until the end; a wait counts from when its step was due, so that a queue counts as well."""
    doing = steps(session, number)
    for step in itertools.count():
        due = begins + step * PACE_S + number * PACE_S / SESSIONS
        if due > ends:
            return
        time.sleep(max(0.0, due - time.perf_counter()))
        name, act = next(doing)
        try:
            act()
        except (WebSocketException, OSError, TimeoutError, StopIteration, KeyError) as error:
            broken.append(f"{name}: {type(error).__name__}")
            return
        if any(key.endswith("page_broken") for key in session.widgets):
            broken.append(name)
        waits[name].append(time.perf_counter() - due)


def memory_mib(replicas: Replicas) -> float:
    """The proportional memory of both replicas with their workers, in MiB."""
    total = 0
    for process in replicas.processes.values():
        listed = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=False)
        for pid in (process.pid, *map(int, listed.stdout.split())):
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8")
            total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total / 1024


def test_many_sessions_on_two_replicas(postgres_url: str, tmp_path: Path) -> None:
    """No step fails; the waits, and the memory after every page was seen once and at the end."""
    with replicas_running(tmp_path, database_url=postgres_url) as replicas, ExitStack() as stack:
        time.sleep(10)  # workers and loops, as a person would not be the first
        database = open_database(postgres_url)
        kept = [Decisions(database).create(load_sample(name)) for name in SAMPLES]
        database.dispose()
        people = [
            stack.enter_context(
                Session(replicas.url, tls=unverified(), cookie=f"advisor_replica={('one', 'two')[number % 2]}")
            )
            for number in range(SESSIONS)
        ]
        for number, session in enumerate(people):
            session.open("requirements", f"decision={kept[number % len(kept)].decision_id}")
        broken: list[str] = []
        warm: dict[str, list[float]] = defaultdict(list)
        waits: dict[str, list[float]] = defaultdict(list)
        memory = []
        for window_s, into in ((WARM_UP * PACE_S, warm), (WINDOW_S, waits)):
            begins = time.perf_counter() + 1
            with ThreadPoolExecutor(SESSIONS) as pool:
                each = partial(walked, begins=begins, ends=begins + window_s, waits=into, broken=broken)
                done = [pool.submit(each, session, number) for number, session in enumerate(people)]
                for one in done:
                    one.result()
            memory.append(memory_mib(replicas))
    count = sum(map(len, waits.values()))
    print(f"\n{SESSIONS} sessions, {WINDOW_S:.0f} s after warm-up: {count} steps, {len(broken)} failed {broken[:5]}")
    for name, seconds in waits.items():
        ordered = sorted(seconds)
        p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
        print(f"  {name:15} {len(ordered):4} times, median {statistics.median(ordered):.2f} s, p95 {p95:.2f} s")
    print(f"  memory of both with their workers: {memory[0]:.0f} MiB after warm-up, {memory[1]:.0f} MiB at the end")
    assert not broken
    assert waits["weight change"]
