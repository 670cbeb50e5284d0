"""All gates of every alternative of a plan, each evaluated once for what it depends on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from advisor.catalog.catalog import Catalog
from advisor.decision.codes import Codes, by_first
from advisor.decision.contexts import AGREEMENTS, ASPECT, Context
from advisor.decision.fitness import Fitness
from advisor.decision.gates import Failure, Verdicts, licence_gates
from advisor.decision.gates_hosting import (
    Measured,
    hosting_gates,
    offer_gates,
    plan_gates,
    provider_gates,
    residency_gate,
)
from advisor.decision.performances import Material, Plans, Setting
from advisor.units import DAYS_PER_MONTH

PASSED = Verdicts(())


@dataclass(frozen=True)
class VerdictTable(Sequence[Verdicts]):
    """What the gates say of n alternatives: the distinct verdicts, and which of them each alternative has."""

    distinct: tuple[Verdicts, ...]
    places: Codes

    @property
    def failed(self) -> NDArray[np.bool_]:
        """(n,) whether an alternative fails any gate."""
        return np.array([bool(verdict.failures) for verdict in self.distinct], dtype=np.bool_)[self.places]

    def __len__(self) -> int:
        """The number of alternatives."""
        return len(self.places)

    def __getitem__(self, place: int) -> Verdicts:  # type: ignore[override]
        """The verdict on one alternative."""
        return self.distinct[int(self.places[place])]

    def __iter__(self) -> Iterator[Verdicts]:
        """The verdicts in the order of the alternatives."""
        return (self.distinct[place] for place in self.places.tolist())


@dataclass(frozen=True, slots=True)
class _Part:
    """What one group of gates says: its verdicts, the first of which is ``PASSED``, and which each alternative has."""

    table: Sequence[Verdicts]
    index: Codes

    @classmethod
    def of(cls, verdicts: Sequence[Verdicts], index: Codes) -> _Part:
        """Verdicts by code; those with nothing to say become ``PASSED``."""
        silent = np.array([not (verdict.failures or verdict.warnings) for verdict in verdicts], dtype=np.bool_)
        place = np.where(silent, 0, np.arange(1, len(verdicts) + 1))
        return cls((PASSED, *verdicts), place[index])

    @property
    def failed(self) -> NDArray[np.bool_]:
        """(n,) whether an alternative fails."""
        return np.array([bool(verdict.failures) for verdict in self.table], dtype=np.bool_)[self.index]


def verdicts_of(material: Material, gated: Mapping[str, Verdicts], catalog: Catalog) -> VerdictTable:
    """What the gates say of every alternative: of its model, way of hosting, terms, provider, place and plan.

    ``gated`` is what the gates on models say of each.
    """
    contexts, codes, setting = material.contexts, material.codes, material.setting
    answers, floor = setting.answers, setting.use_case.minimum_fitness
    if not contexts:
        return VerdictTable((), np.zeros(0, dtype=np.int64))
    models = {name: gated[name] + _fitness_floor(one, floor) for name, one in material.fitness.items()}
    return _joined(
        (
            _each("model", contexts, codes, lambda c: models[c.model.model_id]),
            _each("keeper", contexts, codes, lambda c: hosting_gates(c.deployment, answers)),
            _terms(contexts, codes, setting, catalog),
            _each("keeper", contexts, codes, lambda c: _keeper(c, setting)),
            _each("place", contexts, codes, lambda c: _place(c, setting)),
            _planned(material.plans, contexts, setting),
        )
    )


def _joined(parts: Sequence[_Part]) -> VerdictTable:
    """Row by row all parts together, once for rows of the same parts.

    Warnings are for those that pass: a failed row keeps its failures alone.
    """
    failed = np.stack([part.failed for part in parts], axis=1)
    which = np.stack([part.index for part in parts], axis=1)
    which[failed.any(axis=1, keepdims=True) & ~failed] = 0
    firsts, places = _alike(which, [len(part.table) for part in parts])
    return VerdictTable(tuple(_sum(parts, row) for row in which[firsts].tolist()), places)


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


def _sum(parts: Sequence[_Part], row: Sequence[int]) -> Verdicts:
    kept = [part.table[place] for part, place in zip(parts, row, strict=True) if place]
    if len(kept) < 2:  # noqa: PLR2004 - nothing to join
        return kept[0] if kept else PASSED
    failures = tuple(failure for verdict in kept for failure in verdict.failures)
    return Verdicts(failures, tuple(warning for verdict in kept for warning in verdict.warnings))


def _each(aspect: str, contexts: Sequence[Context], codes: Codes, gate: Callable[[Context], Verdicts]) -> _Part:
    """A gate that reads one aspect only."""
    index, firsts = by_first(codes[:, ASPECT[aspect]])
    return _Part.of([gate(contexts[first]) for first in firsts], index)


def _fitness_floor(fitness: Fitness, floor: float) -> Verdicts:
    if fitness.points >= floor * 100:
        return PASSED
    observed, required = f"{fitness.points:.0f} of 100 points", f"at least {floor * 100:.0f} points"
    return Verdicts((Failure("fitness", observed, required, fitness.source, gap=floor * 100 - fitness.points),))


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


def _terms(contexts: Sequence[Context], codes: Codes, setting: Setting, catalog: Catalog) -> _Part:
    """The licence of whoever runs the weights, the offer of whoever calls an API.

    Most offers are unremarkable; they are told apart by numbers, without a record each.
    """
    case, answers, as_of = setting.use_case, setting.answers, setting.as_of
    needed = max(case.context_tokens, case.workload.input_tokens + case.workload.output_tokens)
    horizon = as_of + timedelta(days=answers.budget.horizon_months * DAYS_PER_MONTH)
    agreement, limit, end = (codes[:, ASPECT[name]] for name in ("agreement", "limit", "end"))
    index, firsts = by_first(codes[:, ASPECT["terms"]])
    own = np.array([contexts[first].deployment.kind != "provider_api" for first in firsts], dtype=np.bool_)[index]
    usual = (limit >= needed) & (end > horizon.toordinal()) & (agreement != AGREEMENTS.index("conflict"))
    usual &= (agreement > 0) & (answers.customisation.fine_tuning != "required")
    licences = [
        licence_gates(contexts[first].model, answers, catalog) if own[first] else PASSED  # of an offer: below
        for first in firsts
    ]
    closer = np.flatnonzero(~own & ~usual)
    offers = [offer_gates(contexts[row].model, contexts[row].offer, case, answers, as_of) for row in closer.tolist()]
    single = ~own & usual & (agreement == AGREEMENTS.index("single"))
    index[single] = len(licences)
    index[closer] = len(licences) + 1 + np.arange(len(closer))
    return _Part.of([*licences, Verdicts((), ("Only one source states this price.",)), *offers], index)


def _planned(plans: Plans, contexts: Sequence[Context], setting: Setting) -> _Part:
    """The gates on the plans; those that fail nothing differ only in which times are unknown."""
    columns = np.stack([plans.cost_usd[:, 1], plans.ttft_ms[:, 0], plans.itl_ms[:, 0], plans.total_s[:, 0]], axis=1)
    bad = _failing(columns, setting) | np.array([problem is not None for problem in plans.problems], dtype=np.bool_)
    pattern = np.isnan(columns) @ (1 << np.arange(columns.shape[1]))
    pattern[bad] = (1 << columns.shape[1]) + np.arange(int(bad.sum()))
    index, firsts = by_first(pattern)
    verdicts = []
    for row in firsts:
        offer = contexts[row].offer
        measured = Measured(plans.problems[row], *columns[row].tolist())
        source = offer.source if offer else "hosting plan"
        verdicts.append(plan_gates(measured, setting.use_case, setting.answers, source))
    return _Part.of(verdicts, index)


def _failing(columns: NDArray[np.float64], setting: Setting) -> NDArray[np.bool_]:
    """Which rows of (cost, first token, gap, whole answer) fail the budget or a limit; an unknown price fails."""
    budget, latency = setting.answers.budget, setting.use_case.latency
    cap = np.inf if budget.monthly_cap is None else float(budget.monthly_cap) * budget.usd_per_unit
    limits = [np.inf if limit is None else limit for limit in (latency.ttft_p95_ms, latency.itl_ms, latency.total_s)]
    over = (columns > np.array([cap, *limits])).any(axis=1)
    return np.asarray(over | np.isnan(columns[:, 0]), dtype=np.bool_)
