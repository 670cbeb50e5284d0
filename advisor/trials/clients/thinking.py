"""Reasoning kept apart from the answer where an endpoint sends both in one text, between ``<think>`` marks."""

from __future__ import annotations

from typing import Final

_OPEN: Final = "<think>"
_CLOSE: Final = "</think>"


class ThinkingSplitter:
    """Splits a streamed text into (text, is reasoning) pieces; only a text that starts with ``<think>`` has any."""

    def __init__(self) -> None:
        self._held = ""
        self._state = "start"

    def feed(self, text: str) -> list[tuple[str, bool]]:
        """Pieces that are certain by now; the rest is held back."""
        if self._state == "answer":
            return [(text, False)]
        if self._state == "between":
            text = text.lstrip("\n")
            self._state = "answer" if text else "between"
            return [(text, False)] if text else []
        self._held += text
        if self._state == "start":
            head = self._held.lstrip()
            if _OPEN.startswith(head[: len(_OPEN)]) and len(head) < len(_OPEN):
                return []
            if not head.startswith(_OPEN):
                self._state = "answer"
                return self._let_go(reasoning=False)
            self._state, self._held = "thinking", head[len(_OPEN) :]
        return self._thinking()

    def _thinking(self) -> list[tuple[str, bool]]:
        end = self._held.find(_CLOSE)
        if end >= 0:
            thought, rest = self._held[:end], self._held[end + len(_CLOSE) :].lstrip("\n")
            self._state, self._held = "answer" if rest else "between", ""
            return [(piece, kind) for piece, kind in ((thought, True), (rest, False)) if piece]
        keep = next((size for size in range(len(_CLOSE) - 1, 0, -1) if self._held.endswith(_CLOSE[:size])), 0)
        thought, self._held = self._held[: len(self._held) - keep], self._held[len(self._held) - keep :]
        return [(thought, True)] if thought else []

    def finish(self) -> list[tuple[str, bool]]:
        """What was held back when the stream ended."""
        return self._let_go(reasoning=self._state == "thinking")

    def _let_go(self, *, reasoning: bool) -> list[tuple[str, bool]]:
        text, self._held = self._held, ""
        return [(text, reasoning)] if text else []
