"""Reasoning kept apart from the answer where an endpoint sends both in one text, between marks."""

from __future__ import annotations

from typing import Final

MARKS: Final = (
    ("<think>", "</think>"),
    ("<thinking>", "</thinking>"),
    ("<thought>", "</thought>"),
    ("<reasoning>", "</reasoning>"),
    ("[THINK]", "[/THINK]"),
    ("<seed:think>", "</seed:think>"),
    ("<|channel|>analysis<|message|>", "<|end|><|start|>assistant<|channel|>final<|message|>"),
)
"""How reasoning opens and closes: DeepSeek, Qwen and most others; Mistral; ByteDance; OpenAI's open weights."""
_BARE_CLOSE: Final = "</think>"


class ThinkingSplitter:
    """Splits a streamed text into (text, is reasoning) pieces; only a text that starts with a mark has any."""

    def __init__(self) -> None:
        self._held = ""
        self._state = "start"
        self._close = ""

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
            opened = next((pair for pair in MARKS if head.startswith(pair[0])), None)
            if opened is None and any(mark.startswith(head) for mark, _ in MARKS):
                return []
            if opened is None:
                self._state = "answer"
                return self._let_go(reasoning=False)
            self._state, self._held, self._close = "thinking", head[len(opened[0]) :], opened[1]
        return self._thinking()

    def _thinking(self) -> list[tuple[str, bool]]:
        end = self._held.find(self._close)
        if end >= 0:
            thought, rest = self._held[:end], self._held[end + len(self._close) :].lstrip("\n")
            self._state, self._held = "answer" if rest else "between", ""
            return [(piece, kind) for piece, kind in ((thought, True), (rest, False)) if piece]
        keep = next((size for size in range(len(self._close) - 1, 0, -1) if self._held.endswith(self._close[:size])), 0)
        thought, self._held = self._held[: len(self._held) - keep], self._held[len(self._held) - keep :]
        return [(thought, True)] if thought else []

    def finish(self) -> list[tuple[str, bool]]:
        """What was held back when the stream ended."""
        return self._let_go(reasoning=self._state == "thinking")

    def _let_go(self, *, reasoning: bool) -> list[tuple[str, bool]]:
        text, self._held = self._held, ""
        return [(text, reasoning)] if text else []


def unopened(text: str) -> tuple[str, str] | None:
    """Reasoning and answer of a text that only says where its reasoning ends; None where it says no such thing.

    Templates that open the reasoning themselves leave the opening out of the answer. A mark that the text merely talks
    about stands in a line with more behind it, or in backticks.
    """
    thought, mark, answer = text.partition(_BARE_CLOSE)
    if not mark or thought.endswith("`") or "<think>" in thought or not (answer[:1] in ("", "\n") or _ends(thought)):
        return None
    return thought.rstrip("\n"), answer.lstrip("\n")


def _ends(thought: str) -> bool:
    return thought.endswith("\n") or not thought
