"""The Hugging Face Hub: licences, languages, sizes and shapes as repositories state them, and new repositories.

The file is what ``services.refresh.hub_files`` writes: one entry per repository with what ``catalog.hub`` read of it
(``HubFacts``), never the weights. A curated figure is never replaced by one that was derived from a configuration:
where the two differ, the proposal waits as a conflict.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from pydantic import ValidationError

from advisor.catalog.catalog import Catalog
from advisor.catalog.hub.facts import HubFacts
from advisor.catalog.hub.to_rows import known_model, stated_cells
from advisor.catalog.identity.identify import identify
from advisor.catalog.refresh.reading import cleaned
from advisor.catalog.refresh.records import SourceReading, Statement, Unmapped
from advisor.catalog.refresh.sources.new_models import proposed_model
from advisor.catalog.refresh.sources.source import RefreshSource
from advisor.catalog.refresh.sources.token_prices import plain
from advisor.catalog.refresh.standing import SHAPE
from advisor.catalog.tables.schema import Model
from advisor.errors import CatalogError

ENTRIES: Final = "repositories"
STATED: Final = ("licence_id", "languages", "context_tokens", "total_params_b", "active_params_b", *SHAPE)
"""Columns of a model about which its repository is asked."""
_WEIGHTS: Final = (".safetensors", ".bin", ".gguf")
_GB: Final = Decimal(10) ** 9


def _looks_like(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get(ENTRIES), list)


def _read(value: Any, catalog: Catalog, day: date) -> SourceReading:
    statements: list[Statement] = []
    unmapped: list[Unmapped] = []
    refused: list[str] = []
    for entry in value[ENTRIES]:
        try:
            facts = HubFacts.model_validate(_plainly(entry))
            cells = stated_cells(facts, catalog, today=day)[0]
        except (ValidationError, CatalogError) as error:
            name = cleaned(entry.get("hub_id")) if isinstance(entry, dict) else "an entry"
            refused.append(f"{name}: {cleaned(str(error))[:200]}")
            continue
        if facts.adapter_of is not None:
            refused.append(f"{facts.hub_id}: it holds an adapter and no model")
            continue
        statements += _files(facts, catalog)
        model = known_model(facts, catalog)
        if model is not None:
            statements.append(_stated(facts, model, cells))
        elif (new := _new(facts, catalog, cells, day)) is not None:
            statements.append(new)
        elif not any(row.hub_id == facts.hub_id for row in catalog.quantised_checkpoints):
            unmapped.append(Unmapped(facts.hub_id, "model"))
    return SourceReading(tuple(statements), tuple(unmapped), tuple(refused), len(value[ENTRIES]))


def _plainly(value: Any) -> Any:
    """A document with its decimal numbers as the integers and floats that a configuration is read by."""
    if isinstance(value, dict):
        return {name: _plainly(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_plainly(part) for part in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _key(facts: HubFacts) -> str:
    return f"{facts.hub_id}@{facts.revision}"


def _stated(facts: HubFacts, model: Model, cells: Mapping[str, str]) -> Statement:
    """What a repository says of the model whose it is."""
    stated = {column: cells[column] for column in STATED if cells.get(column)}
    return Statement("model_catalog", stated, _key(facts), {"model_id": model.model_id}, whole=False)


def _new(facts: HubFacts, catalog: Catalog, cells: Mapping[str, str], day: date) -> Statement | None:
    named = identify(catalog, facts.hub_id, scheme="huggingface")
    vendor = cells["vendor"]
    names = ("name", "family", "kind", "architecture", "openness", "hub_id", "release_date")
    stated = {column: cells.get(column, "") for column in (*names, *STATED, "modalities_in", "modalities_out")}
    return proposed_model(
        catalog, named, vendor=vendor, key=facts.hub_id, source_key=_key(facts), stated=stated, day=day
    )


def _files(facts: HubFacts, catalog: Catalog) -> Iterator[Statement]:
    """The size of a quantised checkpoint whose repository holds one set of weights and nothing else."""
    rows = [row for row in catalog.quantised_checkpoints if row.hub_id == facts.hub_id]
    sizes = [size for name, size in facts.files.items() if name.endswith(_WEIGHTS) and "/" not in name]
    kinds = {name.rpartition(".")[2] for name in facts.files if name.endswith(_WEIGHTS)}
    if len(rows) != 1 or len(kinds) != 1 or "gguf" in kinds or not sizes:
        return
    row = rows[0]
    match = {"model_id": row.model_id, "format": row.format, "hub_id": row.hub_id}
    size = plain(round(Decimal(sum(sizes)) / _GB, 3))
    yield Statement("quantised_checkpoints", {"file_gb": size}, _key(facts), match, whole=False)


SOURCE: Final = RefreshSource(
    name="hub",
    title="Hugging Face Hub: cards, configurations and file sizes",
    family="hub-refresh",
    form="json",
    files=("hub*.json",),
    address="",
    licence="facts; the cards' own terms",
    attribution="the repositories' owners",
    link="https://huggingface.co",
    kind="published",
    looks_like=_looks_like,
    read=_read,
)
