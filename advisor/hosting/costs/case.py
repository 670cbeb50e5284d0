"""What a cost is computed for: the load over a horizon, the assumptions in force, and draws of what is uncertain."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np

from advisor.arrays import Z_90, Floats
from advisor.hosting.assumptions import Assumptions
from advisor.hosting.costs.availability import Availability
from advisor.hosting.costs.staffing import Team
from advisor.hosting.costs.tariffs import Tariff
from advisor.hosting.workload import Workload


@dataclass(frozen=True, slots=True)
class Draws:
    """Multipliers of shape (1, draws) on what is uncertain; all ones is the stated case.

    ``volume``: requests; ``price``: GPU rents and hardware; ``token_z``: standard normal for token prices, scaled per
    offer; ``speed``: capacity of a replica as exp(z x the row's log error); ``thinking_z``: standard normal for
    thinking tokens; ``decline_z``: standard normal for how fast prices fall; ``life_z`` and ``migration_z``: standard
    normals for how often a provider forces a change and what each takes; the rest: power, staff, everything else.
    """

    volume: Floats
    price: Floats
    token_z: Floats
    speed_z: Floats
    power: Floats
    staff: Floats
    other: Floats
    thinking_z: Floats = field(default_factory=lambda: np.zeros((1, 1)))
    decline_z: Floats = field(default_factory=lambda: np.zeros((1, 1)))
    life_z: Floats = field(default_factory=lambda: np.zeros((1, 1)))
    migration_z: Floats = field(default_factory=lambda: np.zeros((1, 1)))

    def scaled(self, *, volume: float) -> Draws:
        """The draws with the volume moved, for a later year."""
        return self if volume == 1.0 else replace(self, volume=self.volume * volume)


def stated() -> Draws:
    """The one draw in which everything is as stated."""
    one, zero = np.ones((1, 1)), np.zeros((1, 1))
    return Draws(one, one, zero, zero, one, one, one)


def joined(draws: Sequence[Draws]) -> Draws:
    """Several sets of draws in a row."""
    if len(draws) == 1:
        return draws[0]
    return Draws(**{name: np.concatenate([getattr(one, name) for one in draws], axis=1) for name in Draws.__slots__})


LEAST_GROWTH = 1e-6
"""Below this the mean and the middle of a year are the same number."""
FAST_GROWTH = 1.0
"""A load that more than doubles within a year is followed month by month: of machines for its mean volume half the year
would have too few."""
NO_SPARE = Availability()
NO_TEAM = Team()
"""What holds where the answers ask for no availability and say nothing of a team."""


@dataclass(frozen=True, slots=True)
class Span:
    """Part of a horizon: ``months`` from month ``start``, at a mean of ``growth`` times the volume of the start.

    ``moments`` are (months, years elapsed at their middle) within it, for prices that move. ``by_month`` are the means
    of its months where the load grows so fast that machines follow it within the year.
    """

    start: float
    months: float
    growth: float
    moments: tuple[tuple[float, float], ...]
    by_month: tuple[float, ...] = ()

    @property
    def peak(self) -> float:
        """The volume that machines which stay are sized for, over that of the start."""
        return max(self.by_month, default=self.growth)


def grown_by(rate: float, start: float, end: float) -> float:
    """The mean volume between two moments (years), over that of the start: it grows all the time, not at once."""
    if abs(rate) < LEAST_GROWTH:
        return float((1.0 + rate) ** ((start + end) / 2))
    return float(((1.0 + rate) ** end - (1.0 + rate) ** start) / (math.log1p(rate) * (end - start)))


@dataclass(frozen=True, slots=True)
class Case:
    """What a cost is computed for: load, assumptions, availability, people, electricity, fleet of devices, horizon.

    ``tariff`` None is the default price of electricity at any consumption.
    """

    load: Workload
    assume: Assumptions
    fine_tuning: bool
    horizon_months: int
    availability: Availability = NO_SPARE
    team: Team = NO_TEAM
    tariff: Tariff | None = None
    devices: int = 1

    @property
    def spare_replicas(self) -> float:
        """Replicas that run beside those that carry the peak."""
        return self.availability.spare_replicas

    @property
    def token_overhead(self) -> float:
        """Factor on every volume for retried requests and for evaluation."""
        return 1.0 + self.assume("retries") + self.assume("evaluation_share")

    @property
    def electricity(self) -> Tariff:
        """The tariff in force."""
        return self.tariff or Tariff.flat(self.assume.value("electricity_usd_per_kwh"))

    @property
    def mean_growth(self) -> float:
        """Mean volume over the horizon, over that of the start."""
        return sum(span.months * span.growth for span in self.years()) / self.horizon_months

    def years(self) -> tuple[Span, ...]:
        """Every started year of the horizon, at its mean volume.

        That of a year that the horizon cuts short is the mean of its own months; where the load shrinks, of the whole
        year, so that a longer horizon never costs less. Where the load grows fast each month is told too: what is
        bought grows with them.
        """
        rate, spans = self.load.growth_per_year, []
        for start in range(0, self.horizon_months, 12):
            months, year = min(12, self.horizon_months - start), start / 12
            each: tuple[float, ...] = ()
            if rate > FAST_GROWTH:
                ends = [year + month / 12 for month in range(months + 1)]
                each = tuple(grown_by(rate, *pair) for pair in pairwise(ends))
            mean = grown_by(rate, year, year + (months / 12 if rate > 0 else 1.0))
            spans.append(Span(float(start), float(months), mean, ((float(months), year + 0.5),), each))
        return tuple(spans)

    def spans(self) -> tuple[Span, ...]:
        """The years, or the whole horizon at once where the volume stays: the sums are the same."""
        years = self.years()
        if self.load.growth_per_year != 0 or len(years) == 1:
            return years
        return (Span(0.0, float(self.horizon_months), 1.0, tuple(moment for year in years for moment in year.moments)),)

    def falling(self, component: str, span: Span, draws: Draws, *, term_months: float = 0.0) -> Floats:
        """Months of a span, each at a price that falls by ``component`` a year; shape (1, draws).

        A price that is agreed for ``term_months`` falls only when that has passed.
        """
        row, centre = self.assume.defaults[component], self.assume(component)
        low, high = min(row.low, centre), max(row.high, centre)
        kept = 1.0 - np.clip(centre + draws.decline_z * (row.high - row.low) / (2 * Z_90), low, high)
        term = term_months / 12.0
        moments = [(months, elapsed // term * term if term else elapsed) for months, elapsed in span.moments]
        return np.asarray(sum(months * kept**elapsed for months, elapsed in moments))
