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
from advisor.trials.evaluation.kinds.retrieval import NO_PASSAGES, PASSAGES, Passages
from advisor.trials.evaluation.metrics import BY_A_MODEL, LONGEST_TEXT, TIMED, Metric, score
from advisor.trials.evaluation.plan import Plan
from advisor.trials.evaluation.results import ScoreOf, answer_read, score_run
from advisor.trials.playground.prompt_library import Prompt
from advisor.trials.records import Run

MOST: Final = 100_000
"""Scores that are remembered; one takes about 300 bytes."""
LIGHT: Final = 20_000
"""Characters that may be scored where pages are served: some milliseconds."""
BATCH: Final = 20
"""Answers at once: each takes seconds at most, by the limits of the metrics."""
ScoreKey = tuple[Metric, str, int, bytes]
Task = tuple[Metric, str, str, Passages]


def scores_of(tasks: Sequence[Task]) -> list[float | None]:
    """The scores of answers against references: the call that is worked out aside."""
    return [score(metric, answer, reference, given=given) for metric, answer, reference, given in tasks]


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
                if metric.kind not in BY_A_MODEL and name in columns:
                    prompt = plan.prompt(item)
                    texts = answer_read(metric, run)[:LONGEST_TEXT], prompt.reference[:LONGEST_TEXT]
                    given = Passages(prompt.contexts, prompt.relevant) if metric.kind in PASSAGES else NO_PASSAGES
                    yield _key(metric, run, prompt), (metric, *texts, given)

    def _worked_out(self, tasks: list[Task]) -> list[float | None]:
        timed = any(metric.kind in TIMED for metric, *_ in tasks)
        texts = sum(
            len(answer) + len(reference) + sum(map(len, given.contexts)) for _, answer, reference, given in tasks
        )
        if not timed and texts < LIGHT:
            return scores_of(tasks)
        return run_aside(partial(scores_of, tasks), what="scores", seconds=self._seconds, megabytes=self._megabytes)

    def _keep(self, batch: dict[ScoreKey, Task], scores: list[float | None]) -> None:
        with self._lock:
            self._known.update(zip(batch, scores, strict=True))
            while len(self._known) > MOST:
                self._known.popitem(last=False)

    def _score(self, metric: Metric, run: Run, prompt: Prompt) -> float | None:
        key = _key(metric, run, prompt)
        with self._lock:
            if key in self._known:
                return self._known[key]
        return score_run(metric, run, prompt)


def _key(metric: Metric, run: Run, prompt: Prompt) -> ScoreKey:
    """The text of a run never changes; what it is compared with may stand in a plan of the same prompts again."""
    compared = [prompt.reference] + ([*prompt.contexts, "", *prompt.relevant] if metric.kind in PASSAGES else [])
    digest = hashlib.sha256("\0".join(compared).encode("utf-8", "surrogatepass")).digest()
    return metric, run.run_id, len(run.text), digest
