"""Monte Carlo of one alternative and the tornado: which input moves its monthly cost most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from advisor.hosting.assumptions import Assumptions
from advisor.hosting.costs.case import Draws, stated
from advisor.hosting.costs.draws import OTHER_SIGMA, POWER_SIGMA, STAFF_SIGMA
from advisor.hosting.costs.monthly_costs import total
from advisor.hosting.planning.plan_table import PlanColumns, components_of
from advisor.hosting.prices.gpu_market import PRICE_SIGMA
from advisor.units import Record

Z90 = 1.2816
"""The 90th percentile of the standard normal distribution."""


class Swing(Record):
    """How the monthly cost moves when one input goes from its 10th to its 90th percentile, all else as stated."""

    factor: str
    label: str
    low_input: str
    high_input: str
    usd_at_low: float
    usd_at_high: float


def tornado(table: PlanColumns, index: int) -> tuple[Swing, ...]:
    """The swings of every uncertain input, the largest first."""
    own = index >= len(table.offer_rows)
    assume = table.case.assume
    one = stated()
    sigma = assume("volume_uncertainty")
    spreads: list[tuple[str, str, Draws, Draws, str, str]] = [
        _lognormal(one, "volume", "Volume of requests", sigma),
        _lognormal(one, "price", "GPU rent and hardware prices" if own else "Token prices", PRICE_SIGMA),
        _lognormal(one, "power", "Electricity", POWER_SIGMA),
        _lognormal(one, "staff", "Staff", STAFF_SIGMA),
        _lognormal(one, "other", "Other components", OTHER_SIGMA),
        _normal(one, "speed_z", "Speed of a replica (error of the estimate)"),
        _normal(one, "token_z", "Disagreement of price sources"),
        _normal(one, "thinking_z", "Thinking tokens per answer"),
        _normal(one, "decline_z", "Decline of prices"),
    ]
    swings = [
        Swing(
            factor=name,
            label=label,
            low_input=low_words,
            high_input=high_words,
            usd_at_low=float(total(table.components(index, low))[0, 0]),
            usd_at_high=float(total(table.components(index, high))[0, 0]),
        )
        for name, label, low, high, low_words, high_words in spreads
    ]
    swings += _assumption_swings(table, index)
    moved = [swing for swing in swings if abs(swing.usd_at_high - swing.usd_at_low) > 1e-9]  # noqa: PLR2004 - not moved
    return tuple(sorted(moved, key=lambda swing: -abs(swing.usd_at_high - swing.usd_at_low)))


def _lognormal(one: Draws, name: str, label: str, sigma: float) -> tuple[str, str, Draws, Draws, str, str]:
    low, high = float(np.exp(-Z90 * sigma)), float(np.exp(Z90 * sigma))
    ends = [replace(one, **{name: np.full((1, 1), value)}) for value in (low, high)]
    return name, label, ends[0], ends[1], f"x {low:.2f}", f"x {high:.2f}"


def _normal(one: Draws, name: str, label: str) -> tuple[str, str, Draws, Draws, str, str]:
    ends = [replace(one, **{name: np.full((1, 1), value)}) for value in (-Z90, Z90)]
    return name, label, ends[0], ends[1], "10th percentile", "90th percentile"


SWUNG = (
    "retries",
    "resale_loss_per_year",
    "cost_of_capital",
    "pue",
    "floor_usd_per_kw",
    "support_share",
    "network_usd_per_server",
    "staff_cloud",
    "staff_on_prem_base",
    "staff_on_prem",
    "staff_edge",
    "staff_api",
    "owned_age_months",
    "spare_devices_share",
)


def _assumption_swings(table: PlanColumns, index: int) -> Sequence[Swing]:
    """Assumptions at the ends of their ranges."""
    assume = table.case.assume
    swings = []
    for name in SWUNG:
        row = assume.defaults.get(name)
        if row is None or not assume.on(name):
            continue
        costs = [_with(table, index, _changed(assume, name, value)) for value in (row.low, row.high)]
        swings.append(
            Swing(
                factor=name,
                label=row.label,
                low_input=f"{row.low:g} {row.unit}",
                high_input=f"{row.high:g} {row.unit}",
                usd_at_low=costs[0],
                usd_at_high=costs[1],
            )
        )
    return swings


def _changed(assume: Assumptions, name: str, value: float) -> Assumptions:
    return replace(assume, changed=tuple(sorted((dict(assume.changed) | {name: value}).items())))


def _with(table: PlanColumns, index: int, assume: Assumptions) -> float:
    case = replace(table.case, assume=assume)
    return float(total(components_of(table, index, case, stated()))[0, 0])
