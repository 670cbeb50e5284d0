"""The raw performances of one alternative as figures with interval, basis and source."""

from __future__ import annotations

from math import isnan

from advisor.decision.criteria import CRITERION
from advisor.decision.performances import POINT_RULES, points_of
from advisor.decision.prepare import Prepared
from advisor.units import DAYS_PER_MONTH, Basis, Figure

_PLANNED = (("ttft_ms", "ms"), ("itl_ms", "ms"), ("total_s", "s"))


def figure(
    middle: float,
    low: float,
    high: float,
    unit: str,
    *,
    basis: Basis,
    source: str | None = None,
    note: str | None = None,
) -> Figure:
    """A figure from three numbers; NaN becomes unknown."""
    if isnan(middle):
        return Figure.unknown(unit, note)
    value = float(f"{middle:.10g}")
    cells = {
        "value": value,
        "low": value if isnan(low) or low == middle else float(f"{low:.10g}"),
        "high": value if isnan(high) or high == middle else float(f"{high:.10g}"),
        "unit": unit,
        "basis": basis,
        "source": source,
        "note": note,
    }
    return Figure.trusted([cells])[0]


def figures_of(prepared: Prepared, index: int) -> dict[str, Figure]:
    """Figures by criterion, with the planned times beside them (``ttft_ms``, ``itl_ms``, ``total_s``)."""
    context, plans = prepared.contexts[index], prepared.plans
    fit = prepared.fitness[context.model.model_id]
    source = context.offer.source if context.offer else "hosting plan"
    found = {
        "fitness": figure(
            fit.points, fit.low, fit.high, CRITERION["fitness"].unit, basis=fit.basis, source=fit.source, note=fit.note
        )
    }
    cost = plans.cost_usd[index]
    found["cost"] = figure(
        cost[1], cost[0], cost[2], CRITERION["cost"].unit, basis=_basis(prepared, "cost_usd", index), source=source
    )
    for name, unit in _PLANNED:
        row = getattr(plans, name)[index]
        found[name] = figure(row[0], row[1], row[2], unit, basis=_basis(prepared, name, index), source=source)
    share = prepared.latency[index]
    found["latency"] = figure(
        share[0], share[1], share[2], CRITERION["latency"].unit, basis=_basis(prepared, "total_s", index), source=source
    )
    for criterion in POINT_RULES:
        given = points_of(criterion, context, prepared.setting, prepared.memo)
        found[criterion] = figure(
            given.middle,
            given.low,
            given.high,
            CRITERION[criterion].unit,
            basis="published" if given.low == given.high else "estimated",
            source=context.provider.source if context.provider else context.model.identity_source,
            note="; ".join(given.facts),
        )
    energy = plans.energy_kwh[index] * 1000 / (prepared.use_case.workload.requests_per_day * DAYS_PER_MONTH)
    found["energy"] = figure(
        energy[0],
        energy[1],
        energy[2],
        CRITERION["energy"].unit,
        basis=_basis(prepared, "energy_kwh", index),
        source=source,
    )
    return found


def _basis(prepared: Prepared, column: str, index: int) -> Basis:
    bases = prepared.plans.bases.get(column)
    return bases[index] if bases else "estimated"
