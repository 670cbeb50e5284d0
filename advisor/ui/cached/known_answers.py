"""Answers of evaluations that were read before, and the results of them: a page is drawn anew at every click.

Six thousand answers take most of a second to read and to compare. They are read again when any of them changes.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from advisor.storage.trials import TrialStore
from advisor.trials.evaluation.job import Written, written
from advisor.trials.evaluation.plan import Plan
from advisor.trials.evaluation.results import MetricResult, ScoreOf, results

KEPT_CHARACTERS: Final = 64_000_000
"""Of prompts and answers that are kept in all; the evaluation looked at last is kept whatever it has."""
EACH: Final = 2_000
"""What an answer takes beside its texts."""


@dataclass(slots=True)
class _Read:
    stamp: tuple[object, ...]
    found: Written
    size: int
    outcome: tuple[MetricResult, ...] | None = None


class KnownAnswers:
    """What was read before, shared by every session; the evaluations that were looked at longest ago make room."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, _Read] = OrderedDict()
        self._lock = threading.Lock()

    def written(self, store: TrialStore, evaluation_id: str) -> Written:
        """What the journal says of an evaluation now."""
        stamp = store.answers_stamp(evaluation_id)
        with self._lock:
            known = self._known.get(evaluation_id)
            if known is not None and known.stamp == stamp:
                self._known.move_to_end(evaluation_id)
                return known.found
        found = written(store, evaluation_id)  # perhaps newer than its stamp: then it is read once more
        with self._lock:
            self._known[evaluation_id] = _Read(stamp, found, _size(found))
            self._known.move_to_end(evaluation_id)
            while len(self._known) > 1 and sum(one.size for one in self._known.values()) > KEPT_CHARACTERS:
                self._known.popitem(last=False)
        return found

    def results(self, plan: Plan, found: Written, *, scored: ScoreOf) -> tuple[MetricResult, ...]:
        """The results of what was read, worked out once."""
        with self._lock:
            known = self._known.get(plan.evaluation_id)
        mine = known is not None and known.found is found
        if known is not None and mine and known.outcome is not None:
            return known.outcome
        outcome = results(plan, found, scored=scored)
        if known is not None and mine:
            known.outcome = outcome
        return outcome


def _size(found: Written) -> int:
    """Characters of what was asked and answered, and what each answer takes beside them."""
    runs = (*found.runs.values(), *found.failed.values())
    asked = sum(len(turn.text) for run in runs for turn in run.request.messages)
    return asked + sum(len(run.text) + len(run.reasoning) + EACH for run in runs)
