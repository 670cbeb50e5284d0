"""Monte Carlo of one alternative and the tornado: which input moves its monthly cost most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from advisor.arrays import Z_80
from advisor.hosting.assumptions import Assumptions
from advisor.hosting.costs.case import Draws, stated
from advisor.hosting.costs.draws import OTHER_SIGMA, POWER_SIGMA, STAFF_SIGMA
from advisor.hosting.costs.monthly_costs import total
from advisor.hosting.planning.plan_table import PlanColumns, components_of
from advisor.hosting.prices.gpu_market import PRICE_SIGMA
from advisor.units import Spoken, Told, told

_SIGMAS: Final = {"price": PRICE_SIGMA, "power": POWER_SIGMA, "staff": STAFF_SIGMA, "other": OTHER_SIGMA}
"""Relative uncertainty of what is drawn alike for every plan."""


class Swing(Spoken):
    """How the monthly cost moves when one input goes from its 10th to its 90th percentile, all else as stated."""

    factor: str
    label: str = ""
    low_input: str = ""
    high_input: str = ""
    usd_at_low: float
    usd_at_high: float


def tornado(table: PlanColumns, index: int) -> tuple[Swing, ...]:
    """The swings of every uncertain input, the largest first."""
    own = index >= len(table.offer_rows)
    assume = table.case.assume
    one = stated()
    sigma = assume("volume_uncertainty")
    spreads = [
        *(_lognormal(one, name, sigma) for name, sigma in (("volume", sigma), *_SIGMAS.items())),
        *(_normal(one, name) for name in ("speed_z", "token_z", "thinking_z", "decline_z")),
    ]
    swings = [
        Swing(
            factor=spread.name,
            told={
                "label": told("swing.price.own" if own and spread.name == "price" else f"swing.{spread.name}"),
                "low_input": spread.low_told,
                "high_input": spread.high_told,
            },
            usd_at_low=float(total(table.components(index, spread.low))[0, 0]),
            usd_at_high=float(total(table.components(index, spread.high))[0, 0]),
        )
        for spread in spreads
    ]
    swings += _assumption_swings(table, index)
    moved = [swing for swing in swings if abs(swing.usd_at_high - swing.usd_at_low) > 1e-9]  # noqa: PLR2004 - not moved
    return tuple(sorted(moved, key=lambda swing: -abs(swing.usd_at_high - swing.usd_at_low)))


@dataclass(frozen=True, slots=True)
class _Spread:
    """One input at its 10th and its 90th percentile, and what each is called."""

    name: str
    low: Draws
    high: Draws
    low_told: Told
    high_told: Told


def _lognormal(one: Draws, name: str, sigma: float) -> _Spread:
    low, high = float(np.exp(-Z_80 * sigma)), float(np.exp(Z_80 * sigma))
    low_told, high_told = (told("swing.times", factor=("number", value)) for value in (low, high))
    return _Spread(name, _with_input(one, name, low), _with_input(one, name, high), low_told, high_told)


def _normal(one: Draws, name: str) -> _Spread:
    low, high = _with_input(one, name, -Z_80), _with_input(one, name, Z_80)
    return _Spread(name, low, high, told("swing.p10"), told("swing.p90"))


def _with_input(one: Draws, name: str, value: float) -> Draws:
    return replace(one, **{name: np.full((1, 1), value)})


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
                told={
                    "label": told("swing.assumption", label=("label", row.label)),
                    "low_input": told("swing.value", value=("number", row.low), unit=("label", row.unit)),
                    "high_input": told("swing.value", value=("number", row.high), unit=("label", row.unit)),
                },
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
