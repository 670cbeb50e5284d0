"""Own-data evaluations as evidence for fitness: a precision-weighted update of the public estimate.

Own prompts are harder or easier than public benchmarks by an amount nobody knows, the same for every model that was
tried. It is estimated as the precision-weighted mean difference over the models tried, and removed; what is left says
how the models differ. So a single model's result cannot move the ranking, and two models' results move them apart or
together. One point of fitness is taken as one percent of prompts solved.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from advisor.decision.criteria.fitness import Fitness
from advisor.decision.records import EvidenceNote
from advisor.hosting.planning.own_speeds import OwnSpeed
from advisor.units import Told, told


def with_evidence(
    fitness: Mapping[str, Fitness], evidence: Sequence[EvidenceNote]
) -> tuple[dict[str, Fitness], tuple[EvidenceNote, ...]]:
    """Fitness after the evaluations, and the evaluations with their effect as it is told.

    ``estimate`` and ``standard_error`` of a note are shares of prompts solved (0 to 1). Notes without prompts measured
    speed alone; they come last.
    """
    waits = tuple(_with_effect(note, told("effect.speed_alone")) for note in evidence if not note.prompts)
    tried = [(note, note.model_id) for note in evidence if note.prompts]
    known = [(note, model) for note, model in tried if model in fitness and note.standard_error > 0]
    precision = [1 / (fitness[model].standard_error ** 2 + (100 * note.standard_error) ** 2) for note, model in known]
    total = sum(precision)
    if len({model for _, model in known}) < 2 or total <= 0:  # noqa: PLR2004
        alone = told("effect.one_model")
        return dict(fitness), (*(_with_effect(note, alone) for note, _ in tried), *waits)
    differences = [100 * note.estimate - fitness[model].points for note, model in known]
    offset = sum(map(operator.mul, precision, differences)) / total
    updated = dict(fitness)
    notes = []
    for note, model in tried:
        if model not in fitness or note.standard_error <= 0:
            notes.append(_with_effect(note, told("effect.not_used")))
            continue
        before = updated[model]
        after = updated[model] = _tried(before, note, offset)
        effect = told(
            "effect.moved",
            before=("points", before.points),
            after=("points", after.points),
            error_before=("points", before.standard_error),
            error_after=("points", after.standard_error),
        )
        notes.append(_with_effect(note, effect))
    return updated, (*notes, *waits)


def _tried(before: Fitness, note: EvidenceNote, offset: float) -> Fitness:
    """Fitness after one evaluation, whose prompts are by ``offset`` points easier than public ones are."""
    prior, measured = 1 / max(before.standard_error, 1e-6) ** 2, 1 / (100 * note.standard_error) ** 2
    points = (prior * before.points + measured * (100 * note.estimate - offset)) / (prior + measured)
    return replace(
        before,
        points=min(max(points, 0.0), 100.0),
        standard_error=(prior + measured) ** -0.5,
        basis="measured",
        inferred_share=0.0,
        note=told(
            "abilities.tried",
            before=before.note or told("abilities", parts=[]),
            share=("share", note.estimate),
            prompts=note.prompts,
        ),
    )


def own_speeds_of(evidence: Sequence[EvidenceNote]) -> tuple[OwnSpeed, ...]:
    """What evaluations measured of speed at providers that they name."""
    return tuple(
        OwnSpeed(
            note.model_id,
            note.provider,
            note.timed,
            date.fromisoformat(note.dated),
            note.ttft_ms,
            note.itl_ms,
        )
        for note in evidence
        if _timed(note)
    )


def _timed(note: EvidenceNote) -> bool:
    return bool(note.provider and note.timed and (note.ttft_ms or note.itl_ms))


def _with_effect(note: EvidenceNote, effect: Told) -> EvidenceNote:
    """The note with what it changed; a speed that it measured takes the place of the one that was assumed."""
    if _timed(note):
        first, gap = (("ms", value) if value else told("effect.not_timed") for value in (note.ttft_ms, note.itl_ms))
        effect = told("effect.timed", effect=effect, first=first, gap=gap, runs=note.timed)
    return note.model_copy(update={"told": {"effect": effect}})
