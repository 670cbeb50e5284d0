"""The way out: own host only, no foreign headers, limited and repaired bytes."""

from __future__ import annotations

from collections.abc import Iterator

import httpx2
import pytest

from advisor.trials.network.leash import Control, LimitError, ReplyLimits, StoppedError
from advisor.trials.network.transport import GuardedTransport, LimitedStream, RedirectRefusedError, origin_of


class Pieces(httpx2.SyncByteStream):
    """A body in the pieces that a test gives."""

    def __init__(self, *pieces: bytes) -> None:
        self.pieces = pieces
        self.closed = False

    def __iter__(self) -> Iterator[bytes]:
        yield from self.pieces

    def close(self) -> None:
        """Remember it."""
        self.closed = True


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://a.example/v1", ("https", "a.example", 443)),
        ("http://A.example:8000", ("http", "a.example", 8000)),
        ("http://a.example", ("http", "a.example", 80)),
    ],
)
def test_an_origin_has_its_port_whether_or_not_it_is_written(url: str, origin: tuple[str, str, int]) -> None:
    """Otherwise one and the same host would be two."""
    assert origin_of(url) == origin


def test_another_host_is_refused_before_anything_is_resolved() -> None:
    """A redirect would carry the key there."""

    def resolver(*_: object) -> tuple[str, ...]:
        raise AssertionError

    transport = GuardedTransport(
        origins=frozenset({origin_of("https://a.example")}),
        scope="public",
        control=Control(5),
        with_key=True,
        resolver=resolver,
    )
    with pytest.raises(RedirectRefusedError, match=r"b\.example:443"):
        transport.handle_request(httpx2.Request("POST", "https://b.example/v1"))
    transport.close()


def test_a_character_cut_by_two_pieces_is_whole_and_a_broken_one_is_repaired() -> None:
    """The repair is remembered, since what arrived is then not what was sent."""
    control = Control(5)
    assert b"".join(LimitedStream(Pieces("é".encode()[:1], "é".encode()[1:]), control)) == "é".encode()
    assert not control.repaired_utf8
    assert b"".join(LimitedStream(Pieces(b"a\xff"), control)).decode() == "a\ufffd"
    assert control.repaired_utf8


@pytest.mark.parametrize(
    ("pieces", "kind"), [((b"123456", b"789012"), "line_too_long"), ((b"12\n34\n", b"56\n78\n", b"90\n"), "too_large")]
)
def test_lines_and_bodies_have_a_limit(pieces: tuple[bytes, ...], kind: str) -> None:
    """Counted over all pieces."""
    control = Control(5, limits=ReplyLimits(max_bytes=14, max_line_bytes=10))
    with pytest.raises(LimitError) as caught:
        list(LimitedStream(Pieces(*pieces), control))
    assert caught.value.kind == kind


def test_a_stop_is_noticed_at_the_next_piece() -> None:
    """And closing closes what is inside."""
    control, inner = Control(5), Pieces(b"a", b"b")
    stream = LimitedStream(inner, control)
    control.stop()
    with pytest.raises(StoppedError):
        list(stream)
    stream.close()
    assert inner.closed
