"""The texts of a kit."""

from __future__ import annotations

import pytest

from advisor.guidance.architecture.kit.templates import template


def test_a_template_is_filled_whole() -> None:
    """A value that is missing is an error, never a placeholder in somebody's file."""
    filled = template("smoke_test.py", base="'u'", model="'m'", asks="chat", timeout="5")
    assert "answer = ask_chat()" in filled
    with pytest.raises(KeyError):
        template("smoke_test.py", base="'u'")
