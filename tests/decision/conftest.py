"""Small catalogs and plans made by hand or at random, so that the engine is tested without planning any hosting."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from advisor.catalog.catalog import Catalog
from advisor.catalog.load import shipped_judgements
from advisor.catalog.tables.schema import TABLES, CapabilityEstimate, Licence, Model, Offer, Provider, Source
from advisor.decision.criteria.criterion import Fact
from advisor.decision.criteria.value_functions import ValueFunction
from advisor.decision.matrix.matrix import Matrix
from advisor.hosting.costs.committed import already_paid
from advisor.hosting.records import Alternative, Deployment, HostingPlan
from advisor.questionnaire.answers import Answers, UseCase

TODAY = date(2026, 11, 1)
CAPABILITIES = ("general", "instruction_following", "factuality", "multilingual")
Floats = NDArray[np.float64]


def _filled(row_type: Any, **given: Any) -> Any:
    """A row with every cell that is not given unknown."""
    names = row_type.model_fields
    blank = dict.fromkeys(("modalities_in", "modalities_out", "languages", "residency_zones", "certifications"), ())
    blank["excluded_jurisdictions"] = ()
    cells = {name: blank.get(name) for name in names} | given
    return row_type.model_construct(**cells)


def model(name: str, **given: Any) -> Model:
    """A current, proprietary chat model."""
    cells = {
        "model_id": f"vendor-{name}/{name}",
        "name": name.title(),
        "vendor": f"vendor-{name}",
        "kind": "text",
        "openness": "proprietary",
        "status": "current",
        "identity_source": "made-up",
        "context_tokens": 128_000,
        "modalities_in": ("text",),
        "modalities_out": ("text",),
        "tools": True,
        "structured_output": True,
        "checked_on": TODAY,
        "release_date": date(2026, 1, 1),
    }
    found: Model = _filled(Model, **(cells | given))
    return found


def provider(name: str, **given: Any) -> Provider:
    """A provider that does not train on data and keeps nothing."""
    cells = {
        "provider_id": name,
        "name": name.title(),
        "kind": "model_vendor",
        "jurisdiction": "US",
        "training_default": "does_not_train",
        "retention_default": "none",
        "retention_days": 0,
        "zero_retention_route": True,
        "checked_on": TODAY,
        "source": "made-up",
    }
    found: Provider = _filled(Provider, **(cells | given))
    return found


def offer(model_id: str, provider_id: str, **given: Any) -> Offer:
    """An offer whose price two sources agree on."""
    cells = {
        "offer_id": f"{provider_id}:{model_id}",
        "model_id": model_id,
        "provider_id": provider_id,
        "provider_model_key": model_id,
        "zone": "unspecified",
        "tier": "standard",
        "input_usd_per_mtok": Decimal(1),
        "output_usd_per_mtok": Decimal(2),
        "priced_on": TODAY,
        "source": "made-up",
        "agreement": "agreed",
    }
    found: Offer = _filled(Offer, **(cells | given))
    return found


def licence(name: str, **given: Any) -> Licence:
    """A licence that permits everything."""
    cells = {
        "licence_id": name,
        "name": name,
        "open_source": True,
        "commercial_use": "yes",
        "redistribution": "yes",
        "derivatives": "yes",
        "use_restrictions": False,
        "attribution_required": False,
        "plain_words": "do as you like",
        "link": "https://example.org",
        "checked_on": TODAY,
        "source": "made-up",
    }
    found: Licence = _filled(Licence, **(cells | given))
    return found


def catalog_of(
    models: Sequence[Model],
    *,
    offers: Sequence[Offer] = (),
    providers: Sequence[Provider] = (),
    licences: Sequence[Licence] = (),
    abilities: Mapping[str, float] | None = None,
    error: float = 3.0,
) -> Catalog:
    """A catalog with these rows; ``abilities`` are points per model, the same in every capability."""
    source = _filled(
        Source,
        source_id="made-up",
        name="Made up",
        version="1",
        dated=TODAY,
        licence="none",
        link="",
        kind="derived",
        attribution="",
    )
    rows = [
        CapabilityEstimate(
            model_id=name,
            capability=capability,
            estimate=points,
            standard_error=error,
            basis="fitted",
            scores=3,
            from_model_id=None,
        )
        for name, points in (abilities or {}).items()
        for capability in CAPABILITIES
    ]
    tables: dict[str, Any] = dict.fromkeys(TABLES, ()) | {"judgements": shipped_judgements()}
    tables |= {"model_catalog": models, "offers": offers, "providers": providers, "licences": licences}
    tables |= {"sources": [source], "capabilities": rows}
    return Catalog.from_tables(tables, digest="made-up")


@dataclass(frozen=True)
class FakePlans:
    """Hosting's plan table with columns given by hand."""

    alternatives: tuple[Alternative, ...]
    cost_usd: Floats
    ttft_ms: Floats
    itl_ms: Floats
    total_s: Floats
    energy_kwh: Floats
    problems: tuple[str | None, ...]
    bases: Mapping[str, Any] = field(default_factory=dict)
    committed: Floats | None = None
    case: Any = None

    @property
    def outside_cap_usd(self) -> Floats:
        """All of the cost counts against a cap, but for what is committed."""
        return already_paid(self.cost_usd[:, 1], self.unpaid_usd, self.committed_usd)

    @property
    def unpaid_usd(self) -> Floats:
        """None of the cost is work of the house's own people."""
        return np.zeros(len(self.alternatives))

    @property
    def committed_usd(self) -> Floats:
        """What is committed at each provider: nothing anywhere, unless it was given."""
        return np.zeros(len(self.alternatives)) if self.committed is None else self.committed

    def flat_usd(self, index: int, volume: float) -> float:
        """The cost in proportion to the volume."""
        return float(self.cost_usd[index, 1]) * volume

    def people(self, index: int) -> None:
        """Nobody of the house runs any of them."""

    def staff(self, index: int) -> None:
        """Nobody, likewise."""

    def age_of_price(self, index: int) -> None:
        """No price here is old."""

    def new_usd(self, rows: NDArray[np.int64], factor: float = 1.0) -> Floats:
        """The cost less what is committed."""
        cost = self.cost_usd[rows] * factor
        return np.asarray(cost - already_paid(cost, np.zeros((len(rows), 1)), self.committed_usd[rows][:, None]))

    def record(self, index: int) -> HostingPlan:
        """The decision reads columns; only the hosting page's view asks for whole plans, which no test here draws."""
        raise AssertionError(f"the decision asked for the whole plan of row {index}")

    def standing(self, index: int) -> tuple[float, float] | None:  # noqa: ARG002 - of the protocol
        """Nothing here stands on hardware of its own."""
        return None

    def only(self, keep: Sequence[int]) -> FakePlans:
        """The same plan with only these alternatives, in this order."""
        rows = np.asarray(keep, dtype=np.int64)
        columns = {
            name: getattr(self, name)[rows] for name in ("cost_usd", "ttft_ms", "itl_ms", "total_s", "energy_kwh")
        }
        return FakePlans(
            alternatives=tuple(self.alternatives[i] for i in keep),
            problems=tuple(self.problems[i] for i in keep),
            committed=None if self.committed is None else self.committed[rows],
            **columns,
        )


def api(one: Offer) -> Alternative:
    """The alternative of an offer."""
    deployment = Deployment(kind="provider_api", provider=one.provider_id, zone=one.zone, offer_id=one.offer_id)
    return Alternative(
        alternative_id=f"{one.model_id}@provider_api:{one.provider_id}", model_id=one.model_id, deployment=deployment
    )


def plans_of(
    alternatives: Sequence[Alternative],
    *,
    cost: Sequence[float],
    ttft: Sequence[float] | None = None,
    spread: float = 0.2,
    problems: Sequence[str | None] | None = None,
) -> FakePlans:
    """A plan whose other columns follow from cost and time to first token."""
    usd, wait = (
        np.asarray(cost, dtype=float),
        np.asarray(ttft if ttft is not None else [500.0] * len(cost), dtype=float),
    )

    def around(middle: Floats) -> Floats:
        return np.stack([middle, middle * (1 - spread), middle * (1 + spread)], axis=1)

    return FakePlans(
        alternatives=tuple(alternatives),
        cost_usd=np.stack([usd * (1 - spread), usd, usd * (1 + spread)], axis=1),
        ttft_ms=around(wait),
        itl_ms=around(np.full(len(usd), 20.0)),
        total_s=around(wait / 100),
        energy_kwh=around(np.full(len(usd), 100.0)),
        problems=tuple(problems or [None] * len(usd)),
    )


def answers(**given: Any) -> Answers:
    """Answers for a chat assistant."""
    case = given.pop("use_case", {})
    fields = {"title": "Test", "as_of": TODAY, "use_cases": [{"task": "chat_assistant", "languages": ["en"], **case}]}
    return Answers.model_validate(fields | given)


@dataclass(frozen=True)
class World:
    """A random catalog with its plan and answers."""

    catalog: Catalog
    plans: FakePlans
    answers: Answers


def random_world(seed: int) -> World:
    """Three to eight models at one to three of four providers each, everything about them random."""
    rng = np.random.default_rng(seed)
    providers = [
        provider(
            f"p{index}",
            kind=str(rng.choice(["model_vendor", "hyperscaler", "inference_host"])),
            training_default=[None, "does_not_train", "opt_out", "trains"][int(rng.integers(4))],
            retention_days=None if rng.random() < 0.5 else int(rng.integers(40)),
            retention_default=None,
            zero_retention_route=None if rng.random() < 0.5 else bool(rng.integers(2)),
        )
        for index in range(4)
    ]
    models = [
        model(
            f"m{index}",
            fine_tuning=[None, True, False][int(rng.integers(3))],
            release_date=date(2024 + int(rng.integers(3)), 1 + int(rng.integers(9)), 1),
            status=str(rng.choice(["current", "legacy"])),
        )
        for index in range(int(rng.integers(3, 9)))
    ]
    offers = [
        offer(one.model_id, f"p{place}")
        for one in models
        for place in rng.choice(4, size=int(rng.integers(1, 4)), replace=False)
    ]
    abilities = {one.model_id: float(rng.uniform(10, 90)) for one in models}
    catalog = catalog_of(models, offers=offers, providers=providers, abilities=abilities)
    plans = plans_of(
        [api(one) for one in offers],
        cost=rng.uniform(10, 20_000, len(offers)),
        ttft=rng.uniform(100, 5_000, len(offers)),
    )
    priorities = {name: int(rng.integers(0, 6)) for name in ("fitness", "cost", "latency", "data_control", "lifecycle")}
    cap = {"monthly_cap": 15_000} if rng.random() < 0.5 else {}
    return World(
        catalog, plans, answers(priorities=priorities, budget=cap, data={"no_training": bool(rng.integers(2))})
    )


def random_matrix(rng: np.random.Generator, count: int, criteria: int, *, uncertain: bool = True) -> Matrix:
    """Random values and spreads.

    Every alternative's first criterion hangs on its own fact, the second on a common one.
    """
    value = rng.random((count, criteria))
    fact = np.full((count, criteria), -1, dtype=np.int64)
    facts: list[Fact] = []
    if uncertain:
        facts = [Fact(f"own {index}", "estimate", str(index), "capability") for index in range(count)]
        facts.append(Fact("common", "unknown", "common", "policy"))
        fact[:, 0] = np.arange(count)
        fact[:, 1] = count
    room = np.where(fact >= 0, 1.0, 0.0) * 0.2
    names = tuple(f"c{index}" for index in range(criteria))
    return Matrix(
        ids=tuple(f"a{index:05d}" for index in range(count)),
        criteria=names,
        raw=value * 100,
        value=value,
        up=np.minimum(room, 1 - value),
        down=np.minimum(room, value),
        fact=fact,
        facts=tuple(facts),
        scales={name: ValueFunction(0.0, 100.0) for name in names},
    )


@dataclass(frozen=True)
class Kit:
    """The builders, for tests that ask for them as one fixture."""

    model: Callable[..., Model] = model
    provider: Callable[..., Provider] = provider
    offer: Callable[..., Offer] = offer
    licence: Callable[..., Licence] = licence
    catalog: Callable[..., Catalog] = catalog_of
    plans: Callable[..., FakePlans] = plans_of
    api: Callable[[Offer], Alternative] = api
    answers: Callable[..., Answers] = answers
    world: Callable[[int], World] = random_world
    matrix: Callable[..., Matrix] = random_matrix
    today: date = TODAY


@pytest.fixture(scope="session")
def kit() -> Kit:
    """Builders of small catalogs, plans, answers and matrices."""
    return Kit()


@pytest.fixture(scope="session")
def chat() -> UseCase:
    """A chat assistant in English."""
    return UseCase(task="chat_assistant", languages=("en",))
