"""A catalog as one block of bytes, so that a decision can be replayed on the catalog it was taken on."""

from __future__ import annotations

import json
import zlib
from typing import Any, Final

from pydantic import ValidationError

from advisor.catalog.catalog import Catalog
from advisor.catalog.load import shipped_energy_sizes, shipped_governance_rules, shipped_judgements
from advisor.catalog.tables.every_table import ALL_TABLES
from advisor.errors import ReportError
from advisor.policy.in_force import PolicyInForce

_ROWS: Final = ALL_TABLES
_LARGEST: Final = 200_000_000


def dump_tables(catalog: Catalog) -> bytes:
    """Every table of the catalog, compressed; ``load_tables`` gives the same catalog back."""
    tables = {name: [row.model_dump(mode="json") for row in getattr(catalog, _attribute(name))] for name in _ROWS}
    whole = {"digest": catalog.digest, "own": sorted(catalog.own_model_ids), "tables": tables}
    if catalog.policy is not None:
        whole["policy"] = catalog.policy.model_dump(mode="json", by_alias=True)
    return zlib.compress(json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode(), 6)


def load_tables(content: bytes) -> Catalog:
    """The catalog in these bytes; raises ReportError when they are not what ``dump_tables`` wrote."""
    try:
        opened = zlib.decompressobj()
        text = opened.decompress(content, _LARGEST)
        whole = json.loads(text)
        rows = {name: tuple(map(_ROWS[name].model_validate, whole["tables"].get(name, []))) for name in _ROWS}
        rows["judgements"] = _with_shipped(rows["judgements"])
        rows["energy_model_sizes"] = rows["energy_model_sizes"] or shipped_energy_sizes()
        rows["governance_rules"] = rows["governance_rules"] or shipped_governance_rules()
        fields = {_attribute(name): table for name, table in rows.items()}
        policy = PolicyInForce.model_validate(whole["policy"]) if "policy" in whole else None
        own = frozenset(whole["own"])
        return Catalog(**fields, digest=whole["digest"], own_model_ids=own, policy=policy)  # type: ignore[arg-type]
    except (zlib.error, ValueError, KeyError, TypeError, ValidationError) as error:
        raise ReportError("the kept catalog cannot be read: it was written by another version") from error


def _with_shipped(kept: tuple[Any, ...]) -> tuple[Any, ...]:
    """The judgements that were kept, and those that the method asks for since then as shipped."""
    names = {row.judgement for row in kept}
    return (*kept, *(row for row in shipped_judgements() if row.judgement not in names))


def _attribute(table: str) -> str:
    return "models" if table == "model_catalog" else table
