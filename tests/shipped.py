"""The shipped catalog, read once in a process: reading it takes a second, and many tests ask it."""

from __future__ import annotations

from functools import lru_cache

from advisor.catalog.catalog import Catalog
from advisor.catalog.load import load_catalog


@lru_cache(maxsize=1)
def shipped_catalog() -> Catalog:
    """The shipped tables; nobody can change them, so all tests may share one."""
    return load_catalog()
