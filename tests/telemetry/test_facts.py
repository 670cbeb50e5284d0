"""What may be told: numbers, ids, words of the program."""

from __future__ import annotations

import pytest

from advisor.telemetry.facts import harmless, pseudonym_of, route_of


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/", "/"),
        ("/recommendation", "/recommendation"),
        ("/api/v1/decisions/3f1c/versions/2", "/api/v1/decisions/*/versions/*"),
        ("/our-secret-merger", "/*"),
        ("/a" * 40, "/*" * 12),
    ],
)
def test_a_path_keeps_our_own_words_alone(path: str, route: str) -> None:
    """Ids and whatever somebody typed are stars."""
    assert route_of(path) == route


def test_a_text_that_could_be_anything_is_withheld() -> None:
    """Numbers, truth, nothing, plain words, ids and routes pass."""
    passing = {"a": 1, "b": 0.5, "c": True, "d": None, "e": "drawn", "f": "ab" * 16, "g": "/api/*"}
    assert harmless(passing) == passing
    told = harmless({"prompt": "Draft the letter to Ms. Weber", "key": "sk-AbC/123+xyz", "two": "line\nline"})
    assert set(told.values()) == {"withheld"}


def test_a_pseudonym_is_the_same_each_time_and_nobodys_name() -> None:
    """Another installation calls the same person something else; whoever did not sign in has none."""
    told = pseudonym_of("ada@example.com", secret="here")  # noqa: S106 - of this test
    assert told == pseudonym_of("ada@example.com", secret="here")  # noqa: S106
    assert told != pseudonym_of("ada@example.com", secret="there")  # noqa: S106
    assert told is not None
    assert "ada" not in told
    assert pseudonym_of("", secret="here") is None  # noqa: S106
