"""Turn one row of a plan table into the full record, with every cost component, its range, basis and source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np

from advisor.hosting.costs.case import stated
from advisor.hosting.costs.components import COMPONENTS
from advisor.hosting.costs.draws import draws_for
from advisor.hosting.planning.plan_accounts import Accounts, accounts_of
from advisor.hosting.planning.plan_table import PlanColumns
from advisor.hosting.planning.selected_plans import Costed, SelectedPlans
from advisor.hosting.prices.announced_prices import announced_told
from advisor.hosting.records import CostComponent, HostingPlan
from advisor.units import BYTES_PER_GB, BYTES_PER_GIB, Band, Basis, Figure, Told, told

SAME = 1e-12
"""Relative difference of sums that is none."""
CONTINGENCY_SOURCE = "own-assumptions#draws"
ANNOUNCED = frozenset({"input_tokens", "cached_tokens", "output_tokens", "reasoning_tokens"})
"""Components whose price may be announced to change."""
UNITS = {
    "ttft_ms": "ms",
    "itl_ms": "ms",
    "total_s": "s",
    "output_tokens_per_s": "tokens/s",
    "energy_kwh": "kWh/month",
    "co2_kg": "kg CO2e/month",
}


def planned(table: PlanColumns, index: int) -> bool:
    """Whether a row could be planned at all; its cost may still be unknown."""
    return index < len(table.offer_rows) + len(table.candidates.alternatives)


def build_record(table: PlanColumns, index: int) -> HostingPlan:
    """The full record of a row; rows with a problem and no price carry the problem and unknown figures."""
    rows = SelectedPlans.of(table, [index] if planned(table, index) else [])
    return records_of(rows, [index], *rows.costs(stated(), draws_for(table.case)))[0]


def records_of(
    rows: SelectedPlans, wanted: Sequence[int], point: Sequence[Costed], drawn: Sequence[Costed]
) -> tuple[HostingPlan, ...]:
    """The full records of some rows of a table, those that could be planned among ``rows``.

    ``point`` and ``drawn`` are what these cost at the stated inputs and in the table's draws.
    """
    table = rows.table
    priced = [pick for pick, row in enumerate(rows.rows) if not np.isnan(table.cost_usd[row, 1])]
    parts = _components(rows, priced, point, drawn)
    accounts = accounts_of(rows, priced)
    records = {
        rows.rows[pick]: _record(table, rows.rows[pick], parts[pick], point[pick], accounts[pick]) for pick in priced
    }
    return tuple(records[row] if row in records else _unpriced(table, row) for row in wanted)


def _unpriced(table: PlanColumns, index: int) -> HostingPlan:
    figures = {name: figure_of(table, name, index) for name in UNITS}
    return HostingPlan(
        alternative=table.alternatives[index],
        told=_problem(table, index),
        ttft_ms=figures["ttft_ms"],
        itl_ms=figures["itl_ms"],
        output_tokens_per_s=figures["output_tokens_per_s"],
        energy_kwh_per_month=figures["energy_kwh"],
        co2_kg_per_month=figures["co2_kg"],
    )


def _problem(table: PlanColumns, index: int) -> dict[str, Told | tuple[Told, ...]]:
    problem = table.problems[index]
    return {} if problem is None else {"problem": problem}


def _record(
    table: PlanColumns, index: int, components: tuple[CostComponent, ...], point: Costed, accounts: Accounts
) -> HostingPlan:
    """The record of one row; the contingency closes the sum of its components and grows with what it is added to."""
    figures = {name: figure_of(table, name, index) for name in UNITS}
    middle = float(table.cost_usd[index, 1])
    known = sum(part.usd_per_month for part in components)
    variable = sum(part.usd_per_month for part in components if COMPONENTS[part.component].per_request)
    share = variable / known if known else 0.0
    own = index - len(table.offer_rows)
    requests = max(table.load.requests_per_month * table.case.mean_growth, 1e-12)
    tokens = (table.load.input_tokens + table.load.output_tokens) / 1e6
    return HostingPlan(
        alternative=table.alternatives[index],
        told=_problem(table, index),
        monthly_cost_usd=_band(table.cost_usd[index]),
        horizon_cost_usd=_band(table.horizon_usd[index]),
        stated_usd_per_month=known,
        fixed_usd_per_month=middle * (1.0 - share),
        usd_per_request=middle * share / requests,
        usd_per_request_all_in=middle / requests,
        usd_per_mtok_all_in=middle / requests / tokens if tokens else None,
        components=(*components, *_contingency(table.cost_usd[index], known)),
        ttft_ms=figures["ttft_ms"],
        itl_ms=figures["itl_ms"],
        output_tokens_per_s=figures["output_tokens_per_s"],
        max_concurrency=float(table.candidates.max_concurrency[own]) if own >= 0 else None,
        replica_requests_per_s=float(table.candidates.fleet.capacity[own]) if own >= 0 else None,
        utilisation=None if point.utilisation is None else float(point.utilisation[0]),
        memory_gb_per_gpu=_memory(table, own) if own >= 0 else None,
        energy_kwh_per_month=figures["energy_kwh"],
        co2_kg_per_month=figures["co2_kg"],
        sources=tuple(sorted({part.source for part in components if part.source})),
        unpaid_usd_per_month=float(table.unpaid_usd[index]),
        **accounts,
    )


def _contingency(band: np.ndarray[tuple[int], np.dtype[np.float64]], known: float) -> tuple[CostComponent, ...]:
    """The line from the stated case to the middle of the draws, with the ends of the band as its range."""
    low, middle, high = (float(value) - known for value in band)
    if abs(middle) <= SAME * max(abs(known), 1.0):
        return ()
    return (
        CostComponent(
            component="contingency",
            told={"label": told("component.contingency")},
            usd_per_month=middle,
            low=min(low, middle),
            high=max(high, middle),
            basis="estimated",
            source=CONTINGENCY_SOURCE,
        ),
    )


def figure_of(table: PlanColumns, name: str, index: int) -> Figure:
    """One metric of one row."""
    value, low, high = getattr(table, name)[index]
    if np.isnan(value):
        return Figure.unknown(UNITS[name])
    return Figure(
        value=float(value), low=float(low), high=float(high), unit=UNITS[name], basis=table.bases[name][index]
    )


def _components(
    rows: SelectedPlans, picks: Sequence[int], point: Sequence[Costed], drawn: Sequence[Costed]
) -> dict[int, tuple[CostComponent, ...]]:
    """The components of some picks that are not zero at the stated inputs, with the 10th and 90th percentile."""
    known = [(pick, name) for pick in picks for name, values in point[pick].parts.items() if values[0] != 0]
    spread = np.stack([drawn[pick].parts[name] for pick, name in known]) if known else np.zeros((0, 1))
    low, high = np.quantile(spread, [0.1, 0.9], axis=1).tolist()
    found: dict[int, list[CostComponent]] = {pick: [] for pick in picks}
    for number, (pick, name) in enumerate(known):
        value = float(point[pick].parts[name][0])
        basis, source, note = _provenance(rows.table, rows.rows[pick], name)
        said = {"label": told(f"component.{name}")} | ({"note": note} if isinstance(note, Told) else {})
        found[pick].append(
            CostComponent(
                component=name,
                told=said,
                usd_per_month=value,
                low=min(low[number], value),
                high=max(high[number], value),
                basis=basis,
                source=source,
                note=None if isinstance(note, Told) else note,
            )
        )
    return {pick: tuple(parts) for pick, parts in found.items()}


def _provenance(table: PlanColumns, index: int, name: str) -> tuple[Basis, str | None, str | Told | None]:
    """Basis, source and note of a component: of its default, of the offer, or of the GPU's price."""
    default = COMPONENTS[name].default
    if name == "electricity" and "electricity_usd_per_kwh" not in dict(table.case.assume.changed):
        tariff = table.case.electricity
        return cast("Basis", tariff.basis), tariff.source or None, None
    if default is not None:
        row = table.case.assume.defaults[default]
        if default in dict(table.case.assume.changed):
            return "stated", None, row.note
        foreign = name == "staff" and table.case.team.pay_basis != "salary"
        return ("estimated" if foreign else row.basis), row.source, row.note
    if index < len(table.offer_rows):
        offer = table.offers.offers[int(table.offer_rows[index])]
        note = told(f"priced.{offer.agreement}", day=offer.priced_on)
        announced = announced_told(table.catalog, offer) if name in ANNOUNCED else None
        return "published", offer.source, announced or offer.conflict or note
    deal = table.candidates.deals[index - len(table.offer_rows)]
    day = ("date", deal.dated)
    noted = told("priced.gpu.noted", day=day, note=deal.note) if deal.note else told("priced.gpu", day=day)
    return "published", deal.source, noted


def _memory(table: PlanColumns, own: int) -> Figure:
    """Memory per GPU at the planned concurrency: weights, cache, activations and reserve."""
    candidates = table.candidates
    grid = candidates.grid
    gpu = grid.gpus[int(grid.gpu_index[own])]
    held = float(grid.weights_gb[own]) / float(grid.count[own])
    context = table.load.input_tokens + float(candidates.output_tokens[own])
    cache = grid.held_bytes(context)[own] * candidates.concurrency[own, -1]
    value = held + float(cache) / float(grid.count[own]) / BYTES_PER_GB
    most = gpu.memory_gib * (BYTES_PER_GIB / BYTES_PER_GB)
    return Figure(
        value=min(value, most),
        low=held,
        high=most,
        unit="GB",
        basis="estimated",
        told={"note": told("memory.of", most=("gb", most), gpu=("gpu", gpu.name))},
    )


def _band(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Band:
    return Band(p10=float(values[0]), p50=float(values[1]), p90=float(values[2]))
