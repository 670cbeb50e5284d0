"""Every criterion, one entry each, in the order of the decision matrix.

To add one: its name in ``CriterionId``, an entry in the module of its objective, its row in
``advisor.words.sentences.criteria`` with the translations, and the judgement of its share.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from advisor.decision.criteria.criterion import Anchors, Criterion, Judgements
from advisor.decision.criteria.of_control import CUSTOMISATION, DATA_CONTROL, TRANSPARENCY
from advisor.decision.criteria.of_effort import ENERGY, LIFECYCLE, OPERATIONS, SCALABILITY
from advisor.decision.criteria.of_money import COST
from advisor.decision.criteria.of_quality import FITNESS, LATENCY
from advisor.questionnaire.answers import Answers, CriterionId, UseCase

CRITERIA: Final[Mapping[str, Criterion]] = MappingProxyType(
    {
        criterion.id: criterion
        for criterion in (
            FITNESS,
            COST,
            LATENCY,
            DATA_CONTROL,
            CUSTOMISATION,
            OPERATIONS,
            SCALABILITY,
            TRANSPARENCY,
            LIFECYCLE,
            ENERGY,
        )
    }
)


def criteria_for(answers: Answers) -> tuple[Criterion, ...]:
    """The criteria that apply to these answers."""
    return tuple(criterion for criterion in CRITERIA.values() if criterion.applies(answers))


def anchors(answers: Answers, use_case: UseCase, judged: Judgements) -> dict[CriterionId, Anchors]:
    """The value function of every criterion; depends on answers and judgements alone, never on the alternatives."""
    return {criterion.id: criterion.anchors(answers, use_case, judged) for criterion in criteria_for(answers)}
