"""Runs as JSONL (everything) and CSV (the figures, safe to open in a spreadsheet)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from advisor.safe_cells import safe_text
from advisor.trials.records import Run

MAX_CELL: Final = 32_000
"""Spreadsheets cut a cell at 32,767 characters."""
COLUMNS: Final = (
    "run_id", "group_id", "decision_id", "use_case", "started_at", "connection", "model", "catalog_model_id", "hosting",
    "region", "pane", "repetition", "system", "prompt", "temperature", "top_p", "max_tokens", "answer", "reasoning",
    "whole", "failure", "finish_reason", "ttft_s", "answer_start_s", "connect_s", "queued_s", "itl_ms", "itl_p95_ms",
    "total_s", "output_tokens_per_s", "input_tokens", "output_tokens", "reasoning_tokens", "tokens_basis", "cost_usd",
    "cost_cross_check_usd", "offer_id", "rating", "note",
)  # fmt: skip


def safe_cell(value: object) -> str | int | float | Decimal:
    """A cell that no spreadsheet takes for a formula: numbers stay numbers, a dangerous text gets an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float | Decimal):
        return value
    return safe_text(str(value)[:MAX_CELL])


def csv_text(columns: Iterable[str], rows: Iterable[Mapping[str, object]]) -> str:
    """A CSV file with a header; every cell is safe in a spreadsheet."""
    names = list(columns)
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([safe_cell(row.get(name)) for name in names] for row in rows)
    return buffer.getvalue()


def runs_csv(runs: Iterable[Run]) -> str:
    """One row per run."""
    return csv_text(COLUMNS, (_row(run) for run in runs))


def runs_jsonl(runs: Iterable[Run]) -> str:
    """One whole run per line, as it is stored."""
    return "".join(run.model_dump_json(by_alias=True) + "\n" for run in runs)


def _row(run: Run) -> dict[str, object]:
    given, measurement, tokens = run.request.parameters, run.measurement, run.tokens
    row: dict[str, object] = {name: getattr(run, name) for name in COLUMNS if hasattr(run, name)}
    row |= {name: getattr(measurement, name) for name in COLUMNS if hasattr(measurement, name)}
    row |= {"input_tokens": tokens.input_tokens, "output_tokens": tokens.output_tokens}
    row |= {"reasoning_tokens": tokens.reasoning_tokens, "tokens_basis": tokens.basis}
    row |= {"system": given.system, "prompt": run.request.prompt, "answer": run.text}
    row |= {"temperature": given.temperature, "top_p": given.top_p, "max_tokens": given.max_tokens}
    row |= {"failure": None if run.failure is None else run.failure.message, "started_at": run.started_at.isoformat()}
    row |= {"cost_usd": run.cost.usd, "cost_cross_check_usd": run.cost.cross_check_usd}
    return row | {"offer_id": run.cost.offer_id}
