"""An answer is what somebody gave, not what a browser tells back."""

from __future__ import annotations

from typing import Any

import pytest
import streamlit as st

from advisor.ui import state

KEY = "requirements.money.budget.monthly_cap.1"
OTHER = "requirements.essentials.usage.people.1"


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The session's values, as a browser and the runs write them."""
    values: dict[str, Any] = {}
    monkeypatch.setattr(st, "session_state", values)
    return values


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that have passed, as the first of a list."""
    now = [100.0]
    monkeypatch.setattr(state, "monotonic", lambda: now[0])
    return now


def taken() -> list[object]:
    """What is taken as an answer when the field is said to have changed, at once or as the next run begins."""
    found: list[object] = []
    state.if_given(KEY, lambda: found.append(st.session_state[KEY]))
    state.run_begins()
    return found


def run(value: object, *, to_its_end: bool = True) -> None:
    """A run that shows a value in the field."""
    state.run_begins()
    state.set_widget(KEY, value)
    if to_its_end:
        state.run_ends()


def test_what_a_field_shows_is_no_answer(session: dict[str, Any], clock: list[float]) -> None:
    """A browser that comes back to a page tells every field's value as if it were new."""
    run(60_000)
    clock[0] += 30
    assert session[KEY] == 60_000
    assert taken() == []


def test_what_was_typed_is_an_answer(session: dict[str, Any], clock: list[float]) -> None:
    """Also what stood there two answers before."""
    run(60_000)
    clock[0] += 30
    session[KEY] = 77_000
    assert taken() == [77_000]
    run(77_000)
    session[KEY] = 60_000
    assert taken() == [60_000]


@pytest.mark.parametrize(("to_its_end", "later_s", "other"), [(True, 0, False), (False, 30, False), (True, 30, True)])
def test_an_echo_is_no_answer(
    session: dict[str, Any], clock: list[float], *, to_its_end: bool, later_s: float, other: bool
) -> None:
    """Another field of the same question was answered; the browser tells of this one what it showed before that.

    It comes at once, or after a run that was not drawn to its end, or (from a busy browser) with another answer.
    """
    run(60_000)
    clock[0] += 30
    run(77_000, to_its_end=to_its_end)
    clock[0] += later_s
    session |= {KEY: 60_000, OTHER: 12_345}
    if other:
        state.if_given(OTHER, lambda: None)
    assert taken() == []
    run(77_000)
    assert session[KEY] == 77_000


def test_the_value_before_can_be_given_again(session: dict[str, Any], clock: list[float]) -> None:
    """Where it is all that has changed, a second and more after the page was drawn."""
    run(60_000)
    clock[0] += 30
    run(77_000)
    clock[0] += 2
    session[KEY] = 60_000
    assert taken() == [60_000]


def test_a_field_that_is_new_has_shown_nothing_before(session: dict[str, Any], clock: list[float]) -> None:
    """After another page was shown a field begins anew, with what stands in the answers by then."""
    run(60_000)
    del session[KEY]
    clock[0] += 30
    run(77_000)
    session[KEY] = 60_000
    assert taken() == [60_000]
