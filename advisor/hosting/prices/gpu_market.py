"""Where GPUs can be had: the best matching rent per GPU and commitment, and what buying costs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from advisor.catalog.catalog import Catalog
from advisor.catalog.derived import derived
from advisor.catalog.tables.schema import Gpu, GpuOffer
from advisor.geography import meets, zone_of
from advisor.hosting.planning.gpu_configurations import EDGE_SEGMENTS, SOLDERED_LINK_GB_S
from advisor.questionnaire.answers import Answers, DeploymentKind

COMMITMENTS = ("on_demand", "reserved_1y", "reserved_3y")
SECOND_RATE = ("marketplace price", "community cloud", "too high today", "prototyping")
"""Notes of offers that are not the price of a contract with a certified data centre, or known to be out of date."""


@dataclass(frozen=True, slots=True)
class GpuDeal:
    """One way to have a GPU: rent (per GPU-hour) or purchase (per GPU), ``unit`` GPUs at a time."""

    kind: DeploymentKind
    gpu_id: str
    provider: str
    zone: str | None
    country: str | None
    commitment: str
    hyperscaler: bool
    usd_per_gpu_hour: float
    usd_per_gpu: float
    unit: int
    complete_server: bool
    owned: int
    source: str
    dated: str
    note: str | None


def rents(catalog: Catalog, answers: Answers) -> tuple[GpuDeal, ...]:
    """Per GPU, class of provider and commitment the cheapest matching offer.

    Offers in the demanded zones from providers that the answers admit come first; where there is none, the cheapest of
    the others stands, so that the gate can say why it falls.
    """
    hosting, data = answers.hosting, answers.data
    wishes = _Wishes(
        tuple(data.residency),
        tuple(data.certifications),
        tuple(hosting.providers_allowed or ()),
        tuple(hosting.providers_excluded),
    )
    return _rents(catalog, wishes)


class _Wishes(NamedTuple):
    """What the choice of an offer depends on."""

    residency: tuple[str, ...]
    certifications: tuple[str, ...]
    allowed: tuple[str, ...]
    excluded: tuple[str, ...]


@derived(by="digest", keep=16)
def _rents(catalog: Catalog, wishes: _Wishes) -> tuple[GpuDeal, ...]:
    chosen: dict[tuple[str, bool, str], tuple[tuple[bool, ...], float, GpuOffer]] = {}
    for offer in catalog.gpu_offers:
        if offer.commitment not in COMMITMENTS or offer.usd_per_gpu_hour is None or offer.gpu_id not in catalog.gpu:
            continue
        provider = catalog.provider.get(offer.provider_id)
        group = (offer.gpu_id, provider is not None and provider.kind == "hyperscaler", offer.commitment)
        rank = (_preference(offer, catalog, wishes), float(offer.usd_per_gpu_hour), offer)
        if group not in chosen or rank[:2] < chosen[group][:2]:
            chosen[group] = rank
    return tuple(_rent(offer, hyperscaler=group[1]) for group, (_, _, offer) in sorted(chosen.items()))


def _preference(offer: GpuOffer, catalog: Catalog, wishes: _Wishes) -> tuple[bool, ...]:
    """False sorts first: in a demanded zone, provider admitted, certified as demanded, a contract price."""
    provider = catalog.provider.get(offer.provider_id)
    certified = set(provider.certifications) if provider else set()
    return (
        not meets(zone_of(offer.country), wishes.residency),
        offer.provider_id in wishes.excluded or bool(wishes.allowed and offer.provider_id not in wishes.allowed),
        not set(wishes.certifications) <= certified,
        any(words in (offer.note or "") for words in SECOND_RATE),
    )


def _rent(offer: GpuOffer, *, hyperscaler: bool) -> GpuDeal:
    return GpuDeal(
        kind="cloud_gpu",
        gpu_id=offer.gpu_id,
        provider=offer.provider_id,
        zone=zone_of(offer.country),
        country=offer.country,
        commitment=offer.commitment,
        hyperscaler=hyperscaler,
        usd_per_gpu_hour=float(offer.usd_per_gpu_hour or 0),
        usd_per_gpu=0.0,
        unit=offer.gpu_count,
        complete_server=True,
        owned=0,
        source=offer.source,
        dated=offer.priced_on.isoformat(),
        note=offer.note,
    )


def purchases(catalog: Catalog, answers: Answers) -> tuple[GpuDeal, ...]:
    """Per GPU what buying it costs (the median of the dated prices); owned GPUs cost nothing up to their count."""
    owned = owned_gpus(catalog, answers)
    deals = _for_sale(catalog, answers.hosting.country)
    return tuple(
        replace(deal, owned=owned[gpu_id], commitment="owned") if gpu_id in owned else deal
        for gpu_id, (deal, sold) in deals.items()
        if sold or gpu_id in owned
    )


@derived(by="digest", keep=64)
def _for_sale(catalog: Catalog, country: str | None) -> Mapping[str, tuple[GpuDeal, bool]]:
    """By GPU of a catalog the deal to buy it in a country, and whether anybody sells it."""
    offers = {gpu: _median(catalog.gpu_offers_of.get(gpu.gpu_id, ())) for gpu in catalog.gpus}
    return {gpu.gpu_id: (_purchase(gpu, offer, country), offer is not None) for gpu, offer in offers.items()}


def _median(offers: Iterable[GpuOffer]) -> GpuOffer | None:
    """The offer at the median purchase price; None where there is none."""
    sold = [offer for offer in offers if offer.commitment == "purchase" and offer.usd_per_gpu is not None]
    return sorted(sold, key=lambda offer: offer.usd_per_gpu or 0)[(len(sold) - 1) // 2] if sold else None


def _purchase(gpu: Gpu, offer: GpuOffer | None, country: str | None) -> GpuDeal:
    """The deal at the offer's price; the note says what the price covers."""
    edge = gpu.segment in EDGE_SEGMENTS
    return GpuDeal(
        kind="edge" if edge else "on_prem",
        gpu_id=gpu.gpu_id,
        provider="own",
        zone=zone_of(country),
        country=country,
        commitment="purchase",
        hyperscaler=False,
        usd_per_gpu_hour=0.0,
        usd_per_gpu=float(offer.usd_per_gpu or 0) if offer else float("nan"),
        unit=1 if edge else server_unit(gpu),
        complete_server=edge or (offer is not None and offer.instance is not None),
        owned=0,
        source=offer.source if offer else "answers",
        dated=offer.priced_on.isoformat() if offer else "",
        note=offer.note if offer else "owned",
    )


def server_unit(gpu: Gpu) -> int:
    """How many GPUs are bought together."""
    return gpu.gpus_per_server or 1 if (gpu.link_gb_s or 0) >= SOLDERED_LINK_GB_S else 1


def owned_gpus(catalog: Catalog, answers: Answers) -> dict[str, int]:
    """GPUs that the organisation has, by id; names that match no GPU are left out (``find_gpu`` reports them)."""
    owned: dict[str, int] = {}
    for item in answers.hosting.gpus_owned:
        gpu_id = _gpu_ids(catalog).get(fold(item.gpu))
        if gpu_id is not None:
            owned[gpu_id] = owned.get(gpu_id, 0) + item.count
    return owned


@derived(by="digest")
def _gpu_ids(catalog: Catalog) -> Mapping[str, str]:
    """What each folded name of a catalog's GPUs means; of several the one that ``find_gpu`` takes."""
    last_first = sorted(catalog.gpus, key=_preferred, reverse=True)
    return {fold(name): gpu.gpu_id for gpu in last_first for name in (gpu.gpu_id, gpu.name, *gpu.aliases)}


def find_gpu(gpus: Iterable[Gpu], name: str) -> Gpu | None:
    """The GPU that a name means, by id, name or alias, whatever its case and separators; None when there is none.

    A name that means several (``h100``) is the one with the shortest alias list match, then SXM before PCIe.
    """
    wanted = fold(name)
    exact = [gpu for gpu in gpus if wanted in {fold(gpu.gpu_id), fold(gpu.name), *map(fold, gpu.aliases)}]
    return min(exact, key=_preferred) if exact else None


def _preferred(gpu: Gpu) -> tuple[bool, str]:
    """The order of GPUs that one name means."""
    return "sxm" not in gpu.gpu_id, gpu.gpu_id


def fold(name: str) -> str:
    """A name without case and separators."""
    return "".join(letter for letter in name.lower() if letter.isalnum())
