"""The log of a model's behaviour: what each run of the suite gave, and what changed by more than chance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, Literal

import numpy as np
from scipy.stats import fisher_exact

from advisor.guidance.versions.records import BehaviourChange, BehaviourEntry
from advisor.units import ToldValue, told

SURE: Final = 0.01
"""Chance of a false alarm for each comparison: a log is looked at again and again (a judgement)."""


def changes_in(entries: Sequence[BehaviourEntry]) -> tuple[BehaviourChange, ...]:
    """What changed from one run to the next, oldest first; nothing where chance explains it.

    Also between runs of one and the same version: a moving name changes without saying so.
    """
    ordered = sorted(entries, key=lambda entry: entry.dated)
    return tuple(found for before, after in pairwise(ordered) for found in _between(before, after))


def _between(before: BehaviourEntry, after: BehaviourEntry) -> Iterator[BehaviourChange]:
    for what in ("passed", "refused"):
        found = _compared(before, after, what)
        if found is not None:
            yield found


def _compared(
    before: BehaviourEntry, after: BehaviourEntry, what: Literal["passed", "refused"]
) -> BehaviourChange | None:
    counts = [(int(getattr(entry, what)), entry.prompts) for entry in (before, after)]
    table = np.array([[count, prompts - count] for count, prompts in counts])
    p_value = float(fisher_exact(table).pvalue)
    if p_value >= SURE:
        return None
    was, now = (count / prompts for count, prompts in counts)
    same = before.version == after.version
    values: dict[str, ToldValue] = {"version": after.version, "was": ("share", was), "now": ("share", now)}
    sentence = told(f"behaviour.{what}{'_same' if same else ''}", day=after.dated, **values)
    return BehaviourChange(
        dated=after.dated,
        version=after.version,
        what=what,
        before=was,
        after=now,
        p_value=p_value,
        told={"sentence": sentence},
    )
