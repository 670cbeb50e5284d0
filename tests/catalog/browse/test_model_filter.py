"""Questions that an architect asks of the catalog leave the models that answer them, and no others."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from advisor.catalog.browse.model_filter import CatalogFilter, select
from advisor.catalog.browse.model_table import model_frame
from advisor.catalog.catalog import Catalog


@pytest.fixture(scope="module")
def frame(catalog: Catalog) -> pd.DataFrame:
    """The whole catalog as a table."""
    return model_frame(catalog)


def ids(frame: pd.DataFrame, **asked: Any) -> set[str]:
    """The models that meet a filter."""
    return set(select(frame, CatalogFilter(**asked))["model_id"])


@pytest.mark.parametrize(
    ("low", "high", "column"),
    [
        ({"min_params_b": 20.0}, {"max_params_b": 40.0}, "total_params_b"),
        ({"min_context": 100_000}, {"max_context": 200_000}, "context_tokens"),
        ({"min_price": 0.5}, {"max_price": 1.0}, "price"),
        ({"min_estimate": 50.0}, {"max_estimate": 60.0}, "estimate general"),
    ],
)
def test_ranges_have_two_ends(frame: pd.DataFrame, low: dict[str, Any], high: dict[str, Any], column: str) -> None:
    """Both ends together leave what each leaves, and an unknown figure meets neither."""
    both = select(frame, CatalogFilter(**low, **high))
    assert not both.empty
    assert both[column].between(next(iter(low.values())), next(iter(high.values()))).all()
    assert set(both["model_id"]) == ids(frame, **low) & ids(frame, **high)
    assert ids(frame, **low, **high, keep_unknown=True) > set(both["model_id"])


def test_a_language_is_stated_or_measured(frame: pd.DataFrame, catalog: Catalog) -> None:
    """German by the vendor's word or by public scores in German; by scores alone where those are asked for."""
    stated, measured = ids(frame, languages=("de",)), ids(frame, languages=("de",), languages_measured=True)
    assert measured < stated
    assert all("de" in catalog.model[one].languages for one in stated - measured)
    assert all(catalog.capability[one, "language_de"].basis == "fitted" for one in measured)


def test_the_vendors_country_and_an_engine_are_asked_for(frame: pd.DataFrame, catalog: Catalog) -> None:
    """French vendors are those whose seat is in France; an engine is one that is known to run the model."""
    french = ids(frame, countries=("FR",))
    assert "mistral/mistral-large-4" in french
    assert all(catalog.vendor[one.partition("/")[0]].country == "FR" for one in french)
    run = {one for row in catalog.serving_support if row.engine == "sglang" and row.supported for one in row.model_ids}
    assert ids(frame, engines=("sglang",)) == run & set(catalog.model)


def test_what_something_else_allows_narrows_the_list(frame: pd.DataFrame) -> None:
    """Only the named ids remain; none where nothing is allowed."""
    assert ids(frame, among=("meta/llama-3.3-70b-instruct", "nobody/nothing")) == {"meta/llama-3.3-70b-instruct"}
    assert ids(frame, among=()) == set()
