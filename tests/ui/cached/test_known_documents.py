"""Documents are made once for all who ask, and not kept without end."""

from __future__ import annotations

import threading

import pytest

from advisor.ui.cached.known_documents import KnownDocuments


def test_what_was_kept_is_given_again() -> None:
    """The newer of two with one key."""
    known = KnownDocuments()
    assert known.get("a") is None
    known.keep("a", (b"1",))
    known.keep("a", (b"2", b"3"))
    assert known.get("a") == (b"2", b"3")


@pytest.mark.parametrize("limits", [{"most": 2}, {"most_bytes": 20}])
def test_what_was_asked_for_longest_ago_makes_room(limits: dict[str, int]) -> None:
    """By number and by size."""
    known = KnownDocuments(**limits)
    for key in ("a", "b"):
        known.keep(key, (b"12345", b"67890"))
    known.get("a")
    known.keep("c", (b"1234567890",))
    assert [key for key in "abc" if known.get(key)] == ["a", "c"]


def test_one_that_is_larger_than_all_may_have_is_kept_alone() -> None:
    """Else whoever looks at it has it made anew at every click."""
    known = KnownDocuments(most_bytes=20)
    known.keep("a", (b"1",))
    known.keep("b", (b"2" * 100,))
    assert (known.get("a"), known.get("b")) == (None, (b"2" * 100,))
    known.keep("c", (b"3",))
    assert (known.get("b"), known.get("c")) == (None, (b"3",))


def test_who_asks_meanwhile_waits_and_others_do_not() -> None:
    """Twenty who ask for one document have it made once; another is made beside it."""
    known, made, beside = KnownDocuments(), [], []
    begun, go_on = threading.Event(), threading.Event()

    def ask() -> None:
        with known.alone("a"):
            if known.get("a") is None:
                begun.set()
                go_on.wait(60)
                made.append("a")
                known.keep("a", (b"1",))

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    assert begun.wait(60)
    with known.alone("b"):
        beside.append("b")
    go_on.set()
    for thread in threads:
        thread.join(60)
    assert (made, beside) == (["a"], ["b"])


def test_who_fails_lets_the_next_try() -> None:
    """And leaves nothing behind."""
    known = KnownDocuments()
    with pytest.raises(ZeroDivisionError), known.alone("a"):
        raise ZeroDivisionError
    with known.alone("a"):
        known.keep("a", (b"1",))
    assert known.get("a") == (b"1",)
