"""The Hub: what repositories state fills blanks, and never replaces what was curated."""

from __future__ import annotations

import json
from dataclasses import replace

from refresh_shapes import LATER

from advisor.catalog.catalog import Catalog
from advisor.catalog.hub.facts import HubFacts
from advisor.catalog.refresh.gather import Gathered, SourceFile, gathered, recognised_files
from advisor.catalog.refresh.sources.hub import STATED

MODEL = "alibaba/qwen3-8b"
FACTS = HubFacts(
    hub_id="Qwen/Qwen3-8B",
    revision="a" * 40,
    pipeline_tag="text-generation",
    created_on=None,
    licence_tag="apache-2.0",
    licence_name=None,
    licence_link=None,
    languages=("de", "en"),
    base_models=(),
    parameters={"BF16": 8_190_735_360},
    gated=False,
    config={"model_type": "qwen3", "num_hidden_layers": 36, "num_attention_heads": 32, "num_key_value_heads": 8},
    notes=(),
)


def asked(catalog: Catalog, *facts: HubFacts, **entry: object) -> Gathered:
    """What the answers of the Hub propose."""
    entries = [{**one.model_dump(mode="json"), **entry} for one in facts]
    return gathered(
        recognised_files([SourceFile("hub.json", json.dumps({"repositories": entries}).encode(), LATER)]), catalog
    )


def with_cells(catalog: Catalog, **cells: object) -> Catalog:
    """The catalog with some cells of the model changed."""
    return replace(
        catalog, models=tuple(m.model_copy(update=cells) if m.model_id == MODEL else m for m in catalog.models)
    )


def test_a_blank_is_filled_and_cites_the_repository(catalog: Catalog) -> None:
    """Languages that only the card states."""
    found = asked(with_cells(catalog, languages=()), FACTS).proposals
    (proposal,) = [p for p in found if p.field == "languages"]
    assert (proposal.kind, proposal.proposed, proposal.blocked) == ("filled", "de|en", None)
    assert proposal.proposed_source == f"hub-refresh-{LATER}#Qwen/Qwen3-8B@{'a' * 40}"


def test_a_curated_figure_is_never_replaced_unasked(catalog: Catalog) -> None:
    """Another number of layers waits as a conflict; parameters in rounder numbers are the same."""
    found = asked(with_cells(catalog, layers=40, total_params_b=8.2), FACTS).proposals
    assert [(p.field, p.blocked) for p in found if p.field in ("layers", "total_params_b")] == [("layers", "conflict")]
    assert {p.field for p in found} <= set(STATED)


def test_a_new_repository_of_a_known_owner_is_a_row_to_look_at(catalog: Catalog) -> None:
    """Size, shape and licence come along."""
    new = FACTS.model_copy(update={"hub_id": "Qwen/Qwen9-8B"})
    (proposal,) = asked(catalog, new).proposals
    assert (proposal.key, proposal.kind, proposal.blocked) == ("alibaba/qwen9-8b", "new", "incomplete")
    assert (proposal.cells["licence_id"], proposal.cells["layers"]) == ("apache-2.0", "36")
    assert proposal.cells["shape_source"] == proposal.cells["params_source"] == proposal.proposed_source


def test_adapters_and_damaged_entries_are_told(catalog: Catalog) -> None:
    """Each with its name."""
    found = asked(catalog, FACTS, adapter_of="Qwen/Qwen3-8B")
    assert found.reports[0].refused == ("Qwen/Qwen3-8B: it holds an adapter and no model",)
    assert found.proposals == ()
    assert asked(catalog, FACTS, parameters="many").reports[0].refused[0].startswith("Qwen/Qwen3-8B: ")


def test_the_size_of_a_quantised_checkpoint_is_that_of_its_files(catalog: Catalog) -> None:
    """Weights alone, in one format, at the top of the repository."""
    once = [row.hub_id for row in catalog.quantised_checkpoints]
    row = next(r for r in catalog.quantised_checkpoints if once.count(r.hub_id) == 1 and not r.file_gb)
    files = {"a-1.safetensors": 3 * 10**9, "a-2.safetensors": 10**9, "README.md": 5, "old/x.safetensors": 9}
    found = asked(catalog, FACTS.model_copy(update={"hub_id": row.hub_id, "files": files})).proposals
    assert [p.proposed for p in found if p.table == "quantised_checkpoints"] == ["4"]
