"""Leases: one process works on an evaluation, and another goes on when it has fallen silent."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import Engine

from advisor.storage.replicas.evaluation_leases import MOST_TAKEN, EvaluationLeases, Held, Left
from advisor.storage.trials import TrialStore

SILENT = -1.0
"""The lease of a process that is silent at once."""


@pytest.fixture
def kept(engine: Engine) -> Engine:
    """A database with an evaluation."""
    TrialStore(engine).save_evaluation("e", decision_id=None, name="E", status="ready", payload="{}")
    return engine


def leases(engine: Engine, holder: str, lease_s: float = 60.0) -> EvaluationLeases:
    """As a process sees them."""
    return EvaluationLeases(engine, holder=holder, lease_s=lease_s)


def status(engine: Engine) -> str:
    """What is written down of the evaluation."""
    return TrialStore(engine).evaluations()[0].status


def test_one_alone_works_on_it(kept: Engine) -> None:
    """A second is refused until the first has ended; both see that it is at work, and how it ended."""
    first, second = leases(kept, "a"), leases(kept, "b")
    assert first.begin("e", anywhere=True)
    assert not second.begin("e", anywhere=True)
    assert (second.at_work("e"), second.take_over(), status(kept)) == (True, None, "running")
    second.end("e", status="done")
    assert status(kept) == "running"
    first.end("e", status="capped")
    assert (second.at_work("e"), status(kept)) == (False, "capped")
    assert second.begin("e", anywhere=True)


def test_of_many_that_reach_for_it_one_has_it(kept: Engine) -> None:
    """A person starts it in two windows; a process dies and eight others look."""

    def at_once(*calls: object) -> list[object]:
        found: list[object] = []
        threads = [threading.Thread(target=lambda call=call: found.append(call())) for call in calls]  # type: ignore[misc]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return found

    everyone = [leases(kept, str(number)) for number in range(8)]
    begun = at_once(*((lambda one=one: one.begin("e", anywhere=True)) for one in everyone))
    assert sorted(map(bool, begun)) == [False] * 7 + [True]
    for one in everyone:
        one.hand_over("e")
    assert at_once(*(one.take_over for one in everyone)).count(None) == 7


def test_what_a_silent_process_left_is_taken_over(kept: Engine) -> None:
    """And the one that was thought dead learns it, and can end nothing any more."""
    silent, other = leases(kept, "a", SILENT), leases(kept, "b")
    silent.begin("e", anywhere=True)
    assert other.take_over() == Left("e", "{}")
    assert other.renew() == (Held("e", stop_asked=False),)
    assert silent.renew() == ()
    silent.end("e", status="done")
    assert status(kept) == "running"
    other.ask_to_stop("e")
    assert other.renew() == (Held("e", stop_asked=True),)


def test_not_everything_is_taken_over(kept: Engine) -> None:
    """Not what needs a key of a session, nor what was to stop, nor what has ended everyone who touched it."""
    silent, other = leases(kept, "a", SILENT), leases(kept, "b", SILENT)
    silent.begin("e", anywhere=False)
    assert other.take_over() is None
    silent.begin("e", anywhere=True)
    other.ask_to_stop("e")
    assert other.take_over() is None
    silent.begin("e", anywhere=True)
    taken = [other.take_over() for _ in range(MOST_TAKEN)]
    assert [one is not None for one in taken] == [True] * (MOST_TAKEN - 1) + [False]
    other.hand_over("e")
    assert silent.take_over() is not None, "one that ends in good order is no reason to give up"
