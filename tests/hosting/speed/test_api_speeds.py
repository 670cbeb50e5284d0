"""Speeds of hosted models: what was measured, by its age and place, and the prior of the class for the rest."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from advisor.catalog.catalog import Catalog
from advisor.hosting.speed.api_speeds import LogNormal, api_speeds, own_endpoint


def test_every_language_model_has_a_speed_with_a_width(catalog: Catalog) -> None:
    """Nobody measured most of them; what is known of their class is told, never nothing and never a point."""
    speeds = api_speeds(catalog.offers, catalog)
    text = np.array([catalog.model[offer.model_id].kind in ("text", "code", "reasoning") for offer in catalog.offers])
    assert (speeds.ttft_ms[text] > 0).all()
    assert (speeds.ttft_sigma[text] >= 0.3).all()
    image = np.array([catalog.model[offer.model_id].kind == "image" for offer in catalog.offers])
    assert np.isnan(speeds.ttft_ms[image]).all()


def test_a_fresh_measurement_at_the_provider_counts_alone(catalog: Catalog) -> None:
    """Its own median, with the drift of a few weeks as width; told as measured."""
    row = next(r for r in catalog.api_speeds if r.provider_id and r.statistic == "median" and r.ttft_ms_p50)
    offers = [o for o in catalog.offers if (o.model_id, o.provider_id) == (row.model_id, row.provider_id)]
    assert offers
    fresh = replace(catalog, api_speeds=(row,))
    found = api_speeds(offers, fresh, row.measured_to + timedelta(days=3))
    assert found.ttft_ms[0] == pytest.approx(row.ttft_ms_p50)
    assert found.bases[0] == "measured"


def test_an_old_measurement_is_drawn_half_way_to_the_prior_and_wider(catalog: Catalog) -> None:
    """A figure of last spring is a weak signal."""
    row = next(r for r in catalog.api_speeds if r.provider_id and r.statistic == "median" and r.ttft_ms_p50)
    offers = [o for o in catalog.offers if (o.model_id, o.provider_id) == (row.model_id, row.provider_id)]
    only = replace(catalog, api_speeds=(row,))
    new, old = (api_speeds(offers, only, row.measured_to + timedelta(days=days)) for days in (3, 200))
    prior = api_speeds(offers, replace(catalog, api_speeds=()))
    assert old.ttft_ms[0] == pytest.approx(math.sqrt(new.ttft_ms[0] * prior.ttft_ms[0]))
    assert old.ttft_sigma[0] > new.ttft_sigma[0]


def test_without_priors_nothing_is_known(catalog: Catalog) -> None:
    """A catalog without the table says unknown."""
    found = api_speeds(catalog.offers[:5], replace(catalog, api_speed_priors=(), api_speeds=()))
    assert np.isnan(found.ttft_ms).all()
    assert set(found.bases) == {"unknown"}


def test_a_product_of_log_normals_adds_their_variances() -> None:
    """Medians multiply, variances of the logarithm add; a blend of two that disagree is wider than either."""
    both = LogNormal(100, 0.3).times(LogNormal(2, 0.4))
    assert (both.median, both.sigma) == (200, pytest.approx(0.5))
    assert LogNormal(100, 0.3).blended(LogNormal(400, 0.3)).sigma > 0.3
    assert LogNormal(100, 0.3).blended(LogNormal(400, 0.3)).median == pytest.approx(200)


def test_a_vendors_own_endpoint_is_as_far_from_the_best_whatever_the_weights(catalog: Catalog) -> None:
    """Open weights at their maker wait as closed ones do: what one model showed on resellers says nothing of it."""
    bare = replace(catalog, api_speeds=())
    factor = {(row.class_id, row.quantity): row for row in catalog.api_speed_priors}
    offer = next(one for one in catalog.offers_of["mistral/mistral-large-4"] if one.provider_id == "mistral")
    resold = offer.model_copy(update={"offer_id": "resold", "provider_id": "fireworks"})
    found = api_speeds([offer, resold], replace(bare, offers=(offer, resold), digest="resold"))
    best, closed, open_ = (
        factor["open_large", "ttft_ms"].median,
        factor["closed", "host_ttft_factor"].median,
        factor["open", "host_ttft_factor"].median,
    )
    assert found.ttft_ms[0] == pytest.approx(best * closed)
    assert best * closed < found.ttft_ms[1] < best * open_
    assert found.ttft_sigma[1] > found.ttft_sigma[0]
    assert own_endpoint(catalog.model["google/gemma-4-31b-it"], "google-vertex")
    assert not own_endpoint(catalog.model["google/gemma-4-31b-it"], "deepinfra")


def test_a_factor_of_many_models_is_drawn_to_nothing() -> None:
    """The more models have shown it, the less; halfway it is as wide as the two are apart."""
    one, other = LogNormal(4, 0.7), LogNormal(1.6, 0.6)
    assert one.drawn_to(other, 0.0) == one
    half = one.drawn_to(other, 0.5)
    assert half == one.blended(other)
    assert half.median == pytest.approx(math.sqrt(4 * 1.6))
    assert one.drawn_to(other, 1.0).median == pytest.approx(1.6)
