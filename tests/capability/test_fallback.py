"""What is expected of a model comes from the others, as much as they have in common, with honest width."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from advisor.capability.inferred.covariates import known_of
from advisor.capability.inferred.fallback import Evidence, combine, evidence_of, expectation
from advisor.capability.inferred.relatedness import Relatedness, Shares, relatedness
from advisor.capability.stitching import fit
from advisor.catalog.tables.schema import Model

Builder = Callable[..., Model]


def related_to(models: list[Model], shares: Shares | None = None) -> tuple[dict[str, int], Relatedness]:
    """Positions by id and the prior covariance."""
    known = known_of(models, {})
    return {name: i for i, name in enumerate(known.model_ids)}, relatedness(known, shares)


def test_a_scored_model_is_expected_from_the_others_alone(model: Builder) -> None:
    """Its own evidence does not move what is expected of it; that of its predecessor does."""
    at, related = related_to([model("v/a"), model("v/b", predecessor_id="v/a"), model("w/c")])
    mean, variance = np.array([[1.0], [2.0], [0.0]]), np.full((3, 1), 0.1)
    plain = expectation(related, Evidence(mean, variance))
    own, parent = mean.copy(), mean.copy()
    own[at["v/b"]], parent[at["v/a"]] = 9.0, 3.0
    assert expectation(related, Evidence(own, variance)).mean[at["v/b"]] == pytest.approx(plain.mean[at["v/b"]])
    assert expectation(related, Evidence(parent, variance)).mean[at["v/b"]] > plain.mean[at["v/b"]] + 0.1


def test_leaving_one_out_is_the_same_as_taking_its_scores_away(model: Builder) -> None:
    """The shortcut by the inverse equals the regression without that model."""
    at, related = related_to([model(f"v/{i}", release_date=date(2020 + i, 1, 1)) for i in range(5)])
    mean, variance = np.array([[0.1], [0.7], [0.9], [1.9], [2.2]]), np.full((5, 1), 0.2)
    whole = expectation(related, Evidence(mean, variance))
    without = mean.copy()
    without[at["v/2"]] = np.nan
    bare = expectation(related, Evidence(without, np.where(np.isnan(without), np.nan, variance)))
    assert whole.mean[at["v/2"]] == pytest.approx(bare.mean[at["v/2"]])
    plain = [found.variance[at["v/2"]] / found.widening**2 for found in (whole, bare)]
    assert plain[0] == pytest.approx(plain[1])


def test_a_model_names_the_scored_model_that_it_leans_on_and_a_stranger_none(model: Builder) -> None:
    """The nearest scored relative; dates and sizes alone are nobody."""
    at, related = related_to([model("v/a"), model("v/b", predecessor_id="v/a"), model("v/c"), model("w/x")])
    mean = np.full((4, 1), np.nan)
    mean[[at["v/a"], at["v/c"]]] = 1.0
    found = expectation(related, Evidence(mean, np.where(np.isnan(mean), np.nan, 0.1)))
    assert found.source[at["v/b"]] == at["v/a"]
    assert found.source[at["w/x"]] == -1
    assert found.variance[at["w/x"]] > found.variance[at["v/b"]]


def test_expectation_and_evidence_are_weighed_by_their_precision() -> None:
    """Two equally sure statements meet in the middle, at half the variance."""
    own, prior = np.array([[4.0]]), np.array([[0.25]])
    mean, covariance = combine(own @ np.array([1.0]), own, np.array([3.0]), prior)
    assert mean[0] == pytest.approx(2.0)
    assert covariance[0, 0] == pytest.approx(0.125)


def test_evidence_is_what_is_left_of_an_ability_without_the_trend(simulated: Callable[..., tuple]) -> None:
    """Evidence times the population's normal gives the fitted ability back; models without scores have none."""
    scores, _, _ = simulated(models=60, capabilities=1)
    scores = scores.keep(scores.model != 4)
    fitted = fit(scores)
    found = evidence_of(scores, fitted, np.ones(1))
    assert np.isnan(found.mean[4, 0])
    precision = 1 / found.variance[:, 0]
    joined = found.mean[:, 0] * precision / (precision + 1 / fitted.parameters.between[0, 0])
    told = ~np.isnan(found.mean[:, 0])
    assert joined[told] == pytest.approx(fitted.mean[told, 0])
    assert evidence_of(scores, fitted, np.full(1, 2.0)).variance[told] == pytest.approx(4 * found.variance[told])


def test_widths_follow_how_often_scored_models_surprise(model: Builder) -> None:
    """Abilities that jump about widen the intervals, abilities on a line narrow them."""
    models = [
        model(f"v/{i}", release_date=date(2015, 1, 1).replace(year=2010 + i // 12, month=1 + i % 12))
        for i in range(150)
    ]
    at, related = related_to(models)
    order = np.array([at[f"v/{i}"] for i in range(150)])
    calm, wild = np.zeros((150, 1)), np.zeros((150, 1))
    calm[order, 0] = np.linspace(-1, 1, 150)
    wild[order, 0] = 3.0 * (-1.0) ** np.arange(150)
    noise = np.full((150, 1), 0.001)
    assert (
        expectation(related, Evidence(calm, noise)).widening < 1 < expectation(related, Evidence(wild, noise)).widening
    )
