"""A migration plan in lines and rows: the same figures on the command line and on the page, in three languages."""

from __future__ import annotations

from datetime import date

import pytest

from advisor.guidance.versions.records import MigrationPlan, Successor
from advisor.report.replay.migration_words import migration_lines, successor_row
from advisor.words.language import words_in


def successor(**changes: object) -> Successor:
    """A successor that is a little better and dearer."""
    base = Successor(
        alternative_id="a/b@provider_api:c:eu",
        model_id="a/b",
        name="B at C",
        score_change=1.4,
        usd_change=1100.0,
        evidence="measured",
        same_vendor=False,
        same_place=True,
        named=False,
        prompts=1200,
    )
    return base.model_copy(update=changes)


def plan(*successors: Successor) -> MigrationPlan:
    """A plan in euro at 1.1 US dollars."""
    return MigrationPlan(
        alternative_id="a/a@provider_api:c:eu",
        model_name="A",
        ends_on=date(2027, 9, 1),
        firm=True,
        begin_by=date(2027, 3, 2),
        late=False,
        source="planted",
        successors=successors,
        currency="EUR",
        usd_per_unit=1.1,
        sentence="A ends.",
        steps=("First.", "Then."),
    )


def test_successors_stand_in_their_order_with_what_they_change() -> None:
    """Points of score, money in the currency of the answers, and how many own prompts; then the steps."""
    whole = plan(successor(), successor(name="D", score_change=-0.6, usd_change=-550.0, named=True, prompts=None))
    lines = migration_lines(words_in("en"), whole)
    assert lines == [
        "1. B at C: score +1.4 points, +1,000\xa0EUR a month, 1,200 own prompts to test",
        "2. D: score −0.6 points, −500\xa0EUR a month, – own prompts to test (named by the vendor)",
        "- First.",
        "- Then.",
    ]


def test_the_row_of_a_table_says_the_same() -> None:
    """By the titles of its columns."""
    whole = plan(successor(usd_change=None))
    assert successor_row(words_in("en"), whole, whole.successors[0]) == {
        "Successor": "B at C",
        "Score (points)": "+1.4",
        "Cost a month": "–",
        "Named by the vendor": "no",
        "Own prompts to test": "1,200",
    }


@pytest.mark.parametrize(("language", "word"), [("de", "Punkte"), ("fr", "points")])
def test_in_another_language_no_english_is_left(language: str, word: str) -> None:
    """And the money is written as it is there."""
    line = migration_lines(words_in(language), plan(successor(named=True)))[0]
    assert word in line
    assert "own prompts" not in line
    assert "named by" not in line
