"""Records of governance."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from advisor.guidance.governance.records import RegisterRisk


def test_the_level_is_likelihood_times_impact() -> None:
    """On scales of five."""
    assert RegisterRisk(risk_id="a", likelihood=3, impact=4).level == 12
    with pytest.raises(ValidationError):
        RegisterRisk(risk_id="a", likelihood=6, impact=1)
