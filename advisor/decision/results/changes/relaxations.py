"""Which constraints to relax: the smallest sets, by their burden to the user, with what each would admit.

The burden of a gate is stated in ``GATES`` on a scale of 1 (a mail to a vendor) to 9 (a change of what the law
expects). A limit that is missed by a factor (budget, latency, context, licence thresholds) costs one step more for each
doubling, one that is missed by points of fitness one step for each ten. The burden of a set is the sum, shown as 9
where it is more.
What a provider does not state is asked for in one letter, however many gates hang on it: it counts once, and each
provider is a letter of its own.
Every alternative's own set of failed gates is the smallest set that admits it, so listing the distinct sets is exact.
A relaxation names the best alternative among those within a step of the easiest of its set; it is stated with the
limits which that one needs, and admits whatever of its set keeps to them too.
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
from advisor.decision.gates.rule import GateFailure
from advisor.decision.matrix.performances import values_of
from advisor.decision.prepared import Prepared
from advisor.decision.records import Relaxation
from advisor.decision.results.changes.admitted import Admitted
from advisor.decision.results.changes.letters import letter_told, worth_asking
from advisor.decision.scoring.rounding import digits
from advisor.units import Told, ToldValue, told

SHOWN: Final = 6
NAMED: Final = 5
SCORED: Final = 200
"""Admitted alternatives that are scored to name the best of them."""
TEN_POINTS: Final = 10.0
"""Each ten points of fitness that are missing are one step of burden (a judgement, as that a doubling is one)."""
HIGHEST: Final = 9.0
"""The upper end of the scale of burdens."""
ENDLESS: Final = 100.0
"""Steps for a limit of nothing, which every alternative misses by an endless factor."""
UNKNOWN: Final = 2.0
"""The burden of asking for what nobody states (a judgement); a gate that costs less keeps its own."""
LETTERS: Final = 3
"""Providers that one is told to write to, those with the best to offer first (a judgement)."""
_LETTER: Final = "letter"
"""What stands for the gates that one letter settles."""
STEP: Final = 1.0
"""So much more than the easiest alternative the one that is named may ask for, if it is better (a judgement)."""
LEAST_GAINED: Final = 5e-4
"""Less than a twentieth of a point is shown as none."""
_FACTORS: Final = frozenset({"budget", "latency", "context", "licence"})


@dataclass(frozen=True, slots=True)
class _Option:
    """A set of gates: plan indices it admits with the burden of each, the one that it is stated for first.

    ``asks`` is the provider that a letter alone goes to, by its id; empty where more than asking is needed.
    """

    gates: tuple[str, ...]
    admits: tuple[int, ...]
    burdens: tuple[float, ...]
    asks: str = ""

    @property
    def burden(self) -> float:
        """What admitting the first of them costs."""
        return self.burdens[0]


def burden_of(failures: Sequence[GateFailure]) -> float | None:
    """What it costs the user to relax these gates, or None when one of them cannot be relaxed."""
    worst: dict[str, float] = {}
    for failure in failures:
        step = GATES[failure.gate].burden
        if step is None:
            return None
        if failure.unknown:
            step = min(step, UNKNOWN)
        elif failure.gate in _FACTORS and failure.gap > 1:
            step += log2(failure.gap) if isfinite(failure.gap) else ENDLESS
        elif failure.gate == "fitness":
            step += failure.gap / TEN_POINTS
        name = _LETTER if failure.ask else failure.gate
        worst[name] = max(worst.get(name, 0.0), step)
    return sum(worst.values())


def options_of(prepared: Prepared) -> list[_Option]:
    """Every distinct set of failed gates that can be relaxed, least burden first, and each letter to a provider.

    Supersets of an admitted set come after it.
    """
    by_set: dict[tuple[str, tuple[str, ...]], list[tuple[float, int]]] = {}
    for index, verdict in enumerate(prepared.verdicts):
        burden = burden_of(verdict.failures) if verdict.failures else None
        if burden is not None:
            asks = _asks(prepared, index)
            key = (asks, () if asks else _gates(prepared, index))
            by_set.setdefault(key, []).append((burden, index))
    options = []
    for (asks, _), members in by_set.items():
        members.sort()
        burdens, admits = zip(*members, strict=True)
        options.append(_Option(_gates(prepared, admits[0]), admits, burdens, asks))
    return sorted(options, key=lambda option: (option.burden, option.gates, option.asks))


def _gates(prepared: Prepared, index: int) -> tuple[str, ...]:
    return tuple(sorted({failure.gate for failure in prepared.verdicts[index].failures}))


def _asks(prepared: Prepared, index: int) -> str:
    """The provider that a letter alone goes to; nothing where more is needed."""
    failures, context = prepared.verdicts[index].failures, prepared.contexts[index]
    worth = worth_asking(failures, context, prepared.answers.data.residency)
    return context.deployment.provider or "" if worth else ""


def relaxations_of(prepared: Prepared, weights: Floats) -> tuple[Relaxation, ...]:
    """When nothing fits: the cheapest sets of constraints to relax."""
    options = options_of(prepared)
    kept = _letters(prepared, [option for option in options if option.asks], weights)
    for option in options:
        if len(kept) == SHOWN:
            break
        if not option.asks and not any(set(other.gates) <= set(option.gates) for other in kept):
            kept.append(_for_the_best(prepared, option, weights)[0])
    kept.sort(key=lambda option: option.burden)
    return tuple(_record(prepared, option, weights, None) for option in kept)


def _letters(prepared: Prepared, options: Sequence[_Option], weights: Floats) -> list[_Option]:
    """The letters to those providers that have the best to offer, best first."""
    named = [_for_the_best(prepared, option, weights) for option in options]
    return [option for option, _ in sorted(named, key=lambda pair: -pair[1])[:LETTERS]]


def _for_the_best(prepared: Prepared, option: _Option, weights: Floats) -> tuple[_Option, float]:
    """The same set, stated for the best of those within a step of the easiest, and what that best would score."""
    near = [number for number, burden in enumerate(option.burdens) if burden <= option.burden + STEP][:SCORED]
    scored = scores_of(prepared, np.array([option.admits[number] for number in near], dtype=np.int64), weights)
    best = near[int(np.argmax(scored))]
    order = [best, *(number for number in range(len(option.admits)) if number != best)]
    stated = _Option(
        _gates(prepared, option.admits[best]),
        tuple(option.admits[number] for number in order),
        tuple(option.burdens[number] for number in order),
        option.asks,
    )
    return stated, float(scored.max())


def improvements_of(admitted: Admitted) -> tuple[Relaxation, ...]:
    """When something fits: single constraints, and letters, that would admit an option that the advice then names."""
    advice, choice = admitted.advice, admitted.advice.choice
    prepared = advice.ranked.whole
    if choice is None:
        return ()
    groups, found = _singly(admitted), []
    for members, named in zip(groups, admitted.named(groups), strict=True):
        if named is None:
            continue
        admits = tuple(int(admitted.indices[at]) for at in (named, *(at for at in members if at != named)))
        burden = burden_of(prepared.verdicts[admits[0]].failures) or 0.0
        gain = float(admitted.scores[named] - advice.points[choice])
        found.append((_Option(_gates(prepared, admits[0]), admits, (burden,) * len(admits)), gain))
    found.sort(key=lambda pair: (pair[0].burden, pair[0].gates))
    return tuple(_record(prepared, option, advice.weights, gain) for option, gain in found[:SHOWN])


def _singly(admitted: Admitted) -> list[list[int]]:
    """What one change opens: positions by the one gate that they fail, or by the one provider that is asked."""
    prepared, letters = admitted.advice.ranked.whole, dict[str, list[int]]()
    by_gate: dict[str, list[int]] = {}
    for at, index in enumerate(admitted.indices.tolist()):
        asks, gates = _asks(prepared, index), _gates(prepared, index)
        if asks:
            letters.setdefault(asks, []).append(at)
        elif len(gates) == 1:
            by_gate.setdefault(gates[0], []).append(at)
    return [*list(letters.values())[:LETTERS], *by_gate.values()]


def nearby(prepared: Prepared) -> NDArray[np.int64]:
    """Plan indices of eliminated alternatives that fail one relaxable gate only, or only on facts nobody states."""
    return np.flatnonzero(prepared.verdicts.near)


def scores_of(prepared: Prepared, rows: NDArray[np.int64], weights: Floats) -> Floats:
    """What eliminated alternatives would score; an unknown price counts as the middle of the scale."""
    if not len(rows):
        return np.zeros(0)
    return np.asarray(values_of(prepared.inputs, rows) @ weights, dtype=np.float64)


def _record(prepared: Prepared, option: _Option, weights: Floats, gain: float | None) -> Relaxation:
    """The option in words: the limits of the alternative that it is stated for."""
    limits = prepared.verdicts[option.admits[0]].failures
    admits = [index for index in option.admits if _within(prepared.verdicts[index].failures, limits)]
    leading = admits[:SCORED]
    if gain is None:
        scored = scores_of(prepared, np.array(leading, dtype=np.int64), weights)
        leading = [leading[position] for position in np.argsort(-scored, kind="stable")]
    letter = letter_told(limits, prepared.contexts[option.admits[0]])
    others = dict.fromkeys(_change(failure) for failure in limits if not failure.ask)
    change = told("relax.all", changes=(*([] if letter is None else [letter]), *others))
    count = len(admits)
    sentence = _sentence([prepared.name(index) for index in leading[:2]], count, change, gain)
    return Relaxation(
        gates=option.gates,
        admits=tuple(prepared.plans.alternatives[index].alternative_id for index in leading[:NAMED]),
        admitted_count=count,
        burden=digits(min(option.burden, HIGHEST)),
        told={"change": change, "sentence": sentence},
    )


def _sentence(names: Sequence[Told], count: int, change: Told, gain: float | None) -> Told:
    """What is relaxed and what that admits: two of ``count`` by name, and what the first gains over the leader."""
    values: dict[str, ToldValue] = {"change": change, "first": names[0]}
    if count > 1:
        values["second"] = names[1]
    if count > 2:  # noqa: PLR2004 - two are named
        values["more"] = count - 2
    kind = "relaxation"
    if gain is not None:
        kind = "relaxation.better" if gain >= LEAST_GAINED else "relaxation.named"
        values["gain"] = ("points", gain * 100)
    many = {1: "one", 2: "two"}.get(count, "more")
    return told(f"{kind}.{many}", **values)


def _within(failures: Sequence[GateFailure], limits: Sequence[GateFailure]) -> bool:
    """Whether what is given up for ``limits`` is enough for ``failures`` too."""
    allowed: dict[str, float] = {}
    for failure in limits:
        allowed[failure.gate] = max(allowed.get(failure.gate, 0.0), failure.gap)
    given_up = {failure.gate for failure in limits if not failure.unknown}  # to ask is no answer to what is stated
    return all(
        failure.gap <= allowed.get(failure.gate, 0.0) and (failure.unknown or failure.gate in given_up)
        for failure in failures
    )


def _change(failure: GateFailure) -> Told:
    relax = told(f"relax.{failure.gate}")
    if failure.unknown:
        return told("relax.unknown", relax=relax, fact=failure.told)
    if failure.gate in ("budget", "latency", "context", "lifecycle", "retention", "fitness"):
        return told("relax.limit", relax=relax, fact=failure.told)
    return relax
