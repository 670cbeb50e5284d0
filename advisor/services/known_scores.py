"""Scores of answers, each worked out once: heavy ones in a process of their own, and remembered.

A page of an evaluation is drawn anew every second while it runs. Five hundred answers of 200 kB take chrF minutes, in
which nobody else is served if it is done where pages are.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Final

from advisor.services.aside.run import run_aside
from advisor.trials.evaluation.job import Written
from advisor.trials.evaluation.metrics import LONGEST_TEXT, Metric, score
from advisor.trials.evaluation.plan import Plan
from advisor.trials.evaluation.results import ScoreOf, score_run
from advisor.trials.records import Run

MOST: Final = 100_000
"""Scores that are remembered; one takes about 300 bytes."""
LIGHT: Final = 20_000
"""Characters that may be scored where pages are served: some milliseconds."""
BATCH: Final = 20
"""Answers at once: each takes seconds at most, by the limits of the metrics."""
ScoreKey = tuple[Metric, str, int, bytes]
Task = tuple[Metric, str, str]


def scores_of(tasks: Sequence[Task]) -> list[float | None]:
    """The scores of answers against references: the call that is worked out aside."""
    return [score(*task) for task in tasks]


class KnownScores:
    """What was scored before, shared by every session; the oldest make room."""

    def __init__(self, *, seconds: float, megabytes: int) -> None:
        self._seconds, self._megabytes = seconds, megabytes
        self._known: OrderedDict[ScoreKey, float | None] = OrderedDict()
        self._lock = threading.Lock()

    def known(self, plan: Plan, found: Written, *, metrics: Sequence[Metric] | None = None) -> ScoreOf:
        """What gives the scores of an evaluation's answers, all of them known by then.

        Raises TooHeavyError where answers take longer or more memory than is allowed.
        """
        missing = iter({key: task for key, task in self._tasks(plan, found, metrics) if key not in self._known}.items())
        while batch := dict(islice(missing, BATCH)):
            self._keep(batch, self._worked_out(list(batch.values())))
        return self._score

    def _tasks(self, plan: Plan, found: Written, metrics: Sequence[Metric] | None) -> Iterator[tuple[ScoreKey, Task]]:
        columns = {one.name for one in plan.columns}
        for metric in plan.metrics if metrics is None else metrics:
            for (item, name), run in found.runs.items():
                if metric.kind != "judge" and name in columns:
                    reference = plan.prompt(item).reference
                    yield _key(metric, run, reference), (metric, run.text[:LONGEST_TEXT], reference[:LONGEST_TEXT])

    def _worked_out(self, tasks: list[Task]) -> list[float | None]:
        timed = any(metric.kind in ("regex", "json_schema") for metric, _, _ in tasks)
        if not timed and sum(len(answer) + len(reference) for _, answer, reference in tasks) < LIGHT:
            return scores_of(tasks)
        return run_aside(partial(scores_of, tasks), what="scores", seconds=self._seconds, megabytes=self._megabytes)

    def _keep(self, batch: dict[ScoreKey, Task], scores: list[float | None]) -> None:
        with self._lock:
            self._known.update(zip(batch, scores, strict=True))
            while len(self._known) > MOST:
                self._known.popitem(last=False)

    def _score(self, metric: Metric, run: Run, reference: str) -> float | None:
        key = _key(metric, run, reference)
        with self._lock:
            if key in self._known:
                return self._known[key]
        return score_run(metric, run, reference)


def _key(metric: Metric, run: Run, reference: str) -> ScoreKey:
    """The text of a run never changes; a reference may stand in a plan of the same prompts again."""
    return metric, run.run_id, len(run.text), hashlib.sha256(reference.encode("utf-8", "surrogatepass")).digest()
