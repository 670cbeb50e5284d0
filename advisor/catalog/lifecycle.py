"""How long a model stays where it is served, and how many changes of model that makes over a horizon.

Three figures each time: low, middle, high. Where the provider has stated the end, the first change is known; where it
has not, the provider's usual life of a version says when to expect one, as an interval, and nothing is ruled out by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Model, Offer
from advisor.catalog.tables.schema_facts import LifecyclePolicy
from advisor.units import DAYS_PER_MONTH

Triple = tuple[float, float, float]
DEFAULT: Final = "default"
PREVIEW: Final = "preview"


@dataclass(frozen=True, slots=True)
class UsualLife:
    """Months from the release of a version to its end at a provider (low, middle, high), with where they come from."""

    months: Triple
    basis: Literal["observed", "stated"]
    source: str


@dataclass(frozen=True, slots=True)
class Permanence:
    """When the model must be changed first, in months from the day of the decision, and how often over the horizon.

    Both are low, middle and high: the first change comes at the earliest after ``first_months[0]``; the fewest changes
    are ``migrations[0]``. Basis ``held`` (the weights are on one's own servers: nobody forces a change) has no end.
    """

    first_months: Triple
    migrations: Triple
    basis: Literal["held", "dated", "observed", "stated", "unknown"]
    source: str


@dataclass(frozen=True, slots=True)
class Stay:
    """What is known of how long a provider serves a model, whatever the day of the decision and the horizon.

    ``end`` is the last day that is stated, ``life`` the usual life of a version there, ``notice_months`` what the
    provider promises at least before an end.
    """

    end: date | None
    released: date | None
    life: UsualLife | None
    notice_months: float
    source: str


def stay_of(catalog: Catalog, model: Model, *, provider_id: str, offer: Offer | None) -> Stay:
    """How long a provider serves a model, as far as it is known."""
    end, life = end_of(model, offer), usual_life(catalog, provider_id, model)
    policy = _policy(catalog.lifecycle_policies_of.get(provider_id, ()), model)
    notice = ((policy.minimum_notice_days if policy else None) or 0.0) / DAYS_PER_MONTH
    source = life.source if life else "unknown"
    if end is not None:
        source = offer.source if offer and offer.retires_on == end else model.identity_source
    return Stay(end, model.release_date, life, notice, source)


def end_of(model: Model, offer: Offer | None) -> date | None:
    """The last day on which a provider serves a model: its own, where it states one, else that of the vendor.

    Who sells another house's model sets an end of his own, which may be later than the vendor's (Azure ended GPT-4.1
    three months after OpenAI) or earlier; the vendor's alone is the best guess where he states none.
    """
    return (offer.retires_on if offer else None) or model.retires_on


def on_its_way_out(
    catalog: Catalog, model: Model, offer: Offer | None, *, as_of: date, horizon_months: float, succeeded_months: float
) -> bool:
    """Whether nobody would start on a model to be safe: it ends within the horizon, or its vendor has gone on.

    At a provider (``offer``) what is marked as deprecated or ends by a stated day is; anywhere, what a model of the
    same vendor replaced at least ``succeeded_months`` ago. A successor without a date says nothing.
    """
    if offer is not None:
        end = end_of(model, offer)
        ends = end is not None and (end - as_of).days <= horizon_months * DAYS_PER_MONTH
        if ends or model.status == "deprecated":
            return True
    seen, after = {model.model_id}, catalog.model.get(model.successor_id or "")
    while after is not None and after.vendor == model.vendor and after.model_id not in seen:
        released = after.release_date
        if released is not None and (as_of - released).days >= succeeded_months * DAYS_PER_MONTH:
            return True
        seen.add(after.model_id)
        after = catalog.model.get(after.successor_id or "")
    return False


def usual_life(catalog: Catalog, provider_id: str, model: Model) -> UsualLife | None:
    """The usual life of a version at a provider; that over all providers where this one has none, or None.

    A life that the provider only states is a promise for the least: it is the low and the middle figure, and the high
    one is that over all providers.
    """
    general = _policy(catalog.lifecycle_policies_of.get(None, ()), model)
    usual = _observed(general) if general else None
    policy = _policy(catalog.lifecycle_policies_of.get(provider_id, ()), model)
    if policy is None:
        return usual
    if observed := _observed(policy):
        return observed
    if policy.stated_life_months is not None:
        stated = policy.stated_life_months
        high = max(stated, usual.months[2]) if usual else stated
        return UsualLife((stated, stated, high), "stated", policy.source)
    return usual


def expected_migrations(
    catalog: Catalog, model: Model, *, provider_id: str, offer: Offer | None, as_of: date, horizon_months: float
) -> Permanence:
    """When and how often the model must be changed at a provider that serves it (see ``permanence``)."""
    return permanence(stay_of(catalog, model, provider_id=provider_id, offer=offer), as_of, horizon_months)


def permanence(stay: Stay, as_of: date, horizon_months: float) -> Permanence:
    """When and how often the model must be changed.

    After a change the next one is expected a usual life later, so that over a horizon of H months with a life of L and
    the first change after r there are max(0, 1 + (H - r) / L) of them: H / L for a version released today. None comes
    before the least that is left, so that a short job pays for none; up to the usual end they grow to that number. A
    version that has outlived its usual life may end at any time, but not before the notice that the provider promises.
    """
    life = stay.life
    if stay.end is not None:
        left = max((stay.end - as_of).days / DAYS_PER_MONTH, 0.0)
        first = (left, left, left)
        counts = _counts(first, life.months, horizon_months) if life else _once(left, horizon_months)
        return Permanence(first, counts, "dated", stay.source)
    if life is None:
        return Permanence((0.0, horizon_months, float("inf")), (0.0, 0.0, horizon_months), "unknown", "unknown")
    age = max((as_of - stay.released).days / DAYS_PER_MONTH, 0.0) if stay.released else 0.0
    low, middle, high = (max(stay.notice_months, months - age) for months in life.months)
    return Permanence(
        (low, middle, high), _counts((low, middle, high), life.months, horizon_months), life.basis, stay.source
    )


def _counts(first: Triple, life: Triple, horizon: float) -> Triple:
    """Fewest, middle and most changes: the longest life makes the fewest, none comes before the least that is left."""
    least, usual, _ = first
    if horizon < least:
        return 0.0, 0.0, 0.0
    most, middle, fewest = (max(0.0, 1 + (horizon - left) / months) for left, months in zip(first, life, strict=True))
    begun = 1.0 if usual <= least else min((horizon - least) / (usual - least), 1.0)
    return fewest * begun, middle * begun, most


def _once(left: float, horizon: float) -> Triple:
    count = 1.0 if left <= horizon else 0.0
    return count, count, count


def _policy(rows: tuple[LifecyclePolicy, ...], model: Model) -> LifecyclePolicy | None:
    """The row for a model: that of its vendor, else the one for previews where it is one, else the default one."""
    named = [row for row in rows if model.vendor in row.vendors]
    previews = [row for row in rows if row.scope == PREVIEW and model.status == "preview"]
    return next(iter([*named, *previews, *(row for row in rows if row.scope == DEFAULT)]), None)


def _observed(policy: LifecyclePolicy) -> UsualLife | None:
    low, middle, high = policy.life_months_low, policy.life_months_median, policy.life_months_high
    if low is None or middle is None or high is None:
        return None
    return UsualLife((low, middle, high), "observed", policy.observed_source or policy.source)
