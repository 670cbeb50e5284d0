"""The evaluation job never pays twice, and stops where it is told to."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from running import PATIENCE_S

from advisor.trials.evaluation.job import Job, progress, written
from advisor.trials.evaluation.metrics import Metric
from advisor.trials.evaluation.plan import Answered, MemoryJournal, Plan
from advisor.trials.evaluation.results import evidence_of, result_rows, results
from advisor.trials.events import Begin, Delta, Event, Finish, TokenUsage
from advisor.trials.measures.costs import Price
from advisor.trials.network.keys import NO_KEY, Key
from advisor.trials.network.leash import Control
from advisor.trials.playground.prompt_library import Prompt
from advisor.trials.records import Connection, TrialRequest

PRICE = Price("o", Decimal("0.001"), Decimal("0.001"), Decimal("0.001"), "2026-11-01")


class Model:
    """A fake model: ``answer`` for every prompt, counting what it was asked; ``hold`` makes it wait."""

    calls: list[str]

    def __init__(self, control: Control, script: dict[str, Any]) -> None:
        self.control, self.script = control, script

    def stream(self, request: TrialRequest) -> Iterator[Event]:
        """Answer."""
        self.script["calls"].append(request.prompt)
        yield Begin()
        if self.script.get("hold"):
            self.script["holding"].set()
            while True:
                self.control.wait(0.02)
                self.control.check()
        yield Delta(self.script["answer"](request.prompt))
        yield TokenUsage(1, 1)
        yield Finish("stop")

    def models(self) -> tuple[str, ...]:
        """None."""
        return ()

    def close(self) -> None:
        """Nothing."""


def script(answer: Any = lambda prompt: prompt, **more: Any) -> dict[str, Any]:
    """What a fake model does."""
    return {"calls": [], "answer": answer, "holding": threading.Event(), **more}


def connection(name: str, **changes: Any) -> Connection:
    """A provider's connection to a fake."""
    given = {"name": name, "base_url": "https://x/v1", "model": name, "catalog_model_id": f"lab/{name}"}
    return Connection.model_validate(given | changes)


def plan(*names: str, prompts: int = 4, **changes: Any) -> Plan:
    """An evaluation over some fakes."""
    given: dict[str, Any] = {
        "evaluation_id": "e",
        "name": "E",
        "prompts": [Prompt(name=str(n), text=f"say {n}", reference=f"say {n}") for n in range(prompts)],
        "connections": [connection(name) for name in names],
        "metrics": [Metric(kind="exact")],
        "cap_usd": Decimal(100),
    }
    return Plan.model_validate(given | changes)


def job(of: Plan, journal: MemoryJournal, scripts: dict[str, dict[str, Any]], **given: Any) -> Job:
    """A job over fakes."""

    def factory(one: Connection, key: Key, control: Control) -> Model:
        return Model(control, scripts[one.name])

    prices = dict.fromkeys(scripts, PRICE)
    return Job(of, journal, find_key=lambda _: NO_KEY, prices=prices, factory=factory, **given)


def test_a_whole_evaluation() -> None:
    """Every connection gets every prompt once; scores, tests, cost and evidence follow."""
    scripts = {"good": script(), "bad": script(lambda _: "no")}
    journal, of = MemoryJournal(), plan("bad", "good", prompts=12)
    work = job(of, journal, scripts).start()
    assert work.wait(PATIENCE_S)
    assert work.state == "done"
    found = written(journal, "e")
    assert progress(of, found).done == 24
    assert found.spent_usd == Decimal("0.048")
    (result,) = results(of, found)
    assert [row.connection for row in result.connections] == ["good", "bad"]
    assert [row.mean.mean for row in result.connections if row.mean] == [1.0, 0.0]
    assert result.tests[0].p_adjusted < 0.01
    evidence = {note.alternative_or_model: note for note in evidence_of(of, found)}
    assert evidence["lab/good"].estimate == 1.0
    assert evidence["lab/good"].standard_error > 0.05
    assert evidence["lab/good"].prompts == 12
    assert len(result_rows([result])) == 2


def test_a_second_start_makes_no_call_again() -> None:
    """A finished evaluation that is started anew pays nothing."""
    journal, of, scripts = MemoryJournal(), plan("a"), {"a": script()}
    assert job(of, journal, scripts).start().wait(PATIENCE_S)
    assert job(of, journal, scripts).start().wait(PATIENCE_S)
    assert len(scripts["a"]["calls"]) == 4


def test_a_stopped_evaluation_goes_on_where_it_was() -> None:
    """A stop ends quickly; the next start makes exactly the missing calls."""
    journal, of = MemoryJournal(), plan("a", prompts=3)
    held = script(hold=True)
    first = job(of, journal, {"a": held}).start()
    assert held["holding"].wait(PATIENCE_S)
    first.stop()
    assert first.wait(PATIENCE_S)
    assert first.state == "stopped"
    rest = script()
    assert job(of, journal, {"a": rest}).start().wait(PATIENCE_S)
    assert rest["calls"] == ["say 0", "say 1", "say 2"]


def test_a_call_lost_in_a_crash_is_not_paid_twice() -> None:
    """A call that had left without a known end is left alone, until its repetition is asked for."""
    journal, of = MemoryJournal(), plan("a", prompts=2)
    sent = Answered(at=datetime(2026, 11, 21, tzinfo=UTC)).model_dump_json()
    assert journal.claim_answer("e", 0, "a", payload=sent)
    careful = script()
    assert job(of, journal, {"a": careful}).start().wait(PATIENCE_S)
    assert careful["calls"] == ["say 1"]
    assert progress(of, written(journal, "e")).uncertain == 1
    asked = script()
    assert job(of, journal, {"a": asked}, repeat_uncertain=True).start().wait(PATIENCE_S)
    assert asked["calls"] == ["say 0"]
    assert progress(of, written(journal, "e")).uncertain == 0


def test_a_lost_call_to_own_hardware_is_simply_made_again() -> None:
    """Where nothing is charged per token, a lost call is repeated unasked."""
    journal, of = MemoryJournal(), plan("a", connections=[connection("a", hosting="on_prem")], prompts=1)
    journal.claim_answer("e", 0, "a", payload=Answered(at=datetime(2026, 11, 21, tzinfo=UTC)).model_dump_json())
    again = script()
    assert job(of, journal, {"a": again}).start().wait(PATIENCE_S)
    assert again["calls"] == ["say 0"]


def test_two_programs_on_one_journal_share_the_work() -> None:
    """Two jobs at the same time make each call once between them."""
    journal, of = MemoryJournal(), plan("a", prompts=40)
    first, second = script(), script()
    jobs = [job(of, journal, {"a": one}).start() for one in (first, second)]
    assert all(one.wait(PATIENCE_S) for one in jobs)
    assert sorted(first["calls"] + second["calls"]) == sorted(f"say {n}" for n in range(40))


def test_the_cap_stops_the_job() -> None:
    """No call is made once the cap is spent."""
    journal, scripts = MemoryJournal(), {"a": script()}
    work = job(plan("a", prompts=10, cap_usd=Decimal("0.005")), journal, scripts).start()
    assert work.wait(PATIENCE_S)
    assert work.state == "capped"
    assert len(scripts["a"]["calls"]) == 3
