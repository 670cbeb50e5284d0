"""What is out and why: one row per alternative that fails a gate."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from advisor.catalog.tables.schema import Model
from advisor.decision.alternatives.joined import JoinedAlternative
from advisor.decision.gates.evaluate import VerdictTable
from advisor.decision.gates.registry import CLOSED, GATES
from advisor.decision.gates.rule import GateFailure
from advisor.decision.records import Elimination
from advisor.lazy_rows import Rows
from advisor.units import Told, ToldValue, told

Unplanned = tuple[str, Model, tuple[GateFailure, ...]]
"""Something that was not planned: the place in words, the model and the gates that it fails there."""


@dataclass(frozen=True)
class Eliminated:
    """What the gates say of a plan's alternatives.

    ``unplanned`` gives models (or ways of hosting them) that were not planned, ``called`` a model's name by its id.
    """

    contexts: Sequence[JoinedAlternative]
    verdicts: VerdictTable
    unplanned: Callable[[], Iterable[Unplanned]]
    called: Callable[[str], ToldValue]

    def reason(self, row: int) -> Told | None:
        """The fact behind the gate that weighs most of those that a planned alternative fails; None where it passes."""
        failures = self.verdicts[row].failures
        return max(failures, key=_weight).told if failures else None

    @cached_property
    def records(self) -> Rows[Elimination]:
        """One row per alternative: the gate that weighs most (see ``GATES``), and the names of the others it fails.

        A model that fails a gate whatever runs it has one row, ``model@any``, and a way of hosting that is not allowed
        one per model, ``model@on_prem:any``.
        """
        return Rows(partial(_records, self))


@dataclass(frozen=True, slots=True)
class _Shared:
    """What alternatives that fail alike share: the failure that weighs most, and the gates of the others."""

    gate: str
    source: str
    out: str
    reason: Told
    also: tuple[str, ...]


def _records(whole: Eliminated) -> list[Elimination]:
    rows = [
        _row(_shared(failures), f"{one.model_id}@{place}", one.model_id, _placed(whole.called(one.model_id), place))
        for place, one, failures in whole.unplanned()
    ]
    distinct, numbers = whole.verdicts.alike
    shared = [_shared(verdict.failures) if verdict.failures else None for verdict in distinct]
    for context, number in zip(whole.contexts, numbers.tolist(), strict=True):
        out = shared[number]
        if out is not None:
            alternative = context.alternative
            rows.append(_row(out, alternative.alternative_id, alternative.model_id, context.name))
    return rows


def _row(shared: _Shared, alternative_id: str, model_id: str, name: ToldValue) -> Elimination:
    return Elimination(
        alternative_id=alternative_id,
        model_id=model_id,
        gate=shared.gate,
        observed="",
        required="",
        source=shared.source,
        sentence="",
        told={"sentence": told(shared.out, name=name, reason=shared.reason)},
        also=shared.also,
    )


def _shared(failures: Sequence[GateFailure]) -> _Shared:
    main = failures[0] if len(failures) == 1 else max(failures, key=_weight)
    return _Shared(
        gate=main.gate,
        source=main.source,
        out="out.closed" if main.unknown and main.gate in CLOSED else "out",
        reason=main.told,
        also=tuple(dict.fromkeys(failure.gate for failure in failures if failure.gate != main.gate)),
    )


def _placed(called: ToldValue, place: str) -> ToldValue:
    kind = place.partition(":")[0]
    return called if kind == "any" else told("out.place", model=called, hosting=("hosting", kind))


def _weight(failure: GateFailure) -> float:
    burden = GATES[failure.gate].burden
    return 100.0 if burden is None else burden
