"""An evaluation that is killed five times at random and finished: nothing is paid twice, nothing is lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

from running import until
from trials import servers

from advisor.storage.database import open_database
from advisor.storage.trials import TrialStore
from advisor.trials.evaluation.job import Written, progress, written
from advisor.trials.evaluation.matrix import matrix_lines
from advisor.trials.evaluation.plan import Plan
from tests.trials.evaluation.fakes import plan

PROMPTS, KILLS = 200, 5
MODELS = ("one", "two", "three")
PRICE_USD = Decimal("0.013")
"""Of an answer of six tokens to a prompt of seven, at 0.001 each."""
# Everything is imported once; each worker is a fork of it, with a connection of its own to the database.
WORKING = """
import os, sys
from decimal import Decimal
from pathlib import Path
from advisor.storage.database import open_database
from advisor.storage.trials import TrialStore
from advisor.trials.clients.factory import load_libraries
from advisor.trials.evaluation.job import Job
from advisor.trials.evaluation.plan import Plan
from advisor.trials.measures.costs import Price
from advisor.trials.network.keys import NO_KEY

plan = Plan.model_validate_json(Path(sys.argv[2]).read_text())
load_libraries(one.flavour for one in plan.connections)
each = Decimal("0.001")
prices = {one.name: Price("o", each, each, each, "2026-11-01") for one in plan.connections}
for line in sys.stdin:
    pid = os.fork()
    if pid == 0:
        store = TrialStore(open_database(sys.argv[1]))
        job = Job(plan, store, find_key=lambda _: NO_KEY, prices=prices, repeat_uncertain=line.strip() == "again")
        os.write(1, f"{os.getpid()}\\n".encode())
        job.start().wait()
        os._exit(0)
    os.waitpid(pid, 0)
    os.write(1, b"over\\n")
"""


class Bench:
    """The evaluation, its database, the server that answers it at once, and a process that forks workers."""

    def __init__(self, folder: Path, server: servers.Server, workers: subprocess.Popen[str], of: Plan) -> None:
        self.of, self._server, self._workers = of, server, workers
        self._store = TrialStore(open_database(database(folder)))

    def begin(self, how: str = "go") -> int:
        """Start a worker; its process id."""
        assert self._workers.stdin is not None
        assert self._workers.stdout is not None
        self._workers.stdin.write(f"{how}\n")
        self._workers.stdin.flush()
        return int(self._workers.stdout.readline())

    def ended(self) -> None:
        """Wait for the end of the worker."""
        assert self._workers.stdout is not None
        assert self._workers.stdout.readline() == "over\n"

    def killed_after(self, calls: int) -> None:
        """Start a worker and kill it once so many further calls have arrived."""
        pid, enough = self.begin(), self.asked.total() + calls
        until(lambda: self.asked.total() >= enough, "some calls")
        os.kill(pid, signal.SIGKILL)
        self.ended()

    @property
    def asked(self) -> Counter[tuple[str, str]]:
        """How often each model was asked each prompt, which is what an endpoint charges for."""
        return Counter((body["model"], body["messages"][-1]["content"]) for body in list(self._server.seen.bodies))

    @property
    def found(self) -> Written:
        """What is written down."""
        return written(self._store, self.of.evaluation_id)


def database(folder: Path) -> str:
    """The address of the database."""
    return f"sqlite:///{folder / 'a.sqlite3'}"


def test_an_evaluation_survives_five_kills(tmp_path: Path) -> None:
    """200 prompts on 3 models that charge: what was answered is never asked again, nor what was lost without asking.

    A call that was under way when its process died may have been paid, and its answer is gone: at most one per model
    and kill, and each is named as uncertain. It is made again when that is asked for, and then the matrix is whole.
    """
    draw = random.Random(18)
    with servers.running() as server:
        of = plan(*MODELS, prompts=PROMPTS)
        given = [one.model_copy(update={"base_url": server.url, "scope": "loopback"}) for one in of.connections]
        of = of.model_copy(update={"connections": tuple(given)})
        (tmp_path / "plan.json").write_text(of.model_dump_json(by_alias=True))
        open_database(database(tmp_path)).dispose()
        command = [sys.executable, "-c", WORKING, database(tmp_path), str(tmp_path / "plan.json")]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as workers:
            bench = Bench(tmp_path, server, workers, of)
            kept: dict[tuple[int, str], str] = {}
            for _ in range(KILLS):
                bench.killed_after(draw.randrange(20, 100))
                now = {place: run.run_id for place, run in bench.found.runs.items()}
                assert now.items() >= kept.items()
                kept = now
            assert len(kept) < PROMPTS * len(MODELS), "every kill met an evaluation at work"
            bench.begin()
            bench.ended()
            _nothing_twice(bench, kept)
            bench.begin("again")
            bench.ended()
            assert workers.stdin is not None
            workers.stdin.close()
        _whole(bench, kept)


def _nothing_twice(bench: Bench, kept: dict[tuple[int, str], str]) -> None:
    """After the last start every call was made exactly once, and those whose answers are gone are named."""
    far = progress(bench.of, bench.found)
    assert set(bench.asked.values()) == {1}
    assert far.done + far.uncertain == PROMPTS * len(MODELS)
    assert (far.left, far.failed) == (0, 0)
    assert far.uncertain <= KILLS * len(MODELS)
    assert far.spent_usd == far.done * PRICE_USD
    assert {place: run.run_id for place, run in bench.found.runs.items()}.items() >= kept.items()


def _whole(bench: Bench, kept: dict[tuple[int, str], str]) -> None:
    """The matrix is complete; only what was asked for again was made twice, and no answer was replaced."""
    found, far = bench.found, progress(bench.of, bench.found)
    assert (far.done, far.uncertain, far.left) == (PROMPTS * len(MODELS), 0, 0)
    assert bench.asked.total() <= PROMPTS * len(MODELS) + KILLS * len(MODELS)
    answers = [cell.run for line in matrix_lines(bench.of, found) for cell in line.cells]
    assert {None if run is None else run.text for run in answers} == {"The answer is forty-two."}
    assert {place: run.run_id for place, run in found.runs.items()}.items() >= kept.items()
