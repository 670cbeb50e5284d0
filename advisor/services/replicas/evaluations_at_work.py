"""The evaluations that this process works on, and those it takes over from a process that has fallen silent.

Every process beats: it renews its leases, stops what somebody asked to stop, and looks for what another left behind.
An evaluation that is taken over makes no call again that may have been paid; those it names, and a person decides.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import Final, Protocol

from advisor.errors import AdvisorError
from advisor.storage.replicas.evaluation_leases import LEASE_S, EvaluationLeases, Left
from advisor.trials.evaluation.job import Job
from advisor.trials.evaluation.plan import Plan
from advisor.trials.network.keys import KeyFinder, keys_from
from advisor.units import parsed

BEAT_S: Final = LEASE_S / 5
MOST_TAKEN_OVER: Final = 4
"""Evaluations of others that are at work here at once: what a dead process left is spread over the living."""
REMEMBERED: Final = 50
"""Ended jobs whose last words (an error, a cap that was reached) a page can still show."""
_SAYS: Final = logging.getLogger(__name__)


class MakeJob(Protocol):
    """Makes the job of an evaluation: prices and scores are the installation's, keys the session's."""

    def __call__(self, plan: Plan, *, find_key: KeyFinder, repeat_uncertain: bool) -> Job:
        """A job that was not started."""


class EvaluationsAtWork:
    """The evaluations at work in one process; ``takes_over`` says whether it goes on with those of others."""

    def __init__(
        self,
        leases: EvaluationLeases,
        make_job: MakeJob,
        *,
        takes_over: bool,
        beat_s: float = BEAT_S,
    ) -> None:
        self._leases, self._make_job = leases, make_job
        self._takes_over = takes_over
        self._beat_s = beat_s
        self._jobs: dict[str, Job] = {}
        self._settled: set[str] = set()
        self._lost: set[str] = set()
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._beating = threading.Thread(target=self._beat_on, name="evaluations", daemon=True)

    def start(self) -> EvaluationsAtWork:
        """Begin to beat, once."""
        with self._lock:
            if self._beating.ident is None:
                self._beating.start()
        return self

    def begin(self, plan: Plan, *, find_key: KeyFinder, repeat_uncertain: bool) -> bool:
        """Start an evaluation for a person; False where it is at work already, here or in another process."""
        if self._is_here(plan.evaluation_id):
            return False
        anywhere = all(one.key.kind != "session" for one in plan.everyone)
        if not self._leases.begin(plan.evaluation_id, anywhere=anywhere):
            return False
        self.start()
        return self._work(self._make_job(plan, find_key=find_key, repeat_uncertain=repeat_uncertain))

    def job(self, evaluation_id: str) -> Job | None:
        """The job at work (or ended) in this process, if any."""
        with self._lock:
            return self._jobs.get(evaluation_id)

    def busy(self, evaluation_id: str) -> bool:
        """Whether it is at work, here or in another process."""
        return self._is_here(evaluation_id) or self._leases.at_work(evaluation_id)

    def stop(self, evaluation_id: str) -> None:
        """Stop it, wherever it is at work."""
        self._leases.ask_to_stop(evaluation_id)
        job = self.job(evaluation_id)
        if job is not None:
            job.stop()

    def close(self, *, patience_s: float) -> None:
        """Begin no further call, let those under way end, and let another process go on."""
        self._closing.set()
        with self._lock:
            at_work = [job for key, job in self._jobs.items() if key not in self._settled]
        for job in at_work:
            job.stop(under_way=False)
        ends = time.monotonic() + patience_s
        for job in at_work:
            while not job.wait(0.1) and time.monotonic() < ends:
                continue
        for job in at_work:
            self._settle(job)

    def beat(self) -> None:
        """One turn: say that this process lives, do what was asked for, take over what was left."""
        held = {one.evaluation_id: one.stop_asked for one in self._leases.renew()}
        with self._lock:
            at_work = [(key, job) for key, job in self._jobs.items() if key not in self._settled]
        for evaluation_id, job in at_work:
            if evaluation_id not in held:  # this process was thought dead: another works on it now
                self._lost.add(evaluation_id)
                job.stop(under_way=False)
            elif held[evaluation_id]:
                job.stop()
        if self._takes_over and not self._closing.is_set() and len(at_work) < MOST_TAKEN_OVER:
            found = self._leases.take_over()
            if found is not None:
                self._go_on(found)

    def _beat_on(self) -> None:
        while not self._closing.wait(self._beat_s):
            try:
                self.beat()
            except AdvisorError as error:  # the database is away: what cannot be renewed is taken over, as it should be
                _SAYS.warning("No beat: %s", error)

    def _is_here(self, evaluation_id: str) -> bool:
        with self._lock:
            return evaluation_id in self._jobs and evaluation_id not in self._settled

    def _go_on(self, left: Left) -> None:
        """Go on with what another process left, if it can still be read."""
        plan = parsed(Plan, left.payload)
        if plan is None:
            self._leases.end(left.evaluation_id, status="stopped")
            return
        _SAYS.warning("Going on with an evaluation that another process left: %s", left.evaluation_id)
        self._work(self._make_job(plan, find_key=keys_from({}), repeat_uncertain=False))

    def _work(self, job: Job) -> bool:
        key = job.plan.evaluation_id
        with self._lock:
            if key in self._jobs and key not in self._settled:
                return False
            self._jobs.pop(key, None)
            for old in [one for one in self._jobs if one in self._settled][: max(0, len(self._jobs) - REMEMBERED)]:
                del self._jobs[old]
            self._jobs[key] = job
            self._settled &= self._jobs.keys()
            self._settled.discard(key)
            self._lost.discard(key)
        job.start()
        threading.Thread(target=self._see_off, args=(job,), name=f"evaluation-end-{key}", daemon=True).start()
        return True

    def _see_off(self, job: Job) -> None:
        """Wait for the end of a job and write down how it ended, whether or not anybody looks."""
        while not job.wait(1.0):
            continue
        if not self._closing.is_set():
            self._settle(job)

    def _settle(self, job: Job) -> None:
        key = job.plan.evaluation_id
        with self._lock:
            if key in self._settled or self._jobs.get(key) is not job:
                return
        try:
            unfinished = job.lost_journal or (self._closing.is_set() and job.state == "stopped")
            if key in self._lost or unfinished:
                self._leases.hand_over(key)
            else:
                self._leases.end(key, status=job.state)
        except AdvisorError as error:  # its lease runs out by itself
            _SAYS.warning("The end of an evaluation could not be written down: %s", error)
        with self._lock:
            self._settled.add(key)
