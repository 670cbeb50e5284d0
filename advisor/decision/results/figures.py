"""The raw performances of alternatives as figures with interval, basis and source."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from advisor.arrays import Codes, Floats
from advisor.decision.criteria.criterion import Criterion
from advisor.decision.criteria.fitness import Fitness
from advisor.decision.criteria.of_money import COST
from advisor.decision.criteria.registry import criteria_for
from advisor.decision.prepared import Prepared
from advisor.decision.scoring.rounding import all_digits
from advisor.questionnaire.money_facts import about_money
from advisor.units import POINTS_OF_100, Basis, Figure, Told, told

_PLANNED = (("ttft_ms", "ms"), ("itl_ms", "ms"), ("total_s", "s"))


def _figures(
    numbers: Floats,
    unit: str,
    bases: Sequence[Basis],
    sources: Sequence[str | None],
    notes: Sequence[str | Told | None] | None = None,
) -> list[Figure]:
    """One figure per row of middle, low and high (n, 3); NaN is unknown, and ends that are unknown are the middle."""
    said = notes or [None] * len(bases)
    middle = numbers[:, :1]
    unknown = np.isnan(middle)[:, 0].tolist()
    filled = all_digits(np.where(np.isnan(numbers), middle, numbers)).tolist()
    rows = zip(filled, unknown, bases, sources, said, strict=True)
    return [
        Figure(
            value=None if nobody else value,
            low=None if nobody else low,
            high=None if nobody else high,
            unit=unit,
            basis="unknown" if nobody else basis,
            source=None if nobody else source,
            note=note if isinstance(note, str) else None,
            told={"note": note} if isinstance(note, Told) else {},
        )
        for (value, low, high), nobody, basis, source, note in rows
    ]


def figures_of(prepared: Prepared, indices: Codes) -> list[dict[str, Figure]]:
    """Figures by criterion of some alternatives, with the planned times beside them (``ttft_ms``, ``total_s``, ...)."""
    plans, contexts = prepared.plans, [prepared.contexts[index] for index in indices.tolist()]
    sources = [context.offer.source if context.offer else "hosting plan" for context in contexts]

    def planned(numbers: Floats, unit: str, column: str) -> list[Figure]:
        bases = plans.bases.get(column)
        chosen: list[Basis] = [bases[index] for index in indices.tolist()] if bases else ["estimated"] * len(indices)
        return _figures(numbers, unit, chosen, sources)

    columns: dict[str, list[Figure]] = {}
    for criterion in criteria_for(prepared.answers):
        if criterion.points:
            columns[criterion.id] = _points(criterion, prepared, indices)
        elif criterion.column:
            numbers = criterion.performance(prepared.inputs, indices)
            columns[criterion.id] = planned(numbers, criterion.unit, criterion.column)
            if criterion.column == COST.column:
                columns[criterion.id] = _beside_committed(columns[criterion.id], prepared, indices)
        else:
            columns[criterion.id] = _fitness([prepared.fitness[context.model.model_id] for context in contexts])
    columns |= {name: planned(getattr(plans, name)[indices], unit, name) for name, unit in _PLANNED}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _beside_committed(figures: Sequence[Figure], prepared: Prepared, indices: Codes) -> list[Figure]:
    """Costs of what is new, each with a note of the whole where a commitment pays a part of it."""
    cost, new = prepared.plans.cost_usd[indices, 1], prepared.plans.new_usd(indices)[:, 1]
    budget = prepared.answers.budget
    return [
        figure.model_copy(update={"told": {"note": told("figure.new", whole=about_money(usd, budget))}})
        if usd > left
        else figure
        for figure, usd, left in zip(figures, cost.tolist(), new.tolist(), strict=True)
    ]


def _fitness(known: Sequence[Fitness]) -> list[Figure]:
    numbers = np.array([(one.points, one.low, one.high) for one in known], dtype=np.float64).reshape(-1, 3)
    return _figures(
        numbers, POINTS_OF_100, [one.basis for one in known], [one.source for one in known], [x.note for x in known]
    )


def _points(criterion: Criterion, prepared: Prepared, indices: Codes) -> list[Figure]:
    """The figures of a constructed criterion."""
    given, contexts = criterion.points_of(prepared.inputs, indices), [prepared.contexts[row] for row in indices]
    sources = [one.provider.source if one.provider else one.model.identity_source for one in contexts]
    numbers = np.array([(one.middle, one.low, one.high) for one in given], dtype=np.float64).reshape(-1, 3)
    bases: list[Basis] = ["published" if one.low == one.high else "estimated" for one in given]
    notes = [told("scale", facts=one.facts()) for one in given]
    return _figures(numbers, criterion.unit, bases, sources, notes)
