"""Evaluations among several processes: who works on what, and what happens to the work of one that dies."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from running import PATIENCE_S, until
from sqlalchemy import Engine
from trials import servers

from advisor.services.replicas.evaluations_at_work import EvaluationsAtWork
from advisor.storage.database import open_database
from advisor.storage.replicas.evaluation_leases import EvaluationLeases
from advisor.storage.trials import TrialStore
from advisor.trials.evaluation.job import Job, progress, written
from advisor.trials.evaluation.plan import Plan
from advisor.trials.network.keys import NO_KEY, KeyFinder
from tests.trials.evaluation import fakes

PROMPTS = 24
REPLICA = Path(__file__).with_name("replica.py")
Make = Callable[..., EvaluationsAtWork]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """A database of its own."""
    opened = open_database(f"sqlite:///{tmp_path / 'a.sqlite3'}")
    yield opened
    opened.dispose()


@pytest.fixture
def process(engine: Engine) -> Make:
    """Makes what a process has, over fake models; nothing beats by itself."""

    def make(holder: str, lease_s: float = 60.0, **scripts: Any) -> EvaluationsAtWork:
        def job(plan: Plan, *, find_key: KeyFinder, repeat_uncertain: bool) -> Job:
            def factory(one: Any, _: object, control: Any) -> fakes.Model:
                return fakes.Model(control, scripts[one.name])

            store = TrialStore(engine)
            return Job(plan, store, find_key=find_key, prices={}, factory=factory, repeat_uncertain=repeat_uncertain)

        leases = EvaluationLeases(engine, holder=holder, lease_s=lease_s)
        return EvaluationsAtWork(leases, job, takes_over=True, beat_s=3_600.0)

    return make


def kept(engine: Engine, plan: Plan) -> Plan:
    """An evaluation that is written down."""
    text = plan.model_dump_json(by_alias=True)
    TrialStore(engine).save_evaluation("e", decision_id=None, name="E", status="ready", payload=text)
    return plan


def begin(at_work: EvaluationsAtWork, plan: Plan) -> bool:
    """As a person does."""
    return at_work.begin(plan, find_key=lambda _: NO_KEY, repeat_uncertain=False)


def status(engine: Engine) -> str:
    """What is written down of the evaluation."""
    return TrialStore(engine).evaluations()[0].status


def test_how_it_ended_is_written_down_although_nobody_looks(engine: Engine, process: Make) -> None:
    """And it is at work no longer, for any process."""
    plan, first, other = kept(engine, fakes.plan("one")), process("a", one=fakes.script()), process("b")
    assert begin(first, plan)
    until(lambda: not first.busy("e"))
    assert (status(engine), other.busy("e")) == ("done", False)


def test_a_second_process_starts_it_not_but_can_stop_it(engine: Engine, process: Make) -> None:
    """Two windows on two processes: one evaluation."""
    held = fakes.script(hold=True)
    plan, first, other = kept(engine, fakes.plan("one")), process("a", one=held), process("b", one=held)
    assert begin(first, plan)
    assert held["holding"].wait(PATIENCE_S)
    assert not begin(other, plan)
    assert not begin(first, plan)
    assert other.busy("e")
    other.stop("e")
    first.beat()
    until(lambda: not first.busy("e"))
    assert (status(engine), len(held["calls"])) == ("stopped", 1)


def test_one_that_ends_in_good_order_hands_over(engine: Engine, process: Make) -> None:
    """The call under way is answered and kept; the other makes the rest, and none again."""
    slow, quick = fakes.script(), fakes.script()
    plan, first = kept(engine, fakes.plan("one", prompts=5)), process("a", one=slow)
    slow["answer"] = lambda prompt: (first.close(patience_s=0.0), prompt)[1]
    assert begin(first, plan)
    job = first.job("e")
    assert job is not None
    assert job.wait(PATIENCE_S)
    first.close(patience_s=PATIENCE_S)
    assert len(slow["calls"]) == 1
    other = process("b", one=quick)
    other.beat()
    until(lambda: not other.busy("e"))
    assert (status(engine), len(quick["calls"])) == ("done", 4)


def test_a_key_of_a_session_is_nowhere_else(engine: Engine, process: Make) -> None:
    """What needs one waits for a person."""
    held = fakes.script(hold=True)
    typed = fakes.connection("one", key={"kind": "session"})
    plan = kept(engine, fakes.plan("one").model_copy(update={"connections": (typed,)}))
    first, other = process("a", -1.0, one=held), process("b", one=held)
    assert begin(first, plan)
    assert held["holding"].wait(PATIENCE_S)
    other.beat()
    assert not other.busy("e")
    first.stop("e")
    until(lambda: first.job("e") is None or not first.job("e").busy)  # type: ignore[union-attr]


@contextmanager
def replica(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A process that works on evaluations; killed at the end."""
    command = [sys.executable, str(REPLICA), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as started:
        try:
            assert started.stdout is not None
            assert started.stdout.readline() == "at work\n"
            yield started
        finally:
            started.kill()


@pytest.mark.postgres
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
def test_another_process_finishes_what_one_left(postgres_url: str, tmp_path: Path, how: signal.Signals) -> None:
    """One is killed, or stands still for longer than its lease and wakes up again; the other needs no person.

    A call to a model that charges and that was under way may have been paid: it is not made again but named. One to a
    model of one's own is made again, so that its column is whole.
    """
    database = open_database(postgres_url)
    store = TrialStore(database)
    with servers.running(speed_s=0.01) as server:
        here = {"base_url": server.url, "scope": "loopback"}
        connections = (fakes.connection("paid", **here), fakes.connection("own", hosting="on_prem", **here))
        plan = fakes.plan("paid", "own", prompts=PROMPTS).model_copy(update={"connections": connections})
        (tmp_path / "plan.json").write_text(plan.model_dump_json(by_alias=True))
        text = plan.model_dump_json(by_alias=True)
        store.save_evaluation("e", decision_id=None, name="E", status="ready", payload=text)

        def asked() -> Counter[tuple[str, str]]:
            return Counter((body["model"], body["messages"][-1]["content"]) for body in list(server.seen.bodies))

        with replica(postgres_url), replica(postgres_url, str(tmp_path / "plan.json")) as first:
            until(lambda: asked().total() >= PROMPTS // 2, "some calls")
            first.send_signal(how)
            until(lambda: store.evaluations()[0].status != "running", "the end")
            first.send_signal(signal.SIGCONT)
            far = progress(plan, written(store, "e"))
            runs = Counter(name for _, name in written(store, "e").runs)
    database.dispose()
    assert {count for (model, _), count in asked().items() if model == "paid"} == {1}
    assert len(asked()) == 2 * PROMPTS, "every prompt was asked of both"
    assert runs["own"] == PROMPTS
    assert (far.done + far.uncertain, far.left, far.failed) == (2 * PROMPTS, 0, 0)
    assert far.uncertain <= 1
    assert asked().total() <= 2 * PROMPTS + 1
