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

CHARACTERS_PER_TOKEN: Final = 4.0
"""Rule of thumb for English text with common tokenisers (OpenAI's documentation of its tokeniser)."""
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
    """The endpoint's own count where it gives one, else counted, else estimated; labelled."""
    if usage is not None and usage.output_tokens is not None:
        return TokenCounts(
            input_tokens=usage.input_tokens,
            cached_input_tokens=usage.cached_input_tokens,
            output_tokens=usage.output_tokens,
            reasoning_tokens=usage.reasoning_tokens,
            basis="reported",
            method="the endpoint's own count",
        )
    prompt = "\n".join([request.parameters.system, *(turn.text for turn in request.messages)]).strip()
    said = counted_tokens(reasoning + answer, model)
    asked = counted_tokens(prompt, model)
    if said is not None and asked is not None:
        return TokenCounts(input_tokens=asked[0], output_tokens=said[0], basis="counted", method=said[1])
    return TokenCounts(
        input_tokens=estimated_tokens(prompt),
        output_tokens=estimated_tokens(reasoning + answer),
        basis="estimated",
        method="about four characters per token",
    )
