"""The models of a catalog by columns: what depends on one value is worked out once per value that the models take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Final

import numpy as np

from advisor.arrays import Codes
from advisor.catalog.catalog import Catalog
from advisor.catalog.same import SameCatalog
from advisor.catalog.tables.schema import Model

Read = Callable[[Model, Catalog], Any]
KEPT: Final = 96
"""Columns kept: those of the last four catalogs."""


def model_values(catalog: Catalog, read: Read) -> tuple[Sequence[Any], Codes]:
    """The distinct values that a reader gives of a catalog's n models, and which of them each model has (n,).

    Kept, since reading 850 models anew for every use case takes ten times as long as judging their values.
    """
    return _values(SameCatalog(catalog), read)


@lru_cache(maxsize=KEPT)
def _values(key: SameCatalog, read: Read) -> tuple[Sequence[Any], Codes]:
    given = [read(model, key.catalog) for model in key.catalog.models]
    number = {value: place for place, value in enumerate(dict.fromkeys(given))}
    return tuple(number), np.array([number[value] for value in given], dtype=np.int64)
