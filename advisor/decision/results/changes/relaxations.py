"""Which constraints to relax: the smallest sets, by their burden to the user, with what each would admit.

The burden of a gate is stated in ``GATES``; where a limit is missed by a factor (budget, latency, context, licence
thresholds) it is multiplied by 1 + log2 of that factor, where it is missed by points of fitness by 1 + a tenth of the
points. The burden of a set is the sum. Every alternative's own set of failed gates is the smallest set that admits it,
so listing the distinct sets is exact. A relaxation is stated with the limits that the easiest alternative needs, and
admits whatever of its set keeps to them too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, log2
from typing import Final

import numpy as np
from numpy.typing import NDArray

from advisor.arrays import Floats
from advisor.decision.gates.registry import GATES
from advisor.decision.gates.rule import Failure
from advisor.decision.matrix.performances import values_of
from advisor.decision.prepared import Prepared
from advisor.decision.records import Relaxation
from advisor.decision.scoring.rounding import digits
from advisor.units import Given, Told, told

SHOWN: Final = 6
NAMED: Final = 5
SCORED: Final = 200
"""Admitted alternatives that are scored to name the best of them."""
TEN_POINTS: Final = 10.0
"""Each ten points of fitness that are missing cost as much again as lowering the limit at all (a judgement)."""
_FACTORS: Final = frozenset({"budget", "latency", "context", "licence"})


@dataclass(frozen=True, slots=True)
class _Option:
    """A set of gates: plan indices it admits, and the burden of the easiest of them."""

    gates: tuple[str, ...]
    admits: tuple[int, ...]
    burden: float


def burden_of(failures: Sequence[Failure]) -> float | None:
    """What it costs the user to relax these gates, or None when one of them cannot be relaxed."""
    worst: dict[str, float] = {}
    for failure in failures:
        base = GATES[failure.gate].burden
        if base is None:
            return None
        if failure.unknown:
            base = min(base, 2.0)
        factor = 1.0
        if failure.gate in _FACTORS and failure.gap > 1:
            factor += log2(failure.gap) if isfinite(failure.gap) else 100.0
        elif failure.gate == "fitness":
            factor += failure.gap / TEN_POINTS
        worst[failure.gate] = max(worst.get(failure.gate, 0.0), base * factor)
    return sum(worst.values())


def options_of(prepared: Prepared) -> list[_Option]:
    """Every distinct set of failed gates that can be relaxed, least burden first.

    Supersets of an admitted set come after it.
    """
    by_set: dict[tuple[str, ...], list[tuple[float, int]]] = {}
    for index, verdict in enumerate(prepared.verdicts):
        burden = burden_of(verdict.failures) if verdict.failures else None
        if burden is not None:
            gates = tuple(sorted({failure.gate for failure in verdict.failures}))
            by_set.setdefault(gates, []).append((burden, index))
    options = []
    for gates, members in by_set.items():
        members.sort()
        options.append(_Option(gates, tuple(index for _, index in members), members[0][0]))
    return sorted(options, key=lambda option: (option.burden, option.gates))


def relaxations_of(prepared: Prepared, weights: Floats) -> tuple[Relaxation, ...]:
    """When nothing fits: the cheapest sets of constraints to relax."""
    kept: list[_Option] = []
    for option in options_of(prepared):
        if not any(set(other.gates) <= set(option.gates) for other in kept):
            kept.append(option)
        if len(kept) == SHOWN:
            break
    return tuple(_record(prepared, option, weights, None) for option in kept)


def improvements_of(
    prepared: Prepared, weights: Floats, best: float, rows: NDArray[np.int64], scores: Floats
) -> tuple[Relaxation, ...]:
    """When something fits: single constraints whose relaxation would admit something better than the leader.

    ``rows`` are the alternatives of ``nearby`` and ``scores`` what they would score.
    """
    by_gate: dict[str, list[int]] = {}
    for position in better(scores, best):
        gates = {failure.gate for failure in prepared.verdicts[int(rows[position])].failures}
        if len(gates) == 1:
            by_gate.setdefault(gates.pop(), []).append(position)
    found = []
    for gate, members in by_gate.items():
        burden = burden_of(prepared.verdicts[int(rows[members[0]])].failures) or 0.0
        option = _Option((gate,), tuple(int(rows[position]) for position in members), burden)
        found.append((option, float(scores[members[0]]) - best))
    found.sort(key=lambda pair: (pair[0].burden, pair[0].gates))
    return tuple(_record(prepared, option, weights, gain) for option, gain in found[:SHOWN])


def nearby(prepared: Prepared) -> NDArray[np.int64]:
    """Plan indices of eliminated alternatives that fail one relaxable gate only, or only on facts nobody states."""
    return np.flatnonzero(prepared.verdicts.near)


def better(scores: Floats, best: float) -> list[int]:
    """Positions of the scores above ``best``, highest first."""
    above = np.flatnonzero(scores > best)
    return [int(position) for position in above[np.argsort(-scores[above], kind="stable")]]


def scores_of(prepared: Prepared, rows: NDArray[np.int64], weights: Floats) -> Floats:
    """What eliminated alternatives would score; an unknown price counts as the middle of the scale."""
    if not len(rows):
        return np.zeros(0)
    return np.asarray(values_of(prepared.material, rows) @ weights, dtype=np.float64)


def _record(prepared: Prepared, option: _Option, weights: Floats, gain: float | None) -> Relaxation:
    """The option in words: the limits of its easiest alternative (of the best one where something fits already)."""
    easiest = prepared.verdicts[option.admits[0]].failures
    admits = [index for index in option.admits if _within(prepared.verdicts[index].failures, easiest)]
    leading = admits[:SCORED]
    if gain is None:
        scored = scores_of(prepared, np.array(leading, dtype=np.int64), weights)
        leading = [leading[position] for position in np.argsort(-scored, kind="stable")]
    change = told("relax.all", changes=tuple(dict.fromkeys(_change(failure) for failure in easiest)))
    count = len(admits)
    sentence = _sentence([prepared.name(index) for index in leading[:2]], count, change, gain)
    return Relaxation(
        gates=option.gates,
        admits=tuple(prepared.plans.alternatives[index].alternative_id for index in leading[:NAMED]),
        admitted_count=count,
        burden=digits(option.burden),
        told={"change": change, "sentence": sentence},
    )


def _sentence(names: Sequence[str], count: int, change: Told, gain: float | None) -> Told:
    """What is relaxed and what that admits: two of ``count`` by name, and what the first gains over the leader."""
    values: dict[str, Given] = {"change": change, "first": names[0]}
    if count > 1:
        values["second"] = names[1]
    if count > 2:  # noqa: PLR2004 - two are named
        values["more"] = count - 2
    if gain is not None:
        values["gain"] = ("points", gain * 100)
    many = {1: "one", 2: "two"}.get(count, "more")
    return told(f"relaxation.{many}" if gain is None else f"relaxation.better.{many}", **values)


def _within(failures: Sequence[Failure], limits: Sequence[Failure]) -> bool:
    """Whether what is given up for ``limits`` is enough for ``failures`` too."""
    allowed: dict[str, float] = {}
    for failure in limits:
        allowed[failure.gate] = max(allowed.get(failure.gate, 0.0), failure.gap)
    return all(failure.gap <= allowed.get(failure.gate, 0.0) for failure in failures)


def _change(failure: Failure) -> Told:
    relax = told(f"relax.{failure.gate}")
    if failure.unknown:
        return told("relax.unknown", relax=relax, fact=failure.told)
    if failure.gate in ("budget", "latency", "context", "lifecycle", "retention", "fitness"):
        return told("relax.limit", relax=relax, fact=failure.told)
    return relax
