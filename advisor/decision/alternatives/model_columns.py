"""The models of a catalog by columns: what depends on one field is worked out once per value that the field takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from advisor.arrays import Codes
from advisor.catalog.catalog import Catalog
from advisor.catalog.same import SameCatalog
from advisor.catalog.tables.schema import Model

FIELDS: Final = (
    *("kind", "status", "modalities_in", "modalities_out", "tools", "structured_output", "context_tokens"),
    *("max_output_tokens", "languages", "openness", "licence_id", "vendor", "release_date"),
)


@dataclass(frozen=True, slots=True)
class ModelColumns:
    """The n models of a catalog: their ``place`` by id, and of every field its values and which each model has (n,)."""

    place: Mapping[str, int]
    values: Mapping[str, Sequence[Any]]
    codes: Mapping[str, Codes]

    def where(self, field: str, holds: Callable[[Any], bool]) -> NDArray[np.bool_]:
        """(n,) whether something holds of a model's value in a field."""
        values = self.values[field]
        return np.fromiter(map(holds, values), dtype=np.bool_, count=len(values))[self.codes[field]]


def columns_of(catalog: Catalog) -> ModelColumns:
    """The columns of a catalog's models (those of the last four catalogs are kept)."""
    return _columns(SameCatalog(catalog))


@lru_cache(maxsize=4)
def _columns(key: SameCatalog) -> ModelColumns:
    models: Sequence[Model] = key.catalog.models
    values, codes = {}, {}
    for field in FIELDS:
        given = [getattr(model, field) for model in models]
        number = {value: place for place, value in enumerate(dict.fromkeys(given))}
        values[field], codes[field] = tuple(number), np.array([number[value] for value in given], dtype=np.int64)
    return ModelColumns({model.model_id: place for place, model in enumerate(models)}, values, codes)
