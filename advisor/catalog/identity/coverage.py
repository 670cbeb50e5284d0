"""How many of a source's names the rules of identity can map, and which ones they cannot, by reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from advisor.catalog.catalog import Catalog
from advisor.catalog.identity.identify import Identity, identify
from advisor.units import Record


class Coverage(Record):
    """KnownNames by how they were found and by why they were not; the unmapped ones, those of most names first.

    ``found`` counts by way (reviewed, spelling, shorter), ``missed`` by reason; ``unmapped`` holds (name without host,
    reason, how many entries), so that one missing model of ten hosts stands once.
    """

    names: int
    found: dict[str, int]
    missed: dict[str, int]
    unmapped: tuple[tuple[str, str, int], ...]

    @property
    def share(self) -> float:
        """The share of names of models that were mapped; routers, tools and fine-tuned copies do not count."""
        models = self.names - self.missed.get("not_a_model", 0) - self.missed.get("fine_tuned", 0)
        return sum(self.found.values()) / models if models else 1.0


def coverage(catalog: Catalog, entries: Iterable[tuple[str, str | None, str]]) -> Coverage:
    """What the rules make of a source's entries: (scheme, the source's word for the host, name) each."""
    identities = [identify(catalog, name, scheme=scheme, provider=host) for scheme, host, name in entries]
    found = Counter(one.by for one in identities if one.by)
    missed = Counter(one.reason for one in identities if one.reason)
    unmapped = Counter((_bare(one), one.reason) for one in identities if one.reason)
    return Coverage(
        names=len(identities),
        found=dict(sorted(found.items())),
        missed=dict(sorted(missed.items())),
        unmapped=tuple(
            (name, reason, count)
            for (name, reason), count in sorted(unmapped.items(), key=lambda item: (-item[1], item[0]))
        ),
    )


def _bare(identity: Identity) -> str:
    return identity.name.rsplit("/", 1)[-1].lower()
