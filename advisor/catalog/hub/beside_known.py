"""An import of a model that the catalog already has: what was curated stays, what was blank is filled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from advisor.catalog.catalog import Catalog
from advisor.catalog.own.overlay import HUB_IMPORT
from advisor.catalog.tables.schema import Model

GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "identity_source": ("architecture", "release_date", "note", "checked_on"),
    "params_source": ("total_params_b", "active_params_b"),
    "shape_source": (
        *("layers", "hidden_size", "attention_heads", "kv_heads", "head_dim", "kv_lora_rank", "qk_rope_head_dim"),
        *("sliding_window", "attention_layers", "global_layers", "kv_bytes_per_token", "experts", "experts_per_token"),
        *("vocab_size", "native_precision"),
    ),
    "limits_source": ("context_tokens",),
    "features_source": ("modalities_in", "modalities_out", "languages"),
    "licence_source": ("licence_id",),
}
"""Columns by the source that covers them: what an earlier import gave is renewed, what anybody else gave stays."""
_WORTH_SAYING: Final = frozenset(
    {"total_params_b", "active_params_b", "context_tokens", "licence_id", "release_date", "native_precision"}
) | frozenset(GROUPS["shape_source"])
_SAME: Final = 0.02


def beside_known(imported: Mapping[str, str], known: Model, catalog: Catalog) -> tuple[dict[str, str], list[str], bool]:
    """The row that an import leaves of a known model, what to say of it, and whether it filled any figure."""
    curated = cells_of(known)
    renewed: set[str] = set()
    for source, columns in GROUPS.items():
        if curated.get(source, "").startswith(f"{HUB_IMPORT}#"):
            renewed |= {source, *columns}
    kept = {name: value for name, value in curated.items() if value and name not in renewed}
    given = {name: value for name, value in imported.items() if value}
    filled = sorted(name for name in given if name not in curated and not name.endswith("_source"))
    own = known.model_id in catalog.own_model_ids
    place = "among your own models" if own else "in the shipped catalog"
    notes = [f"{known.model_id} is {place}: what stands there stays, and the import fills what was blank."]
    if filled:
        notes.append(f"Filled: {', '.join(filled)}.")
    notes += [
        f"The repository says {given[name]} for {name}; {kept[name]} stays."
        for name in sorted(_WORTH_SAYING & given.keys() & kept.keys())
        if not _alike(given[name], kept[name])
    ]
    return (
        {**{name: value for name, value in curated.items() if value}, **given, **kept},
        notes,
        bool(_WORTH_SAYING & set(filled)),
    )


def _alike(given: str, kept: str) -> bool:
    """Whether two cells say the same, numbers within two in a hundred."""
    try:
        return abs(float(given) - float(kept)) <= _SAME * abs(float(kept))
    except ValueError:
        return given == kept


def cells_of(model: Model) -> dict[str, str]:
    """A row of the catalog as the texts of its cells."""
    return {name: text for name, value in model if (text := _cell(value))}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "|".join(map(str, value)) if isinstance(value, tuple) else str(value)
