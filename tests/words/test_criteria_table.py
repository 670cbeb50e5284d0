"""The table of criteria in the docs."""

from __future__ import annotations

import pytest

from advisor.words.criteria_table import PAGE, criteria_table, with_table


def test_the_docs_list_the_criteria_of_the_registry() -> None:
    """``python -m advisor.words.criteria_table`` would change nothing."""
    page = PAGE.read_text(encoding="utf-8")
    assert criteria_table() in page
    assert with_table(page) == page


def test_a_page_without_the_table_is_refused() -> None:
    """A page that lost its table is not silently left alone."""
    with pytest.raises(ValueError, match="no table of criteria"):
        with_table("# Something else\n")
