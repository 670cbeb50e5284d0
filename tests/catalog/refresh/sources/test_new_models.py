"""A model that a list has and the catalog has not becomes a row to look at, with blanks for what nobody states."""

from __future__ import annotations

import pytest
from refresh_shapes import LATER, models_dev

from advisor.catalog.catalog import Catalog
from advisor.catalog.identity.identify import identify
from advisor.catalog.refresh.gather import SourceFile, gathered, recognised_files
from advisor.catalog.refresh.records import Proposal, Statement
from advisor.catalog.refresh.sources.new_models import kind_of, proposed_model, still_blank
from advisor.catalog.tables.schema import Model

ENTRY = {
    "name": "GPT-9",
    "release_date": "2026-11-20",
    "open_weights": False,
    "limit": {"context": 400000, "output": 128000},
    "modalities": {"input": ["text", "image"], "output": ["text"]},
    "tool_call": True,
    "cost": {"input": 3, "output": 9},
}


def row(catalog: Catalog, key: str, *, vendor: str = "openai", **stated: str) -> Statement | None:
    """What a list's name becomes."""
    named = identify(catalog, key, scheme="modelsdev", provider="openai")
    return proposed_model(catalog, named, vendor=vendor, key=key, source_key=key, stated=stated, day=LATER)


def new_rows(catalog: Catalog, **entries: dict[str, object]) -> list[Proposal]:
    """The new models that a list of a vendor's own entries proposes."""
    content = models_dev({f"openai/{key.replace('_', '-')}": entry for key, entry in entries.items()})
    found = gathered(recognised_files([SourceFile("api.json", content, LATER)]), catalog).proposals
    return [p for p in found if p.table == "model_catalog" and p.kind == "new"]


def test_a_new_model_is_a_row_that_waits(catalog: Catalog) -> None:
    """Vendor, limits, modalities and day as stated; whatever else would rank it is named as missing."""
    (proposal,) = new_rows(catalog, gpt_9=ENTRY)
    assert (proposal.key, proposal.blocked, proposal.missing) == ("openai/gpt-9", "incomplete", ("languages",))
    model = Model.model_validate({name: proposal.cells.get(name) for name in Model.model_fields})
    assert (model.context_tokens, model.modalities_in, model.licence_id) == (
        400000,
        ("text", "image"),
        "proprietary-api",
    )
    assert model.identity_source == model.limits_source == f"modelsdev-{LATER}#openai/gpt-9"
    assert model.total_params_b is model.fine_tuning is None


def test_a_dated_version_is_proposed_by_the_plain_name(catalog: Catalog) -> None:
    """Both stand in the list; one row comes of it."""
    found = new_rows(catalog, gpt_9_20261120=ENTRY, gpt_9=ENTRY)
    assert "openai/gpt-9" in [p.key for p in found]


@pytest.mark.parametrize(
    "change",
    [{"release_date": "2024-01-01"}, {"release_date": None}, {"modalities": {"input": ["text"], "output": ["video"]}}],
)
def test_old_undated_and_film_making_models_are_left_out(catalog: Catalog, change: dict[str, object]) -> None:
    """The catalog has no use for them."""
    assert new_rows(catalog, gpt_9={**ENTRY, **change}) == []


def test_names_that_lead_somewhere_or_nowhere_make_no_row(catalog: Catalog) -> None:
    """A known model, a name that moves, and a vendor that has no row."""
    assert row(catalog, "gpt-5") is None
    assert row(catalog, "chatgpt-latest") is None
    assert row(catalog, "gpt-9", vendor="nobody-knows") is None
    assert row(catalog, "gpt-9") is not None


@pytest.mark.parametrize(
    ("name", "takes", "gives", "kind"),
    [
        ("gpt-9", "text|image", "text", "text"),
        ("draw-2", "text", "image", "image"),
        ("say-1", "text", "audio", "text_to_speech"),
        ("hear-1", "audio", "text", "speech_to_text"),
        ("embed-4", "text", "", "embedding"),
        ("rerank-4", "text", "text", "rerank"),
    ],
)
def test_the_kind_follows_from_what_goes_in_and_out(name: str, takes: str, gives: str, kind: str) -> None:
    """And from a word in the name, where the vendor says no more."""
    assert kind_of(name, takes, gives) == kind


def test_open_weights_need_more_than_a_service() -> None:
    """Size and shape, for own servers."""
    assert "total_params_b" in still_blank({"openness": "open_weights"})
    assert "total_params_b" not in still_blank({"openness": "proprietary"})
