"""Performances of alternatives become a matrix: criteria in order, shared facts once, and values without the doubt."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from advisor.decision.criteria.registry import criteria_for
from advisor.decision.matrix.performances import matrix_of, values_of
from advisor.decision.prepared import Prepared, prepare


@pytest.fixture(params=range(4))
def prepared(request: pytest.FixtureRequest, kit: Any) -> Prepared:
    """A random world with everything in it that was planned."""
    world = kit.world(request.param)
    found: Prepared = prepare(world.answers, world.catalog, plans=world.plans)
    return found


def test_criteria_stand_in_the_order_of_the_registry(prepared: Prepared) -> None:
    """Those that apply to the answers, each once."""
    matrix = matrix_of(prepared.inputs, np.arange(len(prepared.contexts)))
    assert matrix.criteria == tuple(str(one.id) for one in criteria_for(prepared.answers))
    assert matrix.ids == tuple(context.alternative.alternative_id for context in prepared.contexts)


def test_values_are_those_of_the_matrix(prepared: Prepared) -> None:
    """Without what is uncertain about them."""
    rows = np.arange(len(prepared.contexts))
    assert values_of(prepared.inputs, rows) == pytest.approx(matrix_of(prepared.inputs, rows).value)


def test_one_models_ability_is_one_fact_wherever_it_runs(prepared: Prepared) -> None:
    """So that it is drawn once for all its alternatives."""
    rows = np.arange(len(prepared.contexts))
    matrix = matrix_of(prepared.inputs, rows)
    column = matrix.criteria.index("fitness")
    facts: dict[str, set[int]] = {}
    for context, fact in zip(prepared.contexts, matrix.fact[:, column].tolist(), strict=True):
        facts.setdefault(context.model.model_id, set()).add(fact)
    assert all(len(each) == 1 for each in facts.values())
    assert len(set().union(*facts.values())) == len(facts)


def test_a_part_of_the_rows_has_the_same_values(prepared: Prepared) -> None:
    """The scale does not hang on who else is there."""
    rows = np.arange(len(prepared.contexts))
    part = rows[::2]
    assert matrix_of(prepared.inputs, part).value == pytest.approx(matrix_of(prepared.inputs, rows).value[part])
