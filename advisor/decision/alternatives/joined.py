"""Alternatives joined with their rows of the catalog, and what of each depends on which of those rows.

A context is kept as long as its catalog is in use: the same alternatives come back for every other use case, weight or
answer. Each carries a code per *aspect* (a provider, a model, a place, ...): alternatives with the same code agree in
everything that the aspect reads, so that a gate or a performance is worked out once per code.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import Final

import numpy as np

from advisor.arrays import Codes
from advisor.catalog.catalog import Catalog
from advisor.catalog.derived import derived
from advisor.catalog.lifecycle import Stay, end_of, stay_of
from advisor.catalog.tables.schema import Licence, Model, Offer, Provider
from advisor.decision.alternatives.names import name_of, place_of
from advisor.geography import zone_of_area
from advisor.hosting.records import SELF_HOSTED, Alternative, Deployment
from advisor.units import Told, Unit

KEPT: Final = 65_536
"""Contexts kept per catalog; beyond that the book starts anew."""


@dataclass(frozen=True, slots=True)
class JoinedAlternative:
    """One alternative with everything the catalog says about it, and its code per aspect (whole numbers).

    ``place`` is what is to be said of where it runs, ``name`` of which model runs there, ``called`` the
    model alone. ``countries`` are those of the
    vendor's seat and of the company above it; ``sellers`` are the providers whose agreement holds for it; ``stay`` is
    how long a provider serves the model (None: it runs on machines of the house's choice).
    """

    alternative: Alternative
    model: Model
    deployment: Deployment
    provider: Provider | None
    offer: Offer | None
    licence: Licence | None
    disclosed: float | None
    countries: tuple[str, ...]
    stay: Stay | None
    other_providers: int
    served: tuple[str, ...]
    place: Told
    name: Told
    called: tuple[Unit, str]
    gpu_name: str = ""
    sellers: tuple[str, ...] = ()
    codes: tuple[int, ...] = ()


def countries_of(model: Model, catalog: Catalog) -> tuple[str, ...]:
    """The countries of a model's vendor and of its parent company; empty where nobody states the vendor's."""
    return _seats(model.vendor, catalog)


def base_countries_of(model: Model, catalog: Catalog) -> tuple[str, ...]:
    """The countries of the vendors whose weights a model stands on, sorted, without those it comes from itself."""
    bases = {
        country for row in catalog.bases_of.get(model.model_id, ()) for country in _seats(row.base_vendor, catalog)
    }
    return tuple(sorted(bases.difference(countries_of(model, catalog))))


def _seats(vendor_id: str, catalog: Catalog) -> tuple[str, ...]:
    vendor = catalog.vendor.get(vendor_id)
    if vendor is None or vendor.country is None:
        return ()
    parent = vendor.parent_country
    return (vendor.country, parent) if parent and parent != vendor.country else (vendor.country,)


def served_zones(catalog: Catalog, model_id: str, deployment: Deployment) -> tuple[str, ...]:
    """Zones in which a provider is known to process calls to a model, where its offer itself names no zone.

    Only places whose processing stays in the region or its group of regions count.
    """
    if deployment.kind != "provider_api" or deployment.zone not in (None, "unspecified"):
        return ()
    rows = catalog.served_at.get((model_id, deployment.provider or ""), ())
    places = {place for row in rows if row.processing != "global" for place in row.places}
    return tuple(sorted({zone for place in places if (zone := zone_of_area(place))}))


def _owned(context: JoinedAlternative) -> bool:
    return context.deployment.kind in SELF_HOSTED


def _by_api(context: JoinedAlternative) -> bool:
    return context.deployment.kind == "provider_api"


def _kept(context: JoinedAlternative) -> Hashable:
    """What is kept of the requests to an API: a provider may state it of single models."""
    provider = context.provider
    if provider is None or not _by_api(context):
        return None
    return provider.retention_default, provider.retention_days, provider.zero_retention_route


ASPECTS: Final[Mapping[str, Callable[[JoinedAlternative], Hashable]]] = {
    "model": lambda c: c.model.model_id,
    "terms": lambda c: (_by_api(c), c.model.model_id),
    "keeper": lambda c: (c.deployment.kind, c.deployment.provider, _kept(c)),
    "place": lambda c: (
        c.deployment.kind,
        c.deployment.provider,
        c.deployment.zone,
        c.deployment.country,
        c.offer and c.offer.zone,
        c.served,
        _kept(c),
        c.deployment.gpu if c.deployment.kind in ("on_prem", "edge") else None,  # what is brought there
    ),
    "offer": lambda c: (_by_api(c), c.model.model_id, c.deployment.offer_id, c.deployment.provider),
    "stay": lambda c: (
        c.stay,
        c.model.status,
        c.model.openness,
        c.other_providers,
        c.deployment.provider or c.model.vendor,
    ),
    "fleet": lambda c: (c.deployment.kind, c.deployment.provider, c.deployment.gpu_count, c.deployment.replicas),
    "speed": lambda c: (_owned(c), c.deployment.gpu or c.deployment.provider),
    "price": lambda c: (
        _owned(c),
        c.deployment.gpu if _owned(c) else (c.deployment.provider, c.model.model_id),
    ),
    "energy": lambda c: (_owned(c), c.deployment.gpu if _owned(c) else c.model.model_id),
}
NEVER: Final = 10**9
"""A limit or an end that no source states."""
AGREEMENTS: Final = ("", "agreed", "single", "conflict")


def _end(context: JoinedAlternative) -> int:
    day = end_of(context.model, context.offer)
    return NEVER if day is None else day.toordinal()


NUMBERS: Final[Mapping[str, Callable[[JoinedAlternative], int]]] = {
    "api": _by_api,
    "agreement": lambda c: AGREEMENTS.index(c.offer.agreement) if c.offer else 0,
    "limit": lambda c: NEVER if c.offer is None or c.offer.max_context_tokens is None else c.offer.max_context_tokens,
    "end": _end,
}
"""Whether it is a provider's API, and what is compared with a number of the answers: how sources agree on its offer,
the context in tokens, the last day."""
ASPECT: Final = {name: number for number, name in enumerate([*ASPECTS, *NUMBERS])}


def _told_apart(alternative: Alternative) -> tuple[str, int | None]:
    """What one is found by: another load needs other replicas of the same, and the first load comes back."""
    return alternative.alternative_id, alternative.deployment.replicas


class ContextBook:
    """The contexts of one catalog, each made once."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._known: dict[tuple[str, int | None], JoinedAlternative] = {}
        self._codes: tuple[dict[Hashable, int], ...] = tuple({} for _ in ASPECTS)
        self._lock = Lock()

    def join(self, alternatives: Sequence[Alternative]) -> tuple[JoinedAlternative, ...]:
        """The contexts of alternatives, in their order."""
        found = [self._known.get(_told_apart(one)) for one in alternatives]
        return tuple(
            context if context is not None and context.alternative == one else self._add(one)
            for context, one in zip(found, alternatives, strict=True)
        )

    def _add(self, alternative: Alternative) -> JoinedAlternative:
        catalog, deployment = self._catalog, alternative.deployment
        model = catalog.model[alternative.model_id]
        provider = catalog.keeper(deployment.provider or "", model.model_id)
        gpu = catalog.gpu.get(deployment.gpu or "")
        place = place_of(deployment, provider.name if provider else None, gpu.name if gpu else None)
        named = catalog.called(model.model_id)
        bare = JoinedAlternative(
            alternative=alternative,
            model=model,
            deployment=deployment,
            provider=provider,
            offer=catalog.offer.get(deployment.offer_id or ""),
            licence=catalog.licence.get(model.licence_id or ""),
            disclosed=catalog.disclosed.get(model.vendor),
            countries=countries_of(model, catalog),
            stay=_stay(catalog, model, deployment),
            other_providers=len(
                {offer.provider_id for offer in catalog.offers_of.get(model.model_id, ())} - {deployment.provider}
            ),
            served=served_zones(catalog, model.model_id, deployment),
            place=place,
            name=name_of(named, place),
            called=named,
            gpu_name=gpu.name if gpu else "",
            sellers=catalog.sellers(provider.provider_id, "agreement") if provider else (),
        )
        with self._lock:
            codes = tuple(
                table.setdefault(key(bare), len(table))
                for table, key in zip(self._codes, ASPECTS.values(), strict=True)
            ) + tuple(number(bare) for number in NUMBERS.values())
            if len(self._known) >= KEPT:
                self._known = {}
            found = self._known[_told_apart(alternative)] = replace(bare, codes=codes)
        return found


def _stay(catalog: Catalog, model: Model, deployment: Deployment) -> Stay | None:
    if deployment.kind != "provider_api":
        return None
    offer = catalog.offer.get(deployment.offer_id or "")
    return stay_of(catalog, model, provider_id=deployment.provider or "", offer=offer)


@derived
def _book(catalog: Catalog) -> ContextBook:
    return ContextBook(catalog)


def contexts_of(alternatives: Sequence[Alternative], catalog: Catalog) -> tuple[JoinedAlternative, ...]:
    """Join every alternative with its rows of the catalog."""
    return _book(catalog).join(alternatives)


def codes_of(contexts: Sequence[JoinedAlternative]) -> Codes:
    """(n, aspects and numbers) codes of contexts that were joined together.

    Equal codes of an aspect mean that it is the same.
    """
    return np.array([context.codes for context in contexts], dtype=np.int64).reshape(-1, len(ASPECT))
