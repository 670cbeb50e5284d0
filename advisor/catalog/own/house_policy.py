"""The catalog under the policy of the house: agreed prices instead of listed ones, and the house's own cost figures.

What the policy rules out is the business of a gate (``advisor.decision.gates.house``); here it moves figures alone.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import GpuOffer, Offer, Source
from advisor.catalog.tables.schema_decision import Judgement
from advisor.catalog.tables.schema_hosting import AnnouncedPrice, CostDefault
from advisor.errors import Problem
from advisor.policy.house import COVERED_PRICES, HousePolicy, PolicyRule, PriceAgreement
from advisor.policy.in_force import PolicyInForce

HOUSE: Final = "house-policy"
"""The id of the source that figures of the policy cite; its key names the agreement, or ``costs`` and ``weights``."""
_WHOLE: Final = Decimal(100)
_TOKEN_PRICES: Final = (
    *COVERED_PRICES,
    "cache_write_usd_per_mtok",
    "batch_input_usd_per_mtok",
    "batch_output_usd_per_mtok",
    "long_input_usd_per_mtok",
    "long_output_usd_per_mtok",
    "usd_per_image",
    "usd_per_audio_minute",
    "usd_per_mchar",
    "usd_per_1k_searches",
)
"""What a percentage is taken off."""
_ANNOUNCED: Final = (*COVERED_PRICES, "batch_input_usd_per_mtok", "batch_output_usd_per_mtok")
_RENTS: Final = frozenset({"on_demand", "spot", "reserved_1y", "reserved_3y"})


def under_policy(catalog: Catalog, held: PolicyInForce | None) -> Catalog:
    """The catalog with the policy's prices and figures; its digest covers both. Without a policy it is the same one."""
    if held is None:
        return catalog
    own = [(offer, found) for offer in catalog.offers if (found := covering(catalog, offer, held.agreements))]
    agreed = {offer.offer_id: _agreed(offer, found) for offer, found in own}
    policy = held.policy
    governed = replace(
        catalog,
        offers=tuple(agreed.get(offer.offer_id, offer) for offer in catalog.offers),
        gpu_offers=tuple(_rent(offer, held) for offer in catalog.gpu_offers),
        announced_prices=tuple(_announced(catalog, own)),
        cost_defaults=tuple(_own_figure(row, policy) for row in catalog.cost_defaults),
        judgements=(*catalog.judgements, *_weights(policy)),
        sources=(*catalog.sources, _source(policy)),
        digest=hashlib.sha256(f"{catalog.digest}\0{HOUSE}\0{held.digest}".encode()).hexdigest(),
        policy=held.model_copy(update={"lifted": ()}),
        at_list={offer.offer_id: offer for offer, _ in own},
    )
    return lifting(governed, held)


def lifting(governed: Catalog, held: PolicyInForce) -> Catalog:
    """A catalog that stands under a policy already, with what ``held`` lifts of it: the prices stay what they are."""
    if not held.lifted:
        return governed
    lifted = "".join(one.model_dump_json() for one in held.lifted)
    digest = hashlib.sha256(f"{governed.digest}\0excepted\0{lifted}".encode()).hexdigest()
    return replace(governed, policy=held, digest=digest)


def covering(catalog: Catalog, offer: Offer, agreements: Collection[PriceAgreement]) -> PriceAgreement | None:
    """The agreement that an offer is sold under: the first in the policy's order whose lists all name it."""
    vendor = offer.model_id.partition("/")[0]
    model = catalog.model.get(offer.model_id)
    for one in agreements:
        if "tokens" not in one.covers or not _sold(one, offer.provider_id):
            continue
        named = not one.vendors or (model.vendor if model else vendor) in one.vendors
        if named and (not one.models or offer.model_id in one.models):
            return one
    return None


def _sold(agreement: PriceAgreement, provider_id: str) -> bool:
    return not agreement.providers or provider_id in agreement.providers


def agreement_of(catalog: Catalog, offer: Offer) -> tuple[PriceAgreement, Offer] | None:
    """The agreement that made an offer's price, and the offer as its provider lists it; None for a list price."""
    listed, held = catalog.at_list.get(offer.offer_id), catalog.policy
    if listed is None or held is None:
        return None
    found = covering(catalog, listed, held.agreements)
    return None if found is None else (found, listed)


def ended_agreement_of(catalog: Catalog, offer: Offer) -> PriceAgreement | None:
    """The agreement that an offer was sold under until it ended; None where one runs, or none ever did."""
    held = catalog.policy
    if held is None or offer.offer_id in catalog.at_list:
        return None
    return covering(catalog, offer, sorted(held.stale, key=lambda one: one.valid_until, reverse=True))


def _less(price: Decimal | None, percent: Decimal) -> Decimal | None:
    return None if price is None else (price * (_WHOLE - percent) / _WHOLE).normalize() + 0


def _agreed(offer: Offer, agreement: PriceAgreement) -> Offer:
    """The offer at the agreed price; what sources disagree on stays in doubt where only a percentage is agreed."""
    changes: dict[str, Any] = {"source": f"{HOUSE}#{agreement.id}", "second_source": offer.source}
    if agreement.percent is not None:
        changes |= {name: _less(getattr(offer, name), agreement.percent) for name in _TOKEN_PRICES}
        return offer.model_copy(update=changes)
    stated = {name: value for name in COVERED_PRICES if (value := getattr(agreement, name)) is not None}
    settled = {"agreement": "agreed", "conflict": None, "priced_on": max(agreement.valid_from, offer.priced_on)}
    return offer.model_copy(update=changes | stated | settled)


def _rent(offer: GpuOffer, held: PolicyInForce) -> GpuOffer:
    """A rent of GPUs less what is agreed with its provider; what is bought stays as it is."""
    found = next((one for one in held.agreements if "servers" in one.covers and _sold(one, offer.provider_id)), None)
    if found is None or found.percent is None or offer.commitment not in _RENTS:
        return offer
    return offer.model_copy(
        update={
            "usd_per_gpu_hour": _less(offer.usd_per_gpu_hour, found.percent),
            "source": f"{HOUSE}#{found.id}",
            "note": offer.note,
        }
    )


def _announced(catalog: Catalog, own: list[tuple[Offer, PriceAgreement]]) -> Iterator[AnnouncedPrice]:
    """What changes within the horizon: the providers' announcements, and the list price once an agreement has ended.

    A percentage comes off announced prices too while it runs; an agreed price stands against them.
    """
    agreed = {offer.offer_id: (offer, agreement) for offer, agreement in own}
    for row in catalog.announced_prices:
        offer, agreement = agreed.get(row.announced_offer_id, (None, None))
        if agreement is None or offer is None or row.valid_from > agreement.valid_until:
            yield row
        elif agreement.percent is not None:
            percent = agreement.percent
            yield row.model_copy(update={name: _less(getattr(row, name), percent) for name in _ANNOUNCED})
    for offer, agreement in own:
        yield _back_to_list(catalog, offer, agreement)


def _back_to_list(catalog: Catalog, offer: Offer, agreement: PriceAgreement) -> AnnouncedPrice:
    """The price from the day after an agreement: the list price, as announced for that day where it is."""
    prices = {name: getattr(offer, name) for name in _ANNOUNCED}
    rows = (row for row in catalog.announced_prices if row.announced_offer_id == offer.offer_id)
    for row in sorted(rows, key=lambda row: row.valid_from):
        if row.valid_from <= agreement.valid_until:
            prices |= {name: value for name in _ANNOUNCED if (value := getattr(row, name)) is not None}
    return AnnouncedPrice(
        announced_offer_id=offer.offer_id,
        valid_from=min(agreement.valid_until, date.max - timedelta(days=1)) + timedelta(days=1),
        source=f"{HOUSE}#{agreement.id}",
        note=None,
        **prices,
    )


def _own_figure(row: CostDefault, policy: HousePolicy) -> CostDefault:
    """A default of the cost model as the house states it: counted, and within its range."""
    value = policy.costs.get(row.component)
    if value is None:
        return row
    return row.model_copy(
        update={
            "default": value,
            "enabled": "yes",
            "low": min(row.low, value),
            "high": max(row.high, value),
            "basis": "stated",
            "source": f"{HOUSE}#costs",
        }
    )


def _weights(policy: HousePolicy) -> Iterator[Judgement]:
    """The house's weights among the judgements, where ``decision.scoring.weights`` finds them by their names."""
    for criterion, points in sorted(policy.weights.items()):
        yield Judgement(
            judgement=f"house-weight-{criterion}",
            value=points,
            low=points,
            high=points,
            unit="points",
            reason=f"Policy of the house: {policy.name}, version {policy.version}",
            source=f"{HOUSE}#weights",
        )


def _source(policy: HousePolicy) -> Source:
    """The policy as a source; what is the house's own does not move the catalog's date."""
    return Source(
        source_id=HOUSE,
        name=f"House policy “{policy.name}”",
        version=policy.version,
        dated=policy.dated,
        licence="private",
        attribution=policy.owner or "the house itself",
        link="",
        kind="own",
    )


def unknown_names(policy: HousePolicy, catalog: Catalog) -> tuple[Problem, ...]:
    """Every name of the policy that the catalog does not have, with the nearest that it has."""
    return (*_in_rules(policy, catalog), *_in_agreements(policy, catalog), *_in_costs(policy, catalog))


def _known(catalog: Catalog) -> Mapping[str, Collection[str]]:
    """What the lists of a policy may name, by the word in the name of the list."""
    certificates = {name for provider in catalog.providers for name in provider.certifications}
    vendors = {model.vendor for model in catalog.models} | set(catalog.vendor)
    return {"vendors": vendors, "models": catalog.model, "providers": catalog.provider, "certificates": certificates}


def _in_rules(policy: HousePolicy, catalog: Catalog) -> Iterator[Problem]:
    for place, rule in enumerate(policy.rules):
        yield from _unknown(f"rules[{place}].{rule.demand}", rule.asked, _list_of(rule, catalog))


def _list_of(rule: PolicyRule, catalog: Catalog) -> Collection[str] | None:
    return None if "countries" in rule.demand else _known(catalog).get(rule.demand.partition("_")[0])


def _in_agreements(policy: HousePolicy, catalog: Catalog) -> Iterator[Problem]:
    for place, agreement in enumerate(policy.agreements):
        for name in ("providers", "vendors", "models"):
            yield from _unknown(f"agreements[{place}].{name}", getattr(agreement, name), _known(catalog)[name])


def _in_costs(policy: HousePolicy, catalog: Catalog) -> Iterator[Problem]:
    yield from _unknown("costs", policy.costs, {row.component for row in catalog.cost_defaults})


def _unknown(place: str, names: Collection[str], known: Collection[str] | None) -> Iterator[Problem]:
    for name in names if known is not None else ():
        if name not in (known or ()):
            near = difflib.get_close_matches(name, list(known or ()), n=1)
            allowed = f"did you mean {near[0]}?" if near else "a name that the catalog has"
            yield Problem(place, f"the catalog has no {name}", allowed)
