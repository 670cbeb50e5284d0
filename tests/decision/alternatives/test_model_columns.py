"""Columns of the models of a catalog: each value once."""

from __future__ import annotations

from typing import Any

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Model
from advisor.decision.alternatives.model_columns import model_values


def test_a_column_has_each_value_once_and_says_which_model_has_it(kit: Any) -> None:
    """And a reader is asked once per model, however often the column is read."""
    catalog = kit.catalog([kit.model("a", status="legacy"), kit.model("b"), kit.model("c", status="legacy")])
    asked: list[str] = []

    def status(model: Model, of: Catalog) -> str:
        assert of is catalog
        asked.append(model.model_id)
        return model.status

    values, which = model_values(catalog, status)
    assert (tuple(values), which.tolist()) == (("legacy", "current"), [0, 1, 0])
    assert model_values(catalog, status)[1].tolist() == [0, 1, 0]
    assert asked == [model.model_id for model in catalog.models]


def test_another_catalog_is_read_anew(kit: Any) -> None:
    """What was read of one says nothing of another."""

    def name(model: Model, _: Catalog) -> str:
        return model.name

    assert tuple(model_values(kit.catalog([kit.model("a")]), name)[0]) == ("A",)
    assert tuple(model_values(kit.catalog([kit.model("b")]), name)[0]) == ("B",)
