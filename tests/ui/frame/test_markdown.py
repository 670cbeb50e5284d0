"""Words as Markdown."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt

from advisor.ui.frame.markdown import escaped, option


def test_names_are_shown_as_typed() -> None:
    """Markdown in a name has no meaning."""
    assert escaped("**a** <b> [x](y) :red[z]") == r"\*\*a\*\* \<b\> \[x\](y) \:red\[z\]"


def test_an_option_keeps_its_colour_around_any_name() -> None:
    """A bracket in a name does not end the colour."""
    assert option("A [b] $c") == r":gray[A \[b\] \$c]"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "http://evil.test/x",
            "HTTPS://evil.test",
            "ftp://evil.test",
            "www.evil.test",
            "me@evil.test",
            "a.b+c@x.test",
        ),
        *("1http://evil.test", "_https://evil.test", "_www.evil.test", "éwww.evil.test"),
    ],
)
def test_an_address_in_a_text_from_outside_is_no_link(text: str) -> None:
    """What Streamlit's Markdown would link by itself is broken by a sign that nobody sees; the rest is untouched."""
    shown = escaped(f"see {text} now")
    assert "\N{WORD JOINER}" in shown
    assert shown.replace("\N{WORD JOINER}", "").replace("\\", "") == f"see {text} now"
    assert "\N{WORD JOINER}" not in escaped("a@b, x/y@z, http and www")


@pytest.mark.parametrize(
    "text",
    [
        *("title\n===", "title\n---", "- a\n- b", "+ a", "1. a\n2) b", "---", "a\n\n    code", "a\n\n\tcode"),
        *("&#104;ttp://evil.test", "http&colon;//evil.test", "me&commat;evil.test", "&lt;b&gt;", "- 1. + a"),
        *("# a", "> a", "| a |\n| - |", "```\na", "[a]: http://b", "<b>", "***", "___", "$$x$$"),
    ],
)
def test_lines_are_lines_and_nothing_else(text: str) -> None:
    """No heading, list, rule, code, entity or link: one paragraph after the other with the words as they were typed."""
    tokens = MarkdownIt("gfm-like", {"html": True, "linkify": False}).parse(escaped(text))
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    inner = [one for token in tokens for one in token.children or []]
    assert {one.type for one in inner} <= {"text", "softbreak", "hardbreak"}
    shown = "".join(one.content for one in inner)
    assert shown.replace("\N{WORD JOINER}", "") == "".join(line.strip() for line in text.splitlines())
    assert not re.search(r"(?i)https?://|www\.|\w@\w", shown)


def test_what_is_no_mark_stays_without_one() -> None:
    """A minus, a plus or a figure within a line, and a figure that counts nothing."""
    for text in ("3.5 GB", "2026", "-", "a - b + c = d"):
        assert escaped(text).replace("\\", "") == text
    assert escaped("3.5 GB, a - b + c = d, 2026. Then") == "3.5 GB, a - b + c = d, 2026. Then"
