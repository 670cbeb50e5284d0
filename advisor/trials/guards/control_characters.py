"""Text from outside made fit to keep: no control characters, no marks that reorder or hide text."""

from __future__ import annotations

import re
from typing import Final

_CONTROL: Final = re.compile(
    "\x1b\\[[0-9;?]*[ -/]*[@-~]|"  # sequences that colour or move on a terminal
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # C0 and C1 controls but tab, line feed and carriage return
    "\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks that reorder text
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]"  # invisible tags, byte-order marks, lone surrogates
)


def clean(text: str) -> str:
    """Remove control characters; a carriage return becomes a line feed."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
