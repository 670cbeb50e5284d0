"""The log of a model's behaviour."""

from __future__ import annotations

from datetime import date

import numpy as np

from advisor.guidance.versions.behaviour import SURE, changes_in
from advisor.guidance.versions.records import BehaviourEntry


def run(day: int, passed: int, *, refused: int = 0, version: str = "v1") -> BehaviourEntry:
    """A run of 200 prompts."""
    return BehaviourEntry(dated=date(2026, 11, day), version=version, prompts=200, passed=passed, refused=refused)


def test_a_drop_is_found_with_its_day() -> None:
    """In whatever order the entries come; chance is not told."""
    found = changes_in([run(3, 130), run(1, 170), run(2, 168)])
    assert [(one.dated.day, one.what) for one in found] == [(3, "passed")]
    assert getattr(found[0].told["sentence"], "key", "") == "behaviour.passed_same"


def test_a_new_version_is_told_as_one() -> None:
    """And more refusals are a change of their own."""
    (found,) = changes_in([run(1, 160), run(2, 158, refused=20, version="v2")])
    assert (found.what, found.version) == ("refused", "v2")
    assert getattr(found.told["sentence"], "key", "") == "behaviour.refused"


def test_false_alarms_are_as_rare_as_said() -> None:
    """Two runs of a model that did not change."""
    draws = np.random.default_rng(2).binomial(200, 0.8, (400, 2))
    alarms = sum(bool(changes_in([run(1, int(a)), run(2, int(b))])) for a, b in draws)
    assert alarms / 400 <= SURE
