"""What is to be said of a plan: its facts, its people and its spare hardware, in the currency of the decision."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, cast

from advisor.hosting.records import HostingPlan, HostingView, PlanFact, SmallerHardware
from advisor.questionnaire.answers import BudgetAnswers
from advisor.questionnaire.money_facts import WHOLE, about_money, money_told
from advisor.units import Told, ToldValue, told
from advisor.words.names import Names

LEAST_FTE: Final = 0.01
"""The least time of people that two digits show."""


def amount(usd: float, budget: BudgetAnswers) -> Told:
    """A sum in US dollars in the currency of the decision, to two digits: it is estimated."""
    return about_money(usd, budget)


def _rate(usd: float, budget: BudgetAnswers) -> Told:
    """What an hour costs, to the cent; to three digits where it is no small number, as in yen or rupees."""
    if usd / budget.usd_per_unit >= WHOLE:
        return money_told(usd, budget)
    return told("money.cents", amount=("number", usd / budget.usd_per_unit), currency=("text", budget.currency))


def facts_told(plan: HostingPlan, names: Names, budget: BudgetAnswers) -> tuple[Told, ...]:
    """Every fact of a plan; behind its utilisation what less hardware would do."""
    found: list[Told] = []
    for fact in plan.facts:
        found.append(_fact(fact, plan, names, budget))
        if fact.code == "low_utilisation":
            found += _smaller(plan, budget)
    return tuple(found)


def idle_told(plan: HostingPlan, names: Names, budget: BudgetAnswers) -> tuple[Told, ...]:
    """What a warning must say: that hardware idles, what less of it would do, and what is there and unused."""
    if not any(fact.code in ("low_utilisation", "owned_idle") for fact in plan.facts):
        return ()
    kept = tuple(fact for fact in plan.facts if fact.code in ("low_utilisation", "owned_idle"))
    return facts_told(plan.model_copy(update={"facts": kept}), names, budget)


def _smaller(plan: HostingPlan, budget: BudgetAnswers) -> Iterator[Told]:
    now = plan.hardware.servers if plan.hardware else _servers(plan)
    if not plan.smaller:
        edge = plan.alternative.deployment.kind == "edge"
        if now <= 1 or edge:
            yield told("fact.no_smaller.edge" if edge else "fact.no_smaller")
        return
    for item in plan.smaller:
        yield _smaller_one(item, now, budget)
    if plan.availability is not None and plan.availability.survives != "nothing":
        yield told("fact.smaller_spare")


def _smaller_one(item: SmallerHardware, now: float, budget: BudgetAnswers) -> Told:
    return told(
        "fact.smaller",
        servers=("number", item.servers),
        now=("number", now),
        money=amount(item.usd_per_month, budget),
        utilisation=("share", item.utilisation),
        peak=("share", item.peak_share),
    )


def _servers(plan: HostingPlan) -> float:
    spare = plan.availability
    return 1.0 if spare is None else spare.servers_serving + spare.servers_spare


def _fact(fact: PlanFact, plan: HostingPlan, names: Names, budget: BudgetAnswers) -> Told:
    """One fact: numbers with their units, ids as names."""
    values = fact.values
    given: dict[str, ToldValue] = {
        name: ("number", value) if isinstance(value, float) else str(value)
        for name, value in values.items()
        if value is not None
    }
    key = f"fact.{fact.code}"
    gpu = ("gpu", names.gpu(cast("str | None", values.get("gpu") or plan.alternative.deployment.gpu)))
    match fact.code:
        case "low_utilisation":
            given["utilisation"] = ("share", cast("float", values["utilisation"]))
        case "owned_idle" | "owned_layout_assumed" | "allocated_hardware":
            given["gpu"] = gpu
        case "stale_rent" | "stale_price":
            given["priced_on"] = ("date", str(values["priced_on"]))
        case "dear_rent":
            given |= {
                "here": _rate(cast("float", values["usd_per_gpu_hour"]), budget),
                "cheaper": _rate(cast("float", values["cheaper_usd_per_gpu_hour"]), budget),
                "provider": ("provider", names.provider(cast("str", values["cheaper_provider"]))),
                "priced_on": ("date", str(values["cheaper_priced_on"])),
            }
        case "lead_time":
            given = {"low": given["weeks_low"], "high": given["weeks_high"]}
        case "derived_price":
            ends = {"middle": "usd", "low": "low", "high": "high"}
            given = {name: amount(cast("float", values[key]), budget) for name, key in ends.items()}
        case "pay_assumed":
            given = {"money": amount(cast("float", values["usd_per_year"]), budget)}
        case "tariff":
            given = {
                "price": ("number", cast("float", values["usd_per_kwh"]) / budget.usd_per_unit),
                "currency": ("text", budget.currency),
                "mwh": given["mwh_per_year_and_site"],
                "band": given["band"],
                "basis": ("label", str(values["basis"])),
            }
        case _:
            pass
    more, suffix = _besides(fact, budget)
    return told(f"{key}{suffix}", **{**given, **more})


def _besides(fact: PlanFact, budget: BudgetAnswers) -> tuple[dict[str, ToldValue], str]:
    """What some facts know besides, and the ending of the sentence that says it."""
    values = fact.values
    if fact.code == "pay_assumed" and values["basis"] in ("labour_cost", "survey"):
        return {"country": ("country", str(values["country"]))}, f".{values['basis']}"
    if fact.code == "cover":
        sums = {"money": "usd_per_month", "hired": "hired_usd_per_month"}
        return {name: amount(cast("float", values[key]), budget) for name, key in sums.items()}, ""
    if country := values.get("cheaper_country") or values.get("country"):
        return {"country": ("country", str(country))}, ".country"
    if (managed := values.get("managed_usd_per_month")) is not None:
        return {"managed": amount(cast("float", managed), budget)}, ".managed"
    return {}, ""


def missing_told(view: HostingView, names: Names) -> tuple[Told, ...]:
    """The ways of hosting in which the chosen model has no plan, and why."""
    chosen = view.plan(view.chosen_id)
    if chosen is None:
        return ()
    return tuple(
        told(
            "same_model.missing",
            model=("model", names.model(chosen.alternative.model_id)),
            hosting=("hosting", way.kind),
            reason=reason,
        )
        for way in view.same_model
        if isinstance(reason := way.told.get("reason"), Told)
    )


def shown_fte(fte: float) -> float:
    """Full-time equivalents as they are shown, to a hundredth: whatever takes some time is never told as 0.00."""
    return max(round(fte, 2), LEAST_FTE) if fte > 0 else 0.0


def people_told(plan: HostingPlan, budget: BudgetAnswers) -> Told:
    """The people that a plan takes, whose time is paid and why, and what a team for this alone would cost."""
    staff = plan.staff
    if staff is None:
        return told("people.none")
    paid = told(
        f"people.paid.{staff.paid_as}",
        paid=("number", shown_fte(staff.paid_fte)),
        there=("number", staff.existing_fte),
        money=amount(staff.paid_usd_per_month, budget),
        worth=amount(staff.existing_usd_per_month, budget),
    )
    return told(
        "people.plan",
        time=("number", shown_fte(staff.time_fte)),
        paid=paid,
        alone=("number", staff.alone_people),
        money=amount(staff.alone_usd_per_month, budget),
    )


def set_up_told(plan: HostingPlan, budget: BudgetAnswers) -> Told | None:
    """What setting it up takes once, beside the figures, and what the horizon costs with it; None where unpriced.

    To three digits, as page one of the report shows the same sums beside it; the finance annex has them to the cent.
    """
    project, horizon = plan.set_up, plan.horizon_cost_usd
    if project is None or horizon is None:
        return None
    return told(
        "project.plan",
        days=("number", project.person_days),
        money=money_told(project.usd, budget),
        low=money_told(project.usd_low, budget),
        high=money_told(project.usd_high, budget),
        horizon=money_told(horizon.p50 + project.usd, budget),
    )


def availability_told(plan: HostingPlan, budget: BudgetAnswers) -> Told | None:
    """What the plan survives and what that costs; None for a provider's API."""
    spare = plan.availability
    if spare is None:
        return None
    if spare.survives == "nothing":
        return told("availability.none")
    return told(
        "availability.plan",
        survives=told(f"availability.{spare.survives}"),
        spare=("number", spare.servers_spare),
        money=amount(spare.usd_per_month, budget),
    )
