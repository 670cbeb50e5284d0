"""What a Hub repository says about itself."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from advisor.catalog.hub.facts import HubFacts


def hub_facts(**changes: Any) -> HubFacts:
    """An ordinary repository but for what is given."""
    plain: dict[str, Any] = {
        "hub_id": "acme/alpha",
        "revision": "abc",
        "pipeline_tag": "text-generation",
        "created_on": date(2026, 9, 1),
        "licence_tag": "apache-2.0",
        "licence_name": None,
        "licence_link": None,
        "languages": ("en",),
        "base_models": (),
        "parameters": {"BF16": 8_000_000_000},
        "gated": False,
        "config": {},
        "notes": (),
    }
    return HubFacts.model_validate(plain | changes)


def test_a_repository_is_no_adapter_and_has_no_gguf_header_unless_the_hub_says_so() -> None:
    """None is another thing than an adapter that does not name its base model."""
    assert hub_facts().adapter_of is None
    assert hub_facts(adapter_of="").adapter_of == ""
    assert hub_facts().gguf == {}


def test_what_was_read_cannot_be_changed_on_the_way_to_the_catalog() -> None:
    """Nor does it take a field that nobody reads."""
    with pytest.raises(ValidationError, match="frozen"):
        hub_facts().hub_id = "other/model"
    with pytest.raises(ValidationError, match="stars"):
        hub_facts(stars=9)
