"""One team for all use cases of a house: what its people cost together, and the same as lines of a linear programme.

The rule is that of a single plan (``advisor.hosting.costs.staffing``): what each deployment adds to the time, and once
what any own servers take, what the hours of service take, and the least number of people.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np

from advisor.arrays import Floats
from advisor.hosting.assumptions import Assumptions
from advisor.hosting.costs.availability import Availability
from advisor.hosting.costs.case import Case
from advisor.hosting.costs.staffing import (
    StaffNeed,
    Team,
    least_people,
    must_hire_whole,
    team_need,
    usd_per_person,
    watched_time,
)
from advisor.hosting.planning.plan_table import PlanPeople

Runs = Literal["cloud", "on_prem", "edge"]
"""What a pool of hardware is, as far as people are concerned."""


class PoolCrew(NamedTuple):
    """What a pool of hardware adds to the time of a team, in full-time equivalents by year: at all, and per replica."""

    runs: Runs
    once: tuple[float, ...]
    per_replica: tuple[float, ...]

    def time(self, replicas: float) -> Floats:
        """For so many replicas; shape (years,)."""
        return np.asarray(self.once) + np.asarray(self.per_replica) * replicas


class Needed(NamedTuple):
    """That the people paid in a year are at least ``of_time`` of the time, less ``there``, plus ``whole`` people.

    It holds where the team runs what ``where`` says; everywhere where that is None. Of those that say ``hired`` one
    kind holds: either whole people are hired for what is missing, or a service covers it.
    """

    of_time: float
    there: float = 0.0
    whole: float = 0.0
    where: Runs | None = None
    hired: bool | None = None


def crew_of(people: PlanPeople, replicas: int, known: PoolCrew | None) -> PoolCrew:
    """What a plan with so many replicas adds, on hardware that others may run on too: the most that any of them states.

    A rented deployment takes its time once, whatever its size; servers and devices take theirs each.
    """
    runs: Runs = "cloud" if people.cloud else "on_prem" if people.on_prem else "edge"
    none = (0.0,) * len(people.added_fte)
    each = tuple(fte / replicas for fte in people.added_fte)
    once, per_replica = (people.added_fte, none) if people.cloud else (none, each)
    if known is None:
        return PoolCrew(runs, once, per_replica)
    return PoolCrew(runs, tuple(map(max, known.once, once)), tuple(map(max, known.per_replica, per_replica)))


@dataclass(frozen=True)
class OneTeam:
    """The people of a house over a horizon: who is there, what they cost, and the months of every year."""

    team: Team
    assume: Assumptions
    availability: Availability
    months: tuple[float, ...]

    @classmethod
    def of(cls, case: Case) -> OneTeam:
        """The team of a use case, which is that of all of them."""
        return cls(case.team, case.assume, case.availability, tuple(span.months for span in case.years()))

    @cached_property
    def usd_per_fte(self) -> Floats:
        """US dollars per month of the horizon for one full-time equivalent in a year; shape (years,)."""
        shares = np.array(self.months) / sum(self.months)
        return np.asarray(shares * (usd_per_person(self.team, self.assume) / 12))

    @property
    def base_fte(self) -> float:
        """Time that any own servers take."""
        return self.assume("staff_on_prem_base")

    @property
    def watched_fte(self) -> float:
        """Time that watching takes where anything runs in a data centre."""
        return watched_time(self.team, self.assume)

    def paid_fte(self, runs: Sequence[Runs], added: Floats) -> Floats:
        """People that are paid for all that runs together, ``added`` (years,) being what each adds; (years,)."""
        return np.asarray(self._need(runs, added).paid, dtype=np.float64)

    def hired(self, runs: Sequence[Runs], added: Floats) -> Floats:
        """Whether whole people are hired for what is missing, rather than a service paid, in each year; 0 or 1."""
        return np.asarray(~self._need(runs, added).covered, dtype=np.float64)

    @property
    def chooses(self) -> bool:
        """Whether it must hire whole people for what is missing, or pay a service."""
        return self.team.people is not None and not self.team.managed and must_hire_whole(self.team)

    def _need(self, runs: Sequence[Runs], added: Floats) -> StaffNeed:
        cloud, on_prem = (np.full(len(self.months), kind in runs) for kind in ("cloud", "on_prem"))
        return team_need(
            self.team, self.assume, added=added, cloud=cloud, on_prem=on_prem, availability=self.availability
        )

    def usd(self, crews: Sequence[tuple[PoolCrew, float]]) -> float:
        """US dollars per month of one team for pools of hardware and their replicas."""
        if not crews:
            return 0.0
        added = sum((crew.time(replicas) for crew, replicas in crews), np.zeros(len(self.months)))
        return float(self.paid_fte([crew.runs for crew, _ in crews], added) @ self.usd_per_fte)

    def needed(self) -> Iterator[Needed]:
        """The least of people paid in a year, as lines that all hold: ``staffing.team_need`` piece by piece."""
        team = self.team
        if team.managed or team.people is None:
            yield Needed(1.0 + (self.assume("managed_margin") if team.managed else 0.0))
            return
        yield Needed(1.0, there=team.people)
        if team.counted:
            yield Needed(1.0)
        kinds: tuple[Runs, Runs] = ("cloud", "on_prem")
        for least, kind in zip(least_people(team, self.assume, self.availability), kinds, strict=True):
            short = max(least - team.people, 0.0)
            missing = short / max(least, 1.0)
            if short and not must_hire_whole(team):
                yield Needed(missing, where=kind)
            elif short and team.closed:
                yield Needed(0.0, whole=short, where=kind)
            elif short:
                yield Needed(0.0, whole=short, where=kind, hired=True)
                served = missing * (1.0 + self.assume("managed_margin")) + (1.0 - missing) * team.counted
                yield Needed(served, where=kind, hired=False)
