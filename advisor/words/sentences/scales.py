"""Constructed scales: how points stand behind the facts that bring them (``criteria`` has the facts)."""

from __future__ import annotations

from typing import Final

SCALE_SENTENCES: Final = {
    "scale": "{facts:semicolon}",
    "scored": "{fact} ({points:g})",
    "scored.more": "{fact} (+{points:g})",
    "scored.less": "{fact} (-{points:.0f})",
    "scored.open": "{fact} (0 to {points:g})",
    "scored.between": "{fact} ({low:g} to {high:g})",
}
"""Key to template."""
