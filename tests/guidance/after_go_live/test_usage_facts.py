"""What is said of usage, in every language."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest

from advisor.guidance.after_go_live.explained import CAUSES
from advisor.guidance.after_go_live.review import CauseName, Drift
from advisor.guidance.after_go_live.usage_facts import cause_told, check_told, drift_told
from advisor.words.language import LANGUAGES
from advisor.words.tell import tell


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cause_and_drift_has_words(language: str) -> None:
    """Named, explained, and different from one another."""
    causes: tuple[CauseName, ...] = (*CAUSES, "endpoint", "length")
    assert len({tell(cause_told(cause), language) for cause in causes}) == len(causes)
    assert len({tell(check_told(cause), language) for cause in causes}) == len(causes)
    for of in get_args(Drift.model_fields["of"].annotation):
        for side in ("above", "below"):
            drift = Drift(of=of, side=side, month=date(2026, 8, 1), actual=0.5, low=0.6, high=0.7)
            assert "2026-08" in tell(drift_told(drift), language)
