"""The trials under way: bounded, and of each session alone."""

from __future__ import annotations

from advisor.trials.playground.fanout import PaneJob, Trial
from advisor.trials.playground.registry import Registry
from advisor.trials.records import TrialRequest
from tests.trials.playground.fakes import fake, fake_factory


def test_the_registry_is_bounded_and_keeps_sessions_apart(ask: TrialRequest) -> None:
    """The oldest trials of a session are dropped, and no session sees another's."""
    kept = Registry(most=4, most_per_session=2)
    trials = [Trial([PaneJob(fake(), ask)], factory=fake_factory()) for _ in range(3)]
    for trial in trials:
        kept.add("me", trial)
    assert kept.get("me", trials[0].group_id) is None
    assert kept.get("me", trials[2].group_id) is trials[2]
    assert kept.get("you", trials[2].group_id) is None
    for number in range(6):
        kept.add(f"other {number}", Trial([PaneJob(fake(), ask)], factory=fake_factory()))
    assert len(kept) <= 4
