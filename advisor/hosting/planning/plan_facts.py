"""Facts about a plan that its reader should know: idling, old prices and rents, dear rents, hardware to wait for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from advisor.catalog.audit.ages import days_past_limit
from advisor.hosting.costs.migrations import days_of_a_change
from advisor.hosting.costs.monthly_costs import corpus_hours
from advisor.hosting.costs.staffing import must_hire_whole, usd_per_person
from advisor.hosting.costs.usage import ServerUsage
from advisor.hosting.planning.plan_table import PlanColumns
from advisor.hosting.prices.gpu_market import STALE_DAYS, GpuDeal, comparable_rents, rent_age_days
from advisor.hosting.records import PlanFact, PlanFactCode

IDLE_BELOW = 0.10
"""Utilisation below which a plan is said to idle."""
DEAR_ABOVE = 1.5
"""Times the cheapest comparable rent from which a rent is called dear (a judgement)."""


def facts_of(table: PlanColumns, index: int, usage: ServerUsage | None) -> tuple[PlanFact, ...]:
    """The facts of one planned row; ``usage`` is what it runs at the stated inputs, None for a provider's API."""
    own = index - len(table.offer_rows)
    used_gpu, used = None, 0.0
    found: list[PlanFact] = [*_of_price(table, index), *_of_changes(table, index)]
    if usage is not None:
        deal = table.candidates.deals[own]
        used_gpu, used = deal.gpu_id, float(usage.own_gpus[0, 0])
        found += _of_usage(usage)
        found += _of_rent(table, deal) if deal.kind == "cloud_gpu" else _of_hardware(table, deal, usage)
    found += _pay(table)
    found += _owned_idle(table, used_gpu, used)
    return tuple(found)


def age_of_price(table: PlanColumns, index: int) -> PlanFact | None:
    """The age of a row's price or rent, where that is past the limit of its table."""
    own = index - len(table.offer_rows)
    if own < 0:
        return next(_of_price(table, index), None)
    deals = table.candidates.deals
    return _of_old_rent(table, deals[own]) if own < len(deals) and deals[own].kind == "cloud_gpu" else None


def _fact(code: PlanFactCode, **values: float | str | None) -> PlanFact:
    return PlanFact(code=code, values=values)


def _of_usage(usage: ServerUsage) -> Iterator[PlanFact]:
    """Idling, and people who must be hired or whose part a service covers."""
    utilisation = float(usage.utilisation[0, 0])
    if utilisation < IDLE_BELOW:
        yield _fact("low_utilisation", utilisation=utilisation, below=IDLE_BELOW)
    yield from _of_corpus(usage)
    need, team = usage.staff, usage.case.team
    new = float(np.asarray(need.new).reshape(-1)[0])
    least, time = (float(np.asarray(values).reshape(-1)[0]) for values in (need.least, need.time))
    if team.people is None or new <= 0 or team.managed or not (must_hire_whole(team) or team.people < time):
        return
    assume = usage.case.assume
    month, who = usd_per_person(team, assume) / 12, {"least": least, "there": team.people}
    if need.covered.reshape(-1)[0]:
        hired = max(least, time) - team.people
        yield _fact("cover", people=hired, **who, usd_per_month=new * month, hired_usd_per_month=hired * month)
        return
    served = time * (1 + assume("managed_margin")) * month
    yield _fact("hires", people=new, **who, managed_usd_per_month=served)


def _of_corpus(usage: ServerUsage) -> Iterator[PlanFact]:
    """That the machines alone would embed the corpus for longer than the first index may take."""
    hours, free = (float(np.asarray(values)[0, 0]) for values in corpus_hours(usage))
    if hours > free > 0:
        within = usage.case.assume.value("corpus_days")
        yield _fact("corpus_long", days=within * hours / free, within=within)


def _of_price(table: PlanColumns, index: int) -> Iterator[PlanFact]:
    """The age of what a provider takes for its API."""
    if index >= len(table.offer_rows):
        return
    offer = table.offers.offers[int(table.offer_rows[index])]
    days = days_past_limit(table.catalog, "offers", offer.priced_on, as_of=table.candidates.as_of)
    if days is not None:
        yield _fact("stale_price", days=float(days), priced_on=offer.priced_on.isoformat())


def _of_changes(table: PlanColumns, index: int) -> Iterator[PlanFact]:
    """The days that people who are there spend on changes of model, where their time is no cost."""
    case = table.case
    if index >= len(table.offer_rows) or case.team.people is None or case.team.counted:
        return
    changes_a_year = float(table.forced[index, 0]) / case.horizon_months * 12
    days = round(changes_a_year * days_of_a_change(case))
    if days >= 1:
        yield _fact("changes_by_the_team", days=float(days))


def _of_rent(table: PlanColumns, deal: GpuDeal) -> Iterator[PlanFact]:
    """The age of a rent, and a cheaper comparable one of another provider."""
    old = _of_old_rent(table, deal)
    if old is not None:
        yield old
    for other in comparable_rents(table.catalog, deal, table.candidates.as_of):
        price = float(other.usd_per_gpu_hour or 0)
        if price * DEAR_ABOVE >= deal.usd_per_gpu_hour:
            return
        if other.provider_id != deal.provider:
            yield _fact(
                "dear_rent",
                usd_per_gpu_hour=deal.usd_per_gpu_hour,
                cheaper_usd_per_gpu_hour=price,
                cheaper_provider=other.provider_id,
                cheaper_country=other.country,
                cheaper_priced_on=other.priced_on.isoformat(),
                times=deal.usd_per_gpu_hour / price,
            )
            return


def _of_old_rent(table: PlanColumns, deal: GpuDeal) -> PlanFact | None:
    age = rent_age_days(date.fromisoformat(deal.dated), table.candidates.as_of)
    return _fact("stale_rent", days=float(age), priced_on=deal.dated) if age > STALE_DAYS[1] else None


def _of_hardware(table: PlanColumns, deal: GpuDeal, usage: ServerUsage) -> Iterator[PlanFact]:
    """How the hardware is had, and what its electricity costs at this consumption."""
    item = deal.hardware
    new = float((usage.gpus - usage.own_gpus)[0, 0])
    if item is not None and new > 0:
        if item.lead_weeks_low is not None:
            yield _fact("lead_time", weeks_low=float(item.lead_weeks_low), weeks_high=float(item.lead_weeks_high or 0))
        if item.availability == "allocated":
            yield _fact("allocated_hardware", gpu=deal.gpu_id)
        if item.basis == "derived":
            yield _fact("derived_price", usd=item.usd, low=item.usd_low, high=item.usd_high)
    count, servers = table.candidates.owned.get(deal.gpu_id, (0, None))
    several = float(usage.own_servers[0, 0])
    if servers is None and several > 1 and usage.case.availability.level != "none":
        yield _fact("owned_layout_assumed", owned=float(count), servers=several)
    tariff = usage.case.electricity
    sites = usage.case.devices if usage.fleet.edge[0] else usage.case.availability.sites
    kwh = usage.kwh / sites
    if not np.isnan(kwh[0, 0]):
        band = int(tariff.band(kwh)[0, 0])
        yield _fact(
            "tariff",
            band=tariff.bands[band],
            usd_per_kwh=float(tariff.usd_per_kwh[band]),
            mwh_per_year_and_site=float(kwh[0, 0]) * 12 / 1e3,
            basis=tariff.basis,
        )


def _pay(table: PlanColumns) -> Iterator[PlanFact]:
    """What people are taken to cost where no source states the pay of the user's country."""
    case = table.case
    if case.team.pay_basis != "salary" and "staff_usd_per_year" not in dict(case.assume.changed):
        yearly = usd_per_person(case.team, case.assume)
        yield _fact("pay_assumed", country=case.team.country, usd_per_year=yearly, basis=case.team.pay_basis)


def _owned_idle(table: PlanColumns, used_gpu: str | None, used: float) -> Iterator[PlanFact]:
    """GPUs that are there and that the plan leaves idle."""
    for gpu_id, (count, _) in sorted(table.candidates.owned.items()):
        idle = count - (used if gpu_id == used_gpu else 0.0)
        if idle > 0:
            yield _fact("owned_idle", gpu=gpu_id, idle=float(idle), owned=float(count))
