"""What the command line prints for people: plain tables, no colour needed to read them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from advisor.catalog.tables.schema import Model


def print_models(models: Sequence[Model], *, own: Collection[str] = ()) -> None:
    """One line per model, aligned, nothing cut; the user's own models are marked."""
    header = ("Id", "Kind", "Status", "Released", "Parameters (billion)", "Context", "")
    rows = [header, *((*_model_cells(model), "your own" if model.model_id in own else "") for model in models)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    console = Console(highlight=False, soft_wrap=True)
    for row in rows:
        console.print(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip(), markup=False
        )


def _model_cells(model: Model) -> tuple[str, ...]:
    return (
        model.model_id,
        model.kind,
        model.status,
        str(model.release_date or "unknown"),
        f"{model.total_params_b:g}" if model.total_params_b else "unknown",
        f"{model.context_tokens:,}" if model.context_tokens else "unknown",
    )


def print_mapping(values: Mapping[str, Any]) -> None:
    """Names and values, nested ones indented; unknown is said."""
    table = Table(show_header=False)
    table.add_column("What")
    table.add_column("Value")
    for name, value in _flat(values):
        table.add_row(Text(name), Text("unknown" if value in (None, "", [], ()) else str(value)))
    Console(highlight=False).print(table)


def _flat(values: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    rows: list[tuple[str, Any]] = []
    for name, value in values.items():
        if isinstance(value, Mapping):
            rows += _flat(value, f"{prefix}{name}.")
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            for index, item in enumerate(value):
                rows += _flat(item, f"{prefix}{name}[{index}].")
        else:
            rows.append((prefix + name, ", ".join(map(str, value)) if isinstance(value, list | tuple) else value))
    return rows
