"""Text from outside made fit to keep: no control characters, no marks that reorder or hide text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_CONTROL: Final = re.compile(
    "\x1b\\[[0-9;?]*+[ -/]*+[@-~]|"  # sequences that colour or move on a terminal
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # C0 and C1 controls but tab, line feed and carriage return
    "\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks that reorder text
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]"  # invisible tags, byte-order marks, lone surrogates
)
_PART: Final = 65_536
"""Letters that are looked at in one go: nobody else gets a turn meanwhile, and an answer may have 16 million."""


def clean(text: str) -> str:
    """Remove control characters; a carriage return becomes a line feed."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(_CONTROL.sub("", part) for part in _parts(lines))


def _parts(text: str) -> Iterator[str]:
    """A text in parts, none of which ends within a sequence for a terminal."""
    at = 0
    while at < len(text):
        end = at + _PART
        begun = text.rfind("\x1b", at, end)
        found = None if begun < 0 else _CONTROL.match(text, begun)
        end = end if found is None else max(end, found.end())
        yield text[at:end]
        at = end
