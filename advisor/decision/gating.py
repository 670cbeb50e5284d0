"""All gates of every alternative of a plan, each evaluated once for what it depends on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from advisor.catalog.catalog import Catalog
from advisor.decision.contexts import ASPECT, Codes, Context, by_first
from advisor.decision.fitness import Fitness
from advisor.decision.gates import Failure, Verdicts, licence_gates
from advisor.decision.gates_hosting import (
    SELF_HOSTED,
    Measured,
    hosting_gates,
    offer_gates,
    plan_gates,
    provider_gates,
    residency_gate,
)
from advisor.decision.performances import Plans, Setting
from advisor.units import DAYS_PER_MONTH

PASSED = Verdicts(())


def verdicts_of(  # noqa: PLR0917 - what a verdict rests on
    plans: Plans,
    contexts: Sequence[Context],
    codes: Codes,
    gated: Mapping[str, Verdicts],
    fitness: Mapping[str, Fitness],
    setting: Setting,
    catalog: Catalog,
) -> tuple[Verdicts, ...]:
    """What the gates say of every alternative: of its model, way of hosting, terms, provider, place and plan."""
    answers, floor = setting.answers, setting.use_case.minimum_fitness
    models = {name: gated[name] + _fitness_floor(one, floor) for name, one in fitness.items()}
    parts = (
        _each("model", contexts, codes, lambda c: models[c.model.model_id]),
        _each("keeper", contexts, codes, lambda c: hosting_gates(c.deployment, answers)),
        _terms(contexts, codes, setting, catalog),
        _each("keeper", contexts, codes, lambda c: _keeper(c, setting)),
        _each("place", contexts, codes, lambda c: _place(c, setting)),
        _planned(plans, contexts, setting),
    )
    return tuple(_joined(parts))


def _joined(parts: Sequence[Sequence[Verdicts]]) -> list[Verdicts]:
    """Row by row all parts together; rows of the same parts share one record.

    Warnings are for those that pass: a failed row keeps its failures alone.
    """
    found: list[Verdicts] = []
    seen: dict[tuple[int, ...], Verdicts] = {}
    for row in zip(*parts, strict=True):
        kept = [part for part in row if part.failures] or [part for part in row if part is not PASSED]
        if len(kept) < 2:  # noqa: PLR2004 - nothing to join
            found.append(kept[0] if kept else PASSED)
            continue
        key = tuple(map(id, kept))
        joined = seen.get(key)
        if joined is None:
            failures = tuple(failure for part in kept for failure in part.failures)
            joined = seen[key] = Verdicts(failures, tuple(warning for part in kept for warning in part.warnings))
        found.append(joined)
    return found


def _silent(verdict: Verdicts) -> Verdicts:
    """``PASSED`` itself when there is nothing to say."""
    return verdict if verdict.failures or verdict.warnings else PASSED


def _each(
    aspect: str, contexts: Sequence[Context], codes: Codes, gate: Callable[[Context], Verdicts]
) -> list[Verdicts]:
    """A gate that reads one aspect only."""
    index, firsts = by_first(codes[:, ASPECT[aspect]])
    table = [_silent(gate(contexts[first])) for first in firsts]
    return [table[code] for code in index.tolist()]


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


def _terms(contexts: Sequence[Context], codes: Codes, setting: Setting, catalog: Catalog) -> list[Verdicts]:
    """The licence of whoever runs the weights, the offer of whoever calls an API."""
    case, answers, as_of = setting.use_case, setting.answers, setting.as_of
    free = _Unremarkable.of(setting)
    licences: dict[int, Verdicts] = {}
    found = []
    for context, code in zip(contexts, codes[:, ASPECT["terms"]].tolist(), strict=True):
        if context.deployment.kind in SELF_HOSTED:
            if code not in licences:
                licences[code] = _silent(licence_gates(context.model, answers, catalog))
            found.append(licences[code])
            continue
        usual = free.verdict(context)
        found.append(
            _silent(offer_gates(context.model, context.offer, case, answers, as_of)) if usual is None else usual
        )
    return found


@dataclass(frozen=True, slots=True)
class _Unremarkable:
    """Offers that pass every gate on offers: most of them, told apart without building a record each."""

    needed: int
    horizon: date
    tuning: bool
    single: Verdicts

    @classmethod
    def of(cls, setting: Setting) -> _Unremarkable:
        case, answers = setting.use_case, setting.answers
        return cls(
            needed=max(case.context_tokens, case.workload.input_tokens + case.workload.output_tokens),
            horizon=setting.as_of + timedelta(days=answers.budget.horizon_months * DAYS_PER_MONTH),
            tuning=answers.customisation.fine_tuning == "required",
            single=Verdicts((), ("Only one source states this price.",)),
        )

    def verdict(self, context: Context) -> Verdicts | None:
        """The verdict on an unremarkable offer, or None when it needs a closer look."""
        offer, model = context.offer, context.model
        if offer is None or self.tuning or offer.agreement == "conflict":
            return None
        if offer.max_context_tokens is not None and offer.max_context_tokens < self.needed:
            return None
        for end in (offer.retires_on, model.retires_on):
            if end is not None and end <= self.horizon:
                return None
        return self.single if offer.agreement == "single" else PASSED


def _planned(plans: Plans, contexts: Sequence[Context], setting: Setting) -> list[Verdicts]:
    """The gates on the plans; those that fail nothing differ only in which times are unknown."""
    columns = np.stack([plans.cost_usd[:, 1], plans.ttft_ms[:, 0], plans.itl_ms[:, 0], plans.total_s[:, 0]], axis=1)
    bad = _failing(columns, setting) | np.array([problem is not None for problem in plans.problems], dtype=np.bool_)
    pattern = np.isnan(columns) @ (1 << np.arange(columns.shape[1]))
    usual: dict[int, Verdicts] = {}
    found = []
    for row, (failing, unknown) in enumerate(zip(bad.tolist(), pattern.tolist(), strict=True)):
        verdict = None if failing else usual.get(unknown)
        if verdict is None:
            offer = contexts[row].offer
            source = offer.source if offer else "hosting plan"
            measured = Measured(plans.problems[row], *columns[row].tolist())
            verdict = _silent(plan_gates(measured, setting.use_case, setting.answers, source))
            if not failing:
                usual[unknown] = verdict
        found.append(verdict)
    return found


def _failing(columns: NDArray[np.float64], setting: Setting) -> NDArray[np.bool_]:
    """Which rows of (cost, first token, gap, whole answer) fail the budget or a limit; an unknown price fails."""
    budget, latency = setting.answers.budget, setting.use_case.latency
    cap = np.inf if budget.monthly_cap is None else float(budget.monthly_cap) * budget.usd_per_unit
    limits = [np.inf if limit is None else limit for limit in (latency.ttft_p95_ms, latency.itl_ms, latency.total_s)]
    over = (columns > np.array([cap, *limits])).any(axis=1)
    return np.asarray(over | np.isnan(columns[:, 0]), dtype=np.bool_)
