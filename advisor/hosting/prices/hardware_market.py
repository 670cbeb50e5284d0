"""What hardware costs as it is sold: servers of 1, 2, 4 or 8 GPUs, machines and racks, where somebody sells them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from advisor.catalog.catalog import Catalog
from advisor.catalog.derived import derived
from advisor.catalog.tables.schema import Gpu, GpuOffer
from advisor.catalog.tables.schema_hosting import HardwareOffer
from advisor.geography import zone_of
from advisor.hosting.gpu_classes import EDGE_SEGMENTS
from advisor.hosting.prices.gpu_market import GpuDeal, find_owned
from advisor.questionnaire.answers import Answers, DeploymentKind

WHOLE: Mapping[str, DeploymentKind] = {"server": "on_prem", "rack": "on_prem", "machine": "edge"}
"""Forms that are bought as they stand, and what they are bought for; cards alone serve nobody."""
GAMING = "consumer"
"""Cards for gaming in a tower computer: nobody sells them for years of service at a machine, in a robot or in a rack.

Who owns one, or has a quote for one, may plan with it."""
MOST_GPUS = 8
"""GPUs that one server may hold where nobody says how many do."""
UNKNOWN_PRICE = float("nan")
_Have = tuple[int, int | None]
"""GPUs of one kind that are there, and the servers that they stand in; None: not stated."""


def purchases(catalog: Catalog, answers: Answers) -> tuple[GpuDeal, ...]:
    """What can be bought in the country of the answers, by GPU and size of the server, and what is there already.

    Of several prices of one item the median counts. GPUs that are there are used before any is bought, and a plan takes
    no more of a server than it needs: the rest of it is free for other work. In how many servers they stand decides
    what a failure takes. New servers stand beside them in each size that is sold.
    """
    country = answers.hosting.country
    owned = find_owned(catalog, answers)
    deals: list[GpuDeal] = []
    for gpu in catalog.gpus:
        sold = _sold(catalog, gpu.gpu_id, zone_of(country))
        have = owned.get(gpu.gpu_id)
        if have is None:
            deals += [_deal(gpu, item.gpu_count, item, country=country) for item in sold]
        elif gpu.segment in EDGE_SEGMENTS:
            deals += _devices(catalog, gpu, sold, have, country=country)
        else:
            given = answers.hosting.hardware_given == "all"
            deals += _servers(catalog, gpu, sold, have, country=country, given=given)
    return tuple(deals)


def _devices(
    catalog: Catalog, gpu: Gpu, sold: Sequence[HardwareOffer], have: _Have, *, country: str | None
) -> Iterator[GpuDeal]:
    """Edge devices that are there, in every size that they may have; those that are sold take what is there first."""
    largest, sizes = _largest(gpu, have), {item.gpu_count for item in sold}
    for item in sold:
        fits = have[1] is None or item.gpu_count <= largest
        yield _deal(gpu, item.gpu_count, item, country=country, owned=have[0] if fits else 0)
    value = _value_per_gpu(catalog, gpu, sold)
    for size in sorted(set(range(1, largest + 1)) - sizes):
        yield _deal(gpu, size, None, country=country, owned=have[0], value=value)


def _servers(
    catalog: Catalog, gpu: Gpu, sold: Sequence[HardwareOffer], have: _Have, *, country: str | None, given: bool
) -> Iterator[GpuDeal]:
    """Servers that are there with new ones of each size beside them, and new ones for what none of them holds.

    Where servers are ``given``, what is there alone: nothing is bought beside it.
    """
    largest = _largest(gpu, have)
    beside: list[HardwareOffer | None] = [] if given else list(sold)
    if given or max((item.gpu_count for item in sold), default=0) < largest:
        beside.append(None)  # nobody sells what holds the largest replica: what is there may
    value = _value_per_gpu(catalog, gpu, sold)
    for item in beside:
        new = _deal(gpu, item.gpu_count if item else largest, item, country=country, value=value)
        if item is not None and item.gpu_count > largest:
            yield replace(new, there_size=largest)
        yield replace(new, commitment="owned", owned=have[0], there_size=largest, there_servers=have[1], given=given)


def _largest(gpu: Gpu, have: _Have) -> int:
    """Owned GPUs of one server: as stated, else as many as one may hold."""
    count, servers = have
    return min(count, gpu.gpus_per_server or MOST_GPUS) if servers is None else max(count // servers, 1)


def _value_per_gpu(catalog: Catalog, gpu: Gpu, sold: Sequence[HardwareOffer]) -> float:
    """What a new GPU of a kind is worth: in a server that is sold, else alone, else unknown."""
    items = sold or catalog.hardware_offers_of.get(gpu.gpu_id, ())
    return min((item.usd / item.gpu_count for item in items), default=UNKNOWN_PRICE)


def sold_in(item: HardwareOffer, zone: str | None) -> bool:
    """Whether an item is sold in a zone; an unknown zone is not China, where other chips are sold."""
    if item.sold_in:
        return zone in item.sold_in
    return zone not in item.not_sold_in


@derived(by="digest", keep=4096)
def _sold(catalog: Catalog, gpu_id: str, zone: str | None) -> tuple[HardwareOffer, ...]:
    """Of every whole item that somebody sells in a zone with this GPU the one at the median price, by size.

    The user's own quotes replace the prices of a size.
    """
    grouped: dict[tuple[str, int], list[HardwareOffer]] = {}
    for item in catalog.hardware_offers_of.get(gpu_id, ()):
        offered = item.availability != "withdrawn" and sold_in(item, zone)
        if item.form in WHOLE and offered and catalog.gpu[gpu_id].segment != GAMING:
            grouped.setdefault((WHOLE[item.form], item.gpu_count), []).append(item)
    grouped |= {(WHOLE[quote.form], quote.gpu_count): [quote] for quote in _own_quotes(catalog, gpu_id)}
    return tuple(_median(items) for _, items in sorted(grouped.items()))


def _own_quotes(catalog: Catalog, gpu_id: str) -> Iterator[HardwareOffer]:
    """Purchase prices that the user entered among the rents, as whole servers."""
    gpu = catalog.gpu[gpu_id]
    for offer in catalog.gpu_offers_of.get(gpu_id, ()):
        if offer.commitment == "purchase" and offer.usd_per_gpu is not None:
            yield _quoted(offer, edge=gpu.segment in EDGE_SEGMENTS)


def _quoted(offer: GpuOffer, *, edge: bool) -> HardwareOffer:
    usd = float(offer.usd_per_gpu or 0) * offer.gpu_count
    return HardwareOffer(
        hardware_id=offer.offer_id,
        gpu_id=offer.gpu_id,
        form="machine" if edge else "server",
        gpu_count=offer.gpu_count,
        availability="sold",
        sold_in=(),
        not_sold_in=(),
        usd=usd,
        usd_low=usd,
        usd_high=usd,
        basis="quote",
        lead_weeks_low=None,
        lead_weeks_high=None,
        priced_on=offer.priced_on,
        source=offer.source,
        note=offer.note,
    )


def _median(items: Sequence[HardwareOffer]) -> HardwareOffer:
    """The item at the median price; the dearer of the two middle ones.

    A real offer with its source and day, which their mean is not; and a budget that proves too large is given back,
    while one that rests on the cheaper of two statements is what a buyer finds out at the order.
    """
    return sorted(items, key=lambda item: (item.usd, item.hardware_id))[len(items) // 2]


def _deal(
    gpu: Gpu,
    size: int,
    item: HardwareOffer | None,
    *,
    country: str | None,
    owned: int = 0,
    value: float = UNKNOWN_PRICE,
) -> GpuDeal:
    """The deal for servers of a size, bought at the item's price (unknown without one) or there already.

    ``value`` is what one GPU is worth where there is no item.
    """
    edge = WHOLE[item.form] == "edge" if item else gpu.segment in EDGE_SEGMENTS
    return GpuDeal(
        kind="edge" if edge else "on_prem",
        gpu_id=gpu.gpu_id,
        provider="own",
        zone=zone_of(country),
        country=country,
        commitment="owned" if owned else "purchase",
        hyperscaler=False,
        usd_per_gpu_hour=0.0,
        usd_per_gpu=item.usd / size if item else UNKNOWN_PRICE,
        value_per_gpu=item.usd / size if item else value,
        unit=size,
        owned=owned,
        source=item.source if item else "answers",
        dated=item.priced_on.isoformat() if item else "",
        note=item.note if item else "owned",
        hardware=item,
    )
