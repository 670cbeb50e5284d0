"""The catalog as a table: what the filter keeps, how it sorts, and what is on the Pareto front."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.catalog.browse.model_filter import CatalogFilter, Sort, select
from advisor.catalog.browse.model_table import blended, model_frame, pareto_front
from advisor.catalog.catalog import Catalog


@pytest.fixture(scope="module")
def frame(catalog: Catalog) -> pd.DataFrame:
    """One row per shipped model."""
    return model_frame(catalog)


def ids(found: pd.DataFrame) -> set[str]:
    """The ids of the rows found."""
    return set(found["model_id"])


def test_every_model_has_one_row(frame: pd.DataFrame, catalog: Catalog) -> None:
    """An empty filter keeps all of them."""
    assert ids(select(frame, CatalogFilter())) == set(catalog.model)
    assert len(frame) == len(catalog.models)


@pytest.mark.parametrize("text", ["llama-3.3", "Llama 3.3", "llama3.3", "LLAMA_3.3 70b", "meta-llama/Llama-3.3-70B"])
def test_spelling_makes_no_difference_to_the_search(frame: pd.DataFrame, text: str) -> None:
    """Dots, dashes, capitals and missing blanks find the same model."""
    assert "meta/llama-3.3-70b-instruct" in ids(select(frame, CatalogFilter(text=text)))


def test_more_words_find_fewer_models(frame: pd.DataFrame) -> None:
    """Each word narrows the search."""
    one, two = (ids(select(frame, CatalogFilter(text=text))) for text in ("qwen", "qwen coder"))
    assert two < one


def test_filters_by_code_keep_only_what_was_asked(frame: pd.DataFrame, catalog: Catalog) -> None:
    """Kind, vendor, openness, status, licence and business use each hold for every row."""
    asked = CatalogFilter(
        kinds=("text", "vision"),
        vendors=("meta", "mistral"),
        openness=("open_weights",),
        statuses=("current", "legacy"),
        commercial_use=("yes",),
    )
    found = [catalog.model[model_id] for model_id in ids(select(frame, asked))]
    assert found
    for model in found:
        assert model.kind in asked.kinds
        assert model.vendor in asked.vendors
        assert model.openness == "open_weights"
        assert model.status in asked.statuses
        assert catalog.licence[model.licence_id or ""].commercial_use == "yes"


def test_an_unknown_figure_is_left_out_unless_asked_for(frame: pd.DataFrame, catalog: Catalog) -> None:
    """A limit on size leaves out models of unknown size; keeping them adds exactly those."""
    strict = ids(select(frame, CatalogFilter(max_params_b=10)))
    lenient = ids(select(frame, CatalogFilter(max_params_b=10, keep_unknown=True)))
    assert all((catalog.model[model_id].total_params_b or 99) <= 10 for model_id in strict)
    assert lenient - strict == {model.model_id for model in catalog.models if model.total_params_b is None}


def test_a_zone_is_met_by_an_offer_or_a_promise_there(frame: pd.DataFrame, catalog: Catalog) -> None:
    """In the European Union: an offer of that zone, or a provider that can be pinned to it."""
    for model_id in ids(select(frame, CatalogFilter(zones=("eu",)))):
        offers = catalog.offers_of[model_id]
        promised = any("eu" in catalog.provider[offer.provider_id].residency_zones for offer in offers)
        assert promised or any(offer.zone == "eu" for offer in offers)


def test_every_modality_is_required(frame: pd.DataFrame, catalog: Catalog) -> None:
    """Asking for images and audio keeps models that handle both."""
    found = ids(select(frame, CatalogFilter(modalities=("image", "audio"))))
    assert found
    for model_id in found:
        model = catalog.model[model_id]
        assert {"image", "audio"} <= {*model.modalities_in, *model.modalities_out}


@pytest.mark.parametrize(
    ("sort", "column", "ascending"),
    [
        ("newest", "release_date", False),
        ("price", "price", True),
        ("context", "context_tokens", False),
        ("size", "total_params_b", False),
        ("quality", "estimate general", False),
        ("name", "name", True),
    ],
)
def test_sorting_puts_the_unknown_last(frame: pd.DataFrame, sort: Sort, column: str, *, ascending: bool) -> None:
    """Known values are in order, unknown ones after them."""
    cells = select(frame, CatalogFilter(sort=sort))[column]
    known = cells.dropna()
    assert cells.iloc[: len(known)].notna().all()
    assert known.is_monotonic_increasing if ascending else known.is_monotonic_decreasing


def test_the_price_is_that_of_the_cheapest_undisputed_offer(frame: pd.DataFrame, catalog: Catalog) -> None:
    """Recomputed by hand for every text model: three input tokens to one output token."""
    rows = frame.set_index("model_id")
    checked = 0
    for model in catalog.models:
        offers = [o for o in catalog.offers_of.get(model.model_id, ()) if o.tier == "standard"]
        sure = [p for o in offers if o.agreement != "conflict" and (p := blended(o, model.kind))]
        if model.kind == "text" and sure:
            assert rows.loc[model.model_id, "price"] == pytest.approx(min(sure))
            checked += 1
    assert checked > 100


@given(st.lists(st.tuples(st.integers(1, 20), st.integers(0, 20)), max_size=40))
def test_the_front_is_what_nothing_beats(points: list[tuple[int, int]]) -> None:
    """A point is on the front exactly when no other is at most as dear and at least as good, one of them strictly."""
    prices, qualities = [p for p, _ in points], [q for _, q in points]
    beaten = {
        i for i, (p, q) in enumerate(points) if any(op <= p and oq >= q and (op, oq) != (p, q) for op, oq in points)
    }
    assert set(pareto_front(prices, qualities)) == set(range(len(points))) - beaten
