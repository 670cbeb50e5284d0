"""Every name that a catalog knows, arranged to be looked up: reviewed names, spellings, short forms, owners, hosts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from advisor.catalog.catalog import Catalog
from advisor.catalog.derived import derived
from advisor.catalog.identity.hosts import OWNER_WORDS
from advisor.catalog.identity.spelling import NameWords, key, shorter, unordered, untuned

By = Literal["reviewed", "spelling", "shorter"]
Index = Mapping[NameWords, frozenset[str]]


@dataclass(frozen=True, slots=True)
class KnownNames:
    """KnownNames of a catalog's models, by scheme where they were reviewed, else by their keys."""

    reviewed: Mapping[tuple[str, str], tuple[str, str | None]]
    exact: Index
    unordered: Index
    untuned: Index
    shorter: Index
    elsewhere: Index
    elsewhere_variant: Mapping[NameWords, str]
    owners: Mapping[str, str]
    owners_longest: tuple[str, ...]
    vendor_of: Mapping[str, str]
    providers: frozenset[str]

    def ways(self, name: str, *, hub: bool, whole: bool) -> Iterator[tuple[By, frozenset[str]]]:
        """Models that a name may mean, the surest way of looking first.

        A repository is looked up as it is written: there a base model and its instruct version are two things, and a
        short form is somebody else's work. Hosts sell what was taught to answer and write names as they like. A name
        that is not ``whole`` any more (a thinking version or another checkpoint was meant) has no short form either.
        """
        spelt = key(name)
        yield "spelling", self.exact.get(spelt, frozenset())
        yield "spelling", self.unordered.get(unordered(spelt), frozenset())
        if hub or "base" in spelt:
            return
        yield "reviewed", self.elsewhere.get(spelt, frozenset())
        if whole:
            yield "spelling", self.untuned.get(spelt, frozenset())
            yield "shorter", self.shorter.get(spelt, frozenset())


@derived(by="digest")
def known_names(catalog: Catalog) -> KnownNames:
    """The names of a catalog (worked out once per digest)."""
    vendor_of = {model.model_id: model.vendor for model in catalog.models}
    exact, tuned, free, short = (defaultdict[NameWords, set[str]](set) for _ in range(4))
    for model in catalog.models:
        slug, hub = model.model_id.partition("/")[2], (model.hub_id or "").partition("/")[2].lower()
        for spelt in {key(slug), key(hub), key(model.name)} - {()}:
            exact[spelt].add(model.model_id)
            free[unordered(spelt)].add(model.model_id)
            if model.openness == "open_weights":
                tuned[untuned(spelt)].add(model.model_id)
        for less in (*shorter(slug), *shorter(hub)):
            short[key(less)].add(model.model_id)
    elsewhere, variants = _elsewhere(catalog)
    owners = _owners(catalog, vendor_of)
    return KnownNames(
        reviewed={(row.scheme, row.alias.lower()): (row.model_id, row.variant) for row in catalog.aliases},
        exact=_frozen(exact),
        unordered=_frozen(free),
        untuned=_frozen(tuned),
        shorter=_frozen(short),
        elsewhere=elsewhere,
        elsewhere_variant=variants,
        owners=owners,
        owners_longest=tuple(sorted(owners, key=len, reverse=True)),
        vendor_of=vendor_of,
        providers=frozenset(catalog.provider),
    )


def _elsewhere(catalog: Catalog) -> tuple[dict[NameWords, frozenset[str]], dict[NameWords, str]]:
    """KnownNames reviewed for one host, which mean the same at the next: the last part of each, and its variant."""
    found: defaultdict[NameWords, set[str]] = defaultdict(set)
    variants: dict[NameWords, str] = {}
    for row in catalog.aliases:
        if row.scheme != "huggingface" and row.model_id in catalog.model:
            spelt = key(row.alias.rsplit("/", 1)[-1].rpartition(":")[2])
            found[spelt].add(row.model_id)
            if row.variant:
                variants.setdefault(spelt, row.variant)
    return _frozen(found), variants


def _owners(catalog: Catalog, vendor_of: Mapping[str, str]) -> dict[str, str]:
    """Vendors by the words for them: their ids, the owners of their Hub repositories, and what was entered."""
    owners = {vendor: vendor for vendor in vendor_of.values()}
    for model in catalog.models:
        if model.hub_id and "/" in model.hub_id:
            owners.setdefault(model.hub_id.partition("/")[0].lower(), model.vendor)
    return owners | {word: vendor for vendor, words in OWNER_WORDS.items() for word in words}


def _frozen(index: Mapping[NameWords, set[str]]) -> dict[NameWords, frozenset[str]]:
    return {spelt: frozenset(found) for spelt, found in index.items()}
