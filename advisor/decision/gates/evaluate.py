"""All gates of every alternative of a plan, each evaluated once for what it depends on.

Which gates an alternative fails is worked out for all of them, in numbers; the words (what was observed, what is
required) for those that somebody asks about.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from advisor.arrays import Codes
from advisor.catalog.catalog import Catalog
from advisor.decision.alternatives.codes import by_first
from advisor.decision.alternatives.joined import AGREEMENTS, ASPECT, Context
from advisor.decision.alternatives.planned import Plans, Setting
from advisor.decision.criteria.fitness import Fitness
from advisor.decision.gates.of_deployments import (
    Measured,
    hosting_gates,
    offer_gates,
    plan_gates,
    provider_gates,
    residency_gate,
)
from advisor.decision.gates.of_models import ModelGates
from advisor.decision.gates.registry import BIT, GATES, Failure, Verdicts, licence_gates, licence_terms
from advisor.decision.matrix.performances import Material
from advisor.units import DAYS_PER_MONTH, Told, told

PASSED = Verdicts(())
_RELAXABLE: Final = sum(BIT[name] for name, gate in GATES.items() if gate.burden is not None)
ByCode = Callable[[int], Verdicts]
"""A verdict with its facts by its code."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one group of gates says, by code; code 0 has nothing to say.

    ``gates`` (k,) has a bit for every gate that fails and ``stated`` (k,) one for those that fail on a fact that
    somebody states. ``told`` gives the verdict of a code above 0 and ``index`` (n,) the code of each alternative.
    """

    gates: Codes
    stated: Codes
    told: ByCode
    index: Codes

    @classmethod
    def of(cls, verdicts: Sequence[Verdicts], index: Codes) -> Part:
        """Verdicts in words, of which alternative i has number ``index[i]``."""
        place = np.array([bool(one.failures or one.warnings) for one in verdicts], dtype=np.int64)
        place *= np.arange(1, len(verdicts) + 1)
        gates, stated = np.zeros((2, len(verdicts) + 1), dtype=np.int64)
        for number, verdict in enumerate(verdicts, 1):
            for failure in verdict.failures:
                gates[number] |= BIT[failure.gate]
                stated[number] |= 0 if failure.unknown else BIT[failure.gate]
        return cls(gates, stated, (PASSED, *verdicts).__getitem__, place[index])


@dataclass(frozen=True)
class VerdictTable(Sequence[Verdicts]):
    """What the gates say of n alternatives: of each by its codes ``which`` (n, parts)."""

    parts: tuple[Part, ...]
    which: Codes

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
        gates, stated = self.gates, self._joined([part.stated for part in self.parts])
        one = gates & (gates - 1) == 0
        return np.asarray(self.failed & (gates & ~_RELAXABLE == 0) & (one | (stated == 0)))

    def _joined(self, bits: Sequence[Codes]) -> Codes:
        found = np.zeros(len(self.which), dtype=np.int64)
        for part, column in zip(bits, self.which.T, strict=True):
            found |= part[column]
        return found

    def __len__(self) -> int:
        """The number of alternatives."""
        return len(self.which)

    def __getitem__(self, place: int) -> Verdicts:  # type: ignore[override]
        """The verdict on one alternative."""
        return self._told(self.which[place].tolist())

    def __iter__(self) -> Iterator[Verdicts]:
        """The verdicts in the order of the alternatives; those that fail alike share one."""
        distinct, places = self.alike
        return (distinct[place] for place in places.tolist())

    @cached_property
    def alike(self) -> tuple[tuple[Verdicts, ...], Codes]:
        """The distinct verdicts, and which of them each alternative has (n,)."""
        firsts, places = _alike(self.which, [len(part.gates) for part in self.parts])
        return tuple(self._told(row) for row in self.which[firsts].tolist()), places

    def _told(self, row: Sequence[int]) -> Verdicts:
        kept = [part.told(code) for part, code in zip(self.parts, row, strict=True) if code]
        if len(kept) < 2:  # noqa: PLR2004 - nothing to join
            return kept[0] if kept else PASSED
        failures = tuple(failure for verdict in kept for failure in verdict.failures)
        return Verdicts(failures, tuple(warning for verdict in kept for warning in verdict.warnings))


def verdicts_of(material: Material, gates: ModelGates, catalog: Catalog) -> VerdictTable:
    """What the gates say of every alternative: its model, way of hosting, licence, offer, provider, place and plan."""
    contexts, codes, setting = material.contexts, material.codes, material.setting
    answers = setting.answers
    if not contexts:
        return VerdictTable((), np.zeros((0, 0), dtype=np.int64))
    return _joined(
        (
            _models(contexts, codes, gates, material.fitness, setting.use_case.minimum_fitness),
            _each("keeper", contexts, codes, lambda c: hosting_gates(c.deployment, answers)),
            _licences(contexts, codes, setting, catalog),
            _offers(contexts, codes, setting),
            _each("keeper", contexts, codes, lambda c: _keeper(c, setting)),
            _each("place", contexts, codes, lambda c: _place(c, setting)),
            _planned(material.plans, contexts, setting),
        )
    )


def _joined(parts: tuple[Part, ...]) -> VerdictTable:
    """Row by row all parts together.

    Warnings are for those that pass: a failed row keeps its failures alone.
    """
    failed = np.stack([part.gates[part.index] != 0 for part in parts], axis=1)
    which = np.stack([part.index for part in parts], axis=1)
    which[failed.any(axis=1, keepdims=True) & ~failed] = 0
    return VerdictTable(parts, which)


def _alike(rows: Codes, sizes: Sequence[int]) -> tuple[Codes, Codes]:
    """Where each distinct row of small numbers (below their column's size) first stands, and which one each row is."""
    key, span = np.zeros(len(rows), dtype=np.int64), 1
    for column, size in zip(rows.T, sizes, strict=True):
        if span > np.iinfo(np.int64).max // size:
            _, key = np.unique(key, return_inverse=True)
            span = len(rows)
        key, span = key * size + column, span * size
    _, firsts, places = np.unique(key, return_index=True, return_inverse=True)
    return firsts, places


def _each(aspect: str, contexts: Sequence[Context], codes: Codes, gate: Callable[[Context], Verdicts]) -> Part:
    """A gate that reads one aspect only."""
    index, firsts = by_first(codes[:, ASPECT[aspect]])
    return Part.of([gate(contexts[first]) for first in firsts], index)


def _models(
    contexts: Sequence[Context], codes: Codes, gates: ModelGates, fitness: Mapping[str, Fitness], floor: float
) -> Part:
    """The gates on models, and the fitness that is asked of them."""
    index, firsts = by_first(codes[:, ASPECT["model"]])
    models = [contexts[first].model for first in firsts]
    fails, stated = gates.bits
    low = [BIT["fitness"] * (fitness[model.model_id].points < floor * 100) for model in models]
    places = [gates.columns.place[model.model_id] for model in models]

    @cache
    def verdict(code: int) -> Verdicts:
        model = models[code - 1]
        found = gates.of(model)
        return found + _fitness_floor(fitness[model.model_id], floor) if low[code - 1] else found

    return Part(np.append(0, fails[places] | low), np.append(0, stated[places] | low), verdict, index + 1)


def _fitness_floor(fitness: Fitness, floor: float) -> Verdicts:
    fact = told("fitness", points=("points", fitness.points), asked=("points", floor * 100))
    return Verdicts((Failure("fitness", fact, fitness.source, gap=floor * 100 - fitness.points),))


def _keeper(context: Context, setting: Setting) -> Verdicts:
    """The gates on whoever keeps the data, where that is somebody else."""
    kind, who = context.deployment.kind, context.deployment.provider or ""
    if kind not in ("provider_api", "cloud_gpu"):
        return PASSED
    return provider_gates(context.provider, who, setting.answers, api=kind == "provider_api")


def _place(context: Context, setting: Setting) -> Verdicts:
    if context.deployment.kind not in ("provider_api", "cloud_gpu"):
        return PASSED
    return residency_gate(context.deployment, context.offer, context.provider, setting.answers)


def _licences(contexts: Sequence[Context], codes: Codes, setting: Setting, catalog: Catalog) -> Part:
    """The licence of whoever runs the weights; models of the same terms fare alike."""
    index, firsts = by_first(codes[:, ASPECT["terms"]])
    known: dict[Hashable, Verdicts] = {None: PASSED}
    verdicts = []
    for context in (contexts[first] for first in firsts):
        own = context.deployment.kind != "provider_api"
        terms = licence_terms(context.model, catalog) if own else None
        if terms not in known:
            known[terms] = licence_gates(context.model, setting.answers, catalog)
        verdicts.append(known[terms])
    return Part.of(verdicts, index)


def _offers(contexts: Sequence[Context], codes: Codes, setting: Setting) -> Part:
    """The offer of whoever calls an API.

    Most are unremarkable: they pass, if only one source states the price with a warning (code 1).
    """
    case, answers, as_of = setting.use_case, setting.answers, setting.as_of
    needed = max(case.context_tokens, case.workload.input_tokens + case.workload.output_tokens)
    horizon = as_of + timedelta(days=answers.budget.horizon_months * DAYS_PER_MONTH)
    agreement, limit, end = (codes[:, ASPECT[name]] for name in ("agreement", "limit", "end"))
    dispute, tuning = agreement == AGREEMENTS.index("conflict"), answers.customisation.fine_tuning == "required"
    fails = {"context": limit < needed, "lifecycle": end <= horizon.toordinal()}
    api = codes[:, ASPECT["api"]] > 0
    closer = np.flatnonzero(api & (np.any([*fails.values(), dispute, agreement == 0], axis=0) | np.bool_(tuning)))
    if not answers.governance.allow_unknown_price_conflicts:
        fails["price_conflict"] = dispute
    stated = np.sum([np.where(rows[closer], BIT[gate], 0) for gate, rows in fails.items()], axis=0)
    able = [contexts[row].model.fine_tuning if tuning else True for row in closer.tolist()]
    stated |= np.array([BIT["fine_tuning"] if one is False else 0 for one in able], dtype=np.int64)
    gates = stated | np.array([0 if one else BIT["fine_tuning"] for one in able], dtype=np.int64)

    def verdict(code: int) -> Verdicts:
        if code == 1:
            return Verdicts((), (told("warning.single_source"),))
        context = contexts[int(closer[code - 2])]
        return offer_gates(context.model, context.offer, case, answers, as_of)

    index = np.where(api & (agreement == AGREEMENTS.index("single")), 1, 0)
    index[closer] = 2 + np.arange(len(closer))
    return Part(np.append([0, 0], gates), np.append([0, 0], stated), verdict, index)


def _planned(plans: Plans, contexts: Sequence[Context], setting: Setting) -> Part:
    """The gates on the plans; those that fail nothing differ only in which times are unknown."""
    # By the favourable end of its interval: a wide guess must not rule out what may well be fast enough.
    columns = np.stack([plans.cost_usd[:, 1], plans.ttft_ms[:, 1], plans.itl_ms[:, 1], plans.total_s[:, 1]], axis=1)
    problems = plans.problems  # told of later, when the plans themselves may be gone
    gates = _failing(columns, problems, setting)
    bad = np.flatnonzero(gates)
    pattern = np.isnan(columns) @ (1 << np.arange(columns.shape[1]))
    pattern[bad] = 1 << columns.shape[1]
    index, firsts = by_first(pattern)
    index[bad] = len(firsts) + np.arange(len(bad))
    rows = np.append(np.array(firsts, dtype=np.int64), bad)

    def verdict(code: int) -> Verdicts:
        row = int(rows[code - 1])
        measured, offer = Measured(problems[row], *columns[row].tolist()), contexts[row].offer
        return plan_gates(measured, setting.use_case, setting.answers, offer.source if offer else "hosting plan")

    by_code = np.append(0, gates[rows])
    return Part(by_code, by_code & ~BIT["price"], verdict, index + 1)


def _failing(columns: NDArray[np.float64], problems: Sequence[Told | None], setting: Setting) -> Codes:
    """(n,) the gates that rows of (cost, first token, gap, whole answer) fail.

    A row that cannot be sized fails nothing else; an unknown price fails, an unknown wait does not.
    """
    budget, latency = setting.answers.budget, setting.use_case.latency
    cap = np.inf if budget.monthly_cap is None else float(budget.monthly_cap) * budget.usd_per_unit
    limits = [np.inf if limit is None else limit for limit in (latency.ttft_p95_ms, latency.itl_ms, latency.total_s)]
    over = columns > np.array([cap, *limits])
    fails = {"price": np.isnan(columns[:, 0]), "budget": over[:, 0], "latency": over[:, 1:].any(axis=1)}
    gates = np.sum([np.where(rows, BIT[gate], 0) for gate, rows in fails.items()], axis=0)
    gates[[problem is not None for problem in problems]] = BIT["sizing"]
    return np.asarray(gates, dtype=np.int64)
