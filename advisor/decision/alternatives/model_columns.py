"""The models of a catalog by columns: what depends on one value is worked out once per value that the models take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np

from advisor.arrays import Codes
from advisor.catalog.catalog import Catalog
from advisor.catalog.derived import derived
from advisor.catalog.tables.schema import Model

Read = Callable[[Model, Catalog], Any]
KEPT: Final = 96
"""Columns kept of a catalog."""


def model_values(catalog: Catalog, read: Read) -> tuple[Sequence[Any], Codes]:
    """The distinct values that a reader gives of a catalog's n models, and which of them each model has (n,).

    Kept, since reading 850 models anew for every use case takes ten times as long as judging their values.
    """
    return _values(catalog, read)


@derived(keep=KEPT)
def _values(catalog: Catalog, read: Read) -> tuple[Sequence[Any], Codes]:
    given = [read(model, catalog) for model in catalog.models]
    number = {value: number for number, value in enumerate(dict.fromkeys(given))}
    return tuple(number), np.array([number[value] for value in given], dtype=np.int64)
