"""A connection of one's own goes round no rule of the house."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.errors import GuardError
from advisor.services.house.own_connections import refuse_own
from advisor.trials.records import Connection, KeySource

OWN = {
    "name": "mine",
    "base_url": "https://api.example.com/v1",
    "model": "m",
    "scope": "public",
    "hosting": "provider_api",
    "max_data_class": "internal",
    "key": KeySource(kind="session"),
}


def test_one_with_a_typed_key_to_a_public_address_may_be() -> None:
    """That is what it is for."""
    refuse_own(Connection.model_validate(OWN))
    assert Connection.model_validate(OWN).key.kind == "session"


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"key": KeySource(kind="env", name="ADVISOR_KEY_X")}, "no key of the machine"),
        ({"key": KeySource(kind="file", name="x")}, "no key of the machine"),
        ({"scope": "private"}, "public addresses"),
        ({"scope": "loopback"}, "public addresses"),
        ({"max_data_class": "confidential"}, "internal data at most"),
    ],
)
def test_one_that_would_use_what_is_the_houses_may_not(changed: dict[str, Any], why: str) -> None:
    """Keys that the machine holds, addresses inside, data that must not leave."""
    with pytest.raises(GuardError, match=why):
        refuse_own(Connection.model_validate(OWN | changed))
