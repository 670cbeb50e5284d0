"""What an alternative is called: the place by what is known of it, and the model in front of it."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.decision.alternatives.names import name_of, place_of
from advisor.hosting.records import Deployment
from advisor.words.tell import tell

PLACES = [
    ({"kind": "provider_api", "provider": "acme", "zone": "eu"}, "Acme (European Union)"),
    ({"kind": "provider_api", "provider": "acme", "zone": "unspecified"}, "Acme"),
    ({"kind": "on_prem", "gpu": "h100", "gpu_count": 2, "replicas": 3}, "own 6 × H100"),
    ({"kind": "edge", "gpu": "h100", "gpu_count": 1, "precision": "fp8"}, "edge 1 × H100, fp8"),
    ({"kind": "cloud_gpu", "gpu": "h100", "gpu_count": 1, "provider": "acme"}, "rented 1 × H100 at Acme"),
    ({"kind": "on_prem"}, "own hardware that cannot be sized"),
]


@pytest.mark.parametrize(("deployment", "place"), PLACES)
def test_the_place_says_what_is_known_of_it(deployment: dict[str, Any], place: str) -> None:
    """Provider with its zone; GPUs of all replicas with the precision."""
    assert tell(place_of(Deployment(**deployment), "Acme", "H100")) == place


@pytest.mark.parametrize(
    ("deployment", "place"),
    [
        ({"kind": "provider_api", "provider": "nobody"}, "nobody"),
        ({"kind": "provider_api"}, "an unknown provider"),
        ({"kind": "cloud_gpu", "gpu": "h100", "provider": "nobody"}, "rented 1 × h100 at nobody"),
    ],
)
def test_what_the_catalog_does_not_know_goes_by_its_id(deployment: dict[str, Any], place: str) -> None:
    """And what has none is called unknown."""
    assert tell(place_of(Deployment(**deployment), None, None)) == place


@pytest.mark.parametrize("deployment", [deployment for deployment, _ in PLACES])
def test_the_name_is_the_model_at_its_place(deployment: dict[str, Any]) -> None:
    """With the same values as the place."""
    place = place_of(Deployment(**deployment), "Acme", "H100")
    assert tell(name_of("M", place)) == f"M on {tell(place)}"
