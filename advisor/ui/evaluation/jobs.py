"""Evaluations at work in this process."""

from __future__ import annotations

import threading
from typing import Final

from advisor.trials.evaluation.job import Job

_JOBS: Final[dict[str, Job]] = {}
_LOCK: Final = threading.Lock()
_MOST: Final = 50


def job_of(evaluation_id: str) -> Job | None:
    """The job at work (or ended) in this process, if any; one per evaluation, whoever started it."""
    with _LOCK:
        return _JOBS.get(evaluation_id)


def keep_job(job: Job) -> bool:
    """Register and start a job; False when the evaluation is already at work. Ended jobs make room."""
    with _LOCK:
        present = _JOBS.get(job.plan.evaluation_id)
        if present is not None and present.busy:
            return False
        for key in [key for key, old in _JOBS.items() if not old.busy][: max(0, len(_JOBS) - _MOST)]:
            del _JOBS[key]
        _JOBS[job.plan.evaluation_id] = job
        job.start()
        return True
