"""What the command line prints for people: plain tables, no colour needed to read them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from advisor.assessment import Assessment
from advisor.catalog.tables.schema import Model
from advisor.decision.records import Recommendation
from advisor.questionnaire.labels import CRITERIA, DEPLOYMENT_KINDS
from advisor.words.sentences.gates import GATE_NAMES

_SHOWN = 15


def print_assessment(assessment: Assessment) -> None:
    """The verdict, the ranking with contributions, and how many were eliminated by which gate."""
    console = Console(highlight=False, soft_wrap=False)
    console.print(Text(assessment.verdict_sentence))
    if assessment.recommendations:
        console.print(_ranking(assessment.recommendations[:_SHOWN], assessment.weights))
    for recommendation in assessment.recommendations[:1]:
        console.print(Text(recommendation.sentence))
    gates: dict[str, int] = {}
    for elimination in assessment.eliminations:
        gates[elimination.gate] = gates.get(elimination.gate, 0) + 1
    if gates:
        table = Table(title="Eliminated", title_justify="left")
        table.add_column("Gate")
        table.add_column("Alternatives", justify="right")
        for gate, count in sorted(gates.items(), key=lambda item: -item[1]):
            table.add_row(GATE_NAMES.get(gate, gate), f"{count:,}")
        console.print(table)
    if assessment.relaxations and not assessment.recommendations:
        console.print(Text("What to relax, cheapest first:"))
    for relaxation in assessment.relaxations:
        console.print(Text(f"- {relaxation.sentence}"))
    if assessment.portfolio is not None:
        console.print(Text(f"All use cases together: {assessment.portfolio.sentence}"))
        for way in assessment.portfolio.ways_out:
            console.print(Text(f"- {way}"))


def _ranking(recommendations: Sequence[Recommendation], weights: Mapping[str, float]) -> Table:
    table = Table(title="Ranking (contribution = weight x value)", title_justify="left")
    table.add_column("Rank", justify="right")
    table.add_column("Model")
    table.add_column("Runs on")
    table.add_column("USD/month", justify="right")
    table.add_column("Score", justify="right")
    table.add_column("First in", justify="right")
    for criterion, weight in weights.items():
        table.add_column(f"{CRITERIA.get(criterion, criterion).split()[0]} {weight:.2f}", justify="right")
    for row in recommendations:
        table.add_row(
            f"{row.rank}{'=' if row.tied else ''}",
            row.model_name,
            where(row),
            f"{row.monthly_cost_usd.p50:,.0f}" if row.monthly_cost_usd else "unknown",
            f"{row.score:.3f}",
            f"{row.first_rank_share:.0%}",
            *(f"{row.contributions.get(criterion, 0):.3f}" for criterion in weights),
        )
    return table


def where(row: Recommendation) -> str:
    """How an alternative is run, in a few words."""
    deployment = row.deployment
    parts = [DEPLOYMENT_KINDS[deployment.kind], deployment.provider or "", deployment.zone or ""]
    if deployment.gpu:
        parts.append(f"{deployment.gpu_count or 1} x {deployment.gpu} {deployment.precision or ''}".strip())
    return ", ".join(part for part in parts if part)


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
