"""Words as Markdown."""

from __future__ import annotations

from advisor.ui.frame.markdown import escaped, option


def test_names_are_shown_as_typed() -> None:
    """Markdown in a name has no meaning."""
    assert escaped("**a** <b> [x](y) :red[z]") == r"\*\*a\*\* \<b\> \[x\](y) \:red\[z\]"


def test_an_option_keeps_its_colour_around_any_name() -> None:
    """A bracket in a name does not end the colour."""
    assert option("A [b] $c") == r":gray[A \[b\] \$c]"
