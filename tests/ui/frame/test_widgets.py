"""Questions as widgets: one scale for one thing."""

from __future__ import annotations

import pytest

from advisor.questionnaire.questions import SECTIONS, Question
from advisor.ui.frame.widgets import _shown, given

SHARES = [question for section in SECTIONS for question in section.questions if question.kind == "share"]


@pytest.mark.parametrize("question", SHARES, ids=lambda question: question.path)
def test_a_share_is_asked_in_hundredths_as_it_is_shown_everywhere(question: Question) -> None:
    """Fitness is 0 to 100 in the form as on every chart; what is kept stays a share, exactly."""
    for hundredths in range(101):
        kept = given(question, hundredths)
        assert kept == pytest.approx(hundredths / 100, abs=1e-9)
        assert _shown(question, kept) == hundredths
    assert question.unit
