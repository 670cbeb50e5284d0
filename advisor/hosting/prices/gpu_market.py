"""Where GPUs can be rented: the best matching recent rent per GPU and commitment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import log
from typing import NamedTuple

from advisor.arrays import Z_90
from advisor.catalog.catalog import Catalog
from advisor.catalog.derived import derived
from advisor.catalog.tables.schema import Gpu, GpuOffer, Provider
from advisor.catalog.tables.schema_hosting import HardwareOffer
from advisor.geography import meets, zone_of
from advisor.questionnaire.answers import Answers, DeploymentKind

COMMITMENTS = ("on_demand", "reserved_1y", "reserved_3y")
TERM_MONTHS = {"reserved_1y": 12, "reserved_3y": 36}
"""How long a commitment binds; it is paid for so long, whatever is decided for."""
STALE_DAYS = (180, 60)
"""Ages from which a rent gives way to a newer comparable one; the audit calls those above the second stale."""

LIST_STALE_DAYS = (730, 365)
"""The same for a hyperscaler's list on demand, which the market moves little: all 50 prices that were read again after
one to nine months stood to the cent (gpu-price-index-2026-10-10). Reserved ones, of which none was, age like others.
"""

STALE_SPREAD = (2.0, 1.5)
"""How much wider the price of a rent of these ages is drawn: rents moved by a fifth and more within 2026 (a judgement).
"""
FOR_GOVERNMENT = "us-gov-"
"""How regions begin that are for the government of the United States and its suppliers alone (AWS GovCloud)."""
PRICE_SIGMA = 0.10
"""Relative uncertainty of GPU rents and hardware quotes: same GPU and month, contract clouds."""


@dataclass(frozen=True, slots=True)
class GpuDeal:
    """One way to have a GPU: rent (per GPU-hour) or purchase (per GPU), ``unit`` GPUs at a time.

    ``value_per_gpu`` is what a new one is worth, also where none can be bought.
    ``unit`` GPUs stand in one server or instance; ``hardware`` is the row that a purchase price comes from.
    Of the ``owned`` GPUs on own premises ``there_size`` stand in one server and ``there_servers`` is how many there are
    (None: not stated); what is bought beside them comes in servers of ``unit`` GPUs, and where they are ``given``
    nothing is.
    """

    kind: DeploymentKind
    gpu_id: str
    provider: str
    zone: str | None
    country: str | None
    commitment: str
    hyperscaler: bool
    usd_per_gpu_hour: float
    usd_per_gpu: float
    value_per_gpu: float
    unit: int
    owned: int
    source: str
    dated: str
    note: str | None
    hardware: HardwareOffer | None = None
    there_size: int = 0
    there_servers: int | None = None
    given: bool = False

    @property
    def holds(self) -> tuple[int, float]:
        """The fewest and the most GPUs of one replica that this is had for.

        Nobody buys for a replica that a server which is there holds; instances of a cloud are linked.
        """
        if self.kind == "cloud_gpu":
            return 1, float("inf")
        if self.owned and self.there_size:
            return 1, min(self.there_size, self.unit)
        return self.there_size + 1, self.unit


def price_spread(deal: GpuDeal, as_of: date) -> float:
    """How much wider than a fresh quote's the spread of a deal's price is; at least 1.

    A purchase is as uncertain as the range of its price says (about 90% of what it may be), a rent by its age.
    """
    if deal.hardware is not None and deal.hardware.usd_low > 0:
        return max(log(deal.hardware.usd_high / deal.hardware.usd_low) / (2 * Z_90) / PRICE_SIGMA, 1.0)
    if deal.kind != "cloud_gpu":
        return 1.0
    age = rent_age_days(date.fromisoformat(deal.dated), as_of)
    return next((wider for limit, wider in zip(STALE_DAYS, STALE_SPREAD, strict=True) if age > limit), 1.0)


def rents(catalog: Catalog, answers: Answers) -> tuple[GpuDeal, ...]:
    """Per GPU, class of provider and commitment the cheapest matching offer of a recent date.

    Offers of providers that the answers admit, by name and by the country of their seat, come first, and of those the
    ones in the demanded zones: where a machine stands can be asked, whose law its owner is under cannot be changed.
    Where there is none, the cheapest of the others stands, so that the gate can say why it falls. Rents rose over 2026:
    among comparable ones an old price gives way to a recent one, that of a hyperscaler's list only after a year.
    """
    hosting, data = answers.hosting, answers.data
    wishes = _Wishes(
        tuple(data.residency),
        tuple(data.certifications),
        tuple(hosting.providers_allowed or ()),
        tuple(hosting.providers_excluded),
        tuple(answers.governance.jurisdictions_excluded),
        answers.as_of or catalog.dated,
    )
    return _rents(catalog, wishes)


class _Wishes(NamedTuple):
    """What the choice of an offer depends on."""

    residency: tuple[str, ...]
    certifications: tuple[str, ...]
    allowed: tuple[str, ...]
    excluded: tuple[str, ...]
    seats_excluded: tuple[str, ...]
    as_of: date


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
    """False sorts first: provider admitted, in a demanded zone, open to all, certified, a contract price, recent."""
    provider = catalog.provider.get(offer.provider_id)
    certified = set(provider.certifications) if provider else set()
    listed = provider is not None and provider.kind == "hyperscaler" and offer.commitment == "on_demand"
    return (
        offer.provider_id in wishes.excluded
        or bool(wishes.allowed and offer.provider_id not in wishes.allowed)
        or bool(wishes.seats_excluded and (provider is None or not _sits_outside(provider, wishes.seats_excluded))),
        not meets(zone_of(offer.country), wishes.residency),
        offer.region is not None and offer.region.startswith(FOR_GOVERNMENT),
        not set(wishes.certifications) <= certified,
        offer.price_kind is not None,
        *(
            rent_age_days(offer.priced_on, wishes.as_of) > limit
            for limit in (LIST_STALE_DAYS if listed else STALE_DAYS)
        ),
    )


def _sits_outside(provider: Provider, seats: tuple[str, ...]) -> bool:
    """Whether a provider has its seat in none of some countries; one whose seat nobody states may have it anywhere."""
    return provider.jurisdiction is not None and provider.jurisdiction not in seats


def rent_age_days(priced_on: date, as_of: date) -> int:
    """How old a rent is on the day of the decision; never negative."""
    return max((as_of - priced_on).days, 0)


def comparable_rents(catalog: Catalog, deal: GpuDeal, as_of: date) -> tuple[GpuOffer, ...]:
    """Contract prices of the same GPU and commitment, not older than the longer limit, the cheapest first."""
    found = [
        offer
        for offer in catalog.gpu_offers_of.get(deal.gpu_id, ())
        if offer.commitment == deal.commitment
        and offer.usd_per_gpu_hour is not None
        and offer.price_kind is None
        and rent_age_days(offer.priced_on, as_of) <= STALE_DAYS[0]
    ]
    return tuple(sorted(found, key=lambda offer: (float(offer.usd_per_gpu_hour or 0), offer.offer_id)))


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
        value_per_gpu=0.0,
        unit=offer.gpu_count,
        owned=0,
        source=offer.source,
        dated=offer.priced_on.isoformat(),
        note=offer.note,
    )


def owned_gpus(catalog: Catalog, answers: Answers) -> dict[str, int]:
    """GPUs that the organisation has, by id; names that match no GPU are left out (``find_gpu`` reports them)."""
    return {gpu_id: count for gpu_id, (count, _) in find_owned(catalog, answers).items()}


def find_owned(catalog: Catalog, answers: Answers) -> dict[str, tuple[int, int | None]]:
    """GPUs that the organisation has and in how many servers they stand (None: not stated), by id."""
    owned: dict[str, tuple[int, int | None]] = {}
    for item in answers.hosting.gpus_owned:
        gpu_id = _gpu_ids(catalog).get(fold(item.gpu))
        if gpu_id is not None:
            count, servers = owned.get(gpu_id, (0, item.servers and 0))
            both = None if servers is None or item.servers is None else servers + item.servers
            owned[gpu_id] = count + item.count, both
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
