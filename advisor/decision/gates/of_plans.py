"""Gates on the offer and the plan: its end, whether its price is sound, what it costs and how fast it is."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, Literal

import numpy as np

from advisor.catalog.audit.ages import days_past_limit
from advisor.catalog.tables.schema import LANGUAGE_KINDS
from advisor.decision.alternatives.joined import AGREEMENTS
from advisor.decision.gates import columns, relax
from advisor.decision.gates.quotas import quota_of
from advisor.decision.gates.rule import Asked, Caution, Gate, GateColumn, PlanOutcome, Rule
from advisor.hosting.costs.committed import already_paid, committed_usd
from advisor.hosting.costs.staffing import pay_guessed
from advisor.hosting.prices.gpu_market import TERM_MONTHS
from advisor.hosting.prices.token_prices import least_cached_tokens
from advisor.hosting.records import SELF_HOSTED
from advisor.questionnaire.money_facts import about_money, rest_money
from advisor.units import Told, ToldValue, Unit, told

CONFLICT: Final = AGREEMENTS.index("conflict")
SINGLE: Final = AGREEMENTS.index("single")
Wait = Literal["ttft_p95_ms", "itl_ms", "total_s"]


def _agreement(_: Asked, agreement: int) -> Told | None:
    return {CONFLICT: told("warning.price_conflict"), SINGLE: told("warning.single_source")}.get(agreement)


def _announced(asked: Asked, value: tuple[tuple[date, ...], Told] | None) -> Told | None:
    """Another price that is announced within the horizon, which the cost counts."""
    if value is None or not any(asked.as_of < day <= asked.horizon for day in value[0]):
        return None
    return told("warning.announced", announced=value[1])


def _ends_later(asked: Asked, day: int) -> Told | None:
    """What ends after a migration could be done, but within the horizon, is a migration to plan for."""
    if asked.notice.toordinal() < day <= asked.horizon.toordinal():
        return told("warning.retires", day=date.fromordinal(day))
    return None


def _quota(asked: Asked, value: tuple[str, str]) -> Told | None:
    """The peak against what the provider grants at first."""
    model_id, provider_id = value
    found = quota_of(asked.catalog, model_id, provider_id, asked.load)
    if found is None:
        return None
    facts: dict[str, ToldValue] = {"peak": ("number", round(found.peak)), "limit": ("number", round(found.limit))}
    if found.enough:
        return told(f"warning.quota.{found.unit}", tier=found.enough, **facts)
    return told(f"warning.quota.{found.unit}.beyond", **facts)


def _nan(_: Asked, value: Any) -> Any:
    return np.isnan(value)


def _stated(_: Asked, problem: Any) -> Any:
    """Of one problem, or of all."""
    if isinstance(problem, np.ndarray):
        return np.array([one is not None for one in problem], dtype=np.bool_)
    return problem is not None


def _over_cap(asked: Asked, cost_usd: float) -> Told:
    """A cost and the cap, both in the currency of the decision."""
    budget = asked.answers.budget
    cost, limit = (usd / budget.usd_per_unit for usd in (cost_usd, asked.cap_usd or 0.0))
    return told("budget", cost=("number", cost), limit=("number", limit), currency=("text", budget.currency))


def _gap(asked: Asked, cost: float) -> float:
    return cost / asked.cap_usd if asked.cap_usd else float("inf")


def _wait(column: GateColumn, key: str, limit: Wait, unit: Unit) -> Rule:
    """A limit on one wait; one that nobody knows passes with a warning, since a test can settle it in an hour."""

    def most(asked: Asked) -> float:
        return getattr(asked.use_case.latency, limit) or np.inf

    return Rule(
        column,
        lambda asked, seen: seen > most(asked),
        lambda asked, seen: told(f"latency.{key}", seen=(unit, seen), limit=(unit, most(asked))),
        applies=lambda asked: getattr(asked.use_case.latency, limit) is not None,
        unknown=_nan,
        when_unknown="warns",
        unsaid=lambda _, __: told(f"warning.latency_unknown.{key}"),
        gap=lambda asked, seen: seen / most(asked),
    )


def _likely_over(asked: Asked, plan: PlanOutcome) -> Told | None:
    """The stated limit that is missed by most by the middle of a wait, though its favourable end keeps it."""
    waits = asked.use_case.latency
    limits = (waits.ttft_p95_ms, waits.itl_ms, waits.total_s)
    named = (("first_token", "ms"), ("gap", "ms"), ("whole", "s"))
    over = [
        (seen / limit, key, unit, seen, limit)
        for (key, unit), seen, limit in zip(named, plan.middles, limits, strict=True)
        if limit is not None and seen > limit
    ]
    if not over:
        return None
    _, key, unit, seen, limit = max(over)
    return told(f"warning.latency_over.{key}", seen=(unit, seen), limit=(unit, limit))


def _thinks_first(asked: Asked, plan: PlanOutcome) -> Told | None:
    """How a limited wait for the first word counts the thinking of an open model, of which abilities hold the most."""
    model = plan.context.model
    thinks = model.openness == "open_weights" and model.kind in LANGUAGE_KINDS and model.reasoning
    if not thinks or asked.use_case.latency.ttft_p95_ms is None:
        return None
    always = "only" if model.kind == "reasoning" else "unknown"
    return told(f"warning.thinking.{asked.catalog.thinking_mode.get(model.model_id, always)}")


def _reserved(_: Asked, plan: PlanOutcome) -> Told | None:
    """For how long the GPUs of a plan are reserved: paid to the end, used or not."""
    months = TERM_MONTHS.get(plan.context.deployment.commitment or "")
    return told("warning.reserved", months=("number", months)) if months else None


def _bought(asked: Asked, plan: PlanOutcome) -> Told | None:
    """What must be bought for a plan, for how much, and how long one waits: no small print beside own machines."""
    added = plan.context.deployment.machines
    if added is None or not added.bought or added.usd is None:
        return None
    weeks = "" if added.lead_weeks_low is None else ".wait"
    named = plan.context.gpu_name or plan.context.deployment.gpu or ""
    later = added.bought - added.first
    when = "" if not later else ".later" if added.first else ".only_later"
    return told(
        f"warning.bought{when}{weeks}",
        count=("count", added.first),
        **({"later": ("count", later)} if later else {}),
        gpu=("gpu", named),
        money=about_money(added.usd, asked.answers.budget),
        low=("number", added.lead_weeks_low or 0),
        high=("number", added.lead_weeks_high or added.lead_weeks_low or 0),
    )


def _spare(asked: Asked, plan: PlanOutcome) -> Told | None:
    """What the spare that a failure asks for costs, where own machines carry the work; or that there is none."""
    added = plan.context.deployment.machines
    if added is None:
        return None
    if added.unspared:
        return told("warning.unspared")
    if added.spare_usd is None:
        return None
    budget = asked.answers.budget
    return told("warning.spare_bought", money=about_money(added.spare_usd, budget))


def _committed(asked: Asked, plan: PlanOutcome) -> Told | None:
    """What of a cost is paid already by a commitment at its provider, and what is new."""
    paid = _paid(asked, plan)
    if not paid > 0:
        return None
    sellers = asked.catalog.sellers(plan.context.deployment.provider or "", "commitment")
    holder = next(item.provider for item in asked.answers.hosting.committed if item.provider in sellers)
    named = asked.catalog.provider[holder].name if holder in asked.catalog.provider else holder
    sums = {"paid": paid, "cost": plan.cost_usd, "new": plan.cost_usd - paid}
    shown = {name: about_money(usd, asked.answers.budget) for name, usd in sums.items()}
    return told("warning.committed_new", provider=("provider", named), **shown)


def _paid(asked: Asked, plan: PlanOutcome) -> float:
    """US dollars a month of a cost that are committed at its provider: none of the work of the house's own people."""
    held = committed_usd(plan.context.deployment.provider, asked.answers, asked.catalog)
    if not held > 0:
        return 0.0
    return float(already_paid(np.array(plan.cost_usd), np.array(plan.unpaid_usd), np.array(held)))


def _pay_unknown(asked: Asked, plan: PlanOutcome) -> Told | None:
    """Where only a favourable guess of what people earn keeps to the cap."""
    cap, kind = asked.cap_usd, plan.context.deployment.kind
    if cap is None or kind not in SELF_HOSTED or not plan.cost_usd - plan.unpaid_usd > cap >= plan.billed_usd:
        return None
    if not pay_guessed(asked.answers, asked.catalog):
        return None
    cost = about_money(plan.cost_usd, asked.answers.budget)
    return told("warning.pay_unknown", country=("country", asked.answers.hosting.country or ""), cost=cost)


def _unpaid(asked: Asked, plan: PlanOutcome) -> Told | None:
    """Where only what is paid keeps to the cap: how much of the cost is own people's work, or other use of machines."""
    cap = asked.cap_usd
    if cap is None or not plan.cost_usd > cap >= plan.billed_usd:
        return None
    unpaid = plan.unpaid_usd
    if not unpaid > 0:
        return None
    budget = asked.answers.budget
    shown = rest_money(plan.cost_usd, plan.cost_usd - unpaid, budget)
    key = "own_work" if plan.context.deployment.kind == "provider_api" else "other_use"
    return told(f"warning.{key}_money", work=shown, cost=about_money(plan.cost_usd, budget))


def _old_price(asked: Asked, plan: PlanOutcome) -> Told | None:
    """The age of the price of a provider's API, where it is past the limit of its table."""
    offer = plan.context.offer
    days = offer and days_past_limit(asked.catalog, "offers", offer.priced_on, as_of=asked.as_of)
    return told("warning.stale_price", days=("number", days), day=offer.priced_on) if offer and days else None


def _too_short(asked: Asked, plan: PlanOutcome) -> Told | None:
    """Where a whole request is too short for the provider's cache: it is counted at the price of input."""
    offer, cached = plan.context.offer, asked.load.cached_input_tokens
    if offer is None or offer.cached_input_usd_per_mtok is None or not cached > 0:
        return None
    least = least_cached_tokens(asked.catalog, offer.model_id, offer.provider_id)
    if asked.load.input_tokens >= least:
        return None
    return told(
        "warning.too_short_to_cache", tokens=("tokens", round(asked.load.input_tokens)), least=("tokens", round(least))
    )


OFFER_GATES: Final = (
    Gate(
        "lifecycle",
        2.5,
        relax.lifecycle,
        (
            Rule(
                columns.END,
                lambda asked, day: (day > asked.as_of.toordinal()) & (day <= asked.notice.toordinal()),
                lambda asked, day: told("lifecycle.soon", day=date.fromordinal(int(day)), done=asked.notice),
                gap=lambda asked, day: asked.notice.toordinal() - day,
            ),
        ),
        cautions=(Caution(columns.END, _ends_later),),
    ),
    Gate(
        "price_conflict",
        1.0,
        relax.setting("governance", allow_unknown_price_conflicts=True),
        (
            Rule(
                columns.AGREED,
                lambda _, agreement: agreement == CONFLICT,
                lambda _, __: told("price_conflict"),
                applies=lambda asked: not asked.answers.governance.allow_unknown_price_conflicts,
            ),
        ),
        cautions=(
            Caution(columns.ANNOUNCED, _announced),
            Caution(columns.AGREED, _agreement),
            Caution(columns.SERVED, _quota),
        ),
    ),
)
SPEECH_GATES: Final = (
    Gate(
        "streaming",
        5.0,
        relax.streaming,
        (
            Rule(
                columns.STREAMS,
                lambda _, streams: not streams,
                lambda asked, _: told(f"streaming.{asked.use_case.task}"),
                applies=lambda asked: asked.load.live,
                when_unknown="warns",
                unsaid=lambda asked, _: told("warning.streaming_unknown") if asked.load.live else None,
            ),
        ),
    ),
)
"""Of providers' interfaces and of weights alike: that a model runs on own servers says nothing of how it hears."""
PLAN_GATES: Final = (
    Gate("offer", None, relax.CANNOT),
    Gate(
        "sizing",
        None,
        relax.CANNOT,
        (
            Rule(
                columns.PROBLEM,
                _stated,
                lambda _, problem: told("sizing", problem=problem),
                unknown=lambda _, problem: np.zeros_like(problem, dtype=np.bool_),
                alone=True,
            ),
        ),
    ),
    Gate(
        "price",
        2.0,
        relax.CANNOT,
        (
            Rule(
                columns.COST,
                lambda _, cost: np.zeros_like(cost, dtype=np.bool_),  # a known price will do
                lambda _, __: told("price"),
                unknown=_nan,
                when_unknown="fails",
                unsaid=lambda _, __: told("price"),
            ),
        ),
        cautions=(Caution(columns.PLAN, _old_price), Caution(columns.PLAN, _too_short)),
    ),
    Gate(
        "budget",
        3.0,
        relax.budget,
        (
            Rule(
                columns.BILLED,
                lambda asked, cost: cost > asked.cap_usd,
                _over_cap,
                applies=lambda asked: asked.cap_usd is not None,
                unknown=_nan,
                gap=_gap,
            ),
        ),
        cautions=(
            Caution(columns.PLAN, _committed),
            Caution(columns.PLAN, _unpaid),
            Caution(columns.PLAN, _pay_unknown),
            Caution(columns.PLAN, _reserved),
            Caution(columns.PLAN, _bought),
            Caution(columns.PLAN, _spare),
        ),
    ),
    Gate(
        "latency",
        3.0,
        relax.latency,
        (
            _wait(columns.FIRST_TOKEN, "first_token", "ttft_p95_ms", "ms"),
            _wait(columns.GAP, "gap", "itl_ms", "ms"),
            _wait(columns.WHOLE, "whole", "total_s", "s"),
        ),
        cautions=(Caution(columns.PLAN, _likely_over), Caution(columns.PLAN, _thinks_first)),
    ),
)
