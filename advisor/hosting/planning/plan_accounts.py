"""What stands beside the lines of a plan: years, hardware, people, availability, smaller hardware, facts to know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

import numpy as np

from advisor.arrays import Floats
from advisor.hosting.costs.api_costs import api_costs
from advisor.hosting.costs.availability import Availability, gpus_per_server, replicas_per_server
from advisor.hosting.costs.case import Case, Span, stated
from advisor.hosting.costs.migrations import WORKDAYS
from advisor.hosting.costs.monthly_costs import self_host_costs, span_costs, total
from advisor.hosting.costs.project.set_up import DAYS_OF, setup_days, usd_per_day
from advisor.hosting.costs.purchase import depreciated, resale_share
from advisor.hosting.costs.staffing import StaffNeed, Team, hired_alone, must_hire_whole, usd_per_person
from advisor.hosting.costs.usage import Fleet, ServerUsage, usage_in, usage_of
from advisor.hosting.planning.choosing.added_machines import unspared
from advisor.hosting.planning.plan_facts import facts_of
from advisor.hosting.planning.plan_table import PlanColumns
from advisor.hosting.planning.selected_plans import SelectedPlans
from advisor.hosting.prices.announced_prices import changes_of
from advisor.hosting.prices.gpu_market import GpuDeal
from advisor.hosting.records import (
    AvailabilityAccount,
    HardwareAccount,
    PaidAs,
    PlanFact,
    SetUpAccount,
    SmallerHardware,
    StaffAccount,
    YearCost,
)
from advisor.questionnaire.answers import DeploymentKind

SHARES = (0.5, 0.25)
"""Shares of the hardware that are tried where a plan idles."""


class Accounts(TypedDict):
    """Fields of a plan's record beside its lines."""

    years: tuple[YearCost, ...]
    hardware: HardwareAccount | None
    staff: StaffAccount | None
    availability: AvailabilityAccount | None
    set_up: SetUpAccount
    smaller: tuple[SmallerHardware, ...]
    facts: tuple[PlanFact, ...]


def accounts_of(rows: SelectedPlans, picks: Sequence[int]) -> dict[int, Accounts]:
    """The accounts of some picks, all at the stated inputs; each kernel is asked once for all of them."""
    table, apis = rows.table, len(rows.table.offer_rows)
    bought = [pick for pick in picks if rows.rows[pick] < apis]
    own = [pick for pick in picks if rows.rows[pick] >= apis]
    found = dict(zip(bought, _api_accounts(table, [rows.rows[pick] for pick in bought]), strict=True))
    return found | dict(zip(own, _own_accounts(table, [rows.rows[pick] for pick in own]), strict=True))


def staff_of(table: PlanColumns, index: int) -> StaffAccount | None:
    """The people that a row takes, without the rest of its accounts; None of an API and of what has no price."""
    own = index - len(table.offer_rows)
    if not 0 <= own < len(table.candidates.alternatives) or np.isnan(table.cost_usd[index, 1]):
        return None
    fleet = table.candidates.fleet.take(np.array([own], dtype=np.intp))
    return _staff(usage_of(fleet, table.case, stated()))


def _api_accounts(table: PlanColumns, indices: Sequence[int]) -> Iterator[Accounts]:
    """The accounts of some rows of providers' APIs."""
    if not indices:
        return
    set_up = _set_up("provider_api", table.case)
    for index, years in zip(indices, _api_years(table, indices), strict=True):
        yield Accounts(
            years=years,
            hardware=None,
            staff=None,
            availability=None,
            set_up=set_up,
            smaller=(),
            facts=facts_of(table, index, None),
        )


def _own_accounts(table: PlanColumns, indices: Sequence[int]) -> Iterator[Accounts]:
    """The accounts of some self-hosted rows."""
    if not indices:
        return
    numbers = np.array(indices, dtype=np.intp) - len(table.offer_rows)
    fleet, case = table.candidates.fleet.take(numbers), table.case
    spans = case.years()
    paid = list(span_costs(fleet, case, stated(), spans=spans))
    usage, yearly = usage_of(fleet, case, stated()), [_usage_in(fleet, case, span) for span in spans]
    spared, smaller = _Spared.of(fleet, case), [_Fewer.of(fleet, case, usage, share) for share in SHARES]
    people = [used.staff.paid for used in yearly]
    for at, index in enumerate(indices):
        one, deal = usage.row(at), table.candidates.deals[int(numbers[at])]
        parts = [{name: _at(part, at) for name, part in year.items()} for year in paid]
        need = [_at(used.gpus - used.own_gpus, at) for used in yearly]
        yield Accounts(
            years=_own_years(case, parts, need, [_at(each, at) for each in people], cloud=bool(fleet.cloud[at])),
            hardware=None if deal.kind == "cloud_gpu" else _hardware(case, parts, one, deal),
            staff=_staff(one),
            availability=spared.account(one, at),
            set_up=_set_up(deal.kind, case),
            smaller=tuple(_smaller(one, smaller, at)),
            facts=facts_of(table, index, one),
        )


def _usage_in(fleet: Fleet, case: Case, span: Span) -> ServerUsage:
    return usage_in(fleet, case, stated(), span)


def _api_years(table: PlanColumns, indices: Sequence[int]) -> Iterator[tuple[YearCost, ...]]:
    """What is paid to a provider year by year, for every row."""
    rows, case = table.offer_rows[list(indices)], table.case
    changes = changes_of(table.catalog, rows, case.load, case.assume)
    tokens, sigma, thinks = table.tokens.take(rows), table.offers.price_sigma[rows], table.offers.thinks[rows]
    forced, spans = table.forced[list(indices)], case.years()
    costs = [
        api_costs(tokens, sigma, case, stated(), thinks=thinks, changes=changes, forced=forced, spans=[span])
        for span in spans
    ]
    for at in range(len(rows)):
        parts = ({name: _at(part, at) * case.horizon_months for name, part in year.items()} for year in costs)
        yield tuple(_year(number, span, year) for number, (span, year) in enumerate(zip(spans, parts, strict=True), 1))


def _year(
    number: int,
    span: Span,
    parts: Mapping[str, float],
    *,
    gpus_bought: float | None = None,
    staff_fte: float | None = None,
) -> YearCost:
    """The record of one year, without components that are nothing."""
    known = {name: usd for name, usd in parts.items() if usd}
    return YearCost(
        year=number,
        months=span.months,
        growth=span.growth,
        usd=sum(known.values()),
        parts=known,
        gpus_bought=gpus_bought,
        staff_fte=staff_fte,
    )


def _own_years(
    case: Case,
    paid: Sequence[Mapping[str, float]],
    need: Sequence[float],
    people: Sequence[float],
    *,
    cloud: bool,
) -> tuple[YearCost, ...]:
    """What is paid for own servers year by year: capital where it is bound, what is fetched in the last year.

    ``paid`` are the components of every year, ``need`` the GPUs that it takes beside those that are there.
    """
    spans = case.years()
    capital = _capital_by_year(case, spans, [year["capital"] for year in paid])
    fetched, had = sum(year["resale"] for year in paid), 0.0
    years = []
    for number, (span, year) in enumerate(zip(spans, paid, strict=True)):
        held = max(need[number], had)
        parts = {**year, "capital": capital[number], "resale": fetched if number == len(spans) - 1 else 0.0}
        bought = None if cloud else held - had
        years.append(_year(number + 1, span, parts, gpus_bought=bought, staff_fte=people[number]))
        had = held
    return tuple(years)


def _capital_by_year(case: Case, spans: Sequence[Span], capital: Sequence[float]) -> list[float]:
    """The cost of capital of what each year buys, spread evenly over the months that it is bound."""
    found = [0.0] * len(spans)
    for start, usd in zip(spans, capital, strict=True):
        left = case.horizon_months - start.start
        for number, span in enumerate(spans):
            if span.start >= start.start:
                found[number] += usd * span.months / left
    return found


def _one(values: object) -> float:
    return float(np.asarray(values).reshape(-1)[0])


def _at(values: Floats, row: int) -> float:
    """The value of one row of (n, 1), or of all where they share it."""
    return float(values[row if len(values) > 1 else 0, 0])


def _hardware(case: Case, paid: Sequence[Mapping[str, float]], usage: ServerUsage, deal: GpuDeal) -> HardwareAccount:
    """What is bought; ``paid`` are the components of every year."""
    spans, fleet = case.years(), usage.fleet
    bought = [part["purchase"] for part in paid]
    left = [case.horizon_months - span.start for span in spans]
    written = sum(_one(depreciated(usd, months, case.assume)) for usd, months in zip(bought, left, strict=True))
    item = deal.hardware
    factor = case.assume.value("gpu_price_factor")
    return HardwareAccount(
        servers=_one(usage.servers),
        gpus_per_server=_one(gpus_per_server(fleet.gpu_count, fleet.unit)),
        own_servers_used=_one(usage.own_servers),
        owned_gpus_used=_one(usage.own_gpus),
        usd_per_server=None if item is None else item.usd * factor,
        usd_per_server_low=None if item is None else item.usd_low * factor,
        usd_per_server_high=None if item is None else item.usd_high * factor,
        purchase_usd=sum(bought),
        resale_usd=sum(usd * resale_share(months, case.assume) for usd, months in zip(bought, left, strict=True)),
        capital_usd=sum(part["capital"] for part in paid),
        resale_loss_per_year=case.assume("resale_loss_per_year") if case.assume.on("resale_loss_per_year") else 1.0,
        resale_least_months=case.assume("resale_least_months"),
        cost_of_capital=case.assume("cost_of_capital"),
        depreciation_years=case.assume.value("depreciation_years"),
        depreciation_usd=written,
        book_value_usd=sum(bought) - written,
        basis=None if item is None else item.basis,
        priced_on=None if item is None else item.priced_on,
        availability=None if item is None else item.availability,
        lead_weeks_low=None if item is None else item.lead_weeks_low,
        lead_weeks_high=None if item is None else item.lead_weeks_high,
        source=deal.source,
    )


def _staff(usage: ServerUsage) -> StaffAccount:
    need, case = usage.staff, usage.case
    yearly = usd_per_person(case.team, case.assume)
    existing, paid = _one(need.existing), _one(need.paid)
    alone = hired_alone(
        case.team,
        case.assume,
        cloud=bool(usage.fleet.cloud[0]),
        on_prem=bool(usage.fleet.on_prem[0]),
        time=_one(need.time),
        availability=case.availability,
    )
    return StaffAccount(
        hours=case.team.hours,
        least_people=_one(need.least),
        time_fte=_one(need.time),
        existing_fte=existing,
        new_fte=_one(need.new),
        paid_fte=paid,
        usd_per_fte_year=yearly,
        existing_usd_per_month=existing * yearly / 12,
        paid_as=_paid_as(case.team, need),
        paid_usd_per_month=paid * yearly / 12,
        alone_people=alone,
        alone_usd_per_month=alone * yearly / 12,
    )


def _paid_as(team: Team, need: StaffNeed) -> PaidAs:
    """Why what is paid for people is paid."""
    if team.managed:
        return "managed"
    if team.people is None:
        return "share"
    if need.covered.reshape(-1)[0]:
        return "covered"
    if _one(need.new) > 0:
        return "hired" if must_hire_whole(team) or team.people < _one(need.time) else "stand_in"
    return "there_counted" if team.counted else "there"


def _set_up(kind: DeploymentKind, case: Case) -> SetUpAccount:
    """What setting up takes once, in the way of hosting."""
    days, day = setup_days(kind, case), usd_per_day(case)
    row, stated_days = case.assume.defaults[DAYS_OF[kind]], DAYS_OF[kind] in dict(case.assume.changed)
    return SetUpAccount(
        person_days=days.days,
        workdays_per_year=WORKDAYS,
        usd_per_fte_year=usd_per_person(case.team, case.assume),
        usd=days.days * day,
        usd_low=days.low * day,
        usd_high=days.high * day,
        basis="stated" if stated_days else row.basis,
        source=None if stated_days else row.source,
    )


@dataclass(frozen=True, slots=True)
class _Spared:
    """What the asked availability costs every row above none (n, 1), and the servers that serve without it."""

    usd: Floats
    serving: Floats

    @classmethod
    def of(cls, fleet: Fleet, case: Case) -> _Spared:
        plain = replace(case, availability=Availability())
        usd = total(self_host_costs(fleet, case, stated())) - total(self_host_costs(fleet, plain, stated()))
        return cls(usd, usage_of(fleet, plain, stated()).servers)

    def account(self, usage: ServerUsage, at: int) -> AvailabilityAccount:
        """What the asked availability buys a row, and what it costs above none."""
        level, serving = usage.case.availability.level, _at(self.serving, at)
        survives = "one_device" if usage.fleet.edge[0] else "one_site" if level == "second_site" else "one_server"
        return AvailabilityAccount(
            level=level,
            survives="nothing" if level == "none" or unspared(usage.fleet, usage.case)[0] else survives,
            servers_serving=serving,
            servers_spare=_one(usage.servers) - serving,
            usd_per_month=_at(self.usd, at),
        )


@dataclass(frozen=True, slots=True)
class _Fewer:
    """What a share of every row's servers (n, 1) would use and cost."""

    share: float
    servers: Floats
    usage: ServerUsage
    usd: Floats

    @classmethod
    def of(cls, fleet: Fleet, case: Case, usage: ServerUsage, share: float) -> _Fewer:
        fewer = np.maximum(np.ceil(usage.servers * share - 1e-9), 1.0)
        used = usage_of(fleet, case, stated(), servers=fewer)
        return cls(share, fewer, used, total(self_host_costs(fleet, case, stated(), servers=fewer)))


def _smaller(usage: ServerUsage, tried: Sequence[_Fewer], at: int) -> Iterator[SmallerHardware]:
    """What half and a quarter of a row's servers would do, where that is fewer whole servers; not for edge devices."""
    fleet, case = usage.fleet, usage.case
    each = _one(replicas_per_server(fleet.gpu_count, fleet.unit))
    together = _one(gpus_per_server(fleet.gpu_count, fleet.unit))
    peak = case.load.peak_requests_per_s * case.token_overhead
    seen = {_one(usage.servers)}
    for one in tried:
        fewer, used = _at(one.servers, at), one.usage.row(at)
        if fleet.edge[0] or fewer in seen:
            continue
        seen.add(fewer)
        there, bought = _one(used.own_gpus), _one(used.gpus - used.own_gpus)
        carried = (there / float(fleet.gpu_count[0]) + bought / together * each) * float(fleet.capacity[0])
        yield SmallerHardware(
            share=one.share,
            servers=fewer,
            gpus=_one(used.gpus),
            usd_per_month=_at(one.usd, at),
            utilisation=_one(used.utilisation),
            peak_share=min(carried / peak, 1.0),
        )
