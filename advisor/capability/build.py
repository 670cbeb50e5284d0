"""Build the capability estimates of the whole catalog, and the report on how far they can be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from advisor.capability.arrays import Priors
from advisor.capability.estimates import Group, estimates, group_of
from advisor.capability.lineage import share_inside
from advisor.capability.observations import CAPABILITY_GROUPS, EFFORT_CLASSES, Problem, assemble
from advisor.capability.page import renewed
from advisor.capability.scale import HIGH_POINTS, LOW_POINTS
from advisor.capability.stitching import fit
from advisor.capability.validation import FOLDS, HeldOut, hold_out, quick, stretch, summary
from advisor.catalog.load import load_catalog
from advisor.catalog.tables.schema import Benchmark, Board, CapabilityEstimate, Model
from advisor.catalog.tables.write import report_text, table_text, write_text

Report = dict[str, Any]
ESTIMATES_FILE: Final = "capabilities.csv"
REPORT_FILE: Final = "capability_report.json"
SELDOM_TESTED: Final = frozenset({"speech", "image"})  # one to three boards per model
NORMAL: Final = 1000.0  # degrees of freedom at which Student's t is a normal


def priors_of(capabilities: tuple[str, ...]) -> Priors:
    """Priors of a group: noise is normal where models stand on too few boards to tell an outlier from a weak model."""
    return Priors(freedom=NORMAL) if capabilities[0] in SELDOM_TESTED else Priors()


def build(
    models: Sequence[Model], boards: Sequence[Board], benchmarks: Sequence[Benchmark]
) -> tuple[tuple[CapabilityEstimate, ...], Report]:
    """Fit every group of capabilities; returns the estimates (sorted by model and capability) and the report.

    Neither depends on the order of the rows. Boards of other capabilities than those fitted are evidence only.
    """
    rows: list[CapabilityEstimate] = []
    report: Report = {"folds": FOLDS, "low_points": LOW_POINTS, "high_points": HIGH_POINTS, "capabilities": {}}
    report |= {"overall": {}, "boards": {}, "self_report": {}}
    for capabilities in CAPABILITY_GROUPS:
        problem = assemble(capabilities, models, boards, benchmarks)
        if problem is None:
            continue
        priors = priors_of(capabilities)
        held = hold_out(problem, priors=quick(priors))
        group = group_of(problem, fit(problem.scores, priors), stretch(held, len(capabilities)), models)
        found = list(estimates(group, models))
        rows += found
        _describe(report, group, held, models, found)
    return tuple(sorted(rows, key=lambda row: (row.model_id, row.capability))), report


def build_capabilities(data_dir: Path) -> str:
    """Build the estimates of the catalog in ``data_dir``, write its two files, and say in a line what was done.

    Where the documentation stands beside the data, its generated tables are renewed too.
    """
    catalog = load_catalog(data_dir)
    rows, report = build(catalog.models, catalog.boards, catalog.benchmarks)
    write_text(data_dir / ESTIMATES_FILE, table_text(CapabilityEstimate, rows))
    write_text(data_dir / REPORT_FILE, report_text(report))
    page = data_dir.parent / "docs" / "capability.md"
    if page.is_file():
        write_text(page, renewed(page.read_text(encoding="utf-8"), report))
    fitted = sum(row.basis == "fitted" for row in rows)
    return f"{len(rows)} capability estimates of {len({row.model_id for row in rows})} models, {fitted} from own scores"


def _describe(
    report: Report, group: Group, held: HeldOut, models: Sequence[Model], rows: Sequence[CapabilityEstimate]
) -> None:
    """Add one group's figures to the report."""
    problem = group.problem
    figures = summary(problem, held)
    overall = figures.pop("all", None)
    name = "language" if len(problem.capabilities) > 1 else problem.capabilities[0]
    parameters = group.fit.parameters
    if overall is not None:
        report["overall"][name] = overall
    report["self_report"][name] = {
        "scores": int(problem.scores.self_reported.sum()),
        "bias_logits": _rounded(parameters.bias),
        "extra_sd_logits": _rounded(parameters.self_report_variance**0.5),
    }
    inherited = _inherited(group, models)
    for c, capability in enumerate(problem.capabilities):
        report["capabilities"][capability] = {
            "held_out": figures.get(capability),
            **_capability_figures(group, c, [row for row in rows if row.capability == capability]),
            "inherited": None if inherited is None else inherited[c],
        }
    report["boards"].update(_board_figures(group))


def _capability_figures(group: Group, c: int, rows: Sequence[CapabilityEstimate]) -> Report:
    parameters, scale = group.fit.parameters, group.scales[c]
    bases = [row.basis for row in rows]
    return {
        "models_fitted": bases.count("fitted"),
        "models_inferred": bases.count("inferred"),
        "models_prior": bases.count("prior"),
        "scores": sum(row.scores for row in rows),
        "error_stretch": _rounded(group.stretch[c]),
        "drift_per_year": _rounded(parameters.drift[0, c]) if parameters.drift.size else None,
        "quirk_sd": _rounded(parameters.quirk[c] ** 0.5),
        "effort_offsets": {
            effort: _rounded(parameters.offset[c, number])
            for number, effort in enumerate(EFFORT_CLASSES)
            if number and _any_effort(group.problem, c, number)
        },
        "reference_low": list(scale.low_models),
        "reference_high": list(scale.high_models),
        "median_standard_error": {
            basis: _rounded(np.median([row.standard_error for row in rows if row.basis == basis]), 1)
            for basis in ("fitted", "inferred", "prior")
            if basis in bases
        },
    }


def _any_effort(problem: Problem, capability: int, effort: int) -> bool:
    scores = problem.scores
    return bool(((scores.capability == capability) & (scores.effort == effort)).any())


def _inherited(group: Group, models: Sequence[Model]) -> list[Report] | None:
    """Gains between generations, and how well intervals inherited from the predecessor cover scored models."""
    if group.gains is None:
        return None
    by_id = {m.model_id: m for m in models}
    inside = share_inside(group.gains, by_id, group.ability, group.variance)
    mean = group.gains.gain.mean(axis=0)
    return [
        {
            "pairs": len(group.gains.pairs),
            "mean_gain": _rounded(mean[c]),
            "sd_left_over": _rounded(group.gains.spread[c]),
            "inside_90": _rounded(inside[c]),
        }
        for c in range(len(mean))
    ]


def _board_figures(group: Group) -> Report:
    """Fitted difficulty (points at which half of what lies between floor and ceiling is reached), slope and misfit."""
    problem, parameters = group.problem, group.fit.parameters
    found = {}
    for number, board in enumerate(problem.boards):
        chosen = problem.scores.board == number
        capability = int(problem.scores.board_capability[number])
        level = -parameters.intercept[number] / parameters.slope[number]
        found[board.board_id] = {
            "capability": board.capability,
            "models": int(np.unique(problem.scores.model[chosen]).size),
            "scores": int(chosen.sum()),
            "difficulty": None if board.unit == "elo" else _rounded(group.scales[capability].points(level), 1),
            "slope": _rounded(parameters.slope[number]),
            "misfit_sd": _rounded(parameters.misfit[number] ** 0.5),
        }
    return found


def _rounded(value: float, digits: int = 3) -> float:
    return round(float(value), digits) + 0.0
