"""What ``advisor catalog refresh`` prints of what was done."""

from __future__ import annotations

from dataclasses import replace

import pytest

from advisor.catalog.refresh.records import Proposal
from advisor.cli.refreshed import refreshed_text
from advisor.services.refresh.run import Refreshed


@pytest.fixture
def accepted() -> Refreshed:
    """One price that was accepted."""
    proposal = Proposal(
        proposal_id="0123456789ab",
        source="litellm",
        table="offers",
        key="a",
        field="input_usd_per_mtok",
        kind="changed",
        reason="newer",
        stands="1",
        stands_source="litellm-1#x",
        stands_on="2026-11-01",
        proposed="2",
        proposed_source="litellm-2#x",
        proposed_on="2026-11-25",
        cells={},
    )
    return Refreshed((proposal,), (), (), accepted=(proposal,))


def test_what_changes_nothing_is_said_to(accepted: Refreshed) -> None:
    """Without an edition or files nothing was written, however much was accepted."""
    text = refreshed_text(accepted)
    assert "1 accepted, and nothing changes" in text
    assert "in force" not in text


def test_an_edition_is_named_with_its_digest(accepted: Refreshed) -> None:
    """The name, the first of the digest, and the way back."""
    text = refreshed_text(replace(accepted, edition="2026-11-30.1", digest="d" * 64))
    assert "edition 2026-11-30.1 is in force, digest dddddddddddd (undo:" in text
    assert "nothing changes" not in text
