"""Keys under which things that were worked out for a catalog are kept."""

from __future__ import annotations

from advisor.catalog.catalog import Catalog


class SameCatalog:
    """A catalog that equals itself alone: for what holds rows of it, which belong to no other with the same digest."""

    __slots__ = ("catalog",)

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog

    def __hash__(self) -> int:
        return id(self.catalog)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameCatalog) and other.catalog is self.catalog


class SameDigest:
    """A catalog that equals every other with its digest: for figures, which a catalog read again need not work out."""

    __slots__ = ("catalog",)

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog

    def __hash__(self) -> int:
        return hash(self.catalog.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameDigest) and other.catalog.digest == self.catalog.digest
