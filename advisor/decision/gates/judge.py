"""The rules applied: to all subjects of an aspect at once, in numbers, and to one of them, with what is to be said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from advisor.arrays import Codes
from advisor.decision.alternatives.model_columns import model_values
from advisor.decision.gates.registry import ASKED, BIT, GATES
from advisor.decision.gates.rule import ANY, API, Asked, Aspect, Caution, GateColumn, GateFailure, HostingWay, Rule
from advisor.questionnaire.answers import DeploymentKind
from advisor.units import Told

PASSES, FAILS, UNKNOWN = 0, 1, 2
_FAILING: Final = frozenset({"closed", "fails"})
_NONE: Final[Mapping[str, Any]] = MappingProxyType({})


@cache
def rules_of(aspect: Aspect) -> tuple[tuple[str, Rule], ...]:
    """The rules on columns of an aspect, with the gates they belong to; those that stand alone come first."""
    found = [(gate.id, rule) for gate in GATES.values() for rule in gate.rules if rule.reads.aspect == aspect]
    return tuple(sorted(found, key=lambda pair: not pair[1].alone))


@cache
def cautions_of(aspect: Aspect) -> tuple[Rule | Caution, ...]:
    """What may be said of a pass: rules that warn of what is unknown, and conditions."""
    found: list[Rule | Caution] = []
    for gate in GATES.values():
        found.extend(rule for rule in gate.rules if rule.when_unknown == "warns")
        found.extend(gate.cautions)
    return tuple(one for one in found if one.reads.aspect == aspect)


def judge(
    aspect: Aspect, asked: Asked, subjects: Sequence[Any], given: Mapping[str, NDArray[Any]] = _NONE
) -> tuple[Codes, Codes]:
    """(m,) a bit for every gate that each subject fails, and one for those that it fails on what somebody states.

    ``given`` holds the arrays (m,) of the columns that have a ``number``.
    """
    gates, stated = np.zeros((2, len(subjects)), dtype=np.int64)
    settled = np.zeros(len(subjects), dtype=np.bool_)
    run: dict[frozenset[str], NDArray[np.bool_]] = {}
    for gate, rule in rules_of(aspect):
        if not rule.applies(asked):
            continue
        found = _outcomes(rule, asked, subjects, given)
        failed = (found != PASSES) & ~settled
        kinds = rule.reads.kinds
        if kinds != ANY:
            if kinds not in run:
                run[kinds] = np.array([subject.deployment.kind in kinds for subject in subjects], dtype=np.bool_)
            failed &= run[kinds]
        gates |= np.where(failed, BIT[gate], 0)
        stated |= np.where(failed & (found == FAILS), BIT[gate], 0)
        if rule.alone:
            settled |= failed
    return gates, stated & gates


def _outcomes(rule: Rule, asked: Asked, subjects: Sequence[Any], given: Mapping[str, NDArray[Any]]) -> Codes:
    column = rule.reads
    if column.number:
        values = given[column.number]
        failed = np.where(rule.fails(asked, values), FAILS, PASSES)
        return np.where(rule.unknown(asked, values), _unknown(rule), failed)
    return _each(rule, asked, subjects)


def _each(rule: Rule, asked: Asked, subjects: Sequence[Any]) -> Codes:
    """The outcome of a rule on values that are no numbers: worked out once per distinct value."""
    read, catalog = rule.reads.read, asked.catalog
    if subjects is catalog.models:
        values, codes = model_values(catalog, read)
        return np.array([_outcome(rule, asked, value) for value in values], dtype=np.int64)[codes]
    known: dict[Any, int] = {}
    found = np.zeros(len(subjects), dtype=np.int64)
    for row, subject in enumerate(subjects):
        value = read(subject, catalog)
        outcome = known.get(value)
        if outcome is None:
            outcome = known[value] = _outcome(rule, asked, value)
        found[row] = outcome
    return found


def _outcome(rule: Rule, asked: Asked, value: Any) -> int:
    if rule.unknown(asked, value):
        return _unknown(rule)
    return FAILS if rule.fails(asked, value) else PASSES


def _unknown(rule: Rule) -> int:
    return UNKNOWN if rule.when_unknown in _FAILING else PASSES


def failures_of(aspect: Aspect, asked: Asked, subject: Any) -> tuple[GateFailure, ...]:
    """What one subject fails, with what is to be said: the same rules on the same columns."""
    found = []
    for gate, rule in rules_of(aspect):
        if not _reads(rule.reads, subject) or not rule.applies(asked):
            continue
        value = rule.reads.read(subject, asked.catalog)
        outcome = _outcome(rule, asked, value)
        if outcome == PASSES:
            continue
        source = rule.reads.source(subject, asked.catalog)
        if outcome == UNKNOWN:
            fact = rule.unsaid(asked, value) if rule.unsaid else rule.said(asked, value)
            ask = gate in ASKED and subject.deployment.kind in API
            failure = GateFailure(gate, fact or rule.said(asked, value), source, unknown=True, ask=ask)
        else:
            failure = GateFailure(gate, rule.said(asked, value), source, gap=rule.gap(asked, value))
        if rule.alone:
            return (failure,)
        found.append(failure)
    return tuple(found)


def warnings_of(aspect: Aspect, asked: Asked, subject: Any) -> Iterator[Told]:
    """The conditions under which one subject passes."""
    for one in cautions_of(aspect):
        if not _reads(one.reads, subject):
            continue
        value = one.reads.read(subject, asked.catalog)
        if isinstance(one, Caution):
            said = one.says(asked, value)
        elif one.applies(asked) and one.unknown(asked, value):
            said = one.unsaid(asked, value) if one.unsaid else None
        else:
            said = None
        if said is not None:
            yield said


def _reads(column: GateColumn, subject: Any) -> bool:
    return column.kinds == ANY or subject.deployment.kind in column.kinds


def failures_of_hosting(asked: Asked, kind: DeploymentKind) -> tuple[GateFailure, ...]:
    """What a way of hosting fails by itself, whatever model runs there."""
    return failures_of("hosting", asked, HostingWay(kind))
