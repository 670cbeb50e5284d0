"""The shape of a model: what is unknown is named and never guessed."""

from __future__ import annotations

import pytest
from shipped import shipped_catalog

from advisor.errors import SizingError
from advisor.hosting.memory.shapes import shape_of, sizing_problem
from advisor.units import told

CATALOG = shipped_catalog()


@pytest.mark.parametrize("missing", ["layers", "hidden_size", "kv_heads", "total_params_b", "vocab_size"])
def test_an_unknown_shape_is_named_and_never_guessed(missing: str) -> None:
    """A model without a fact cannot be sized, and the message names the fact."""
    model = CATALOG.model["meta/llama-3.3-70b-instruct"].model_copy(update={missing: None})
    assert sizing_problem(model) == told(
        "unsized.fact", what=("label", missing), model=("model", model.name), model_id=model.model_id
    )
    with pytest.raises(SizingError, match=f"cannot size: {missing}"):
        shape_of(model)


def test_closed_weights_cannot_be_sized() -> None:
    """A model whose weights nobody has is not sized."""
    closed = next(model for model in CATALOG.models if model.openness == "proprietary")
    problem = sizing_problem(closed)
    assert problem is not None
    assert problem.key == "unsized.weights"
