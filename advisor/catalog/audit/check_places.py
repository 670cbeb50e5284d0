"""Audit rules on where a price holds and who asks it: contradicted zones, and routers' prices at vendors."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from advisor.catalog.audit.finding import Finding
from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Offer

GATEWAY: Final = "gateway"
EXPLAINED: Final = ("derived", "zone:")
"""How the remark of an offer begins that says why its zone is not that of the key that it cites."""
_HEAD: Final = re.compile(r"^([^:/]+)[:/]")
_CLOUD_KEY: Final = re.compile(r"^(?:aws[:/])?(?:bedrock/)?(us-gov|us|eu|apac|jp|au|global)[./]")
_AZURE_KEY: Final = re.compile(r"^azure/(us|eu|global)/")
_MEANS: Final = {"us-gov": "gov"}
_CLOUDS: Final[Mapping[str, re.Pattern[str]]] = {"aws-bedrock": _CLOUD_KEY, "azure-foundry": _AZURE_KEY}
_FEW: Final = 0.9


def place_findings(catalog: Catalog) -> Iterator[Finding]:
    """Every offer whose zone, or whose provider, is not the one that its own source says."""
    routers = _routers(catalog)
    for offer in catalog.offers:
        yield from _mis_zoned(offer)
        yield from _router_priced(offer, catalog, routers)


def _mis_zoned(offer: Offer) -> Iterator[Finding]:
    """A price under a key that names a zone stands in a row of another zone, and nothing explains it."""
    pattern = _CLOUDS.get(offer.provider_id)
    if pattern is None or (offer.conflict or "").startswith(EXPLAINED):
        return
    for column in ("source", "provider_model_key"):
        key = offer.source.partition("#")[2] if column == "source" else offer.provider_model_key
        told = pattern.match(key)
        zone = _MEANS.get(told[1], told[1]) if told else offer.zone
        if zone != offer.zone:
            yield Finding(
                file="offers.csv",
                row=offer.offer_id,
                column="zone",
                value=offer.zone,
                allowed=f"{zone}, as the key {key} says, or a remark that begins with: zone:",
                rule="contradiction",
            )
            return


def _routers(catalog: Catalog) -> Mapping[tuple[str, str], str]:
    """Routers by the word with which a list begins their keys: learnt from the offers of the routers themselves."""
    votes: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for offer in catalog.offers:
        if name := _head(offer.source):
            votes[name][offer.provider_id] += 1
    found = {}
    for name, counted in votes.items():
        (provider, count), *_ = counted.most_common(1)
        kind = catalog.provider[provider].kind if provider in catalog.provider else ""
        if kind == GATEWAY and count >= _FEW * counted.total():
            found[name] = provider
    return found


def _router_priced(offer: Offer, catalog: Catalog, routers: Mapping[tuple[str, str], str]) -> Iterator[Finding]:
    """What a router takes stands as the price of somebody else."""
    router = routers.get(_head(offer.source))
    if router is not None and router != offer.provider_id and offer.provider_id in catalog.provider:
        yield Finding(
            file="offers.csv",
            row=offer.offer_id,
            column="source",
            value=offer.source,
            allowed=f"a source of {offer.provider_id}'s own price: this one is what {router} takes",
            rule="contradiction",
        )


def _head(source: str) -> tuple[str, str]:
    """The list and the first word of the key that a citation names."""
    name, _, key = source.partition("#")
    head = _HEAD.match(key)
    return re.sub(r"-[0-9].*$", "", name), head[1] if head else ""
