"""What a source's names mean, where rows of the catalog say so: offers, providers, zones and GPUs.

What the catalog already cites is the surest rule: an offer that cites ``litellm-1.109.1#azure/eu/gpt-5`` says what the
key ``azure/eu/gpt-5`` of that list means in every later edition, and the rows of a provider together say under which
name the list has it. What no row cites goes through ``catalog.identity``.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from advisor.catalog.browse.find_model import fold
from advisor.catalog.catalog import Catalog
from advisor.catalog.derived import derived
from advisor.catalog.tables.schema import Offer

_VERSION: Final = re.compile(r"-(\d{4}-\d{2}(-\d{2})?|\d+(\.\d+)+|[0-9a-f]{7,40})$")
_CLOUD_PREFIX: Final = re.compile(r"^(us-gov|us|eu|apac|jp|au|in|global|regional)\.")
_PURE: Final = 0.9
"""Share of a name's rows that must mean one provider before the name is taken to mean it."""
_CLOUD_ZONES: Final = {
    "us-gov": "gov",
    "us": "us",
    "eu-west-2": "uk",
    "eu-central-2": "ch",
    "eu": "eu",
    "ap-northeast-1": "jp",
    "ap-northeast-3": "jp",
    "ap-northeast-2": "kr",
    "ap-southeast-1": "sg",
    "ap-southeast-2": "au",
    "ap-southeast-4": "au",
    "ap-south": "in",
    "ap": "apac",
    "sa-east-1": "br",
    "ca": "ca",
    "me": "me",
    "cn": "cn",
}
"""Zones of AWS regions by the beginning of their names, longest first (docs.aws.amazon.com, "AWS Regions")."""


def family_of(source: str) -> str:
    """The list behind an edition: ``litellm-1.109.1`` and ``litellm-2026-11-28`` are one list."""
    name = source.partition("#")[0]
    return _VERSION.sub("", name)


def key_of_reference(reference: str | None) -> str:
    """The key of a citation ``source_id#key``; blank where there is none."""
    return (reference or "").partition("#")[2]


@dataclass(frozen=True)
class CitedOffers:
    """Which offers cite which key of which list."""

    by_key: Mapping[tuple[str, str], tuple[Offer, ...]]

    def of(self, family: str, key: str) -> tuple[Offer, ...]:
        """The offers that cite a key of a list as their first or second source."""
        return self.by_key.get((family, key), ())


@derived
def cited_offers(catalog: Catalog) -> CitedOffers:
    """The offers of a catalog by what they cite."""
    found: defaultdict[tuple[str, str], list[Offer]] = defaultdict(list)
    for offer in catalog.offers:
        for reference in (offer.source, offer.second_source):
            key = key_of_reference(reference)
            if reference and key:
                found[family_of(reference), key].append(offer)
    return CitedOffers({name: tuple(dict.fromkeys(offers)) for name, offers in found.items()})


def provider_names(catalog: Catalog, family: str, names: Mapping[str, str]) -> dict[str, str]:
    """What a list's names of providers mean, from ``names`` (key to the list's provider) and the rows that cite them.

    A name is taken to mean a provider only where nearly all cited rows agree on it.
    """
    cited = cited_offers(catalog)
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for key, name in names.items():
        for offer in cited.of(family, key):
            votes[name][offer.provider_id] += 1
    found = {}
    for name, counted in votes.items():
        (provider, count), *_ = counted.most_common(1)
        if count >= _PURE * counted.total():
            found[name] = provider
    return found


@derived
def _gpu_spellings(catalog: Catalog) -> Mapping[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for gpu in catalog.gpus:
        for name in (gpu.gpu_id, gpu.name, *gpu.aliases):
            found[fold(name)].add(gpu.gpu_id)
    return {name: frozenset(gpus) for name, gpus in found.items()}


def gpu_named(catalog: Catalog, names: Iterable[str]) -> str | None:
    """The GPU that the first understood of these names means; None where none is unambiguous."""
    spellings = _gpu_spellings(catalog)
    for name in names:
        gpus = spellings.get(fold(name), frozenset())
        if len(gpus) == 1:
            return next(iter(gpus))
    return None


def zone_of_region(region: str) -> str | None:
    """The zone of a cloud's region by its name; None where the name says nothing."""
    for start in sorted(_CLOUD_ZONES, key=len, reverse=True):
        if region == start or region.startswith(f"{start}-") or (start[-1].isdigit() and region.startswith(start)):
            return _CLOUD_ZONES[start]
    return None


def zone_of_key(key: str) -> str:
    """The zone that a key of Amazon Bedrock names, by prefix of the model or by region in its path."""
    parts = key.split("/")
    if prefix := _CLOUD_PREFIX.match(parts[-1]):
        return {"us-gov": "gov"}.get(prefix[1], prefix[1])
    return next((zone for part in parts[:-1] if (zone := zone_of_region(part))), "unspecified")
