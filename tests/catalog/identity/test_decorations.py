"""Endings that sources hang on names: what each is read as, and what is left alone."""

from __future__ import annotations

import pytest

from advisor.catalog.identity.decorations import ENDINGS, FINE_TUNED, NOT_MODELS, PLAIN, Ending


def first(name: str) -> Ending | None:
    """The rule that is taken."""
    return next((ending for ending in ENDINGS if ending.pattern.search(name)), None)


@pytest.mark.parametrize(
    ("name", "kind", "means"),
    [
        ("anthropic.claude-opus-5-v1:0", "wrapping", None),
        ("llama-3.3-70b:free", "route", None),
        ("gpt-5-batch", "batch", None),
        ("gpt-5-priority", "tier", "priority"),
        ("claude-opus-4.6-fast", "tier", "fast"),
        ("claude-opus-5 (thinking)", "thinking", None),
        ("gpt-5-high", "effort", None),
        ("gpt-5-2025-08-07", "snapshot", None),
        ("kimi-k2-0905", "checkpoint", None),
        ("gemini-3-flash-preview", "preview", None),
        ("llama-3.3-70b-fp8-dynamic", "precision", "fp8"),
        ("qwen3-32b-awq", "precision", "int4"),
        ("qwen3-32b-gptq-int8", "precision", "int8"),
    ],
)
def test_an_ending_is_read_by_the_first_rule_that_fits(name: str, kind: str, means: str | None) -> None:
    """With the tier or the precision that it means."""
    found = first(name)
    assert found is not None
    assert (found.kind, found.means) == (kind, means)


@pytest.mark.parametrize("name", ["gpt-5-mini", "gemini-3-pro", "mistral-large", "gemini-2.5-flash", "qwen-turbo"])
def test_sizes_and_ranks_are_never_taken_off(name: str) -> None:
    """They are the model's own."""
    assert first(name) is None


def test_only_dates_zones_and_marks_leave_a_model_what_it_is() -> None:
    """A checkpoint may answer and cost otherwise."""
    assert {"snapshot", "zone", "wrapping"} == PLAIN


def test_routers_tools_and_customers_copies_are_no_models() -> None:
    """By name."""
    names = ("auto", "openrouter/auto-router", "web_search", "autocoder")
    assert [bool(NOT_MODELS.search(name)) for name in names] == [True, True, True, False]
    assert FINE_TUNED.search("ft:gpt-4o")
    assert not FINE_TUNED.search("soft-gpt")
