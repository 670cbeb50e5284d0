"""Evaluations over fake models, for the tests of jobs and of their results."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from advisor.trials.evaluation.job import Job
from advisor.trials.evaluation.metrics import Metric
from advisor.trials.evaluation.plan import MemoryJournal, Plan
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


def plan(*names: str, prompts: int | Sequence[Prompt] = 4, **changes: Any) -> Plan:
    """An evaluation over some fakes, of so many usual prompts or of these."""
    usual = range(prompts) if isinstance(prompts, int) else ()
    own = () if isinstance(prompts, int) else prompts
    given: dict[str, Any] = {
        "evaluation_id": "e",
        "name": "E",
        "prompts": [*own, *(Prompt(name=str(n), text=f"say {n}", reference=f"say {n}") for n in usual)],
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
