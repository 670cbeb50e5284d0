"""Words as Markdown."""

from __future__ import annotations

import pytest

from advisor.ui.frame.markdown import escaped, option


def test_names_are_shown_as_typed() -> None:
    """Markdown in a name has no meaning."""
    assert escaped("**a** <b> [x](y) :red[z]") == r"\*\*a\*\* \<b\> \[x\](y) \:red\[z\]"


def test_an_option_keeps_its_colour_around_any_name() -> None:
    """A bracket in a name does not end the colour."""
    assert option("A [b] $c") == r":gray[A \[b\] \$c]"


@pytest.mark.parametrize(
    "text",
    ["http://evil.test/x", "HTTPS://evil.test", "ftp://evil.test", "www.evil.test", "me@evil.test", "a.b+c@x.test"],
)
def test_an_address_in_a_text_from_outside_is_no_link(text: str) -> None:
    """What Streamlit's Markdown would link by itself is broken by a sign that nobody sees; the rest is untouched."""
    shown = escaped(f"see {text} now")
    assert "\N{WORD JOINER}" in shown
    assert shown.replace("\N{WORD JOINER}", "").replace("\\", "") == f"see {text} now"
    assert "\N{WORD JOINER}" not in escaped("a@b, x/y@z, http and www")
