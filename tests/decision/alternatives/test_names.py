"""What an alternative is called: the place by what is known of it, and the model in front of it."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.decision.alternatives.joined import JoinedAlternative, contexts_of
from advisor.decision.alternatives.names import name_of, place_of
from advisor.hosting.records import Alternative, Deployment
from advisor.words.tell import tell


@pytest.fixture
def joined(kit: Any) -> Any:
    """An alternative of one model, joined with a catalog that knows one provider."""
    catalog = kit.catalog([kit.model("m")], providers=[kit.provider("acme")])

    def join(**deployment: Any) -> JoinedAlternative:
        alternative = Alternative(
            alternative_id=f"vendor-m/m@{deployment}", model_id="vendor-m/m", deployment=Deployment(**deployment)
        )
        return contexts_of([alternative], catalog)[0]

    return join


@pytest.mark.parametrize(
    ("deployment", "place"),
    [
        ({"kind": "provider_api", "provider": "acme", "zone": "eu"}, "Acme (European Union)"),
        ({"kind": "provider_api", "provider": "acme", "zone": "unspecified"}, "Acme"),
        ({"kind": "provider_api", "provider": "nobody"}, "nobody"),
        ({"kind": "provider_api"}, "an unknown provider"),
        ({"kind": "on_prem", "gpu": "h100", "gpu_count": 2, "replicas": 3}, "own 6 × h100"),
        ({"kind": "edge", "gpu": "h100", "gpu_count": 1, "precision": "fp8"}, "edge 1 × h100, fp8"),
        ({"kind": "cloud_gpu", "gpu": "h100", "gpu_count": 1, "provider": "acme"}, "rented 1 × h100 at Acme"),
        ({"kind": "on_prem"}, "own hardware that cannot be sized"),
    ],
)
def test_the_place_says_what_is_known_of_it(joined: Any, deployment: dict[str, Any], place: str) -> None:
    """Provider with its zone; GPUs of all replicas with the precision."""
    assert tell(place_of(joined(**deployment)), "en") == place


def test_the_name_is_the_model_at_its_place(joined: Any) -> None:
    """With the same values as the place."""
    context = joined(kind="provider_api", provider="acme", zone="eu")
    assert tell(name_of(context), "en") == f"M on {tell(place_of(context), 'en')}"
