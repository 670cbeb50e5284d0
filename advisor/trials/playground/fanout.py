"""The fan-out: several panes stream at once, each on its own thread and leash, none able to delay or break another.

Nothing here knows a screen. A pane is filled by its thread and read by whoever asks for a snapshot.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, Literal

from advisor.errors import AdvisorError
from advisor.trials.clients.call import CallResult, Progress, run_call
from advisor.trials.clients.factory import load_libraries, make_client
from advisor.trials.clients.faults import failure, stopped
from advisor.trials.events import ClientFactory
from advisor.trials.measures.costs import Price
from advisor.trials.network.keys import NO_KEY, Key, KeyFinder, redact
from advisor.trials.network.leash import Control, ReplyLimits
from advisor.trials.records import Connection, Failure, Run, TrialRequest

MAX_CALLS_IN_PROCESS: Final = 240
"""Calls that may be under way in one process: 40 sessions with six panes each; more wait their turn."""
_SEATS: Final = threading.BoundedSemaphore(MAX_CALLS_IN_PROCESS)

Status = Literal["waiting", "connecting", "streaming", "done", "failed", "stopped"]
BUSY: Final[frozenset[str]] = frozenset({"waiting", "connecting", "streaming"})


@dataclass(frozen=True, slots=True)
class PaneJob:
    """What one pane is to do."""

    connection: Connection
    request: TrialRequest
    price: Price | None = None


@dataclass(frozen=True, slots=True)
class PaneSnapshot:
    """What a pane shows now; ``runs`` are its finished repetitions, the text that of the one under way or the last."""

    index: int
    connection: Connection
    status: Status
    repetition: int
    repetitions: int
    text: str
    reasoning: str
    elapsed_s: float
    ttft_s: float | None
    failure: Failure | None
    runs: tuple[Run, ...]

    @property
    def busy(self) -> bool:
        """Whether the pane is still at work."""
        return self.status in BUSY


@dataclass(frozen=True, slots=True)
class TrialSettings:
    """What holds for every pane of a trial."""

    repetitions: int = 1
    decision_id: str | None = None
    use_case: str = ""
    override: str | None = None
    limits: ReplyLimits = field(default_factory=ReplyLimits)


class _Pane:
    """One pane: the thread that fills it and the lock under which it is read."""

    def __init__(self, index: int, job: PaneJob, trial: Trial) -> None:
        self.index = index
        self.job = job
        self._trial = trial
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._control = Control(job.connection.deadline_s, clock=trial.clock)
        self._progress = Progress()
        self._status: Status = "waiting"
        self._runs: list[Run] = []
        self._failure: Failure | None = None
        self._repetition = 0
        self._begun = time.monotonic()
        self._ended: float | None = None
        self._stop = threading.Event()

    def start(self) -> None:
        """Start the pane's thread."""
        self._thread = threading.Thread(target=self._work, name=f"trial-pane-{self.index}", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the call under way and the repetitions after it."""
        with self._lock:
            self._stop.set()
            self._control.stop()

    @property
    def busy(self) -> bool:
        """Whether the pane is still at work; cheaper than a snapshot."""
        with self._lock:
            return self._status in BUSY

    def join(self, timeout: float | None) -> bool:
        """Wait for the pane's end; True when it came."""
        if self._thread is not None:
            self._thread.join(timeout)
        return self._thread is None or not self._thread.is_alive()

    def _work(self) -> None:
        for repetition in range(self._trial.settings.repetitions):
            if self._stop.is_set():
                break
            with self._lock:
                self._control = Control(
                    self.job.connection.deadline_s, limits=self._trial.settings.limits, clock=self._trial.clock
                )
                self._progress = Progress()
                self._repetition, self._status = repetition, "waiting"
                control, progress = self._control, self._progress
                if self._stop.is_set():
                    control.stop()
            started_at = self._trial.now()
            result = self._call(control, progress)
            run = self._record(result, repetition, started_at)
            with self._lock:
                self._runs.append(run)
                self._failure = run.failure
            self._trial.deliver(run)
            if run.failure is not None and run.failure.kind in ("stopped", "key_missing", "address_refused"):
                break
        with self._lock:
            self._ended = time.monotonic()
            self._status = self._last_status()

    def _last_status(self) -> Status:
        if self._stop.is_set() and (self._failure is None or self._failure.kind == "stopped"):
            return "stopped"
        return "failed" if self._failure is not None else "done"

    def _call(self, control: Control, progress: Progress) -> CallResult:
        connection = self.job.connection
        while not _SEATS.acquire(timeout=0.1):
            if control.stopped:
                return CallResult.refused(stopped())
            if control.remaining() <= 0:
                return CallResult.refused(failure("overloaded", "Too many calls are under way in this application."))
        try:
            control.restart()
            with self._lock:
                self._status = "connecting"
            return run_call(
                connection,
                self.job.request,
                control=control,
                progress=progress,
                find_key=self._trial.find_key,
                factory=self._trial.factory,
            )
        finally:
            _SEATS.release()

    def _record(self, result: CallResult, repetition: int, started_at: datetime) -> Run:
        settings = self._trial.settings
        return result.to_run(
            self.job.connection,
            self.job.request,
            price=self.job.price,
            run_id=uuid.uuid4().hex,
            group_id=self._trial.group_id,
            started_at=started_at,
            pane=self.index,
            repetition=repetition,
            decision_id=settings.decision_id,
            use_case=settings.use_case,
            override=settings.override,
        )

    def snapshot(self) -> PaneSnapshot:
        """What the pane shows now."""
        with self._lock:
            text, reasoning, first, started = self._progress.read()
            status = self._status
            if status == "connecting" and started is None:
                status = "waiting"  # the clock of a call starts with its turn
            elif status == "connecting" and first is not None:
                status = "streaming"
            keys = (self._trial.known_key(self.job.connection),)
            runs = tuple(self._runs)
            finished = status in ("done", "failed", "stopped")
            return PaneSnapshot(
                index=self.index,
                connection=self.job.connection,
                status=status,
                repetition=self._repetition,
                repetitions=self._trial.settings.repetitions,
                text=runs[-1].text if finished and runs else redact(text, keys),
                reasoning=runs[-1].reasoning if finished and runs else redact(reasoning, keys),
                elapsed_s=(self._ended or time.monotonic()) - self._begun,
                ttft_s=None if first is None or started is None else first - started,
                failure=self._failure if finished else None,
                runs=runs,
            )


class Trial:
    """Several panes at work on one prompt; ``on_run`` is called from a pane's thread with every finished run.

    ``clock`` (seconds) is what deadlines go by; ``now`` dates the runs.
    """

    def __init__(
        self,
        jobs: Sequence[PaneJob],
        *,
        settings: TrialSettings | None = None,
        find_key: KeyFinder = lambda _: NO_KEY,
        factory: ClientFactory = make_client,
        on_run: Callable[[Run], None] | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.group_id = uuid.uuid4().hex
        self.settings = settings or TrialSettings()
        self.factory = factory
        self.now = now
        self.clock = clock
        self._find_key = find_key
        self._keys: dict[str, Key] = {}
        self._on_run = on_run
        self._panes = [_Pane(index, job, self) for index, job in enumerate(jobs)]

    def find_key(self, connection: Connection) -> Key:
        """The key of a connection, kept so that the connection's answers can be masked."""
        key = self._find_key(connection)
        self._keys[connection.name] = key
        return key

    def known_key(self, connection: Connection) -> Key:
        """The key that was used for a connection, if any."""
        return self._keys.get(connection.name, NO_KEY)

    def deliver(self, run: Run) -> None:
        """Hand a finished run to whoever keeps runs; a failure to keep it never breaks the pane."""
        if self._on_run is not None:
            try:
                self._on_run(run)
            except AdvisorError:
                self.undelivered += 1

    undelivered: int = 0

    def start(self) -> Trial:
        """Start every pane at once; libraries are loaded before, so that no first pane is slower than the others."""
        load_libraries(pane.job.connection.flavour for pane in self._panes)
        for pane in self._panes:
            pane.start()
        return self

    def stop(self) -> None:
        """Stop every pane."""
        for pane in self._panes:
            pane.stop()

    def stop_pane(self, index: int) -> None:
        """Stop one pane."""
        self._panes[index].stop()

    def job(self, index: int) -> PaneJob:
        """What a pane is to do."""
        return self._panes[index].job

    def retry_pane(self, index: int) -> None:
        """Run one pane again from the start; its former runs stay where they were kept."""
        old = self._panes[index]
        old.stop()
        fresh = _Pane(index, old.job, self)
        self._panes[index] = fresh
        fresh.start()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the end of every pane; True when all ended within the time."""
        ends = None if timeout is None else time.monotonic() + timeout
        ended = [pane.join(None if ends is None else max(0.0, ends - time.monotonic())) for pane in list(self._panes)]
        return all(ended)

    def snapshots(self) -> tuple[PaneSnapshot, ...]:
        """What every pane shows now."""
        return tuple(pane.snapshot() for pane in list(self._panes))

    @property
    def busy(self) -> bool:
        """Whether any pane is still at work."""
        return any(pane.busy for pane in list(self._panes))

    def runs(self) -> tuple[Run, ...]:
        """Every finished run of the panes that stand."""
        return tuple(run for snapshot in self.snapshots() for run in snapshot.runs)
