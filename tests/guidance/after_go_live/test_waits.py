"""UsageWaits against the plan."""

from __future__ import annotations

import pytest

from advisor.guidance.after_go_live.waits import waits_explained
from advisor.questionnaire.intake.usage.months import UsageWaits
from tests.guidance.after_go_live.planted import PLAN


def test_longer_answers_are_not_the_endpoints_fault() -> None:
    """Twice the tokens at the planned speed: all of it is length."""
    found = waits_explained(PLAN, UsageWaits(timed=10, whole_s=10 * 8.6, timed_tokens=8_000))
    assert found is not None
    assert found.causes["length"] == pytest.approx(4.0)
    assert found.of_endpoint == pytest.approx(0.0)


def test_a_late_first_token_and_slower_tokens_are_told_apart() -> None:
    """Where answers were streamed."""
    waits = UsageWaits(
        timed=10, whole_s=70, timed_tokens=4_000, streamed=10, first_s=10, rest_s=60, streamed_tokens=4_000
    )
    found = waits_explained(PLAN, waits)
    assert found is not None
    assert found.causes == pytest.approx({"first": 0.4, "speed": 2.0, "length": 0.0})
    assert found.gap_ms == pytest.approx(15)


def test_without_waits_nothing_is_said() -> None:
    """A bill has none."""
    assert waits_explained(PLAN, UsageWaits()) is None
