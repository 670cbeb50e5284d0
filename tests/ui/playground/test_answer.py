"""Answers that are drawn: what two of them differ in stays text, whatever stands in it."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt
from streamlit.testing.v1 import AppTest

SAME = "Look at https://evil.test/a, www.evil.test and me@evil.test"


def _page(first: str, second: str) -> None:
    """The difference of two answers."""
    from advisor.ui.playground import answer  # noqa: PLC0415 - the text of this function is a script of its own

    answer.show_word_difference(first, second, "")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (SAME, SAME),
        (SAME, "nothing"),
        ("nothing", SAME),
        (f"{SAME} now", f"{SAME} then"),
        ("![p](https://evil.test/p.png) [l](https://evil.test)", "<img src=//evil.test/i> http://evil.test"),
    ],
)
def test_no_difference_links_or_loads(first: str, second: str) -> None:
    """Streamlit links what looks like an address in the finished text, though every mark is escaped."""
    page = AppTest.from_function(_page, kwargs={"first": first, "second": second}, default_timeout=60).run()
    assert not page.exception
    drawn = page.markdown[0].value
    tokens = MarkdownIt("gfm-like", {"html": True, "linkify": False}).parse(drawn)
    inner = [one for token in tokens for one in token.children or []]
    assert not {"link_open", "image", "html_inline"} & {one.type for one in inner}
    shown = "".join(one.content for one in inner if one.type == "text")
    assert "evil.test" in shown.replace("\N{WORD JOINER}", "")
    assert not re.search(r"(?i)https?://|www\.|\w@\w", shown)
