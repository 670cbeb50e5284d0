"""Adaptation of the choice in whole: the ways weighed, what would change it, and alternatives with an adaptation."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.assessment import Assessment, choice_of
from advisor.catalog.catalog import Catalog
from advisor.guidance.adaptation.alternatives import AdaptedAlternative, adapted_alternatives
from advisor.guidance.adaptation.costs import plain_of
from advisor.guidance.adaptation.turns import AdaptationTurn, turns_of
from advisor.guidance.adaptation.weighed import AdaptationDecision, decide


@dataclass(frozen=True, slots=True)
class AdaptationGuide:
    """What the page, the command and a report say of adaptation, for the first use case.

    ``alternatives`` is empty where nothing fits, or no language model does the task.
    """

    decision: AdaptationDecision
    turns: tuple[AdaptationTurn, ...]
    alternatives: tuple[AdaptedAlternative, ...]


def adaptation_of(assessment: Assessment, catalog: Catalog, *, gain_points: float | None = None) -> AdaptationGuide:
    """Worked out from the record and the catalog; ``gain_points`` replaces the middle of the gain of tuning."""
    answers, use_case, choice = assessment.answers, assessment.answers.use_cases[0], choice_of(assessment)
    plain = plain_of(choice, use_case, catalog, assessment.recommendations)
    alternatives: tuple[AdaptedAlternative, ...] = ()
    if choice is not None:
        alternatives = adapted_alternatives(
            answers,
            use_case,
            catalog,
            weights=assessment.weights,
            choice=choice,
            ranked=assessment.recommendations,
            gain_points=gain_points,
        )
    decision = decide(answers, use_case, catalog, plain)
    return AdaptationGuide(decision, turns_of(answers, use_case, catalog, plain), alternatives)
