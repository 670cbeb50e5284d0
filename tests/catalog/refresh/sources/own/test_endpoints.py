"""What the user's own endpoints list."""

from __future__ import annotations

import json

from refresh_shapes import LATER

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.gather import Gathered, SourceFile, gathered, recognised_files
from advisor.catalog.refresh.sources.own.endpoints import SOURCE, UNPRICED


def listed(catalog: Catalog, provider: str, *models: object) -> Gathered:
    """What a listing of one endpoint proposes."""
    content = json.dumps({"endpoints": [{"connection": "ours", "provider_id": provider, "models": list(models)}]})
    return gathered(recognised_files([SourceFile("own-endpoints.json", content.encode(), LATER)]), catalog)


def test_a_vendors_unknown_model_is_a_row_to_fill(catalog: Catalog) -> None:
    """The name alone is known, and the row waits."""
    (proposal,) = listed(catalog, "openai", "gpt-9").proposals
    assert (proposal.table, proposal.key, proposal.blocked) == ("model_catalog", "openai/gpt-9", "incomplete")
    assert set(proposal.missing) >= {"release_date", "context_tokens"}


def test_a_name_on_the_hub_says_whose_model_it_is(catalog: Catalog) -> None:
    """A server of one's own lists repositories."""
    (proposal,) = listed(catalog, "", "Qwen/Qwen9-1B").proposals
    assert proposal.key == "alibaba/qwen9-1b"


def test_a_model_that_the_provider_is_not_known_to_serve_is_an_offer_without_a_price(catalog: Catalog) -> None:
    """An unknown price is never zero, and the row waits."""
    served = {offer.model_id for offer in catalog.offers if offer.provider_id == "groq"}
    model = next(m for m in catalog.models if m.hub_id and m.status == "current" and m.model_id not in served)
    (proposal,) = listed(catalog, "groq", model.hub_id).proposals
    assert (proposal.table, proposal.cells["model_id"], proposal.blocked) == ("offers", model.model_id, "incomplete")
    assert proposal.cells["conflict"] == UNPRICED


def test_what_is_known_is_nothing_new(catalog: Catalog) -> None:
    """Nor is a private name that leads nowhere; it is reported."""
    found = listed(catalog, "openai", "gpt-5", 7, None, "")
    assert found.proposals == ()
    private = listed(catalog, "", "our-secret-tune-3")
    assert private.proposals == ()
    assert private.reports[0].unmapped == ("model: our-secret-tune-3",)
    assert SOURCE.kind == "own"
