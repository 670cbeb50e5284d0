"""The figures of ``data/capability_report.json``: how far the estimates can be trusted, per capability and board."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from advisor.arrays import Floats
from advisor.capability.arrays import StitchingParameters
from advisor.capability.estimates import Group
from advisor.capability.languages import Languages
from advisor.capability.observations import EFFORT_CLASSES, LANGUAGE_CAPABILITIES, ScoreObservations
from advisor.capability.rolling_origin import (
    AHEAD_DAYS,
    TESTED,
    WELL_TESTED,
    Predictions,
    by_capability,
    figures,
)
from advisor.capability.scale import HIGH_POINTS, LOW_POINTS, PointScale
from advisor.capability.validation import FOLDS, HeldOutScores, summary
from advisor.catalog.tables.schema import CapabilityEstimate

Report = dict[str, Any]
BASES: Final = ("fitted", "inferred", "prior")


def empty_report() -> Report:
    """The report before any group is described."""
    report: Report = {"folds": FOLDS, "low_points": LOW_POINTS, "high_points": HIGH_POINTS}
    return report | {"capabilities": {}, "languages": {}, "overall": {}, "boards": {}, "self_report": {}}


def describe_group(report: Report, group: Group, held: HeldOutScores, rows: Sequence[CapabilityEstimate]) -> None:
    """Add one group's figures to the report."""
    problem = group.problem
    found = summary(problem, held)
    overall = found.pop("all", None)
    name = "language" if len(problem.capabilities) > 1 else problem.capabilities[0]
    parameters = group.fit.parameters
    if overall is not None:
        report["overall"][name] = overall
    report["self_report"][name] = {
        "scores": int(problem.scores.self_reported.sum()),
        "bias_logits": rounded(parameters.bias),
        "extra_sd_logits": rounded(parameters.self_report_variance**0.5),
    }
    for c, capability in enumerate(problem.capabilities):
        own = [row for row in rows if row.capability == capability]
        report["capabilities"][capability] = {
            "held_out": found.get(capability),
            **_common_figures(own, group.scales[c], float(group.stretch[c])),
            "drift_per_year": rounded(parameters.drift[0, c]) if parameters.drift.size else None,
            "quirk_sd": rounded(parameters.quirk[c] ** 0.5),
            "fallback_widening": rounded(group.expected.widening[c]),
            "effort_offsets": {
                effort: rounded(parameters.offset[c, number])
                for number, effort in enumerate(EFFORT_CLASSES)
                if number and _any_effort(problem, c, number)
            },
        }
    report["boards"].update(_board_figures(problem, parameters, group.scales))


def describe_languages(
    report: Report, languages: Languages, held: HeldOutScores, stretch: Floats, rows: Sequence[CapabilityEstimate]
) -> None:
    """Add the figures of the abilities per language."""
    found = summary(languages.problem, held)
    report["overall"]["per_language"] = found.pop("all", None)
    for c, capability in enumerate(languages.problem.capabilities):
        own = [row for row in rows if row.capability == capability]
        report["languages"][capability] = {
            "held_out": found.get(capability),
            **_common_figures(own, languages.scales[c], float(stretch[c])),
        }
    known = report["boards"]
    fitted = _board_figures(languages.problem, languages.fit.parameters, languages.scales)
    known.update({board_id: board for board_id, board in fitted.items() if board_id not in known})


def describe_rolling_origin(report: Report, found: Sequence[Predictions]) -> None:
    """Add the rolling validation: per origin, per capability and together, for well-tested and all tested models."""
    report["rolling_origin"] = {
        "ahead_days": AHEAD_DAYS,
        "well_tested_scores": WELL_TESTED,
        "tested_scores": TESTED,
        "origins": {p.origin.isoformat(): figures([p], least_scores=WELL_TESTED) for p in found},
        "origins_tested": {p.origin.isoformat(): figures([p], least_scores=TESTED) for p in found},
        "capabilities": {
            name: figures(by_capability(found, name), least_scores=WELL_TESTED) for name in LANGUAGE_CAPABILITIES
        },
        "all": figures(found, least_scores=WELL_TESTED),
        "all_tested": figures(found, least_scores=TESTED),
    }


def _common_figures(rows: Sequence[CapabilityEstimate], scale: PointScale, stretch: float) -> Report:
    bases = [row.basis for row in rows]
    return {
        **{f"models_{basis}": bases.count(basis) for basis in BASES},
        "scores": sum(row.scores for row in rows),
        "error_stretch": rounded(stretch),
        "reference_low": list(scale.low_models),
        "reference_high": list(scale.high_models),
        "median_standard_error": {
            basis: rounded(np.median([row.standard_error for row in rows if row.basis == basis]), 1)
            for basis in BASES
            if basis in bases
        },
    }


def _any_effort(problem: ScoreObservations, capability: int, effort: int) -> bool:
    scores = problem.scores
    return bool(((scores.capability == capability) & (scores.effort == effort)).any())


def _board_figures(problem: ScoreObservations, parameters: StitchingParameters, scales: Sequence[PointScale]) -> Report:
    """Fitted difficulty (points at which half of what lies between floor and ceiling is reached), slope and misfit."""
    found = {}
    for number, board in enumerate(problem.boards):
        chosen = problem.scores.board == number
        capability = int(problem.scores.board_capability[number])
        level = -parameters.intercept[number] / parameters.slope[number]
        found[board.board_id] = {
            "capability": board.capability,
            "models": int(np.unique(problem.scores.model[chosen]).size),
            "scores": int(chosen.sum()),
            "difficulty": None if board.unit == "elo" else rounded(scales[capability].points(level), 1),
            "slope": rounded(parameters.slope[number]),
            "misfit_sd": rounded(parameters.misfit[number] ** 0.5),
        }
    return found


def rounded(value: float, digits: int = 3) -> float:
    """A figure as the report prints it; never a negative zero."""
    return round(float(value), digits) + 0.0
