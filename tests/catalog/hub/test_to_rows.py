"""A repository of the Hub becomes a row: what it says, what it leaves blank, and what is curated."""

from __future__ import annotations

import json
import struct
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from advisor.catalog.catalog import Catalog
from advisor.catalog.hub.client import fetch_repository
from advisor.catalog.hub.to_rows import hub_row, summary
from advisor.catalog.load import load_catalog
from advisor.catalog.own.import_csv import draft_rows
from advisor.catalog.own.store import OverlayStore
from advisor.errors import CatalogError
from tests.catalog.hub.hub_server import SHA, Repository, hub

TODAY = date(2026, 11, 21)
DENSE = {
    "architectures": ["LlamaForCausalLM"],
    "model_type": "llama",
    "hidden_size": 4096,
    "num_hidden_layers": 32,
    "num_attention_heads": 32,
    "num_key_value_heads": 8,
    "head_dim": 128,
    "vocab_size": 128_256,
    "max_position_embeddings": 131_072,
    "torch_dtype": "bfloat16",
}
INFO = {
    "pipeline_tag": "text-generation",
    "createdAt": "2026-09-01T00:00:00.000Z",
    "cardData": {"license": "apache-2.0", "language": ["en", "de"], "base_model": "acme/base"},
    "safetensors": {"parameters": {"BF16": 8_030_261_248}, "total": 8_030_261_248},
}


def repository(config: dict[str, Any] | None = None, **info: Any) -> Any:
    """A repository like the ordinary one but for what is given."""
    files = {"config.json": json.dumps(DENSE if config is None else config).encode(), "model.safetensors": b""}
    return Repository(info={name: value for name, value in (INFO | info).items() if value is not None}, files=files)


def imported(repositories: dict[str, Any], hub_id: str, catalog: Catalog, **options: Any) -> Any:
    """The row that an import gives from a server with these repositories."""
    with hub(repositories) as endpoint:
        return hub_row(fetch_repository(hub_id, endpoint=endpoint), catalog, today=TODAY, **options)


def cell(value: object) -> str:
    """A value of a row as its cell."""
    return "" if value is None else str(value)


def test_a_dense_repository_becomes_a_whole_row(catalog: Catalog) -> None:
    """Card, licence, parameters and shape of a dense decoder are all read and cited with their revision."""
    cells = imported({"acme/house-8b": repository()}, "acme/house-8b", catalog).cells
    wanted = {
        "model_id": "acme/house-8b",
        "kind": "text",
        "architecture": "decoder",
        "licence_id": "apache-2.0",
        "total_params_b": "8.03026",
        "layers": "32",
        "kv_heads": "8",
        "head_dim": "128",
        "context_tokens": "131072",
        "native_precision": "bf16",
        "languages": "en|de",
        "release_date": "2026-09-01",
        "shape_source": f"hub-import#acme/house-8b@{SHA}",
    }
    assert {name: cells.get(name) for name in wanted} == wanted
    assert "base model acme/base" in cells["note"]


def test_the_row_can_be_saved_and_is_marked(catalog: Catalog, tmp_path: Path) -> None:
    """What was imported passes the catalog's own validation and stands in it as the user's own."""
    row = imported({"acme/house-8b": repository()}, "acme/house-8b", catalog)
    draft = draft_rows({"model_catalog": [row.cells]}, catalog, today=TODAY)
    assert draft.problems == ()
    draft.save(OverlayStore(tmp_path))
    merged = load_catalog(overlay=tmp_path)
    assert merged.own_model_ids == {"acme/house-8b"}
    assert merged.model["acme/house-8b"].total_params_b == pytest.approx(8.03026)


def test_what_the_repository_does_not_say_stays_blank(catalog: Catalog) -> None:
    """No config, no weights, no card: no shape, no size, no licence, and each is said."""
    bare = Repository(info={"pipeline_tag": "text-generation"}, files={})
    row = imported({"acme/bare": bare}, "acme/bare", catalog)
    assert not {"layers", "kv_heads", "total_params_b", "licence_id", "context_tokens", "release_date"} & set(row.cells)
    said = " ".join(row.notes)
    assert "no config.json" in said
    assert "no safetensors" in said
    assert "licence is unknown" in said
    result = summary(row, catalog, saved_to="x")
    assert result["licence"] == "unknown"
    assert {"parameters", "layers", "licence", "key-value heads"} <= set(result["unknown"])


def test_the_card_is_read_from_its_file_when_the_hub_did_not(catalog: Catalog) -> None:
    """A server that gives no card data still has the README's front matter."""
    held = repository(cardData=None, pipeline_tag=None)
    held.files["README.md"] = b"---\nlicense: mit\nlanguage: fr\npipeline_tag: text-generation\n---\n# Card\n"
    cells = imported({"acme/readme": held}, "acme/readme", catalog).cells
    assert (cells["licence_id"], cells["languages"]) == ("mit", "fr")


def test_parameters_are_counted_from_the_headers_when_the_hub_has_no_index(catalog: Catalog) -> None:
    """The header of the weight file tells the shapes; the weights themselves are not downloaded."""
    header = json.dumps({"w": {"dtype": "BF16", "shape": [1000, 2000], "data_offsets": [0, 4_000_000]}}).encode()
    held = repository(safetensors=None)
    held.files["model.safetensors"] = struct.pack("<Q", len(header)) + header
    cells = imported({"acme/header": held}, "acme/header", catalog).cells
    assert cells["total_params_b"] == "0.002"


def test_packed_weights_give_no_number_of_parameters(catalog: Catalog) -> None:
    """A 4-bit checkpoint counts packed integers: the size stays unknown and the reason is said."""
    packed = {"parameters": {"I32": 1_000_000, "F16": 200_000}, "total": 1_200_000}
    row = imported({"acme/awq": repository(safetensors=packed)}, "acme/awq", catalog)
    assert "total_params_b" not in row.cells
    assert any("packed" in note for note in row.notes)


@pytest.mark.parametrize(
    ("card", "licence"),
    [
        ({"license": "llama3.1"}, "llama-3.1"),
        ({"license": "gemma"}, "gemma"),
        ({"license": "other", "license_name": "mrl"}, "mistral-research"),
        ({"license": "other", "license_name": "nvidia-open-model-license"}, "nvidia-open-model"),
        ({"license": ["apache-2.0"]}, "apache-2.0"),
        ({"license": "other", "license_name": "house-rules"}, None),
        ({}, None),
    ],
)
def test_licence_tags_lead_to_rows_of_the_licences(catalog: Catalog, card: dict[str, Any], licence: str | None) -> None:
    """Each tag means one licence; one that is in no table stays unknown."""
    cells = imported({"a/b": repository(cardData=card)}, "a/b", catalog).cells
    assert cells.get("licence_id") == licence


@pytest.mark.parametrize(
    ("tag", "kind", "gives"),
    [
        ("feature-extraction", "embedding", "embedding"),
        ("text-ranking", "rerank", "score"),
        ("automatic-speech-recognition", "speech_to_text", "text"),
        ("text-to-speech", "text_to_speech", "audio"),
        ("text-to-image", "image", "image"),
        ("image-text-to-text", "vision", "text"),
    ],
)
def test_the_hubs_task_gives_the_kind(catalog: Catalog, tag: str, kind: str, gives: str) -> None:
    """Every kind of the catalog has its task on the Hub."""
    cells = imported({"a/b": repository(pipeline_tag=tag)}, "a/b", catalog).cells
    assert (cells["kind"], cells["modalities_out"]) == (kind, gives)


def test_a_task_of_no_kind_is_refused_unless_the_user_names_one(catalog: Catalog) -> None:
    """A robot policy is no model of the catalog; the message lists what is."""
    held = {"a/b": repository(pipeline_tag="robotics")}
    with pytest.raises(CatalogError, match="robotics"):
        imported(held, "a/b", catalog)
    assert imported(held, "a/b", catalog, kind="code").cells["kind"] == "code"


def test_a_repository_of_the_catalog_keeps_every_curated_cell(catalog: Catalog) -> None:
    """An import never puts a derived figure over a curated one; what differs is said."""
    shipped = next(m for m in catalog.models if m.hub_id and m.kind == "text" and m.layers not in (None, 32))
    row = imported({shipped.hub_id: repository()}, shipped.hub_id or "", catalog)
    kept = ("model_id", "good_for", "layers", "status", "release_date", "total_params_b", "context_tokens")
    assert {name: row.cells.get(name, "") for name in kept} == {name: cell(getattr(shipped, name)) for name in kept}
    assert any("shipped" in note for note in row.notes)
    assert f"The repository says 32 for layers; {shipped.layers} stays." in row.notes


def test_an_import_renews_what_an_earlier_import_gave(catalog: Catalog, tmp_path: Path) -> None:
    """A repository that was imported before is no shipped row: its derived figures follow the repository."""
    first = imported({"acme/house-8b": repository()}, "acme/house-8b", catalog)
    draft_rows({"model_catalog": [first.cells]}, catalog, today=TODAY).save(OverlayStore(tmp_path))
    merged = load_catalog(overlay=tmp_path)
    held = repository(DENSE | {"num_hidden_layers": 40})
    again = imported({"acme/house-8b": held}, "acme/house-8b", merged)
    assert again.cells["layers"] == "40"
    assert any("among your own models" in note for note in again.notes)


def test_the_vendor_is_that_of_the_organisations_other_models(catalog: Catalog) -> None:
    """A new repository of a known organisation gets the vendor's slug of the catalog."""
    cells = imported({"meta-llama/Llama-9-1B": repository()}, "meta-llama/Llama-9-1B", catalog).cells
    assert cells["model_id"] == "meta/llama-9-1b"


def test_a_configuration_that_is_too_large_or_no_json_is_not_used(catalog: Catalog) -> None:
    """Files of strangers are read with care: their size first, then whether they are JSON at all."""
    large = repository()
    large.files["config.json"] = b" " * 2_000_001
    broken = repository()
    broken.files["config.json"] = b"{'layers': "
    deep = repository()
    deep.files["config.json"] = b'{"a":' * 3_000 + b"1" + b"}" * 3_000
    for held, said in ((large, "more than"), (broken, "not valid JSON"), (deep, "not valid JSON")):
        row = imported({"a/b": held}, "a/b", catalog)
        assert any(said in note for note in row.notes)
        assert "layers" not in row.cells
