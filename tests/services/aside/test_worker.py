"""The worker's loop, here in this process: one reply per call, whatever the call does."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from functools import partial

import pytest
from services import aside_calls

from advisor.errors import AnswersError
from advisor.services.aside import worker
from advisor.services.aside.worker import AsideCall, AsideReply, work


@pytest.fixture(autouse=True)
def _unconfined(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits of a worker are none of the process that runs the tests."""
    monkeypatch.setattr(worker, "_confine", lambda _: None)


def replies(*calls: Callable[[], object]) -> list[AsideReply]:
    """What the worker answers to these calls."""
    asked, answers = io.BytesIO(b"".join(pickle.dumps(AsideCall(call, 1.0, 1)) for call in calls)), io.BytesIO()
    work(asked, answers)
    answers.seek(0)
    return [pickle.load(answers) for _ in calls]  # noqa: S301 - written above


def test_one_reply_per_call() -> None:
    """In their order; what was raised is sent, and the next call is answered all the same."""
    first, second, third, fourth = replies(
        partial(aside_calls.twice, 2), aside_calls.refusing, aside_calls.failing, partial(aside_calls.twice, 3)
    )
    assert (first.given, fourth.given) == (4, 6)
    assert isinstance(second.raised, AnswersError)
    assert "ZeroDivisionError" in str(third.raised)
    assert first.megabytes > 1


def test_what_finds_no_memory_says_so() -> None:
    """It is no fault of the call."""
    (found,) = replies(partial(aside_calls.hoarding, 10**9))
    assert found.no_memory
    assert found.raised is None


def test_nothing_to_do_ends_it() -> None:
    """An input that has ended gives no reply."""
    assert replies() == []
