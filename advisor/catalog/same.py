"""A key under which things that were worked out for a catalog are kept."""

from __future__ import annotations

from advisor.catalog.catalog import Catalog


class SameCatalog:
    """A catalog that equals itself alone: what is kept for it never serves another with the same digest."""

    __slots__ = ("catalog",)

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog

    def __hash__(self) -> int:
        return id(self.catalog)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameCatalog) and other.catalog is self.catalog
