"""Options: the best variant of a model on a way of hosting stands for the others."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from advisor.decision.alternatives.joined import codes_of, contexts_of
from advisor.decision.alternatives.options import options_of, zone_distance
from advisor.hosting.records import Alternative, Deployment


def grouped(
    kit: Any,
    deployments: list[tuple[str, dict[str, Any]]],
    scores: list[float],
    distance: list[int],
    there: list[bool] | None = None,
) -> Any:
    """The options of alternatives given as model and deployment; ids are a, b, c, ..."""
    catalog = kit.catalog([kit.model("m"), kit.model("n")], providers=[kit.provider("p"), kit.provider("q")])
    ids = ["abcdefgh"[row] for row in range(len(deployments))]
    alternatives = [
        Alternative(alternative_id=name, model_id=f"vendor-{model}/{model}", deployment=Deployment(**deployment))
        for name, (model, deployment) in zip(ids, deployments, strict=True)
    ]
    contexts = contexts_of(alternatives, catalog)
    return options_of(contexts, codes_of(contexts), np.array(scores), ids, distance, there=there or ())


API_P, API_Q = {"kind": "provider_api", "provider": "p"}, {"kind": "provider_api", "provider": "q"}
OWN = {"kind": "on_prem", "gpu": "h100", "gpu_count": 1}


def test_the_best_scored_variant_stands_for_its_option(kit: Any) -> None:
    """Each way of hosting of a model is an option of its own, and so is another model."""
    found = grouped(kit, [("m", API_P), ("m", API_Q), ("m", OWN), ("n", API_P)], [0.5, 0.6, 0.4, 0.1], [0] * 4)
    assert found.keep.tolist() == [1, 2, 3]
    assert found.variants == {1: (0,), 2: (), 3: ()}


def test_of_equals_the_nearest_stands_then_the_first_by_id(kit: Any) -> None:
    """Scores that agree to twelve places are equal."""
    near = grouped(kit, [("m", API_P), ("m", API_Q)], [0.5, 0.5 - 1e-14], [1, 0])
    assert (near.keep.tolist(), near.variants) == ([1], {1: (0,)})
    alike = grouped(kit, [("m", API_P), ("m", API_Q)], [0.5, 0.5], [1, 1])
    assert alike.keep.tolist() == [0]


def test_what_the_house_has_stands_before_what_scores_better(kit: Any) -> None:
    """Nobody buys beside what stands idle; of another way of hosting the best still stands."""
    deployments = [("m", OWN), ("m", OWN | {"gpu": "l40s"}), ("m", API_P), ("m", API_Q)]
    found = grouped(kit, deployments, [0.9, 0.4, 0.5, 0.6], [0] * 4, [False, True, False, False])
    assert found.keep.tolist() == [1, 3]
    assert found.variants == {1: (0,), 3: (2,)}


def test_nothing_has_no_options(kit: Any) -> None:
    """No feasible alternative, no option."""
    found = grouped(kit, [], [], [])
    assert (found.keep.tolist(), found.variants) == ([], {})


@pytest.mark.parametrize(
    ("zone", "home", "steps"),
    [
        ("eu", "DE", 0),
        (None, "DE", 1),
        ("unspecified", "DE", 1),
        ("apac", "JP", 1),
        ("ch", "DE", 2),
        ("eu", "GB", 2),
        ("eu", "NO", 2),
        ("global", "DE", 3),
        ("us", "DE", 4),
        ("apac", "GB", 4),
        ("eu", "ZA", 2),
        ("apac", "ZA", 4),
        ("us", "MX", 2),
        ("in", "BD", 2),
        ("me", "AE", 0),
        ("eu", "AE", 2),
        ("us", "KZ", 0),
        ("us", None, 0),
    ],
)
def test_how_far_from_home_a_zone_is(zone: str | None, home: str | None, steps: int) -> None:
    """The home zone, none in particular, one near by, anywhere, another; all are alike where no home is known."""
    assert zone_distance(zone, home) == steps
