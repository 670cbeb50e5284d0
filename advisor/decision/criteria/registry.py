"""Every criterion, one entry each, in the order of ``CriterionId``, which is that of the decision matrix.

To add one: ``docs/contributing/add-a-criterion.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, get_args

from advisor.decision.criteria.criterion import Anchors, Criterion, Judgements
from advisor.decision.criteria.of_control import CONTROL
from advisor.decision.criteria.of_effort import EFFORT
from advisor.decision.criteria.of_money import MONEY
from advisor.decision.criteria.of_quality import QUALITY
from advisor.questionnaire.answers import Answers, CriterionId, UseCase

_ORDER: Final = get_args(CriterionId)
CRITERIA: Final[Mapping[str, Criterion]] = MappingProxyType(
    {
        entry.id: entry
        for entry in sorted((*QUALITY, *MONEY, *CONTROL, *EFFORT), key=lambda entry: _ORDER.index(entry.id))
    }
)


def criteria_for(answers: Answers) -> tuple[Criterion, ...]:
    """The criteria that apply to these answers."""
    return tuple(criterion for criterion in CRITERIA.values() if criterion.applies(answers))


def anchors(answers: Answers, use_case: UseCase, judged: Judgements) -> dict[CriterionId, Anchors]:
    """The value function of every criterion; depends on answers and judgements alone, never on the alternatives."""
    return {criterion.id: criterion.anchors(answers, use_case, judged) for criterion in criteria_for(answers)}
