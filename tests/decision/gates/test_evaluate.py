"""The verdicts on all alternatives at once agree with those on each by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from advisor.decision.gates.evaluate import JudgedModels, VerdictTable
from advisor.decision.gates.registry import ASKED, BIT, GATES
from advisor.decision.gates.rule import Asked
from advisor.decision.prepared import prepare
from advisor.hosting.records import Alternative, Deployment


@pytest.fixture(params=range(6))
def judged(request: pytest.FixtureRequest, kit: Any) -> VerdictTable:
    """The verdicts of a random world."""
    world = kit.world(request.param)
    table = prepare(world.answers, world.catalog, plans=world.plans).verdicts
    assert isinstance(table, VerdictTable)
    return table


def test_a_bit_is_set_for_every_gate_that_is_told_of(judged: VerdictTable) -> None:
    """And none besides."""
    for row in range(len(judged)):
        told = {failure.gate for failure in judged[row].failures}
        assert int(judged.gates[row]) == sum(BIT[gate] for gate in told)
        assert bool(judged.failed[row]) == bool(told)


def test_alternatives_that_fail_alike_share_a_verdict(judged: VerdictTable) -> None:
    """Iterating gives what each is told by itself, and every shared verdict is somebody's."""
    assert [verdict.failures for verdict in judged] == [judged[row].failures for row in range(len(judged))]
    distinct, places = judged.alike
    assert sorted(set(places.tolist())) == list(range(len(distinct)))


def test_warnings_are_conditions_of_a_pass(judged: VerdictTable) -> None:
    """Who fails is told why, not what to be careful of."""
    assert all(not judged[row].warnings for row in np.flatnonzero(judged.failed).tolist())


def test_near_is_who_fails_one_gate_that_can_be_relaxed_or_only_what_nobody_states(judged: VerdictTable) -> None:
    """Against the failures as they are told."""
    for row in range(len(judged)):
        failures = judged[row].failures
        relaxable = all(GATES[failure.gate].burden is not None for failure in failures)
        one = len({failure.gate for failure in failures}) == 1
        wanted = bool(failures) and relaxable and (one or all(failure.unknown for failure in failures))
        assert bool(judged.near[row]) == wanted
        asked = bool(failures) and all(failure.unknown and failure.gate in ASKED for failure in failures)
        assert bool(judged.unconfirmed[row]) == asked


def test_a_model_is_judged_alone_as_among_all(kit: Any) -> None:
    """The bit of a model is set where its own verdict fails."""
    models = [kit.model("a", status="retired"), kit.model("b"), kit.model("c", kind="embedding")]
    catalog = kit.catalog(models)
    answers = kit.answers()
    asked = prepare(answers, catalog, plans=kit.plans([], cost=[])).inputs.setting
    from_all = JudgedModels(_asked(answers, catalog, asked.as_of))
    assert [bool(bit) for bit in from_all.bits[0]] == [True, False, True]
    assert [bool(from_all.of(model).failures) for model in models] == [True, False, True]


@pytest.mark.parametrize(
    ("basis", "owned", "out"),
    [("estimated", False, False), ("measured", False, True), ("estimated", True, True)],
    ids=["prior of an API", "measured at the API", "estimate of own servers"],
)
def test_a_wait_that_nobody_measured_at_a_provider_rules_nothing_out(
    kit: Any, basis: str, *, owned: bool, out: bool
) -> None:
    """Though its favourable end misses the limit; it is told to be measured. A measurement does, and our own sizing."""
    one = kit.model("a", openness="open_weights", licence_id="free") if owned else kit.model("a")
    offer = kit.offer(one.model_id, "p")
    there = Alternative(
        alternative_id=f"{one.model_id}@on_prem:own",
        model_id=one.model_id,
        deployment=Deployment(kind="on_prem", gpu="h100", gpu_count=1, replicas=1),
    )
    plans = kit.plans([there if owned else kit.api(offer)], cost=[10.0], ttft=[9_000.0])
    plans = replace(plans, bases={"ttft_ms": (basis,)})
    answers = kit.answers(use_case={"latency": {"ttft_p95_ms": 500}})
    found = prepare(
        answers,
        kit.catalog([one], offers=[offer], providers=[kit.provider("p")], licences=[kit.licence("free")]),
        plans=plans,
    ).verdicts[0]
    assert ("latency" in {failure.gate for failure in found.failures}) is out
    assert out or "warning.latency_over.first_token" in {warning.key for warning in found.warnings}


def _asked(answers: Any, catalog: Any, as_of: Any) -> Any:
    return Asked(answers.use_cases[0], answers, catalog, as_of)
