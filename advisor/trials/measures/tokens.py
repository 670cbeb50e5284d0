"""Counting tokens without the network: exactly where the tokeniser's file is here, else by a stated estimate."""

from __future__ import annotations

import hashlib
import os
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from advisor.trials.events import TokenUsage
from advisor.trials.records import TokenCounts, TrialRequest
from advisor.units import CHARACTERS_PER_TOKEN

MOST_CHARACTERS_PER_TOKEN: Final = 40.0
"""More than that, white space aside, no common tokeniser puts into a token on average: the count must be wrong."""
_BLOBS: Final = {
    "o200k_base": "https://openaipublic.blob.core.windows.net/encodings/o200k_base.tiktoken",
    "cl100k_base": "https://openaipublic.blob.core.windows.net/encodings/cl100k_base.tiktoken",
}
"""Names under which tiktoken caches its files: it takes the SHA-1 of the address."""


def estimated_tokens(text: str) -> int:
    """About a token per four characters of Latin text, one per character of Chinese, Japanese or Korean text."""
    wide = sum(1 for character in text if ord(character) >= 0x2E80)  # noqa: PLR2004 - start of the CJK blocks
    return max(1, round(wide + (len(text) - wide) / CHARACTERS_PER_TOKEN)) if text else 0


def counted_tokens(text: str, model: str) -> tuple[int, str] | None:
    """Tokens of a text by OpenAI's tokeniser and its name, for OpenAI's models whose file is here; else None."""
    name = model.rsplit("/", 1)[-1].lower()
    if not name.startswith(("gpt-", "o1", "o3", "o4", "chatgpt")):
        return None
    encoding = "cl100k_base" if name.startswith(("gpt-4-", "gpt-3.5")) or name == "gpt-4" else "o200k_base"
    tokeniser = _offline_encoding(encoding, _folder())
    return None if tokeniser is None else (len(tokeniser.encode(text, disallowed_special=())), f"tiktoken {encoding}")


def _folder() -> Path:
    """Where tiktoken keeps its files."""
    folder = os.environ.get("TIKTOKEN_CACHE_DIR") or os.environ.get("DATA_GYM_CACHE_DIR")
    return Path(folder) if folder else Path(tempfile.gettempdir()) / "data-gym-cache"


@lru_cache(maxsize=4)
def _offline_encoding(name: str, folder: Path) -> Any:
    """The encoding when its file is in tiktoken's cache already; it is never downloaded."""
    if not (folder / hashlib.sha1(_BLOBS[name].encode(), usedforsecurity=False).hexdigest()).is_file():
        return None
    import tiktoken  # noqa: PLC0415 - heavy

    return tiktoken.get_encoding(name)


def token_counts(
    usage: TokenUsage | None, request: TrialRequest, *, answer: str, reasoning: str, model: str
) -> TokenCounts:
    """The endpoint's own count where it gives one that can be right, else counted, else estimated; labelled.

    A count that is missing or impossible is replaced and the rest kept: what was used is never costed as nothing.
    """
    prompt = "\n".join([request.parameters.system, *(turn.text for turn in request.messages)]).strip()
    said = counted_tokens(reasoning + answer, model)
    asked = counted_tokens(prompt, model)
    known = usage or TokenUsage()
    output = known.output_tokens if _possible(known.output_tokens, reasoning + answer) else None
    taken = known.input_tokens if _possible(known.input_tokens, prompt) else None
    if output is not None and taken is not None:
        return TokenCounts(
            input_tokens=taken,
            cached_input_tokens=_part(known.cached_input_tokens, taken),
            output_tokens=output,
            reasoning_tokens=_part(known.reasoning_tokens, output),
            basis="reported",
            method="the endpoint's own count",
        )
    exact = said is not None and asked is not None
    way = said[1] if said is not None and exact else "about four characters per token"
    own = [name for name, count in (("input", taken), ("output", output)) if count is not None]
    odd = usage is not None and None not in (known.input_tokens, known.output_tokens)
    return TokenCounts(
        input_tokens=taken if taken is not None else asked[0] if asked else estimated_tokens(prompt),
        cached_input_tokens=None if taken is None else _part(known.cached_input_tokens, taken),
        output_tokens=output if output is not None else said[0] if said else estimated_tokens(reasoning + answer),
        reasoning_tokens=None if output is None else _part(known.reasoning_tokens, output),
        basis="counted" if exact else "estimated",
        method=way
        + (f"; {own[0]} by the endpoint" if own else "")
        + ("; the endpoint's own count cannot be right" if odd else ""),
    )


def _possible(count: int | None, text: str) -> bool:
    """Whether a text can have so few tokens: no tokeniser puts more than a long word into one."""
    if count is None:
        return False
    characters = sum(map(len, text.split()))
    return characters <= count * MOST_CHARACTERS_PER_TOKEN


def _part(count: int | None, whole: int) -> int | None:
    """A part of a count, never more than the whole."""
    return None if count is None else min(count, whole)
