"""Against a third-party gateway (LiteLLM's proxy) that stands before our own server, as in many companies."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from running import PATIENCE_S
from trials.conftest import BEHIND, GATEWAY_KEY

from advisor.trials.clients.diagnose import diagnose
from advisor.trials.evaluation.job import Job, progress, written
from advisor.trials.evaluation.metrics import Metric
from advisor.trials.evaluation.plan import MemoryJournal, Plan
from advisor.trials.evaluation.results import results
from advisor.trials.measures.costs import Price
from advisor.trials.network.keys import Key
from advisor.trials.playground.prompt_library import Prompt
from advisor.trials.records import Connection, Run

RunAll = Callable[..., tuple[Run, ...]]


def through(gateway: str, model: str = "well", **changes: Any) -> Connection:
    """A connection to a model of the gateway."""
    given = {"name": model, "base_url": gateway, "model": model, "scope": "loopback", "hosting": "provider_api"}
    return Connection.model_validate(given | {"deadline_s": 600} | changes)


def test_its_models_are_listed_and_its_answers_stream(gateway: str, run_all: RunAll) -> None:
    """Test connection works with the gateway's key; tokens are what it reports of the server behind it."""
    found = diagnose(through(gateway), lambda _: Key(GATEWAY_KEY))
    assert found.ok
    assert sorted(found.models) == sorted(BEHIND)
    (run,) = run_all(through(gateway), key=GATEWAY_KEY)
    assert run.whole, run.failure
    assert run.text == "The answer is forty-two."
    assert (run.tokens.basis, run.tokens.input_tokens, run.tokens.output_tokens) == ("reported", 7, 6)
    assert run.measurement.streamed


@pytest.mark.parametrize(
    ("model", "kind", "text"),
    [
        ("broken", "overloaded", ""),
        ("cut", "cut", "The ans"),
        ("too-long", "too_long", ""),
        ("nobody", "model_not_found", ""),
    ],
)
def test_what_fails_behind_it_is_taken_for_what_it_is(
    gateway: str, run_all: RunAll, model: str, kind: str, text: str
) -> None:
    """Through the gateway's own words; an answer cut at its maximum is no whole one."""
    (run,) = run_all(through(gateway, model), key=GATEWAY_KEY)
    assert run.failure is not None, run.text
    assert run.failure.kind == kind, run.failure.message
    assert run.text.startswith(text)
    assert GATEWAY_KEY not in run.model_dump_json()


def test_a_wrong_key_is_called_one(gateway: str, run_all: RunAll) -> None:
    """And is not quoted."""
    (run,) = run_all(through(gateway), key="sk-somebody-elses")
    assert run.failure is not None
    assert run.failure.kind == "unauthorised", run.failure.message
    assert "sk-somebody-elses" not in run.model_dump_json()


def test_an_evaluation_runs_through_it(gateway: str) -> None:
    """Every prompt once, scored and priced; what the gateway could not deliver is not the model's mistake."""
    prompts = tuple(Prompt(name=str(item), text=f"Question {item}?", reference="forty-two") for item in range(8))
    plan = Plan(
        evaluation_id="e",
        name="E",
        prompts=prompts,
        connections=(through(gateway), through(gateway, "too-long")),
        metrics=(Metric(kind="contains"),),
    )
    price = Price("o", Decimal("0.001"), Decimal("0.001"), Decimal("0.001"), "2026-11-01")
    journal = MemoryJournal()
    prices = {one.name: price for one in plan.connections}
    job = Job(plan, journal, find_key=lambda _: Key(GATEWAY_KEY), prices=prices).start()
    assert job.wait(PATIENCE_S)
    found = written(journal, "e")
    far = progress(plan, found)
    assert (far.done, far.failed, far.left) == (8, 8, 0)
    rows = {row.connection: row for row in results(plan, found)[0].connections}
    assert rows["well"].scores == (1.0,) * 8
    assert rows["well"].cost_usd == Decimal("0.104")
    assert rows["too-long"].scores == (0.0,) * 8
