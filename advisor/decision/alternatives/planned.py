"""What the decision asks of hosting's plan, and what its performances are measured against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from advisor.arrays import Floats, Index
from advisor.hosting.costs.case import Case
from advisor.hosting.planning.plan_table import PlanPeople
from advisor.hosting.records import Alternative, HostingPlan, PlanFact, StaffAccount
from advisor.questionnaire.answers import Answers, UseCase
from advisor.units import Basis, Told


class Plans(Protocol):
    """What the decision needs of hosting's plan of n alternatives: columns of (n, 3), NaN unknown."""

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        """The alternatives, in the order of every column."""

    @property
    def problems(self) -> tuple[Told | None, ...]:
        """Why an alternative cannot be sized, or None."""

    @property
    def cost_usd(self) -> Floats:
        """p10, p50 and p90 in US dollars per month."""

    @property
    def outside_cap_usd(self) -> Floats:
        """(n,) US dollars per month of the middle that no cap is held against."""

    @property
    def unpaid_usd(self) -> Floats:
        """(n,) US dollars per month of the middle that nobody is paid: own work, other use of machines."""

    @property
    def committed_usd(self) -> Floats:
        """(n,) US dollars per month that are committed at the provider whatever the alternative costs."""

    def new_usd(self, rows: Index, factor: float = 1.0) -> Floats:
        """p10, p50 and p90 (k, 3) of what some rows cost beyond what is committed, at so many times their cost."""

    @property
    def ttft_ms(self) -> Floats:
        """Value, low and high of the time to first token."""

    @property
    def itl_ms(self) -> Floats:
        """Value, low and high of the gap between tokens."""

    @property
    def total_s(self) -> Floats:
        """Value, low and high of the whole answer."""

    @property
    def energy_kwh(self) -> Floats:
        """Value, low and high per month."""

    @property
    def bases(self) -> Mapping[str, tuple[Basis, ...]]:
        """What each column's figures rest on."""

    def staff(self, index: int) -> StaffAccount | None:
        """The people of one alternative's record, without working out the rest of it."""

    def age_of_price(self, index: int) -> PlanFact | None:
        """The fact of one alternative's record that says how old its price is, likewise; None where it is not old."""

    def record(self, index: int) -> HostingPlan:
        """The full plan of one alternative."""

    def standing(self, index: int) -> tuple[float, float] | None:
        """What a self-hosted alternative costs a month whatever the requests, and its utilisation."""

    def flat_usd(self, index: int, volume: float) -> float:
        """US dollars a month of one alternative as stated, were the load at ``volume`` times the start's all along."""

    def people(self, index: int) -> PlanPeople | None:
        """The people that a self-hosted alternative takes and pays as stated."""

    @property
    def case(self) -> Case:
        """What the costs are computed for."""


@dataclass(frozen=True)
class Demand:
    """What every performance is measured against."""

    use_case: UseCase
    answers: Answers
    as_of: date
    judged: Mapping[str, float]
