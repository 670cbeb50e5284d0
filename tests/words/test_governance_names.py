"""Names of what governance tells about."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest

from advisor.catalog.tables.governance import GovernanceRule
from advisor.guidance.governance.records import PublicEvidence
from advisor.guidance.governance.risk_register import STATUSES
from advisor.words.governance_names import group_name, matter_name, stated, status_name
from advisor.words.language import LANGUAGES, words_in


def test_every_group_and_state_has_a_name_in_every_language() -> None:
    """None is shown by its code."""
    groups = get_args(GovernanceRule.model_fields["rule_group"].annotation)
    for language in LANGUAGES:
        words = words_in(language)
        assert len({group_name(words, group) for group in groups}) == len(groups)
        assert not {status_name(words, status) for status in STATUSES} & set(STATUSES)


@pytest.mark.parametrize(
    ("matter", "value", "said"),
    [
        ("indemnification", None, "unknown: no source states it"),
        ("indemnification", "yes", "yes, under the contract's conditions"),
        ("certificates", "iso27001|soc2", "ISO"),
        ("transparency", "35 / 100", "35 / 100"),
        ("safety", "7.1", "7.10; lower is better, the median of the board is 5"),
    ],
)
def test_what_is_stated_is_told_and_what_is_not_is_unknown(matter: str, value: str | None, said: str) -> None:
    """A figure of a board stands beside the board's middle."""
    row = PublicEvidence(
        matter=matter, about="a", name="", value=value, better="lower", median=5, dated=date(2026, 1, 1), source="s"
    )
    assert said in stated(words_in("en"), row)
    assert matter_name(words_in("en"), matter)
