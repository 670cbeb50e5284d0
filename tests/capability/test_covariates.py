"""What is known of a model before any score."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from advisor.capability.inferred.covariates import PRIOR_SD, Known, known_of, list_prices, parents_of
from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Model, PricePoint

Builder = Callable[..., Model]


def covariate(known: Known, model_id: str, name: str) -> float:
    """One covariate of one model."""
    return float(known.linear[known.model_ids.index(model_id), list(PRIOR_SD).index(name)])


def test_the_vendors_own_price_goes_before_a_cheaper_hosts(catalog: Catalog, model: Builder) -> None:
    """A host that undercuts the vendor does not move the model down the vendor's list."""
    offer = next(o for o in catalog.offers if o.tier == "standard" and o.input_usd_per_mtok and o.output_usd_per_mtok)
    own = offer.model_copy(
        update={
            "model_id": "v/a",
            "provider_id": "v",
            "input_usd_per_mtok": Decimal(4),
            "output_usd_per_mtok": Decimal(8),
        }
    )
    host = own.model_copy(update={"provider_id": "host", "input_usd_per_mtok": Decimal(1)})
    assert list_prices([model("v/a")], [host, own], ()) == {"v/a": pytest.approx(5.0)}
    assert list_prices([model("v/a")], [host], ())["v/a"] == pytest.approx(0.75 * 1 + 0.25 * 8)


def test_a_past_price_stands_in_where_nobody_offers_the_model(catalog: Catalog, model: Builder) -> None:
    """Retired models still have a place in their vendor's list."""
    point = next(p for p in catalog.price_history if p.input_usd_per_mtok and p.output_usd_per_mtok)
    past: PricePoint = point.model_copy(
        update={"model_id": "v/a", "input_usd_per_mtok": Decimal(10), "output_usd_per_mtok": Decimal(10)}
    )
    assert list_prices([model("v/a")], (), [past]) == {"v/a": pytest.approx(10.0)}


def test_a_price_is_seen_against_the_vendors_models_of_the_year_before(model: Builder) -> None:
    """Ten times the price of its contemporaries is one power of ten; older and later models do not count."""
    models = [
        model("v/old", release_date=date(2023, 1, 1)),
        model("v/mid", release_date=date(2024, 9, 1)),
        model("v/new", release_date=date(2025, 1, 1)),
        model("v/later", release_date=date(2025, 9, 1)),
    ]
    known = known_of(models, {"v/old": 1000.0, "v/mid": 1.0, "v/new": 10.0, "v/later": 500.0})
    assert covariate(known, "v/new", "price_in_vendor") == pytest.approx(1.0)
    assert covariate(known, "v/new", "price") == pytest.approx(1.0)
    assert math.isnan(known_of(models, {}).log_price[0])


def test_an_unpublished_size_is_that_of_the_nearest_sized_predecessor_of_the_same_tier(model: Builder) -> None:
    """A vendor that stops to publish sizes does not shrink its models; its small models are another matter."""
    models = [
        model("v/one", total_params_b=1000, active_params_b=100),
        model("v/two", predecessor_id="v/one"),
        model("v/two-mini", predecessor_id="v/one"),
        model("w/lone"),
    ]
    known = known_of(models, {})
    assert covariate(known, "v/two", "total_size") == covariate(known, "v/one", "total_size") == pytest.approx(1.5)
    assert covariate(known, "v/two", "active_size") == pytest.approx(1.0)
    assert [covariate(known, name, "size_known") for name in ("v/two-mini", "w/lone")] == [0.0, 0.0]


def test_a_predecessor_is_found_through_either_link(model: Builder) -> None:
    """A model that is named as successor has its predecessor without naming it itself."""
    models = [model("v/a", successor_id="v/b"), model("v/b"), model("v/c", predecessor_id="v/b")]
    assert parents_of(models) == {"v/b": "v/a", "v/c": "v/b"}


def test_tiers_are_read_from_names(model: Builder) -> None:
    """Small and large siblings say so."""
    known = known_of([model("v/x-mini"), model("v/x"), model("v/x-ultra")], {})
    assert dict(zip(known.model_ids, known.tier, strict=True)) == {"v/x": 0.0, "v/x-mini": -1.0, "v/x-ultra": 1.0}
    assert np.isfinite(known.linear).all()


def test_a_size_in_the_name_stands_in_for_an_unpublished_one(model: Builder) -> None:
    """A model called "-4b" has four billion parameters, whatever its repository leaves out."""
    known = known_of([model("v/embed-0.6b"), model("v/embed-4b")], {})
    sizes = [10 ** (covariate(known, name, "total_size") + 1.5) for name in known.model_ids]
    assert sizes == pytest.approx([0.6, 4.0])


def test_images_are_priced_by_the_image(catalog: Catalog, model: Builder) -> None:
    """Token prices of an image model say nothing about its place among those sold by the image."""
    offer = next(o for o in catalog.offers if o.tier == "standard")
    drawn = offer.model_copy(
        update={"model_id": "v/a", "usd_per_image": Decimal("0.04"), "input_usd_per_mtok": Decimal(9)}
    )
    assert list_prices([model("v/a", kind="image")], [drawn], ()) == {"v/a": pytest.approx(0.04)}
