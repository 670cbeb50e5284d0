"""What a gate is: predicates on columns, what is said of a value that fails, and what relaxing it costs.

A *column* reads one value of each subject (a model, or an alternative joined with its rows of the catalog, or its
plan). A *rule* is a predicate on that value. It is the only statement of the rule: ``gates.evaluate`` applies it to all
subjects at once, and again to one of them when somebody asks why.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Final, Literal

import numpy as np

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Model
from advisor.decision.alternatives.joined import JoinedAlternative
from advisor.decision.criteria.fitness import Fitness
from advisor.decision.criteria.of_quality import enough_of
from advisor.decision.criteria.task_needs import NEEDS, TaskNeeds, modalities_in_of
from advisor.decision.gates.duties.demanded import certificates_by_law
from advisor.decision.gates.relax import Relax
from advisor.geography import zone_of
from advisor.hosting.gpu_classes import EDGE_SEGMENTS
from advisor.hosting.prices.gpu_market import owned_gpus
from advisor.hosting.records import SELF_HOSTED, Deployment
from advisor.hosting.workload import Workload, workload_of
from advisor.policy.house import PolicyDemand, PolicyRule
from advisor.questionnaire.answers import Answers, DeploymentKind, UseCase
from advisor.units import DAYS_PER_MONTH, Told

Aspect = Literal["model", "fitness", "hosting", "terms", "offer", "keeper", "place", "plan"]
"""What a column depends on; alternatives that agree in it are judged once."""
WhenUnknown = Literal["closed", "fails", "warns", "passes"]
"""What becomes of a value that nobody states: ``closed`` fails because law or privacy depends on it, ``fails`` because
nothing can be compared without it; ``warns`` passes since a test can settle it in an hour."""
API: Final = frozenset({"provider_api"})
RENTED: Final = frozenset({"provider_api", "cloud_gpu"})
OWN: Final = frozenset(SELF_HOSTED)
ANY: Final = API | OWN


@dataclass(frozen=True, slots=True)
class GateFailure:
    """One failed gate: what is to be said of it, and where the observation comes from.

    ``told`` has three texts: ``told.part("observed")``, ``part("required")`` and ``part("out")``. ``unknown`` marks a
    gate that failed closed on a fact nobody stated; ``gap`` is by what factor, or by how many points, it was missed.
    ``ask`` says that the provider of the service can settle it by a letter. (Whoever rents machines out is not asked:
    where they stand and whose they are comes with the machine that is chosen, at a marketplace with its owner.)
    """

    gate: str
    told: Told
    source: str
    unknown: bool = False
    gap: float = 0.0
    ask: bool = False


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What the gates say of one model or alternative; ``warnings`` are the conditions of a pass."""

    failures: tuple[GateFailure, ...]
    warnings: tuple[Told, ...] = ()


@dataclass(frozen=True)
class Asked:
    """One use case and its answers, with what the gates ask worked out once."""

    use_case: UseCase
    answers: Answers
    catalog: Catalog
    as_of: date

    @cached_property
    def needs(self) -> TaskNeeds:
        """What the task needs of a model."""
        return NEEDS[self.use_case.task]

    @cached_property
    def reads(self) -> tuple[str, ...]:
        """What the model must read."""
        return modalities_in_of(self.use_case)

    @cached_property
    def load(self) -> Workload:
        """The load of the use case."""
        return workload_of(self.use_case)

    @cached_property
    def context(self) -> int:
        """The context window that is needed, in tokens."""
        return self.load.context_tokens

    @cached_property
    def input(self) -> int:
        """What must fit into the input alone, in tokens: the prompt, or the context less the answer."""
        load = self.use_case.workload
        return max(load.input_tokens, self.use_case.context_tokens - load.output_tokens)

    @cached_property
    def languages(self) -> frozenset[str]:
        """The languages that the model must know."""
        return frozenset(self.use_case.languages)

    @cached_property
    def notice(self) -> date:
        """The day by which a migration that starts now is done."""
        return self.as_of + timedelta(days=round(self.answers.governance.migration_notice_months * DAYS_PER_MONTH))

    @cached_property
    def horizon(self) -> date:
        """The last day that the decision plans for."""
        return self.as_of + timedelta(days=self.answers.budget.horizon_months * DAYS_PER_MONTH)

    @cached_property
    def by_law(self) -> tuple[str, ...]:
        """The certificates that the law asks for of whoever processes the data."""
        return certificates_by_law(self.catalog.governance_rules, self.answers, self.use_case, self.as_of)

    @cached_property
    def cap_usd(self) -> float | None:
        """The most that a month may cost."""
        budget = self.answers.budget
        return None if budget.monthly_cap is None else float(budget.monthly_cap) * budget.usd_per_unit

    @cached_property
    def floor(self) -> float:
        """The fitness in points below which the task is not done."""
        return enough_of(self.use_case, self.catalog.judgement)[0]

    @cached_property
    def owned(self) -> frozenset[str]:
        """The GPUs that the house has already, by id."""
        return frozenset(owned_gpus(self.catalog, self.answers))

    @cached_property
    def house(self) -> Mapping[PolicyDemand, tuple[tuple[int, PolicyRule], ...]]:
        """The rules of the house that hold for this data, with their numbers, by what they demand."""
        held: dict[PolicyDemand, tuple[tuple[int, PolicyRule], ...]] = {}
        if self.catalog.policy is not None:
            for number, rule in self.catalog.policy.rules(self.answers.data.classification):
                held[rule.demand] = (*held.get(rule.demand, ()), (number, rule))
        return held

    @cached_property
    def given(self) -> Mapping[str, frozenset[str]]:
        """The GPUs, by id, that it must run on at the edge or on own servers; no key where any will do."""
        asked = self.answers.hosting.hardware_given
        devices = frozenset(one for one in self.owned if self.catalog.gpu[one].segment in EDGE_SEGMENTS)
        found = {"edge": devices} if asked != "none" and devices else {}
        servers = self.owned - devices
        return found | ({"on_prem": servers} if asked == "all" and servers else {})

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The countries whose law applies."""
        country = self.answers.hosting.country
        return tuple(sorted({*self.answers.data.jurisdictions, *([country] if country else [])}))

    @cached_property
    def areas(self) -> frozenset[str]:
        """Those countries and their zones, as licences write them."""
        return frozenset(place.lower() for place in self.places) | {z for place in self.places if (z := zone_of(place))}


@dataclass(frozen=True, slots=True)
class PlanOutcome:
    """The plan of one alternative: a problem, or what it came to (US dollars a month, ms, ms, s; NaN is unknown).

    ``billed_usd`` is the cost that a cap is held against, ``unpaid_usd`` what of it nobody is paid.
    The three waits are the favourable ends of what they may be, ``middles`` (same units) what is likeliest.
    """

    context: JoinedAlternative
    problem: Told | None
    cost_usd: float
    billed_usd: float
    ttft_ms: float
    itl_ms: float
    total_s: float
    unpaid_usd: float = 0.0
    middles: tuple[float, float, float] = (math.nan, math.nan, math.nan)


@dataclass(frozen=True, slots=True)
class Graded:
    """A model with its fitness for the use case."""

    model: Model
    fitness: Fitness


@dataclass(frozen=True, slots=True)
class HostingWay:
    """A way of hosting by itself, before any model or provider is chosen for it."""

    kind: DeploymentKind

    @property
    def deployment(self) -> Deployment:
        """A deployment of that kind, of which nothing else is known."""
        return Deployment(kind=self.kind)


@dataclass(frozen=True, slots=True)
class GateColumn:
    """One value of each subject, and where it comes from.

    ``kinds`` are the ways of hosting it is read for. With ``number`` the values of all alternatives are at hand as an
    array under that name, and the rules on it take arrays as well as single values.
    """

    aspect: Aspect
    read: Callable[[Any, Catalog], Any]
    source: Callable[[Any, Catalog], str]
    kinds: frozenset[str] = ANY
    number: str = ""


def _always(_: Asked) -> bool:
    return True


def _none(_: Asked, value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return np.zeros(len(value), dtype=np.bool_)
    return value is None or value == ()


def _no_gap(_: Asked, __: Any) -> float:
    return 0.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A predicate on a column.

    ``fails(asked, value)`` is asked of known values only. Whether a value is ``unknown`` says the column (None, or
    nothing listed) unless the rule knows better; then ``when_unknown`` states what becomes of it, and ``unsaid`` is
    what is said. A subject that fails an ``alone`` rule is told of no other failure beside it.
    """

    reads: GateColumn
    fails: Callable[[Asked, Any], Any]
    said: Callable[[Asked, Any], Told]
    applies: Callable[[Asked], bool] = _always
    when_unknown: WhenUnknown = "passes"
    unsaid: Callable[[Asked, Any], Told | None] | None = None
    unknown: Callable[[Asked, Any], Any] = _none
    gap: Callable[[Asked, Any], float] = _no_gap
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Caution:
    """A condition of a pass: what is to be settled first, or None."""

    reads: GateColumn
    says: Callable[[Asked, Any], Told | None]


@dataclass(frozen=True, slots=True)
class Gate:
    """One hard constraint.

    ``burden`` is what relaxing it costs the user: 1 is a mail to a vendor, 3 an internal decision, 6 a change of
    policy, 9 a change of what the law or the regulator expects; None cannot be relaxed. A judgement of this project.
    ``relax`` changes the answers so that an alternative passes; ``CANNOT`` where only a contract or a vendor could.
    """

    id: str
    burden: float | None
    relax: Relax | None
    rules: tuple[Rule, ...] = ()
    cautions: tuple[Caution, ...] = ()


def of(reader: Callable[[Any], Any]) -> Callable[[Any, Catalog], Any]:
    """A reader that needs no catalog."""
    return lambda subject, _: reader(subject)


def index_of(gates: Sequence[Gate]) -> Mapping[str, Gate]:
    """Gates by id; raises ValueError where two have the same."""
    found = {gate.id: gate for gate in gates}
    if len(found) != len(gates):
        raise ValueError("two gates have the same id")
    return found
