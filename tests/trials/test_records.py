"""Connections, runs and costs: what is refused, and what follows from what."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from advisor.trials.records import Connection, Cost, KeySource, Message, TrialRequest, embedded_connection


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"base_url": "ftp://example.org"}, "must start with http"),
        ({"base_url": "https://"}, "must start with http"),
        ({"base_url": "https://ada:secret@example.org"}, "keys go elsewhere"),
        ({"base_url": "https://example.org?key=1"}, "keys go elsewhere"),
        ({"base_url": "http://example.org"}, "must use https"),
        ({"flavour": "embedded", "base_url": "https://example.org"}, "no address of its own"),
    ],
)
def test_an_address_that_is_none_or_carries_a_secret_is_refused(given: dict[str, Any], said: str) -> None:
    """In words."""
    with pytest.raises(ValidationError, match=said):
        Connection.model_validate({"name": "c"} | given)


def test_plain_http_is_for_this_machine_and_the_house() -> None:
    """Where the scope says so."""
    assert Connection.model_validate({"name": "c", "base_url": "http://127.0.0.1:8000/v1", "scope": "loopback"})


@pytest.mark.parametrize("source", [{"kind": "env"}, {"kind": "file"}, {"kind": "env", "name": "sk-123 abc"}])
def test_a_key_is_named_and_never_given(source: dict[str, str]) -> None:
    """What looks like no name of a variable may be the key itself."""
    with pytest.raises(ValidationError):
        KeySource.model_validate(source)


def test_the_prompt_is_the_last_turn_of_the_user() -> None:
    """Whatever was said after it."""
    turns = (
        Message(role="user", text="one"),
        Message(role="user", text="two"),
        Message(role="assistant", text="three"),
    )
    assert TrialRequest(messages=turns).prompt == "two"
    assert TrialRequest(messages=(Message(role="assistant", text="alone"),)).prompt == ""


@pytest.mark.parametrize(
    ("usd", "other", "share"),
    [
        ("1", "1.02", "0.02"),
        ("1", "1.005", None),
        ("1", "1", None),
        ("1", None, None),
        ("0", "1", "1"),
        (None, "1", None),
    ],
)
def test_price_lists_disagree_from_one_percent_on(usd: str | None, other: str | None, share: str | None) -> None:
    """Where both know a price."""
    cost = Cost(usd=usd and Decimal(usd), cross_check_usd=other and Decimal(other))
    assert cost.disagreement == (share and Decimal(share))


def test_the_model_on_board_may_be_told_everything() -> None:
    """It runs here and needs no key."""
    found = embedded_connection()
    assert (found.max_data_class, found.key.kind, found.hosting) == ("restricted", "none", "edge")
