"""``advisor try``: every bad input at once, exit codes, saved connections."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from advisor.errors import InputError
from advisor.trials.playground.command import TryOptions, run_try
from advisor.trials.records import Connection

Connect = Callable[..., Connection]


def test_every_problem_is_reported_at_once() -> None:
    """Unknown name, bad addresses, empty prompt, silly numbers: one error with all of them."""
    with pytest.raises(InputError) as caught:
        run_try(["nope"], ["ftp://x#m", "http://127.0.0.1/v1", "#m"], " ", TryOptions(repeat=0, temperature=9))
    assert len(caught.value.problems) == 7
    assert "known: embedded" in str(caught.value)


def test_no_target_is_a_problem() -> None:
    """At least one target is needed."""
    with pytest.raises(InputError, match="at least one"):
        run_try([], [], "Hi")


def test_one_whole_run_is_enough(server: Any) -> None:
    """With one good and one bad target the exit status is 0, with none it is 1; partial text is kept."""
    good, cut, bad = (f"{server.url}#{model}" for model in ("well", "reset_in_mid_stream", "status_401"))
    outcome = run_try([], [good, cut, bad], "Hi", TryOptions(repeat=2))
    runs = json.loads(outcome.to_json())["runs"]
    assert (outcome.exit_code, len(runs)) == (0, 6)
    assert (runs[2]["partial"], runs[2]["text"]) == (True, "The answer")
    assert "does not accept the key" in runs[4]["error"]
    assert run_try([], [bad], "Hi").exit_code == 1
    table = outcome.to_table()
    assert "TTFT s" in table
    assert "partial: disconnected" in table


def test_saved_connections_are_found_by_name(server: Any, connect: Connect) -> None:
    """A saved connection is used under its name; its key comes from where it says."""
    saved = connect(server, name="ours", key={"kind": "env", "name": "ADVISOR_KEY_MISSING"})
    outcome = run_try(["ours"], [], "Hi", saved=[saved])
    assert outcome.exit_code == 1
    assert outcome.records[0].failure is not None
    assert outcome.records[0].failure.kind == "key_missing"
