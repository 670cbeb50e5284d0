"""Two replicas on one PostgreSQL behind the shipped nginx: a browser whose replica is killed, and many sessions.

``BENCH_SESSIONS`` and ``BENCH_WINDOW_S`` set how many sessions walk the journey and for how long (20 and 60; 100 and
300 for the whole of it). Each takes a step of ``WALK`` every ``PACE_S`` seconds, its own answers throughout, so that no
session lives on what another had worked out; they begin at different places of it, as people do. Of memory the
proportional share is told, so that what processes share counts once.
"""

from __future__ import annotations

import itertools
import os
import statistics
import subprocess
import time
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
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
PACE_S: Final = 10.0
WALK: Final = (
    *("requirements", "answer", "answer", "recommendation", "weights", *("weight change",) * 6, "hosting"),
    *("recommendation", "weights", *("weight change",) * 6, "report", "playground"),
    *("recommendation", "weights", *("weight change",) * 6, "report"),
)
"""Five minutes of a person: two answers, every page that follows from them, and three rounds of weights."""
FIRST: Final = (
    "requirements",
    "answer",
    "recommendation",
    "weights",
    "weight change",
    "hosting",
    "report",
    "playground",
)
"""What each session does once before anything is measured, ``WARMING_AT_ONCE`` sessions at a time."""
WARMING_AT_ONCE: Final = 4
ON_THE_WAY: Final = {
    "answer": ("requirements",),
    "weights": ("recommendation",),
    "weight change": ("recommendation", "weights"),
}
"""What comes before a step, for a session that begins its walk with it."""
MOST_P95_S: Final = 1.0
"""What a weight change may take at most, for 95 of 100."""
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


def act(session: Session, step: str, number: int, turn: int) -> None:
    """Take a step; ``turn`` makes each answer and each weight another one than before."""
    if step == "answer":
        session.give(session.key(*LOADS), double_value=float(100 + number * 500 + turn))
    elif step == "weights":
        session.give("recommendation.tabs", string_value="Weights")
    elif step == "weight change":
        weighed(session, turn)
    else:
        session.go(step)


def weighed(session: Session, turn: int) -> float:
    """Move the first weight."""
    state = float(turn * 7 % 100)
    key = session.key(WEIGHT)
    from streamlit.proto.Common_pb2 import DoubleArray  # noqa: PLC0415 - a value of the protocol

    return session.touch(key, double_array_value=DoubleArray(data=[state]))


@dataclass
class Walked:
    """What steps waited by their names, and what failed."""

    waits: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    broken: list[str] = field(default_factory=list)

    def take(self, session: Session, step: str, number: int, *, turn: int, due: float) -> bool:
        """Take a step; a wait counts from when it was due, so that a queue counts as well."""
        try:
            act(session, step, number, turn)
        except (WebSocketException, OSError, TimeoutError, StopIteration, KeyError) as error:
            self.broken.append(f"{step}: {type(error).__name__}")
            return False
        if any(key.endswith("page_broken") for key in session.widgets):
            self.broken.append(step)
        self.waits[step].append(time.perf_counter() - due)
        return True


def warmed(session: Session, number: int, into: Walked) -> None:
    """Every page once, then the page on which the walk of this session begins."""
    begins = WALK[begin_of(number)]
    for turn, step in enumerate((*FIRST, *ON_THE_WAY.get(begins, ()))):
        if not into.take(session, step, number, turn=turn, due=time.perf_counter()):
            return


def walked(session: Session, number: int, into: Walked, *, begins: float) -> None:
    """One session through the window."""
    begin = begin_of(number)
    for turn in itertools.count(len(FIRST)):
        place = turn - len(FIRST)
        due = begins + place * PACE_S + number * PACE_S / SESSIONS
        if due > begins + WINDOW_S:
            return
        time.sleep(max(0.0, due - time.perf_counter()))
        if not into.take(session, WALK[(begin + place) % len(WALK)], number, turn=turn, due=due):
            return


def begin_of(number: int) -> int:
    """Where in the walk a session begins."""
    return number * len(WALK) // SESSIONS


def p95(seconds: Sequence[float]) -> float:
    """What 95 of 100 wait at most."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]


def cpu_s(replicas: Replicas) -> float:
    """The processor seconds that both replicas with their workers have had."""
    total = 0
    for pid in processes_of(replicas):
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def processes_of(replicas: Replicas) -> list[int]:
    """Both replicas and their workers."""
    found = []
    for process in replicas.processes.values():
        listed = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=False)
        found += [process.pid, *map(int, listed.stdout.split())]
    return found


def memory_mib(replicas: Replicas) -> float:
    """The proportional memory of both replicas with their workers, in MiB."""
    total = 0
    for pid in processes_of(replicas):
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8")
        total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total / 1024


def test_many_sessions_on_two_replicas(postgres_url: str, tmp_path: Path) -> None:
    """No step fails; the waits, the memory at the start, after every page was seen once and at the end."""
    with replicas_running(tmp_path, database_url=postgres_url) as replicas, ExitStack() as stack:
        time.sleep(10)  # workers and loops, as a person would not be the first
        database = open_database(postgres_url)
        kept = [Decisions(database).create(load_sample(name)) for name in SAMPLES]
        database.dispose()
        memory = [memory_mib(replicas)]
        people = [
            stack.enter_context(
                Session(replicas.url, tls=unverified(), cookie=f"advisor_replica={('one', 'two')[number % 2]}")
            )
            for number in range(SESSIONS)
        ]
        for number, session in enumerate(people):
            session.open("requirements", f"decision={kept[number % len(kept)].decision_id}")
        warm, measured = Walked(), Walked()
        with ThreadPoolExecutor(WARMING_AT_ONCE) as pool:
            for one in [pool.submit(warmed, session, number, warm) for number, session in enumerate(people)]:
                one.result()
        memory.append(memory_mib(replicas))
        alone_cpu_s = cpu_of_a_weight_change(people[0], replicas)
        before, started = cpu_s(replicas), time.perf_counter()
        with ThreadPoolExecutor(SESSIONS) as pool:
            each = partial(walked, into=measured, begins=started + 1)
            for one in [pool.submit(each, session, number) for number, session in enumerate(people)]:
                one.result()
        used = (cpu_s(replicas) - before) / (time.perf_counter() - started)
        memory.append(memory_mib(replicas))
    report(measured, memory, cores=used, alone_cpu_s=alone_cpu_s)
    assert not warm.broken
    assert not measured.broken
    assert measured.waits["weight change"]


def cpu_of_a_weight_change(session: Session, replicas: Replicas) -> float:
    """Processor seconds of one weight change while nobody else asks for anything, as the mean of ten."""
    session.go("recommendation")
    session.give("recommendation.tabs", string_value="Weights")
    weighed(session, 1)
    before = cpu_s(replicas)
    for turn in range(10):
        weighed(session, turn)
    return (cpu_s(replicas) - before) / 10


def report(measured: Walked, memory: Sequence[float], *, cores: float, alone_cpu_s: float) -> None:
    """Print what was measured."""
    done, failed = sum(map(len, measured.waits.values())), len(measured.broken)
    print(f"\n{SESSIONS} sessions, {WINDOW_S:.0f} s after warm-up, a step each {PACE_S:.0f} s: {done} steps")
    print(f"  failed: {failed} ({failed / max(done + failed, 1):.2%}) {measured.broken[:5]}")
    for name, seconds in measured.waits.items():
        middle = statistics.median(seconds)
        print(
            f"  {name:15} {len(seconds):4} times, median {middle:.2f} s, p95 {p95(seconds):.2f} s, {max(seconds):.2f}"
        )
    waited = p95(measured.waits["weight change"])
    held = "kept" if waited <= MOST_P95_S else "NOT kept"
    print(f"  p95 of a weight change: {waited:.2f} s, {held} (at most {MOST_P95_S:.0f} s)")
    print(f"  processor: {alone_cpu_s:.3f} s for a weight change alone")
    print(f"  processor in the window: {cores:.2f} of {os.cpu_count()} cores")
    print(f"  load of the machine over the last minute: {os.getloadavg()[0]:.1f}")
    start, warm, end = memory
    told = f"{start:.0f} MiB at the start, {warm:.0f} after warm-up, {end:.0f} at the end"
    print(f"  memory of both with their workers: {told}")
    print(f"  that is {(end - warm) / SESSIONS:+.1f} MiB for each session after warm-up")
