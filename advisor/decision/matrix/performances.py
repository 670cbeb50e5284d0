"""Performances of every alternative on every criterion, with what is uncertain about them.

The decision matrix's columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from advisor.arrays import Codes, Floats
from advisor.decision.alternatives.joined import JoinedAlternative, codes_of
from advisor.decision.alternatives.planned import Demand, Plans
from advisor.decision.criteria.criterion import Criterion, DecisionInputs, Fact, alike
from advisor.decision.criteria.fitness import Fitness
from advisor.decision.criteria.registry import criteria_for
from advisor.decision.criteria.value_functions import ValueFunction
from advisor.decision.matrix.matrix import Matrix, MatrixColumn, build_matrix


def inputs_of(
    contexts: Sequence[JoinedAlternative], plans: Plans, fitness: Mapping[str, Fitness], setting: Demand
) -> DecisionInputs:
    """Alternatives with their codes, and what they are measured against."""
    return DecisionInputs(contexts, codes_of(contexts), plans, fitness, setting)


def matrix_of(inputs: DecisionInputs, rows: Codes) -> Matrix:
    """The decision matrix of the plan's ``rows``, its criteria in the order of the registry."""
    columns: dict[str, MatrixColumn] = {}
    numbered: dict[Fact, int] = {}
    for criterion in criteria_for(inputs.setting.answers):
        index, firsts = alike(criterion.aspect, inputs, rows)
        facts = [criterion.fact(context) for context in firsts]
        number = np.array([numbered.setdefault(fact, len(numbered)) for fact in facts], dtype=np.int64)
        numbers, scale = criterion.performance(inputs, rows), _scale(criterion, inputs.setting)
        columns[str(criterion.id)] = MatrixColumn(
            scale,
            numbers,
            number[index],
            criterion.reach,
            criterion.deviation(numbers),
            criterion.mean_value(scale, numbers),
        )
    ids = [inputs.contexts[row].alternative.alternative_id for row in rows.tolist()]
    return build_matrix(ids, columns, list(numbered))


def values_of(inputs: DecisionInputs, rows: Codes) -> Floats:
    """(n, c) the values of ``matrix_of`` alone, without what is uncertain about them."""
    found = []
    for criterion in criteria_for(inputs.setting.answers):
        value = criterion.mean_value(_scale(criterion, inputs.setting), criterion.performance(inputs, rows))
        found.append(np.where(np.isnan(value), 0.5, value))
    return np.stack(found, axis=1)


def _scale(criterion: Criterion, setting: Demand) -> ValueFunction:
    return criterion.anchors(setting.answers, setting.use_case, setting.judged).scale
