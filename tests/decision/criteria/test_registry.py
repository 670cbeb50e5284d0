"""Every criterion of the registry: whole entries, edges of its scale, and no fact that counts in two of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final, get_args

import numpy as np
import pytest

from advisor.catalog.lifecycle import Stay, UsualLife
from advisor.catalog.load import load_catalog
from advisor.decision.alternatives.joined import ASPECTS, JoinedAlternative, codes_of, contexts_of
from advisor.decision.alternatives.planned import Demand
from advisor.decision.criteria.criterion import OBJECTIVES, DecisionInputs
from advisor.decision.criteria.fitness import Fitness
from advisor.decision.criteria.registry import CRITERIA, anchors, criteria_for
from advisor.hosting.records import Alternative, Deployment
from advisor.questionnaire.answers import Answers, CriterionId
from advisor.words.sentences import SENTENCES
from advisor.words.tell import recorded

DATA: Final = Path(__file__).parents[3] / "data"
SHIPPED: Final = load_catalog(DATA)
JUDGED: Final = SHIPPED.judgement
PLAN: Final = ("cost_usd", "ttft_ms", "itl_ms", "total_s", "energy_kwh")
ROWS: Final[Mapping[str, Any]] = {
    "model": SHIPPED.models,
    "offer": SHIPPED.offers,
    "provider": SHIPPED.providers,
    "licence": SHIPPED.licences,
}
NAMES: Final = frozenset(
    {"model_id", "offer_id", "provider_id", "licence_id", "provider", "gpu", "vendor", "kind", "country"}
)
"""What names an alternative, and the way of hosting itself: no facts about it."""
KINDS: Final[tuple[dict[str, Any], ...]] = (
    {"kind": "provider_api", "provider": "p", "offer_id": "p:vendor-a/a"},
    {"kind": "cloud_gpu", "provider": "p", "gpu": "g", "gpu_count": 2, "replicas": 1},
    {"kind": "on_prem", "gpu": "g", "gpu_count": 2, "replicas": 1},
    {"kind": "edge", "gpu": "g", "gpu_count": 1, "replicas": 1},
)


def everything(kit: Any) -> Answers:
    """Answers to which every criterion applies."""
    found: Answers = kit.answers(
        data={"classification": "confidential"},
        customisation={"fine_tuning": "required"},
        origin={"countries_preferred": ["FR", "DE"]},
        use_case={"workload": {"growth_per_year": 0.5}},
    )
    return found


def joined(kit: Any, deployment: Mapping[str, Any]) -> JoinedAlternative:
    """An open model that a provider offers and a licence allows to be changed, on one way of hosting."""
    model = kit.model("a", openness="open_weights", licence_id="l", fine_tuning=True)
    catalog = kit.catalog(
        [model],
        offers=[kit.offer(model.model_id, "p")],
        providers=[kit.provider("p", retention_default=None, retention_days=30, zero_retention_route=None)],
        licences=[kit.licence("l")],
        abilities={model.model_id: 60.0},
    )
    one = Alternative(
        alternative_id="one", model_id=model.model_id, deployment=Deployment.model_validate(dict(deployment))
    )
    return contexts_of([one], catalog)[0]


class Plan:
    """One alternative's plan, every column the same for its middle, low and high unless it was moved."""

    def __init__(self, **moved: float) -> None:
        for name in PLAN:
            setattr(self, name, np.full((1, 3), moved.get(name, 100.0)))

    def new_usd(self, rows: Any) -> Any:
        """All of the cost is new."""
        return self.cost_usd[rows]


def performances(context: JoinedAlternative, answers: Answers, plan: Plan, points: float = 60.0) -> dict[str, Any]:
    """Middle, low and high of every criterion."""
    fitness = {context.model.model_id: Fitness(points, 3.0, "estimated", "", "")}
    demand = Demand(answers.use_cases[0], answers, SHIPPED.dated, JUDGED)
    inputs = DecisionInputs([context], codes_of([context]), plan, fitness, demand)  # type: ignore[arg-type]
    row = np.zeros(1, dtype=np.int64)
    return {one.id: one.performance(inputs, row).tolist() for one in criteria_for(answers)}


def _values(rows: Any, name: str) -> list[Any]:
    """What the shipped tables say in a column: a few different things, and nothing where a cell may be blank."""
    found = {repr(value): value for row in rows if (value := getattr(row, name)) is not None}
    blank = type(None) in get_args(type(rows[0]).model_fields[name].annotation)
    return [*list(found.values())[:15], *([None] if blank else [])]


def facts(kit: Any) -> Iterator[tuple[str, JoinedAlternative, JoinedAlternative]]:
    """Every fact about an alternative: its name, and the alternative before and after it is changed."""
    for kind in KINDS:
        base = joined(kit, kind)
        for name, changed in (*_of_rows(base), *_of_deployment(base)):
            yield name, base, changed
        for name, values in BESIDE.items():
            for value in values:
                yield name, base, replace(base, **{name: value})


def _of_rows(base: JoinedAlternative) -> Iterator[tuple[str, JoinedAlternative]]:
    for table, shipped in ROWS.items():
        row = getattr(base, table)
        for name in set(type(shipped[0]).model_fields) - NAMES if row is not None else ():
            for value in _values(shipped, name):
                yield f"{table}.{name}", replace(base, **{table: row.model_copy(update={name: value})})


def _of_deployment(base: JoinedAlternative) -> Iterator[tuple[str, JoinedAlternative]]:
    for name in set(Deployment.model_fields) - NAMES:
        for value in ("global", "eu", None) if name in ("zone", "precision") else (None, 1, 8):
            yield f"deployment.{name}", replace(base, deployment=base.deployment.model_copy(update={name: value}))


BESIDE: Final[Mapping[str, tuple[Any, ...]]] = {
    "disclosed": (None, 10.0, 90.0),
    "other_providers": (0, 1, 5),
    "served": ((), ("eu",), ("us",)),
    "stay": (
        None,
        Stay(date(2027, 6, 1), None, None, 0.0, "s"),
        Stay(None, date(2026, 1, 1), UsualLife((9.0, 12.0, 20.0), "observed", "s"), 2.0, "s"),
    ),
    "countries": ((), ("FR",), ("US",), ("FR", "US")),
}
"""Facts that the join itself works out."""


@pytest.fixture(scope="module")
def moved(kit: Any) -> dict[str, set[str]]:
    """Of every fact the criteria that it moves."""
    answers, found = everything(kit), {f"plan.{name}": set() for name in PLAN} | {"fitness": set()}
    for name, before, after in facts(kit):
        was, now = performances(before, answers, Plan()), performances(after, answers, Plan())
        found.setdefault(name, set()).update(one for one in was if was[one] != now[one])
    limited = answers.model_copy(
        update={
            "use_cases": (
                answers.use_cases[0].model_copy(
                    update={
                        "latency": answers.use_cases[0].latency.model_copy(
                            update={"ttft_p95_ms": 1e4, "itl_ms": 1e3, "total_s": 1e3}
                        )
                    }
                ),
            )
        }
    )
    base = joined(kit, KINDS[0])
    was = performances(base, limited, Plan())
    for name in PLAN:
        now = performances(base, limited, Plan(**{name: 5e5}))
        found[f"plan.{name}"].update(one for one in was if was[one] != now[one])
    now = performances(base, limited, Plan(), points=20.0)
    found["fitness"].update(one for one in was if was[one] != now[one])
    return found


def test_no_fact_counts_in_two_criteria(moved: Mapping[str, set[str]]) -> None:
    """Whatever single fact about an alternative changes, at most one criterion moves."""
    assert {name: sorted(criteria) for name, criteria in moved.items() if len(criteria) > 1} == {}


@pytest.mark.parametrize("criterion", CRITERIA)
def test_an_entry_says_what_it_reads(moved: Mapping[str, set[str]], criterion: str) -> None:
    """The facts that an entry names are those that move it, all of them and no other."""
    assert set(CRITERIA[criterion].reads) == {name for name, criteria in moved.items() if criterion in criteria}


def test_every_criterion_is_in_the_registry_and_nothing_else() -> None:
    """The names that answers may use and the entries are the same, in one order."""
    assert tuple(CRITERIA) == get_args(CriterionId)


@pytest.mark.parametrize("criterion", CRITERIA)
def test_an_entry_is_whole(kit: Any, criterion: str) -> None:
    """One way of measuring, a known aspect, an objective, a usual importance of 0 to 5, and words for all of it."""
    entry, answers = CRITERIA[criterion], everything(kit)
    assert (entry.points is None) != (entry.measure is None)
    assert entry.aspect in ASPECTS
    assert entry.objective in OBJECTIVES
    assert 0 <= entry.usual <= 5
    assert entry.share(answers, answers.use_cases[0], JUDGED) > 0
    assert (entry.step == 0) == (criterion == "cost")
    parts = ("", ".short", ".definition", ".source", *([".step"] if entry.step else []))
    assert all(SENTENCES[f"criterion.{criterion}{part}"] for part in parts)
    assert f"price.{criterion}" in SENTENCES or criterion == "cost"
    assert SENTENCES[entry.fact(joined(kit, KINDS[0])).key]


@pytest.mark.parametrize("criterion", CRITERIA)
def test_the_ends_of_a_scale_are_worth_nothing_and_everything(kit: Any, criterion: str) -> None:
    """The value is 0 at the worst and beyond, 1 at the best and beyond, and a reason says why they stand there."""
    answers = everything(kit)
    anchor = anchors(answers, answers.use_cases[0], JUDGED)[criterion]  # type: ignore[index]
    worst, best = anchor.scale.worst, anchor.scale.best
    beyond = (best - worst) * 0.01
    assert anchor.scale.value([worst - beyond, worst, best, best + beyond]).tolist() == [0.0, 0.0, 1.0, 1.0]
    assert recorded(anchor.reason)


@pytest.mark.parametrize("criterion", [name for name, entry in CRITERIA.items() if entry.points])
def test_a_constructed_performance_says_what_brought_its_points(kit: Any, criterion: str) -> None:
    """On every way of hosting the points lie within the scale, and every fact behind them has words."""
    answers, entry = everything(kit), CRITERIA[criterion]
    demand = Demand(answers.use_cases[0], answers, SHIPPED.dated, JUDGED)
    rule = entry.points
    assert rule is not None
    for kind in KINDS:
        points = rule(joined(kit, kind), demand)
        assert 0 <= points.low <= points.middle <= points.high <= 100
        assert all(recorded(fact) for fact in points.facts())
