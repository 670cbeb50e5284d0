"""Any name of a model leads to it, and a wrong one says what is near."""

from __future__ import annotations

import pytest

from advisor.catalog.browse.find_model import find_model, fold, near_matches
from advisor.catalog.catalog import Catalog
from advisor.errors import InputError

LLAMA = "meta/llama-3.3-70b-instruct"


@pytest.mark.parametrize(
    "name",
    [
        LLAMA,
        "Meta/Llama-3.3-70B-Instruct",
        "meta-llama/Llama-3.3-70B-Instruct",
        "llama-3-3-70b-instruct",
        "llama 3.3 70b instruct",
        " meta/llama_3.3_70b_instruct ",
    ],
)
def test_every_spelling_leads_to_the_model(catalog: Catalog, name: str) -> None:
    """Capitals, dots, dashes, blanks and the Hub's spelling make no difference."""
    assert find_model(catalog, name).model_id == LLAMA


def test_every_catalog_id_names_its_own_model(catalog: Catalog) -> None:
    """No alias or other spelling takes an id away from its model."""
    for model in catalog.models[::20]:
        assert find_model(catalog, model.model_id) is model


def test_a_hub_id_names_the_model_that_carries_it(catalog: Catalog) -> None:
    """Repositories resolve to the catalog's row."""
    carried = [model for model in catalog.models if model.hub_id]
    assert len(carried) > 300
    for model in carried[::20]:
        assert find_model(catalog, (model.hub_id or "").lower()) is model


def test_a_wrong_name_says_what_is_near(catalog: Catalog) -> None:
    """The error names what was asked and the nearest ids."""
    with pytest.raises(InputError, match=LLAMA.replace(".", r"\.")) as caught:
        find_model(catalog, "llama-3.3-70b-instrukt")
    assert "instrukt" in str(caught.value)


def test_a_blank_name_is_refused(catalog: Catalog) -> None:
    """Nothing is not a name of anything."""
    with pytest.raises(InputError):
        find_model(catalog, "  ")


def test_a_name_of_two_models_is_refused_with_both(catalog: Catalog) -> None:
    """Where an alias was given to two models, the user is asked which."""
    first, second = catalog.models[0], catalog.models[1]
    alias = catalog.aliases[0].model_copy(update={"alias": "twins", "model_id": first.model_id})
    other = alias.model_copy(update={"model_id": second.model_id, "scheme": "other"})
    doubled = Catalog(**{**vars_of(catalog), "aliases": (alias, other)})
    with pytest.raises(InputError, match="several models") as caught:
        find_model(doubled, "Twins")
    assert first.model_id in str(caught.value)
    assert second.model_id in str(caught.value)


def vars_of(catalog: Catalog) -> dict[str, object]:
    """The fields of a catalog, without what was cached on it."""
    return {name: getattr(catalog, name) for name in catalog.__dataclass_fields__}


def test_near_matches_put_the_part_of_a_name_first(catalog: Catalog) -> None:
    """A part of a name finds the models that contain it."""
    assert all("claude" in model_id for model_id in near_matches(catalog, "claude"))


def test_folding_is_idempotent() -> None:
    """A folded spelling stays as it is."""
    assert fold(fold("Qwen2.5 VL_72B--Instruct")) == fold("Qwen2.5 VL_72B--Instruct") == "qwen2-5-vl-72b-instruct"
