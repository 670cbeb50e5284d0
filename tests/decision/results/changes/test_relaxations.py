"""Which constraints to relax: the best alternative within a step of the easiest, on one scale of burdens."""

from __future__ import annotations

from math import log2
from typing import Any

import numpy as np
import pytest

from advisor.decision.gates.registry import ASKED
from advisor.decision.gates.rule import GateFailure
from advisor.decision.prepared import Prepared, prepare
from advisor.decision.results.changes.relaxations import HIGHEST, burden_of, relaxations_of
from advisor.units import told
from advisor.words.tell import tell


@pytest.fixture
def beyond_the_cap(kit: Any) -> Prepared:
    """Nothing under a cap of 1,000: a weak model at 1,100, a good one at 1,900, the best at 20,000."""
    models = [kit.model(name) for name in ("weak", "good", "best")]
    offers = [kit.offer(model.model_id, "p") for model in models]
    abilities = {model.model_id: points for model, points in zip(models, (45.0, 80.0, 95.0), strict=True)}
    catalog = kit.catalog(models, offers=offers, providers=[kit.provider("p")], abilities=abilities)
    plans = kit.plans([kit.api(offer) for offer in offers], cost=[1_100, 1_900, 20_000])
    return prepare(kit.answers(budget={"monthly_cap": 1_000}), catalog, plans=plans)


def _by_fitness(prepared: Prepared) -> Any:
    return np.array([float(name == "fitness") for name in prepared.matrix.criteria])


def test_the_best_within_a_doubling_is_named_and_not_the_cheapest(beyond_the_cap: Prepared) -> None:
    """What a little more money buys comes first; what needs twenty times the cap is not what is asked for."""
    (relaxation,) = relaxations_of(beyond_the_cap, _by_fitness(beyond_the_cap))
    assert relaxation.gates == ("budget",)
    assert relaxation.admits == ("vendor-good/good@provider_api:p", "vendor-weak/weak@provider_api:p")
    assert relaxation.burden == pytest.approx(3 + log2(1.9), rel=1e-3)


def test_a_burden_is_never_shown_beyond_its_scale(kit: Any) -> None:
    """A limit of next to nothing is missed by a huge factor: still 9 of 9."""
    model = kit.model("m")
    offer = kit.offer(model.model_id, "p")
    catalog = kit.catalog([model], offers=[offer], providers=[kit.provider("p")], abilities={model.model_id: 50.0})
    plans = kit.plans([kit.api(offer)], cost=[90_000])
    prepared = prepare(kit.answers(budget={"monthly_cap": 1}), catalog, plans=plans)
    (relaxation,) = relaxations_of(prepared, _by_fitness(prepared))
    assert relaxation.burden == HIGHEST


def _failure(gate: str, *, gap: float = 0.0, unknown: bool = False) -> GateFailure:
    return GateFailure(gate, told(gate), "made-up", unknown=unknown, gap=gap, ask=unknown and gate in ASKED)


@pytest.mark.parametrize(
    ("failures", "burden"),
    [
        ((_failure("budget", gap=1.0),), 3.0),
        ((_failure("budget", gap=2.0),), 4.0),
        ((_failure("fitness", gap=20.0),), 5.0),
        ((_failure("training", unknown=True),), 2.0),
        ((_failure("price_conflict", unknown=True),), 1.0),
        ((_failure("training", unknown=True), _failure("retention", unknown=True)), 2.0),
        ((_failure("training", unknown=True), _failure("data_class", unknown=True)), 2.0),
        ((_failure("training", unknown=True), _failure("data_class")), 11.0),
        ((_failure("training", unknown=True), _failure("budget", gap=2.0)), 6.0),
        ((_failure("hosting"), _failure("latency", gap=2.0)), 8.0),
        ((_failure("latency", gap=2.0), _failure("latency", gap=4.0)), 5.0),
        ((_failure("budget", gap=2.0), _failure("task")), None),
    ],
)
def test_burdens_are_steps_of_one_scale(failures: tuple[GateFailure, ...], burden: float | None) -> None:
    """A doubling or ten points are a step; sets add up; an edge device and a wait weigh more than a doubled cap."""
    assert burden_of(failures) == burden


def test_asking_for_what_nobody_states_admits_nothing_that_is_stated(kit: Any) -> None:
    """Of two providers, one that trains and one whose policy nobody states, the question is put to the second alone."""
    model = kit.model("m")
    offers = [kit.offer(model.model_id, name) for name in ("trains", "silent")]
    providers = [
        kit.provider("trains", training_default="trains"),
        kit.provider("silent", training_default=None),
    ]
    catalog = kit.catalog([model], offers=offers, providers=providers, abilities={model.model_id: 50.0})
    plans = kit.plans([kit.api(offer) for offer in offers], cost=[100, 100])
    prepared = prepare(kit.answers(), catalog, plans=plans)
    (relaxation,) = relaxations_of(prepared, _by_fitness(prepared))
    assert relaxation.admits == ("vendor-m/m@provider_api:silent",)


def test_every_provider_is_a_letter_of_its_own_and_the_best_come_first(kit: Any) -> None:
    """Five silent providers, each with a model of its own: three letters, by what each would bring, and no more."""
    names = ("v", "w", "x", "y", "z")
    models = [kit.model(name) for name in names]
    providers = [
        kit.provider(name, training_default=None, **({} if name == "v" else {"retention_days": None})) for name in names
    ]
    offers = [kit.offer(model.model_id, one.provider_id) for model, one in zip(models, providers, strict=True)]
    points = dict(zip((model.model_id for model in models), (90.0, 50.0, 80.0, 60.0, 70.0), strict=True))
    catalog = kit.catalog(models, offers=offers, providers=providers, abilities=points)
    plans = kit.plans([kit.api(one) for one in offers], cost=[100] * len(offers))
    prepared = prepare(kit.answers(data={"classification": "confidential"}), catalog, plans=plans)
    found = relaxations_of(prepared, _by_fitness(prepared))
    assert [one.admits for one in found] == [
        ("vendor-v/v@provider_api:v",),
        ("vendor-x/x@provider_api:x",),
        ("vendor-z/z@provider_api:z",),
    ]
    assert {one.burden for one in found} == {2.0}
    assert all("ask" in tell(one.told["change"]) for one in found)  # type: ignore[arg-type]
