"""Which languages somebody says that a model knows."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.catalog.catalog import Catalog
from advisor.decision.criteria.documented import (
    documented,
    known_languages,
    known_to_vendors,
    scored_languages,
    undocumented,
)


@pytest.mark.parametrize(
    ("listed", "left"),
    [
        (("en", "de"), {"fi"}),
        (("multi", "de"), {"fi"}),
        ((), {"de", "fi"}),
        (("fi", "de"), set()),
    ],
)
def test_a_language_is_documented_where_a_source_lists_it(kit: Any, listed: tuple[str, ...], left: set[str]) -> None:
    """English is every model's; a list that names some of many documents those that it names."""
    model = kit.model("only", languages=listed)
    assert undocumented(model, ("en", "de", "fi"), kit.catalog([model])) == left


def test_a_model_without_a_list_is_spoken_for_by_its_siblings_and_one_with_a_list_is_not(kit: Any) -> None:
    """Of the same vendor and kind: a chat model says nothing of what its vendor's speech model hears."""
    silent = kit.model("silent", vendor="v")
    whole = kit.model("whole", vendor="v", languages=("en",))
    chat = kit.model("chat", vendor="v", languages=("fi",), kind="reasoning")
    world = kit.catalog([silent, whole, chat])
    assert not undocumented(silent, ("fi",), world)
    assert undocumented(whole, ("fi",), world) == {"fi"}
    speech = kit.model("speech", vendor="v", kind="speech_to_text")
    assert undocumented(speech, ("fi",), kit.catalog([speech, chat])) == {"fi"}
    assert known_to_vendors(world)["v", "language"] == {"en", "fi"}
    assert documented(known_languages(silent, world), ("en", "fi", "eu")) == ({"fi"}, {"eu"})


def test_a_public_test_documents_a_language_and_a_picture_needs_none(catalog: Catalog) -> None:
    """Gemma was tested in Latvian; a model of images reads its brief in any language for all that is known."""
    gemma = catalog.model["google/gemma-4-31b-it"]
    assert "lv" in scored_languages(catalog)[gemma.model_id]
    assert not undocumented(gemma, ("lv",), catalog)
    image = next(one for one in catalog.models if one.kind == "image")
    assert not undocumented(image, ("eu",), catalog)
