"""The logo of the house as Office programs take it: a PNG, also where the house keeps an SVG."""

from __future__ import annotations

from typing import Final

from advisor.report.document.typeset import page_image

LOGO_MM: Final = 11
"""How high it stands in every form of the report."""
_PPI: Final = 300


def logo_png(logo: bytes, form: str) -> bytes:
    """The picture as PNG; ``form`` is ``png`` or ``svg``."""
    return page_image(logo.decode(), ppi=_PPI) if form == "svg" else logo
