"""Whose models a provider's indemnification covers."""

from __future__ import annotations

import pytest

from advisor.catalog.indemnity import indemnity_of
from advisor.catalog.load import load_catalog
from advisor.catalog.tables.schema import Model, Provider


@pytest.mark.parametrize(
    ("stated", "vendors", "found"),
    [(True, (), True), (True, ("v", "w"), True), (True, ("w",), None), (False, (), False), (None, (), None)],
)
def test_another_vendors_model_is_outside_what_names_vendors(
    *, stated: bool | None, vendors: tuple[str, ...], found: bool | None
) -> None:
    """Outside is unknown and not no: that vendor's own terms may cover it."""
    provider = Provider.model_construct(indemnification=stated, indemnified_vendors=vendors)
    assert indemnity_of(provider, Model.model_construct(vendor="v")) is found


def test_the_clouds_answer_for_their_own_models_and_not_for_those_they_resell() -> None:
    """As terms have it: Claude through Bedrock by its vendor; a vendor's own API covers all that it serves."""
    catalog = load_catalog()
    asked = [
        ("aws-bedrock", "amazon/nova-pro"),
        ("aws-bedrock", "anthropic/claude-opus-5.5"),
        ("aws-bedrock", "meta/llama-3.3-70b-instruct"),
        ("google-vertex", "google/gemini-2.5-pro"),
        ("google-vertex", "anthropic/claude-opus-5.5"),
        ("anthropic", "anthropic/claude-opus-5.5"),
    ]
    found = [indemnity_of(catalog.provider[name], catalog.model[model]) for name, model in asked]
    assert found == [True, True, None, True, None, True]
