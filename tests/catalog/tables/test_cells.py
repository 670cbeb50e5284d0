"""What a cell of the tables may hold and what it becomes."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from advisor.catalog.tables.cells import Amount, ModelId, SourceRef, Texts, YesNo


@pytest.mark.parametrize(("cell", "value"), [("yes", True), ("no", False)], ids=["yes", "no"])
def test_yes_and_no_are_facts(cell: str, value: bool) -> None:  # noqa: FBT001 - the value of the case
    """And nothing else is: a maybe is refused rather than taken for a no."""
    facts = TypeAdapter(YesNo)
    assert facts.validate_python(cell) is value
    with pytest.raises(ValidationError):
        facts.validate_python("maybe")


def test_several_values_are_separated_by_bars_and_blank_is_nothing_known() -> None:
    """Blanks around a bar are no part of a value."""
    texts = TypeAdapter(Texts)
    assert texts.validate_python("en | de") == ("en", "de")
    assert texts.validate_python(None) == ()


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [(ModelId, "meta/llama-3.1", "Meta/Llama"), (SourceRef, "hub#Any Key", "#key"), (Amount, "0.25", "-1")],
)
def test_identities_sources_and_prices_have_a_form(kind: object, good: str, bad: str) -> None:
    """What has not is refused at the border."""
    TypeAdapter(kind).validate_python(good)
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(bad)
