"""The durable job of an evaluation: every call is written down before it leaves and again when it is over.

A job that was stopped or lost in a crash goes on where it was. A call that had left but whose end was never written
down may have been paid: it is made again only when that is asked for, or when its connection charges nothing per token.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final, Literal

from advisor.errors import AdvisorError, StorageError
from advisor.trials.clients.call import Progress, run_call
from advisor.trials.clients.factory import load_libraries, make_client, make_embedder
from advisor.trials.clients.faults import NOT_ACCEPTED
from advisor.trials.evaluation.marks_by_hand import MARKED, Mark, Place, marks_in
from advisor.trials.evaluation.metrics import judge_prompt
from advisor.trials.evaluation.plan import MEANING_PREFIX, Answered, Journal, Plan, judge_name, meaning_name
from advisor.trials.evaluation.sequential import drawn_order, next_look
from advisor.trials.evaluation.variants import AskedColumn
from advisor.trials.events import ClientFactory
from advisor.trials.measures.costs import Price
from advisor.trials.network.keys import KeyFinder
from advisor.trials.network.leash import Control
from advisor.trials.records import Connection, Message, Parameters, Run, TrialRequest
from advisor.units import parsed

RETRIES: Final = 3
FIRST_WAIT_S: Final = 1.0
State = Literal["ready", "running", "stopped", "capped", "decided", "done"]
LOOKED_FOR_S: Final = 0.2
KEEPING_S: Final = 60.0
"""How long an answer that was paid waits for a database that is away: it is asked for once alone."""
PASSING: Final = ("gone", "locked")
"""What is wrong with a database for a while."""
LONGEST_EMBEDDED: Final = 20_000
"""Characters of a text that are embedded: most models take no more than 8,192 tokens."""


@dataclass(frozen=True, slots=True)
class Progressed:
    """How far a job is: calls in all, done, failed, uncertain (perhaps paid, no end known), and what was spent."""

    calls: int
    done: int
    failed: int
    uncertain: int
    spent_usd: Decimal

    @property
    def left(self) -> int:
        """Calls that are still to be made."""
        return max(0, self.calls - self.done - self.failed - self.uncertain)


@dataclass(frozen=True, slots=True)
class Written:
    """What the journal says, by (item, connection name); ``marks`` are those made by hand."""

    runs: Mapping[tuple[int, str], Run]
    failed: Mapping[tuple[int, str], Run]
    sent: frozenset[tuple[int, str]]
    marks: Mapping[Place, Mark] = field(default_factory=dict)

    @property
    def spent_usd(self) -> Decimal:
        """The cost of every call whose price is known."""
        costs = [run.cost.usd for run in (*self.runs.values(), *self.failed.values())]
        return sum((cost for cost in costs if cost is not None), Decimal(0))


def written(journal: Journal, evaluation_id: str) -> Written:
    """Read the journal of an evaluation."""
    runs: dict[tuple[int, str], Run] = {}
    failed: dict[tuple[int, str], Run] = {}
    sent: set[tuple[int, str]] = set()
    rows = journal.answers(evaluation_id)
    for item, name, state, payload in rows:
        if state == MARKED:
            continue
        answered = parsed(Answered, payload)
        run = None if answered is None else answered.run
        if run is None:  # what cannot be read may have been paid, as what left and never came back
            sent.add((item, name))
        elif state == "done":
            runs[item, name] = run
        else:
            failed[item, name] = run
    return Written(runs, failed, frozenset(sent), marks_in(rows))


def progress(plan: Plan, found: Written, *, running: frozenset[tuple[int, str]] = frozenset()) -> Progressed:
    """How far an evaluation is by its journal; calls under way in this process are not uncertain."""
    return Progressed(
        _calls(plan, found), len(found.runs), len(found.failed), len(found.sent - running), found.spent_usd
    )


def _calls(plan: Plan, found: Written) -> int:
    """The calls of an evaluation; nobody is asked about what did not come, or came without a word."""
    if not plan.judged and not plan.embedded:
        return plan.calls
    columns = {one.name for one in plan.columns}
    answers = (*found.runs.items(), *found.failed.items())
    silent = [item for (item, name), run in answers if (not run.whole or not run.text) and name in columns]
    embedded = (plan.embedded and bool(plan.prompt(item).reference.strip()) for item in silent)
    return plan.calls - len(silent) * plan.judged - sum(embedded)


def _said(text: str) -> Message:
    return Message(role="user", text=text)


SeenEnough = Callable[[Plan, Written], bool]
"""Says at a look whether an evaluation with a stopping rule has seen enough (``results.seen_enough``)."""


class Job:
    """One evaluation at work: a thread per connection, so that a slow one delays no other.

    With a stopping rule they wait for one another at each look: what a quick one asked beyond it would be paid in vain.
    """

    def __init__(
        self,
        plan: Plan,
        journal: Journal,
        *,
        find_key: KeyFinder,
        prices: Mapping[str, Price | None],
        factory: ClientFactory = make_client,
        embed: ClientFactory = make_embedder,
        repeat_uncertain: bool = False,
        seen_enough: SeenEnough = lambda _plan, _found: False,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.plan = plan
        self.error: str | None = None
        self.lost_journal = False
        """Whether it ended because nothing could be written down: it can go on when the database is back."""
        self._journal = journal
        self._find_key = find_key
        self._prices = prices
        self._factory, self._embed = factory, embed
        self._repeat_uncertain = repeat_uncertain
        self._now = now
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._running: dict[tuple[int, str], Control] = {}
        self._known = written(journal, plan.evaluation_id)
        self._spent = self._known.spent_usd
        self._capped = False
        self._seen_enough = seen_enough
        self._gate = threading.Condition()
        self._at_work = len(plan.connections)
        self._waiting = self._looks = 0
        self._decided = False
        self._threads = [
            threading.Thread(target=self._work, args=(one,), name=f"evaluation-{one.name}", daemon=True)
            for one in plan.connections
        ]

    def start(self) -> Job:
        """Start the threads."""
        load_libraries(one.flavour for one in self.plan.everyone)
        for thread in self._threads:
            thread.start()
        return self

    def stop(self, *, under_way: bool = True) -> None:
        """End after the calls under way were told to stop; what they had is written down.

        With ``under_way=False`` they come to their end: what is about to be paid is not thrown away.
        """
        self._stop.set()
        if not under_way:
            return
        with self._lock:
            for control in self._running.values():
                control.stop()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the end; True when it came."""
        for thread in self._threads:
            thread.join(timeout)
        return not self.busy

    @property
    def busy(self) -> bool:
        """Whether any thread is at work."""
        return any(thread.is_alive() for thread in self._threads)

    @property
    def decided(self) -> bool:
        """Whether the stopping rule ended it."""
        return self._decided

    @property
    def running(self) -> frozenset[tuple[int, str]]:
        """The calls under way."""
        with self._lock:
            return frozenset(self._running)

    @property
    def state(self) -> State:
        """In a word."""
        if self.busy:
            return "running"
        if self._capped:
            return "capped"
        if self._decided:
            return "decided"
        far = progress(self.plan, written(self._journal, self.plan.evaluation_id))
        return "done" if far.done + far.failed >= far.calls else "stopped"

    def _work(self, connection: Connection) -> None:
        columns = [one for one in self.plan.columns if one.connection.name == connection.name]
        try:
            for items in self._batches():
                for item in items:
                    for column in columns:
                        if self._stop.is_set() or self._passed_cap():
                            return
                        self._one(item, column)
                if self.plan.stop is not None and not self._goes_on():
                    return
        except AdvisorError as error:
            self.error = f"{connection.name}: {error}"
            self.lost_journal = self.lost_journal or isinstance(error, StorageError)
        finally:
            self._leave()

    def _batches(self) -> Iterator[tuple[int, ...]]:
        """The numbers of the calls of a column, in the order they are made, parted where a look is due.

        Without a look all prompts come once before any comes again; with looks each with its repeats, by lot.
        """
        plan = self.plan
        if plan.stop is None:
            yield tuple(range(plan.items))
            return
        order, begin = drawn_order(len(plan.prompts), lot=plan.evaluation_id), 0
        while begin < len(order):
            end = next_look(begin, every=plan.stop.every)
            yield tuple(item for prompt in order[begin:end] for item in plan.items_of(prompt))
            begin = end

    def _goes_on(self) -> bool:
        """Wait until every connection is as far; whether the look then says to go on."""
        with self._gate:
            mine = self._looks
            self._waiting += 1
            if self._waiting >= self._at_work:
                self._look()
            while mine == self._looks and not self._stop.is_set():
                self._gate.wait(LOOKED_FOR_S)
            return not self._decided

    def _leave(self) -> None:
        """What has ended is waited for no longer."""
        with self._gate:
            self._at_work -= 1
            if 0 < self._at_work <= self._waiting:
                self._look()

    def _look(self) -> None:
        """See whether it is enough; the gate is held."""
        self._decided = self._seen_enough(self.plan, written(self._journal, self.plan.evaluation_id))
        self._looks += 1
        self._waiting = 0
        self._gate.notify_all()

    def _one(self, item: int, column: AskedColumn) -> None:
        request = self.plan.request(item, column)
        run = self._once(item, column.name, column.connection, request)
        if run is None or not run.text:
            return
        prompt, plan = self.plan.prompt(item), self.plan
        if plan.judge is not None and plan.judged and not self._stop.is_set() and not self._passed_cap():
            asked = judge_prompt(request.prompt, run.text, prompt.reference)
            grading = TrialRequest(messages=(_said(asked),), parameters=Parameters(temperature=0.0, max_tokens=400))
            self._once(item, judge_name(column.name), plan.judge, grading)
        known = plan.embedded and prompt.reference.strip()
        if plan.embedder is not None and known and not self._stop.is_set() and not self._passed_cap():
            both = TrialRequest(
                messages=(_said(run.text[:LONGEST_EMBEDDED]), _said(prompt.reference[:LONGEST_EMBEDDED]))
            )
            self._once(item, meaning_name(column.name), plan.embedder, both)

    def _passed_cap(self) -> bool:
        with self._lock:
            self._capped = self._capped or self._spent >= self.plan.cap_usd
            return self._capped

    def _once(self, item: int, name: str, connection: Connection, request: TrialRequest) -> Run | None:
        """Make a call unless it was made; returns the run that counts, if there is a whole one."""
        identity = self.plan.evaluation_id, item, name
        sent = Answered(at=self._now()).model_dump_json()
        if not self._journal.claim_answer(*identity, payload=sent):
            if (item, name) in self._known.runs:
                return self._known.runs[item, name]
            if not self._may_repeat(item, name, connection):
                return None
            self._journal.release_answer(*identity)
            if not self._journal.claim_answer(*identity, payload=sent):
                return None
        run = self._call(item, name, connection, request)
        state = "done" if run.whole else "failed"
        if run.failure is not None and run.failure.kind == "stopped" and not run.text:
            self._journal.release_answer(*identity)
            return None
        payload = Answered(at=self._now(), run=run).model_dump_json(by_alias=True)
        self._keep(identity, state=state, payload=payload, cost_usd=run.cost.usd)
        with self._lock:
            self._spent += run.cost.usd or Decimal(0)
        return run if run.whole else None

    def _keep(self, identity: tuple[str, int, str], *, state: str, payload: str, cost_usd: Decimal | None) -> None:
        """Write an answer down; a database that is away for a moment is waited for."""
        ends = time.monotonic() + KEEPING_S
        while True:
            try:
                self._journal.save_answer(*identity, state=state, payload=payload, cost_usd=cost_usd)
            except StorageError as error:
                if error.fault not in PASSING or time.monotonic() > ends:
                    raise
                time.sleep(FIRST_WAIT_S)
            else:
                return

    def _may_repeat(self, item: int, name: str, connection: Connection) -> bool:
        """Whether a call that has no whole answer may be made again without paying twice.

        A call that is not in the journal as it was read at the start belongs to another program: it is left alone.
        """
        failed = self._known.failed.get((item, name))
        if failed is None and (item, name) not in self._known.sent:
            return False
        if failed is not None and failed.failure is not None and failed.failure.kind in NOT_ACCEPTED:
            return True
        return self._repeat_uncertain or connection.hosting != "provider_api"

    def _call(self, item: int, name: str, connection: Connection, request: TrialRequest) -> Run:
        run = self._attempt(item, name, connection, request)
        for attempt in range(RETRIES):
            if run.failure is None or run.failure.kind not in ("rate_limited", "overloaded") or self._stop.is_set():
                break
            self._stop.wait(FIRST_WAIT_S * 2**attempt)
            run = self._attempt(item, name, connection, request)
        return run

    def _attempt(self, item: int, name: str, connection: Connection, request: TrialRequest) -> Run:
        control = Control(connection.deadline_s)
        with self._lock:
            self._running[item, name] = control
            if self._stop.is_set():
                control.stop()
        started = self._now()
        try:
            result = run_call(
                connection,
                request,
                control=control,
                progress=Progress(),
                find_key=self._find_key,
                factory=self._embed
                if name.startswith(MEANING_PREFIX) and connection == self.plan.embedder
                else self._factory,
            )
        finally:
            with self._lock:
                self._running.pop((item, name), None)
        return result.to_run(
            connection,
            request,
            price=self._prices.get(connection.name),
            run_id=uuid.uuid4().hex,
            group_id=self.plan.evaluation_id,
            started_at=started,
            pane=item % len(self.plan.prompts),
            repetition=item // len(self.plan.prompts),
            decision_id=self.plan.decision_id,
            use_case=self.plan.use_case,
            override=self.plan.override,
        )
