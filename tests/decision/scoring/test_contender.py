"""A leading option as the verdict looks at it."""

from __future__ import annotations

import pytest

from advisor.decision.scoring.contender import LEAD_ORDER, Contender

PLAIN = Contender(0, "a", "provider_api", 100.0, 3.0)


@pytest.mark.parametrize("doubt", ["flagged", "unspoken", "unstated"])
def test_an_option_is_doubted_more_where_the_other_raises_no_such_question(doubt: str) -> None:
    """Each doubt by itself; one that both raise is no difference."""
    doubted = PLAIN._replace(**{doubt: True})  # type: ignore[arg-type] # one of the three, each true or false
    assert doubted.doubted_more(PLAIN)
    assert not PLAIN.doubted_more(doubted)
    assert not doubted.doubted_more(doubted)


def test_an_agreement_is_sooner_than_machines() -> None:
    """Rented before devices, and servers to order last."""
    assert sorted(LEAD_ORDER, key=LEAD_ORDER.__getitem__) == ["provider_api", "cloud_gpu", "edge", "on_prem"]
