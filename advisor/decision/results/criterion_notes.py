"""How every criterion was applied: its anchors, its weight and why, as facts to be told."""

from __future__ import annotations

from advisor.decision.criteria.registry import CRITERIA, anchors
from advisor.decision.ranked import Ranked
from advisor.decision.records import CriterionNote
from advisor.decision.scoring.rounding import digits
from advisor.units import told


def criteria_of(ranked: Ranked) -> tuple[CriterionNote, ...]:
    """How every criterion was applied."""
    used = anchors(ranked.prepared.answers, ranked.prepared.use_case, ranked.prepared.setting.judged)
    notes = []
    for name, weight in zip(ranked.matrix.criteria, ranked.weights, strict=True):
        criterion, anchor = CRITERIA[name], used[name]  # type: ignore[index] # a criterion of the matrix
        notes.append(
            CriterionNote(
                criterion=name,
                unit=criterion.unit,
                objective=anchor.scale.objective,
                anchor_worst=digits(anchor.scale.worst),
                anchor_best=digits(anchor.scale.best),
                weight=digits(float(weight)),
                told={
                    "name": told(f"criterion.{name}"),
                    "definition": told(f"criterion.{name}.definition"),
                    "anchor_reason": anchor.reason,
                    "weight_reason": ranked.derived[name].reason,
                    "source": told(f"criterion.{name}.source"),
                },
            )
        )
    return tuple(notes)
