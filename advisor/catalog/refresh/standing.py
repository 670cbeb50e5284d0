"""Which rows of the catalog a statement is about, and how the rows of each table are dated, sourced and compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from advisor.catalog.audit.check_references import key_of
from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.names import cited_offers, family_of, key_of_reference
from advisor.catalog.refresh.records import Statement
from advisor.catalog.tables.cells import Row
from advisor.catalog.tables.schema import NO_ONE_ZONE, Offer
from advisor.catalog.tables.write import cell_text


@dataclass(frozen=True, slots=True)
class TableRule:
    """How a table takes a statement: its date and source columns, the columns that name a row, and those compared.

    ``replaces`` says that a newer row takes the place of the older one of the same list, whose key differs in its date
    or source.
    """

    dated: str
    source: str
    matched_by: tuple[str, ...]
    compared: tuple[str, ...]
    replaces: bool = False


_PRICES: Final = (
    "input_usd_per_mtok",
    "cached_input_usd_per_mtok",
    "cache_write_usd_per_mtok",
    "output_usd_per_mtok",
    "batch_input_usd_per_mtok",
    "batch_output_usd_per_mtok",
    "long_context_above_tokens",
    "long_input_usd_per_mtok",
    "long_output_usd_per_mtok",
)
SHAPE: Final = (
    *("layers", "hidden_size", "attention_heads", "kv_heads", "head_dim", "kv_lora_rank", "qk_rope_head_dim"),
    *("sliding_window", "attention_layers", "global_layers", "kv_bytes_per_token", "experts", "experts_per_token"),
    *("vocab_size", "native_precision"),
)
"""Columns of a model's shape, which one configuration gives together."""
RULES: Final[Mapping[str, TableRule]] = {
    "offers": TableRule("priced_on", "source", ("offer_id",), (*_PRICES, "retires_on")),
    "gpu_offers": TableRule("priced_on", "source", ("offer_id",), ("usd_per_gpu_hour",)),
    "retirements": TableRule(
        "dated", "source", ("provider_id", "provider_model_key"), ("announced_on", "retires_on", "successor_key")
    ),
    "benchmarks": TableRule("scored_on", "source", ("model_id", "board_id", "variant"), ("score",), replaces=True),
    "api_speeds": TableRule(
        "measured_to",
        "source",
        ("model_id", "provider_id", "statistic"),
        ("ttft_ms_p50", "output_tokens_per_s_p50"),
        replaces=True,
    ),
    "model_catalog": TableRule(
        "checked_on",
        "limits_source",
        ("model_id",),
        (
            "context_tokens",
            "max_input_tokens",
            "max_output_tokens",
            "knowledge_cutoff",
            "reasoning",
            "tools",
            "structured_output",
            "modalities_in",
            "languages",
            "total_params_b",
            "active_params_b",
            *SHAPE,
            "licence_id",
        ),
    ),
    "quantised_checkpoints": TableRule("dated", "source", ("model_id", "format", "hub_id"), ("file_gb",)),
    "aliases": TableRule("reviewed_on", "", ("scheme", "alias"), ("model_id",)),
    "measured_speeds": TableRule("measured_on", "source", ("speed_id",), ("output_tokens_per_s", "ttft_ms")),
}
"""The tables that a source may say something about."""
GROUP_SOURCES: Final = {
    "context_tokens": "limits_source",
    "max_input_tokens": "limits_source",
    "max_output_tokens": "limits_source",
    "knowledge_cutoff": "identity_source",
    "release_date": "identity_source",
    "total_params_b": "params_source",
    "active_params_b": "params_source",
    **dict.fromkeys(SHAPE, "shape_source"),
    "licence_id": "licence_source",
}
"""The column that sources a cell of a model; every other is sourced by ``features_source``."""


@dataclass(frozen=True, slots=True)
class StandingRow:
    """A row that stands: its key, its cells as texts, and its day."""

    table: str
    key: str
    cells: Mapping[str, str]
    day: date | None

    def source_of(self, column: str) -> str:
        """The citation behind a cell."""
        if self.table == "model_catalog":
            return self.cells.get(GROUP_SOURCES.get(column, "features_source"), "")
        return self.cells.get(RULES[self.table].source, "")


def standing(row: Row, table: str) -> StandingRow:
    """A row of the catalog as texts."""
    cells = {name: cell_text(getattr(row, name)) for name in type(row).model_fields}
    day = getattr(row, RULES[table].dated)
    return StandingRow(table, key_of(row, table), cells, day if isinstance(day, date) else None)


def rows_of(catalog: Catalog, table: str) -> tuple[Row, ...]:
    """The rows of a table."""
    rows: tuple[Row, ...] = getattr(catalog, "models" if table == "model_catalog" else table)
    return rows


@dataclass(slots=True)
class Finder:
    """Finds the standing rows that the statements of one list are about; made once per list and catalog."""

    catalog: Catalog
    family: str
    _named: dict[str, dict[tuple[str, ...], list[Row]]] = field(default_factory=dict)
    _cited: dict[str, dict[str, list[Row]]] = field(default_factory=dict)
    _offers: dict[tuple[str, str, str], list[Offer]] = field(default_factory=dict)

    def find(self, statement: Statement) -> tuple[list[StandingRow], bool]:
        """The rows meant, and whether their citation of the list's own key says so (which no other rule overrules)."""
        if statement.table == "offers" and "offer_id" not in statement.match:
            rows, cited = self._offers_meant(statement)
        else:
            rows, cited = self._rows_meant(statement)
        return [standing(row, statement.table) for row in rows], cited

    def _offers_meant(self, statement: Statement) -> tuple[Iterable[Row], bool]:
        tier = statement.match.get("tier", "standard")
        cited = cited_offers(self.catalog)
        for key in (statement.source_key, *statement.other_keys):
            if found := cited.of(self.family, key):
                return [o for o in found if o.tier == tier and not o.derived], True
        if not {"model_id", "provider_id"} <= set(statement.match):
            return [], False
        if not self._offers:
            for offer in self.catalog.offers:
                self._offers.setdefault((offer.model_id, offer.provider_id, offer.tier), []).append(offer)
        name = (statement.match["model_id"], statement.match["provider_id"], tier)
        zone = statement.match["zone"]
        found_all = [o for o in self._offers.get(name, []) if not o.derived]
        same = [o for o in found_all if o.zone == zone]
        provider = self.catalog.provider.get(statement.match["provider_id"])
        # A cloud with prices per zone means its own; elsewhere a list that names none means the only price there is.
        if not same and zone in NO_ONE_ZONE and (provider is None or provider.kind != "hyperscaler"):
            same = [o for o in found_all if o.zone in NO_ONE_ZONE]
        return (same if len(same) == 1 else []), False

    def _rows_meant(self, statement: Statement) -> tuple[Iterable[Row], bool]:
        table = statement.table
        rule = RULES[table]
        if table == "gpu_offers" and (found := self._by_citation(table).get(statement.source_key)):
            wanted = statement.match.get("commitment")
            return [row for row in found if getattr(row, "commitment", wanted) == wanted], True
        name = tuple(statement.match.get(column, "") for column in rule.matched_by)
        found = self._by_name(table).get(name, [])
        if rule.replaces:
            found = [row for row in found if family_of(getattr(row, rule.source)) == self.family]
            return sorted(found, key=lambda row: str(getattr(row, rule.dated)))[-1:], False
        return found, False

    def _by_name(self, table: str) -> Mapping[tuple[str, ...], list[Row]]:
        if table not in self._named:
            columns = RULES[table].matched_by
            index: defaultdict[tuple[str, ...], list[Row]] = defaultdict(list)
            for row in rows_of(self.catalog, table):
                index[tuple(cell_text(getattr(row, column)) for column in columns)].append(row)
            self._named[table] = dict(index)
        return self._named[table]

    def _by_citation(self, table: str) -> Mapping[str, list[Row]]:
        if table not in self._cited:
            column = RULES[table].source
            index: defaultdict[str, list[Row]] = defaultdict(list)
            for row in rows_of(self.catalog, table):
                reference: Any = getattr(row, column)
                if reference and family_of(reference) == self.family:
                    index[key_of_reference(reference)].append(row)
            self._cited[table] = dict(index)
        return self._cited[table]
