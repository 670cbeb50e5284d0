"""What waits for a decision keeps waiting until somebody decides it."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.catalog.refresh.records import Proposal
from advisor.catalog.refresh.waiting import remember_waiting, still_waiting

HELD = Proposal(
    proposal_id="0123456789ab",
    source="litellm",
    table="offers",
    key="somebody:model:unspecified",
    field="",
    kind="new",
    reason="new_row",
    stands="",
    stands_source="",
    stands_on="",
    proposed="input_usd_per_mtok=1",
    proposed_source="litellm-2026-11-25#model",
    proposed_on="2026-11-25",
    cells={},
    blocked="conflict",
    against=("2 (elsewhere)",),
)
FREE = HELD.model_copy(update={"blocked": None, "against": ()})


def test_what_was_left_behind_stays_held_back(tmp_path: Path) -> None:
    """The same proposal is not ready a second time because the rows around it have changed."""
    remember_waiting(tmp_path, [HELD], {"litellm"})
    assert still_waiting([FREE], tmp_path) == (HELD,)


def test_another_value_is_judged_anew(tmp_path: Path) -> None:
    """Only the very proposal waits."""
    remember_waiting(tmp_path, [HELD], {"litellm"})
    other = FREE.model_copy(update={"proposal_id": "ba9876543210"})
    assert still_waiting([other], tmp_path) == (other,)


def test_a_source_that_was_read_again_says_all_that_waits(tmp_path: Path) -> None:
    """What it no longer proposes is forgotten; what other sources proposed is kept."""
    remember_waiting(tmp_path, [HELD], {"litellm"})
    remember_waiting(tmp_path, [], {"openrouter"})
    assert still_waiting([FREE], tmp_path) == (HELD,)
    remember_waiting(tmp_path, [], {"litellm"})
    assert still_waiting([FREE], tmp_path) == (FREE,)


@pytest.mark.parametrize("damage", ["", "[", "[1]", '{"0123456789ab": 3}', '{"0123456789ab": {"blocked": "x"}}'])
def test_a_damaged_file_holds_nothing_back(tmp_path: Path, damage: str) -> None:
    """All of it can be judged again."""
    remember_waiting(tmp_path, [HELD], {"litellm"})
    next(tmp_path.rglob("waiting.json")).write_text(damage)
    assert still_waiting([FREE], tmp_path) == (FREE,)
