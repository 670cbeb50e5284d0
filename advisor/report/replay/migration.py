"""A migration plan when an end is announced: until when, to what, at which price, and what to test.

The successors are ranked under the same answers: the decision is run again on today's catalog, and what ends is left
out of its ranking.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from advisor.arrays import Z_90
from advisor.assessment import Assessment, choice_of
from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema_facts import Retirement
from advisor.decision.records import RankedBriefly, Recommendation
from advisor.decision.results.deciding_test import FEWEST, prompts_for_errors
from advisor.guidance.versions.records import MigrationPlan, Successor
from advisor.report.replay.replay import place_of, rerun
from advisor.units import DAYS_PER_MONTH, Band, Told, ToldValue, told

SUCCESSORS: Final = 5


@dataclass(frozen=True)
class AnnouncedEnd:
    """The end of the choice at its provider, with who says so and what is named to follow."""

    on: date
    firm: bool
    source: str
    successor_key: str | None


@dataclass(frozen=True)
class _Today:
    """Where the choice stands under the same answers: what a successor is compared with."""

    alternative_id: str
    score: float
    cost: float | None
    error: float | None


def announced_end(
    assessment: Assessment, catalog: Catalog, alternative_id: str, *, firm: bool = False
) -> AnnouncedEnd | None:
    """The first end that is stated for an alternative at a provider; None where it has none, or runs on own servers.

    With ``firm`` the earliest days that providers promise are left out: nobody announced an end by them.
    """
    deployment = place_of(assessment, alternative_id).deployment
    return end_of_offer(catalog, alternative_id, None if deployment is None else deployment.offer_id, firm=firm)


def end_of_offer(
    catalog: Catalog, alternative_id: str, offer_id: str | None, *, firm: bool = False
) -> AnnouncedEnd | None:
    """The same where the offer that the alternative is sold by is known.

    The vendor's own end counts where the provider states none.
    """
    model_id, _, where = alternative_id.partition("@")
    kind, _, rest = where.partition(":")
    if kind != "provider_api":
        return None
    provider_id = rest.split(":")[0]
    model = catalog.model.get(model_id)
    offers = catalog.offers_of.get(model_id, ())
    offer = next((one for one in offers if one.offer_id == offer_id), None)
    rows = [row for row in catalog.retirements if (row.provider_id, row.model_id) == (provider_id, model_id)]
    found = [
        AnnouncedEnd(row.retires_on, row.certainty == "firm", row.source, row.successor_key)
        for row in rows
        if row.ends_offer or (offer is not None and row.provider_model_key == offer.provider_model_key)
    ]
    named = _named(rows)
    if offer is not None and offer.retires_on is not None:
        found.append(AnnouncedEnd(offer.retires_on, firm=True, source=offer.source, successor_key=named))
    if model is not None and model.retires_on is not None and not any(end.firm for end in found):
        found.append(AnnouncedEnd(model.retires_on, firm=True, source=model.identity_source, successor_key=named))
    found = [end for end in found if end.firm or not firm]
    return min(found, key=lambda end: (end.on, not end.firm, end.successor_key is None), default=None)


def migration_plan(
    before: Assessment,
    catalog: Catalog,
    today: date,
    *,
    chosen_id: str | None = None,
    firm: bool = False,
    run: Callable[[Assessment, Catalog], Assessment] = rerun,
) -> MigrationPlan | None:
    """The plan for a decision whose choice ends; None where no end is stated (with ``firm``: announced as certain).

    ``run`` may be a cache of runs.
    """
    first = choice_of(before)
    chosen = chosen_id or (None if first is None else first.alternative_id)
    end = announced_end(before, catalog, chosen, firm=firm) if chosen else None
    if chosen is None or end is None:
        return None
    after = before if catalog.digest == before.provenance.catalog_digest else run(before, catalog)
    months = before.answers.governance.migration_notice_months
    begin = end.on - timedelta(days=round(months * DAYS_PER_MONTH))
    model_id = chosen.partition("@")[0]
    name = catalog.model[model_id].name if model_id in catalog.model else model_id
    successors = _successors(before, after, catalog, chosen, end)
    values: dict[str, ToldValue] = {"model": ("model", name), "day": end.on, "begin": begin}
    values["months"] = ("months", months)
    late = begin < today
    key = f"migration.{'late' if late else 'ends'}{'' if end.firm else '_earliest'}"
    return MigrationPlan(
        alternative_id=chosen,
        model_name=name,
        ends_on=end.on,
        firm=end.firm,
        begin_by=begin,
        late=late,
        source=end.source,
        successors=successors,
        currency=before.answers.budget.currency,
        usd_per_unit=before.answers.budget.usd_per_unit,
        told={"sentence": told(key, **values), "steps": _steps(successors, max(begin, today), end.on)},
    )


def _named(rows: list[Retirement]) -> str | None:
    return next((row.successor_key for row in rows if row.successor_key), None)


def _successors(
    before: Assessment, after: Assessment, catalog: Catalog, chosen: str, end: AnnouncedEnd
) -> tuple[Successor, ...]:
    """The best of each other model under the same answers, in their order; the one that the vendor names always."""
    model_id, _, where = chosen.partition("@")
    now, then = place_of(after, chosen), place_of(before, chosen)
    mine = [entry for case in (after, before) for entry in case.recommendations if entry.model_id == model_id]
    today = _Today(
        chosen,
        score=now.score if now.score is not None else then.score or 0.0,
        cost=now.cost if now.cost is not None else then.cost,
        error=_error(mine[0]) if mine else None,
    )
    best: dict[str, Recommendation | RankedBriefly] = {}
    every: list[Recommendation | RankedBriefly] = [*after.recommendations, *after.also_ranked]
    for entry in every:
        if entry.model_id != model_id:
            best.setdefault(entry.model_id, entry)
    follows = _followers(catalog, where, end)
    ranked = [*best.values()]
    taken = ranked[:SUCCESSORS] + [entry for entry in ranked[SUCCESSORS:] if entry.model_id in follows]
    most = int(next(row.value for row in catalog.judgements if row.judgement == "test-most-items"))
    return tuple(_successor(entry, today, named=entry.model_id in follows, most=most) for entry in taken)


def _followers(catalog: Catalog, where: str, end: AnnouncedEnd) -> frozenset[str]:
    """Models that the named id may stand for: by the offer's key at that provider, or by the id itself."""
    if end.successor_key is None:
        return frozenset()
    provider_id = where.split(":")[1] if ":" in where else ""
    key = end.successor_key
    sold = {one.model_id for one in catalog.offers if (one.provider_id, one.provider_model_key) == (provider_id, key)}
    return frozenset(sold or {row.model_id for row in catalog.models if row.model_id.partition("/")[2] == key})


def _error(entry: Recommendation | RankedBriefly) -> float | None:
    """The standard error of a fitness, in points, from its interval of 90%; None where the record has it not."""
    fitness = entry.performances.get("fitness") if isinstance(entry, Recommendation) else None
    if fitness is None or fitness.low is None or fitness.high is None:
        return None
    return (fitness.high - fitness.low) / 2 / Z_90


def _successor(entry: Recommendation | RankedBriefly, today: _Today, *, named: bool, most: int) -> Successor:
    model_id, _, where = today.alternative_id.partition("@")
    money = entry.monthly_cost_usd
    cost = money.p50 if isinstance(money, Band) else money
    error = _error(entry)
    return Successor(
        alternative_id=entry.alternative_id,
        model_id=entry.model_id,
        name=entry.name or entry.model_id,
        score_change=round((entry.score - today.score) * 100, 1),
        usd_change=None if cost is None or today.cost is None else round(cost - today.cost, 2),
        evidence=entry.evidence if isinstance(entry, Recommendation) else None,
        same_vendor=entry.model_id.partition("/")[0] == model_id.partition("/")[0],
        same_place=entry.alternative_id.partition("@")[2].split(":")[:2] == where.split(":")[:2],
        named=named,
        prompts=None if error is None or today.error is None else prompts_for_errors(today.error, error, most=most),
        told={"name": entry.told["name"]} if "name" in entry.told else {},
    )


def _steps(successors: tuple[Successor, ...], begin: date, end: date) -> tuple[Told, ...]:
    """What is done, in order, with days; ``begin`` is not past. What has ended already has no baseline any more."""
    if not successors:
        return (told("migration.step.nothing"),)
    first, span = successors[0], end - begin
    model = first.told.get("name", first.name)
    prompts = first.prompts or FEWEST
    tried = told("migration.step.test", prompts=prompts, model=model, day=max(begin, begin + span / 4))
    if end <= begin:
        return tried, told("migration.step.switch", day=begin)
    return (
        told("migration.step.baseline", day=begin),
        tried,
        told("migration.step.decide", day=begin + span / 3),
        told("migration.step.canary", day=begin + span / 2),
        told("migration.step.switch", day=begin + span * 3 / 4),
        told("migration.step.remove", day=end),
    )
