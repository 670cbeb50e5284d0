"""All gates of every alternative of a plan, each evaluated once for what it depends on.

Which gates an alternative fails is worked out for all of them, in numbers; what is to be said of it (what was observed,
what is required) for those that somebody asks about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from advisor.arrays import Codes, Floats
from advisor.catalog.tables.schema import Model
from advisor.decision.alternatives.codes import by_first
from advisor.decision.alternatives.joined import ASPECT, JoinedAlternative
from advisor.decision.criteria.criterion import DecisionInputs
from advisor.decision.gates.columns import short_of
from advisor.decision.gates.judge import failures_of, judge, warnings_of
from advisor.decision.gates.registry import ASKED, BIT, GATES
from advisor.decision.gates.rule import Asked, Aspect, GateFailure, Graded, PlanOutcome, Verdicts
from advisor.hosting.costs.staffing import pay_guessed
from advisor.hosting.records import SELF_HOSTED

PASSED = Verdicts(())
_RELAXABLE: Final = sum(BIT[name] for name, gate in GATES.items() if gate.burden is not None)
_ASKED: Final = sum(BIT[name] for name in ASKED)
_SHARED: Final[tuple[tuple[Aspect, str], ...]] = (
    ("hosting", "keeper"),
    ("terms", "terms"),
    ("keeper", "keeper"),
    ("place", "place"),
)
"""Aspects of gates in which many alternatives agree, with the code that says which do."""
ByCode = Callable[[int], tuple[GateFailure, ...]]
"""What a code above 0 fails."""


class _Once:
    """What each code fails, told once: thousands of alternatives share few codes, and are asked about again."""

    def __init__(self, told: ByCode) -> None:
        self._told = told
        self._known: dict[int, tuple[GateFailure, ...]] = {}

    def __call__(self, code: int) -> tuple[GateFailure, ...]:
        if code not in self._known:
            self._known[code] = self._told(code)
        return self._known[code]


@dataclass(frozen=True, slots=True)
class AspectVerdicts:
    """What the gates on one aspect say, by code; code 0 fails nothing.

    ``gates`` (k,) has a bit for every gate that fails and ``stated`` (k,) one for those that fail on a fact that
    somebody states. ``index`` (n,) is the code of each alternative.
    """

    gates: Codes
    stated: Codes
    told: ByCode
    index: Codes


@dataclass(frozen=True)
class VerdictTable(Sequence[Verdicts]):
    """What the gates say of n alternatives: of each by its codes ``which`` (n, parts)."""

    parts: tuple[AspectVerdicts, ...]
    which: Codes
    warnings: Callable[[int], tuple[Any, ...]]

    @cached_property
    def gates(self) -> Codes:
        """(n,) a bit for every gate that an alternative fails."""
        return self._joined([part.gates for part in self.parts])

    @property
    def failed(self) -> NDArray[np.bool_]:
        """(n,) whether an alternative fails any gate."""
        return np.asarray(self.gates != 0)

    @property
    def near(self) -> NDArray[np.bool_]:
        """(n,) whether an alternative fails one relaxable gate only, or relaxable gates on facts nobody states."""
        gates, one = self.gates, self.gates & (self.gates - 1) == 0
        return np.asarray(self.failed & (gates & ~_RELAXABLE == 0) & (one | (self._stated == 0)))

    @property
    def unconfirmed(self) -> NDArray[np.bool_]:
        """(n,) whether an alternative fails by nothing but what its provider does not state."""
        return np.asarray(self.failed & (self._stated == 0) & (self.gates & ~_ASKED == 0))

    @cached_property
    def _stated(self) -> Codes:
        """(n,) a bit for every gate that an alternative fails on a fact that somebody states."""
        return self._joined([part.stated for part in self.parts])

    def _joined(self, bits: Sequence[Codes]) -> Codes:
        found = np.zeros(len(self.which), dtype=np.int64)
        for part, column in zip(bits, self.which.T, strict=True):
            found |= part[column]
        return found

    def __len__(self) -> int:
        """The number of alternatives."""
        return len(self.which)

    def __getitem__(self, row: int) -> Verdicts:  # type: ignore[override]
        """The verdict on one alternative: its failures, or the conditions under which it passes."""
        failures = self._failures(self.which[row].tolist())
        return Verdicts(failures) if failures else Verdicts((), self.warnings(row))

    def __iter__(self) -> Iterator[Verdicts]:
        """The verdicts in the order of the alternatives, without warnings; those that fail alike share one."""
        distinct, numbers = self.alike
        return (distinct[number] for number in numbers.tolist())

    @cached_property
    def alike(self) -> tuple[tuple[Verdicts, ...], Codes]:
        """The distinct verdicts, without warnings, and which of them each alternative has (n,)."""
        firsts, numbers = _alike(self.which, [len(part.gates) for part in self.parts])
        rows = map(self._failures, self.which[firsts].tolist())
        return tuple(Verdicts(failures) if failures else PASSED for failures in rows), numbers

    def _failures(self, row: Sequence[int]) -> tuple[GateFailure, ...]:
        return tuple(failure for part, code in zip(self.parts, row, strict=True) if code for failure in part.told(code))


class JudgedModels:
    """What the gates on models say of all models of a catalog, whoever runs them."""

    def __init__(self, asked: Asked) -> None:
        self.asked, self._models = asked, asked.catalog.models

    @cached_property
    def bits(self) -> tuple[Codes, Codes]:
        """(n,) of the catalog's models in order: the gates that fail, and those that fail on what somebody states."""
        return judge("model", self.asked, self._models)

    @cached_property
    def row_of(self) -> dict[str, int]:
        """The row of each model in the catalog, by its id."""
        return {model.model_id: row for row, model in enumerate(self._models)}

    def of(self, model: Model) -> Verdicts:
        """What the gates say of one model."""
        failures = failures_of("model", self.asked, model)
        return Verdicts(failures) if failures else Verdicts((), tuple(warnings_of("model", self.asked, model)))


def verdicts_of(inputs: DecisionInputs, models: JudgedModels) -> VerdictTable:
    """What the gates say of every alternative: its model, way of hosting, licence, offer, provider, place and plan."""
    asked, contexts, codes = models.asked, inputs.contexts, inputs.codes
    if not contexts:
        return VerdictTable((), np.zeros((0, 0), dtype=np.int64), lambda _: ())
    shared = {aspect: _shared(aspect, codes[:, ASPECT[code]], contexts, asked) for aspect, code in _SHARED}
    plans = _Plans(inputs, asked)
    parts = (
        _models(contexts, codes, models),
        _fitness(contexts, codes, inputs, asked),
        shared["hosting"],
        shared["terms"],
        _rows("offer", asked, contexts.__getitem__, contexts, {name: codes[:, ASPECT[name]] for name in _OFFERED}),
        shared["keeper"],
        shared["place"],
        _rows("plan", asked, plans, contexts, plans.given),
    )

    def warnings(row: int) -> tuple[Any, ...]:
        context = contexts[row]
        subjects = (("model", context.model), *((aspect, context) for aspect in _BY_CONTEXT), ("plan", plans(row)))
        return tuple(said for aspect, subject in subjects for said in warnings_of(aspect, asked, subject))

    return VerdictTable(parts, np.stack([part.index for part in parts], axis=1), warnings)


_OFFERED: Final = ("limit", "end", "agreement")
_BY_CONTEXT: Final[tuple[Aspect, ...]] = ("hosting", "terms", "offer", "keeper", "place")


def _billed(inputs: DecisionInputs, asked: Asked) -> Floats:
    """What a cap is held against: the middle of the cost, less what no cap is held against.

    Where nobody states what people earn, the favourable end of what own servers cost: a guess must not rule them out.
    """
    plans = inputs.plans
    middle = plans.cost_usd[:, 1] - plans.outside_cap_usd
    if not pay_guessed(asked.answers, asked.catalog):
        return np.asarray(middle)
    run = np.array([context.deployment.kind in SELF_HOSTED for context in inputs.contexts], dtype=np.bool_)
    return np.where(run, np.minimum(middle, plans.cost_usd[:, 0]), middle)


def _wait(inputs: DecisionInputs, name: str) -> Floats:
    """(n,) what a limit is held against, in the unit of the column: the favourable end of a wait; NaN unknown.

    A wide guess must not rule out what may well be fast enough. Where nobody measured a provider's API it may be
    anything: what is expected of its class is a reason to measure, and none to rule out.
    """
    low = np.array(getattr(inputs.plans, name)[:, 1], dtype=np.float64)
    bases = inputs.plans.bases.get(name)
    if bases is None:
        return low
    guessed = np.array([basis == "estimated" for basis in bases], dtype=np.bool_)
    guessed &= np.array([context.deployment.kind == "provider_api" for context in inputs.contexts], dtype=np.bool_)
    return np.where(guessed & ~np.isnan(low), 0.0, low)


class _Plans:
    """The plans of all alternatives in columns, and one of them when it is told of, the plan itself being gone."""

    def __init__(self, inputs: DecisionInputs, asked: Asked) -> None:
        plans = inputs.plans
        self._contexts, self._problems = inputs.contexts, plans.problems
        self._middles = np.stack([plans.ttft_ms[:, 0], plans.itl_ms[:, 0], plans.total_s[:, 0]], axis=1)
        problems = np.empty(len(self._contexts), dtype=object)
        problems[:] = self._problems
        self.given = {
            "problem": problems,
            "cost": plans.cost_usd[:, 1].copy(),
            "billed": _billed(inputs, asked),
            "ttft": _wait(inputs, "ttft_ms"),
            "itl": _wait(inputs, "itl_ms"),
            "total": _wait(inputs, "total_s"),
            "unpaid": plans.unpaid_usd,
            "short": np.array([short_of(context.deployment) for context in inputs.contexts], dtype=np.float64),
        }

    def __call__(self, row: int) -> PlanOutcome:
        cost, billed, ttft, itl, total, unpaid = (
            float(self.given[name][row]) for name in ("cost", "billed", "ttft", "itl", "total", "unpaid")
        )
        first, gap, whole = self._middles[row].tolist()
        return PlanOutcome(
            self._contexts[row], self._problems[row], cost, billed, ttft, itl, total, unpaid, (first, gap, whole)
        )


def _models(contexts: Sequence[JoinedAlternative], codes: Codes, models: JudgedModels) -> AspectVerdicts:
    """The gates on models: code 1 + the row of a model in the catalog."""
    index, firsts = by_first(codes[:, ASPECT["model"]])
    rows = np.array([models.row_of[contexts[first].model.model_id] for first in firsts], dtype=np.int64)
    fails, stated = models.bits
    catalog = models.asked.catalog

    def told(code: int) -> tuple[GateFailure, ...]:
        return failures_of("model", models.asked, catalog.models[code - 1])

    code = np.where(fails[rows] != 0, rows + 1, 0)
    return AspectVerdicts(np.append(0, fails), np.append(0, stated), _Once(told), code[index])


def _fitness(
    contexts: Sequence[JoinedAlternative], codes: Codes, inputs: DecisionInputs, asked: Asked
) -> AspectVerdicts:
    """The least fitness, of models that were planned."""
    index, firsts = by_first(codes[:, ASPECT["model"]])
    models = [contexts[first].model for first in firsts]
    return _part("fitness", asked, [Graded(model, inputs.fitness[model.model_id]) for model in models], index)


def _shared(aspect: Aspect, codes: Codes, contexts: Sequence[JoinedAlternative], asked: Asked) -> AspectVerdicts:
    """Gates that read what many alternatives have in common: judged once for all of them."""
    index, firsts = by_first(codes)
    return _part(aspect, asked, [contexts[first] for first in firsts], index)


def _part(aspect: Aspect, asked: Asked, subjects: Sequence[Any], index: Codes) -> AspectVerdicts:
    gates, stated = judge(aspect, asked, subjects)
    code = np.where(gates != 0, np.arange(1, len(subjects) + 1), 0)

    def told(number: int) -> tuple[GateFailure, ...]:
        return failures_of(aspect, asked, subjects[number - 1])

    return AspectVerdicts(np.append(0, gates), np.append(0, stated), _Once(told), code[index])


def _rows(
    aspect: Aspect,
    asked: Asked,
    subject: Callable[[int], Any],
    contexts: Sequence[JoinedAlternative],
    given: dict[str, NDArray[Any]],
) -> AspectVerdicts:
    """Gates that read what each alternative has for itself; only those that fail get a code."""
    gates, stated = judge(aspect, asked, contexts, given)
    bad = np.flatnonzero(gates)
    index = np.zeros(len(gates), dtype=np.int64)
    index[bad] = np.arange(1, len(bad) + 1)

    def told(code: int) -> tuple[GateFailure, ...]:
        return failures_of(aspect, asked, subject(int(bad[code - 1])))

    return AspectVerdicts(np.append(0, gates[bad]), np.append(0, stated[bad]), _Once(told), index)


def _alike(rows: Codes, sizes: Sequence[int]) -> tuple[Codes, Codes]:
    """Where each distinct row of small numbers (below their column's size) first stands, and which one each row is."""
    key, span = np.zeros(len(rows), dtype=np.int64), 1
    for column, size in zip(rows.T, sizes, strict=True):
        if span > np.iinfo(np.int64).max // size:
            _, key = np.unique(key, return_inverse=True)
            span = len(rows)
        key, span = key * size + column, span * size
    _, firsts, numbers = np.unique(key, return_index=True, return_inverse=True)
    return firsts, numbers
