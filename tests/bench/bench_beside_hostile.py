"""Twenty sessions that change answers and pages: alone, and beside hostile answers, hostile files and a full disk.

Answers are hostile as kept runs of an evaluation, and as they arrive, streamed by a server of ours on loopback.

Each session takes a step every ``PACE_S`` seconds, in both windows the same step at the same second, so that what a
step waited can be held against what the same step waited before. ``BENCH_WINDOW_S`` sets the length of a window (20;
300 for the whole of it). A machine that cannot keep up with the sessions alone (it says so) needs a longer
``BENCH_PACE_S`` (15): every step then waits behind all before it, and the difference is that of two queues.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest
from playground_sessions import saved_decision, shortlisted, stand_in
from running import app_running
from streamlit_sessions import Session
from trials import servers

from advisor.catalog.catalog import Catalog
from advisor.services.kept_evaluations import save_evaluation
from advisor.services.kept_runs import save_run
from advisor.storage.database import open_database
from advisor.storage.trials import TrialStore
from advisor.trials.evaluation.job import Answered
from advisor.trials.evaluation.plan import Plan
from advisor.trials.records import Connection, Measurement, Message, Run, TrialRequest

pytestmark = pytest.mark.bench
SESSIONS: Final = 20
WINDOW_S: Final = float(os.environ.get("BENCH_WINDOW_S", "20"))
PACE_S: Final = float(os.environ.get("BENCH_PACE_S", "15"))
SAMPLES: Final = ("eu-bank-customer-service", "contract-analyser", "city-administration-rag")
LOADS: Final = tuple(f"requirements.essentials.use_cases.0.usage.{name}." for name in ("people", "documents_per_day"))
"""How much is asked of the model, as the sample states it: whatever it is, changing it makes another assessment."""
TEXTS: Final = (
    "```\n" + "\n" * 4_000 + "x",
    "a b c d e f g " * 14_000,
    "a b c d e f h " * 14_000 + "\\[" * 1_000,
    "$a" * 50_000,
    '{"a":' * 20_000,
)
FILES: Final = {
    "keys.yaml": "".join(f"key_{number}: {number}\n" for number in range(60_000)).encode(),
    "deep.yaml": b"a: " + b"[" * 20_000,
    "aliases.yaml": b"a: &a [1]\n" + b"".join(b"k%d: [*a, *a, *a]\n" % number for number in range(5_000)),
    "garbage.json": b'{"no": "answers"}\n' * 300_000,
}


STREAM: Final = "hostile-stream"
DISK: Final = threading.Lock()
"""Held while the disk is full: what the bench itself puts there waits."""


@dataclass
class Window:
    """What the steps of a window waited: by session and step, and what was drawn instead of a page."""

    waits: dict[tuple[int, int], tuple[str, float]] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    hostile: list[float] = field(default_factory=list)


def answer(session: Session, number: int) -> float:
    """Another load is given as an answer, on the requirements page."""
    return session.give(session.key(*LOADS), double_value=float(number))


def steps(session: Session, number: int) -> Iterator[tuple[str, Callable[[], float]]]:
    """What a person does, over and over: an answer, and the pages that follow from it."""
    people = 100 + number * 50
    while True:
        people += 1
        yield "requirements", lambda: session.go("requirements")
        yield "answer", partial(answer, session, people)
        yield "recommendation", lambda: session.go("recommendation")
        yield "hosting", lambda: session.go("hosting")
        yield "report", lambda: session.go("report")
        yield "catalog", lambda: session.go("catalog")
        yield "playground", lambda: session.go("playground")


def followed(
    session: Session, doing: Iterator[tuple[str, Callable[[], float]]], number: int, begins: float, window: Window
) -> None:
    """One session through a window; a wait counts from when its step was due, so that a queue counts as well."""
    for step in range(int(WINDOW_S / PACE_S) or 1):
        due = begins + step * PACE_S + number * PACE_S / SESSIONS
        time.sleep(max(0.0, due - time.perf_counter()))
        name, act = next(doing)
        act()
        window.waits[number, step] = (name, time.perf_counter() - due)
        if any(key.endswith("page_broken") for key in session.widgets):
            window.broken.append(name)


def through(
    people: Sequence[tuple[Session, Iterator[tuple[str, Callable[[], float]]]]],
    hostile: Sequence[Callable[[], float]] = (),
) -> Window:
    """All sessions through one window, with what goes on beside them."""
    window, over = Window(), threading.Event()

    def beside(act: Callable[[], float]) -> None:
        while not over.wait(PACE_S):
            window.hostile.append(act())

    with ThreadPoolExecutor(len(people) + len(hostile)) as pool:
        begins = time.perf_counter() + 0.5
        others = [pool.submit(beside, act) for act in hostile]
        done = [
            pool.submit(followed, session, doing, number, begins, window)
            for number, (session, doing) in enumerate(people)
        ]
        for each in done:
            each.result()
        over.set()
        for each in others:
            each.result()
    return window


def run_of(text: str, run_id: str, group: str, connection: str) -> Run:
    """A kept run that answered with a text."""
    return Run(
        run_id=run_id,
        group_id=group,
        started_at=datetime.now(UTC),
        connection=connection,
        flavour="openai_chat",
        model="m",
        hosting="provider_api",
        request=TrialRequest(messages=(Message(role="user", text="Anything"),)),
        text=text,
        measurement=Measurement(total_s=1.0),
    )


def hostile_answers(session: Session, store: TrialStore) -> Callable[[], float]:
    """New runs and a new evaluation of hostile answers each time, drawn, scored and held against one another."""
    count = iter(range(1_000_000))

    def act() -> float:
        number = next(count)
        group = f"hostile-{number}"
        pair = TEXTS[number % len(TEXTS)], TEXTS[(number + 1) % len(TEXTS)]
        with DISK:
            kept(group, pair)
        waited = max(session.open("playground", f"trial={group}"), session.open("evaluation"))
        with DISK:
            store.delete_evaluation(group)
        return waited

    def kept(group: str, pair: tuple[str, str]) -> None:
        for pane, text in enumerate(pair):
            save_run(store, run_of(text, f"{group}-{pane}", group, f"c{pane}").model_copy(update={"pane": pane}))
        plan = Plan.model_validate(
            {
                "evaluation_id": group,
                "name": group,
                "decision_id": None,
                "prompts": [{"prompt_id": "p", "name": "n", "text": "Anything", "reference": TEXTS[1][:20_000]}],
                "connections": [Connection(name=f"c{pane}", flavour="embedded", model="m") for pane in range(2)],
                "metrics": [
                    {"kind": "chrf"},
                    {"kind": "rouge_l"},
                    {"kind": "json_schema", "json_schema": '{"pattern": "^(a+)+$"}'},
                    {"kind": "regex", "pattern": r"(\s*\S*)*!"},
                ],
            }
        )
        for pane, text in enumerate(pair):
            run = run_of(text, f"{group}-e{pane}", group, f"c{pane}")
            payload = Answered(at=run.started_at, run=run).model_dump_json(by_alias=True)
            store.save_answer(group, 0, f"c{pane}", state="done", payload=payload)
        save_evaluation(store, plan, status="done")

    return act


def hostile_stream(session: Session, decision_id: str) -> Callable[[], float]:
    """One hostile answer after another as it arrives, drawn anew every second meanwhile."""
    count = iter(range(1_000_000))

    def act() -> float:
        with DISK:
            session.open("playground", f"decision={decision_id}")
            session.give("playground.prompt", string_value=f"Anything {next(count)}")
            waited = session.click("playground.run")
        for _ in range(int(PACE_S / 2)):
            time.sleep(1.0)
            waited = max(waited, session.again())
        return waited

    return act


def streams_hostile(handler: servers.Handler, asked: dict[str, Any]) -> None:
    """Stream a hostile text in pieces of 4 kB."""
    text = TEXTS[len(str(asked)) % len(TEXTS)]
    handler.start_stream()
    for begin in range(0, len(text), 4_000):
        handler.event(servers.chunk(text[begin : begin + 4_000]))
        time.sleep(0.05)
    handler.event(servers.chunk(finish="stop"))
    handler.event("[DONE]")


def hostile_files(session: Session) -> Callable[[], float]:
    """One file after another handed over as answers."""
    count = iter(range(1_000_000))

    def act() -> float:
        name, content = list(FILES.items())[next(count) % len(FILES)]
        session.open()
        return session.upload("start.upload", name, content)

    return act


def full_disk(session: Session, home: Path) -> Callable[[], float]:
    """The disk is full while somebody changes answers, has room again, and is filled anew."""
    filler = home / "filler"
    count = iter(range(1_000_000))

    def act() -> float:
        with DISK, filler.open("wb", buffering=0) as file:
            with suppress(OSError):
                while file.write(b"\0" * 1_000_000):
                    pass
            waited = answer(session, 5_000 + next(count))
            filler.unlink()
        return waited

    return act


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home on a disk of its own, small enough to be filled."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = (
        os.geteuid() == 0
        and not subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200m", "tmpfs", folder], check=False).returncode
    )
    if not made:
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)  # processes of the app that end may still look there


def told(name: str, waits: Sequence[float]) -> str:
    """The distribution of some waits in one line."""
    if not waits:
        return f"{name}: none"
    ordered = sorted(waits)
    parts = {"median": 0.5, "p95": 0.95, "p99": 0.99}
    said = [f"{part} {ordered[min(len(ordered) - 1, int(share * len(ordered)))]:.2f}" for part, share in parts.items()]
    return f"{name}: {len(ordered)} steps, {', '.join(said)}, longest {ordered[-1]:.2f} s"


def test_nobody_waits_for_what_is_hostile(home: Path, catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    """Budget: no session waits more than 2 s longer than without."""
    decision_id = saved_decision(home)
    with app_running(home) as (url, _), ExitStack() as open_sessions:
        monkeypatch.setitem(servers.BEHAVIOURS, STREAM, streams_hostile)
        served = open_sessions.enter_context(servers.running())
        for model in shortlisted(catalog, 2):
            stand_in(home, name=f"{STREAM} {model}", url=served.url, model=STREAM, catalog_model=model)
        engine = open_database(f"sqlite:///{home / 'advisor.sqlite3'}")
        open_sessions.callback(engine.dispose)
        store = TrialStore(engine)
        sessions = [open_sessions.enter_context(Session(url)) for _ in range(SESSIONS + 4)]
        for number, session in enumerate(sessions):
            session.open()
            session.click(f"start.sample.{SAMPLES[number % len(SAMPLES)]}")
        people = [(session, steps(session, number)) for number, session in enumerate(sessions[:SESSIONS])]
        for session in sessions:
            for page in ("hosting", "report", "catalog", "playground", "requirements"):
                session.go(page)
        alone = through(people)
        people = [(session, steps(session, number + SESSIONS)) for number, (session, _) in enumerate(people)]
        hostile = (
            hostile_answers(sessions[-3], store),
            hostile_files(sessions[-2]),
            full_disk(sessions[-1], home),
            hostile_stream(sessions[-4], decision_id),
        )
        beside = through(people, hostile)
        streamed = len(served.seen.bodies)
    report(alone, beside)
    print(f"answers streamed: {streamed}")


def report(alone: Window, beside: Window) -> None:
    """Print what was measured."""
    print(f"\nload: {os.getloadavg()[0]:.1f} over the last minute on {os.cpu_count()} cores")
    for name, window in (("alone", alone), ("beside", beside)):
        print(told(name, [waited for _, waited in window.waits.values()]))
        for page in dict.fromkeys(page for page, _ in window.waits.values()):
            print("  " + told(page, [waited for of, waited in window.waits.values() if of == page]))
    if statistics.median(waited for _, waited in alone.waits.values()) > PACE_S:
        print("this machine does not keep up with the sessions alone: the difference says nothing of what is hostile")
    print(told("hostile sessions themselves", beside.hostile))
    extra = [beside.waits[key][1] - alone.waits[key][1] for key in alone.waits]
    print(f"same step, beside - alone: median {statistics.median(extra):.2f}, longest {max(extra):.2f} s")
    longest = [
        max(waited for (of, _), (_, waited) in beside.waits.items() if of == number)
        - max(waited for (of, _), (_, waited) in alone.waits.items() if of == number)
        for number in range(SESSIONS)
    ]
    print(
        f"longest wait of a session, beside - alone: median {statistics.median(longest):.2f}, most {max(longest):.2f}"
    )
    print(f"pages that said what is wrong: {len(alone.broken)} alone, {len(beside.broken)} beside {beside.broken[:5]}")
