"""One call from start to end: whatever comes of it, it is a result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from advisor.trials.clients.call import CallResult, Progress, run_call
from advisor.trials.events import Begin, Delta, Event, Finish, Note, NotStreamed
from advisor.trials.network.keys import Key
from advisor.trials.network.leash import Control
from advisor.trials.records import Connection, Message, TrialRequest

KEY = "canary-key-5f3a9c"
ASK = TrialRequest(messages=(Message(role="user", text="Hi"),))
WHERE = Connection(name="c", base_url="https://example.org/v1", model="m")


class Scripted:
    """A client that yields what a test says, and fails where it says so."""

    def __init__(self, events: Sequence[Event | Exception]) -> None:
        self.events = events
        self.closed = False

    def stream(self, request: TrialRequest) -> Iterator[Event]:
        """Each event in turn."""
        assert request is ASK
        for event in self.events:
            if isinstance(event, Exception):
                raise event
            yield event

    def models(self) -> tuple[str, ...]:
        """None."""
        return ()

    def close(self) -> None:
        """Remember it."""
        self.closed = True


def called(*events: Event | Exception, control: Control | None = None) -> tuple[Scripted, CallResult]:
    """The client after a call of these events, and what came of it."""
    client = Scripted(events)
    result = run_call(
        WHERE,
        ASK,
        control=control or Control(60),
        progress=Progress(),
        find_key=lambda _: Key(KEY),
        factory=lambda *_: client,
    )
    return client, result


def test_an_answer_and_its_reasoning_are_kept_apart() -> None:
    """Also where an endpoint sends both in one text."""
    _, result = called(Begin(), Delta("<think>hm"), Delta("</think>yes"), Finish("stop"))
    assert (result.text, result.reasoning, result.problem) == ("yes", "hm", None)


def test_what_had_arrived_is_kept_when_something_breaks() -> None:
    """The problem says what; the client is let go of."""
    client, result = called(Begin(), Delta("half"), RuntimeError("boom"))
    assert result.text == "half"
    assert result.problem is not None
    assert result.problem.kind == "unexpected"
    assert client.closed


def test_a_key_that_comes_back_is_masked_wherever_it_stands() -> None:
    """In the answer and in notes."""
    _, result = called(Begin(), Delta(f"your key {KEY}"), Note(f"used {KEY}"), Finish("stop"))
    assert KEY not in result.text + "".join(result.notes)


@pytest.mark.parametrize(
    ("events", "kind"),
    [
        ((Begin(), Delta("half")), "disconnected"),
        ((Begin(),), "empty"),
        ((Begin(), Finish("stop")), "empty"),
        ((Begin(), Delta("x"), Finish("content_filter")), "filtered"),
    ],
)
def test_a_stream_that_ends_quietly_is_not_taken_for_whole(events: tuple[Event, ...], kind: str) -> None:
    """Without a finish, without a word, or ended by a filter."""
    problem = called(*events)[1].problem
    assert problem is not None
    assert problem.kind == kind


def test_an_answer_in_one_piece_has_no_timings_of_tokens() -> None:
    """And says so."""
    _, result = called(Begin(), NotStreamed(), Delta("all at once"), Finish("stop"))
    assert result.timeline is not None
    assert not result.timeline.streamed
    assert "does not stream" in result.notes[0]


def test_a_stop_ends_the_call_at_the_next_event() -> None:
    """What comes after it is not kept."""
    control = Control(60)
    control.stop()
    _, result = called(Begin(), Delta("late"), Finish("stop"), control=control)
    assert result.problem is not None
    assert (result.text, result.problem.kind) == ("", "stopped")
