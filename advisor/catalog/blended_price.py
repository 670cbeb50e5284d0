"""One price of text from those of input and output, for tables and for what a model's price says of it."""

from __future__ import annotations

from typing import Final

INPUT_SHARE: Final = 0.75
"""Three tokens in to one out, as public price lists compare."""


def blended_usd_per_mtok(input_usd_per_mtok: float, output_usd_per_mtok: float) -> float:
    """US dollars per 10^6 tokens, of which three are read to one that is written."""
    return INPUT_SHARE * input_usd_per_mtok + (1 - INPUT_SHARE) * output_usd_per_mtok
