"""Sources that a model's note names for single cells, where they are not those of the cell's group."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_COLUMNS: Final = {
    "release_date": "release_date",
    "retires_on": "retires_on",
    "knowledge_cutoff": "knowledge_cutoff",
    "modalities_in": "modalities_in",
    "structured_output": "structured_output",
    "prompt_caching": "prompt_caching",
    "fine_tuning": "fine_tuning",
    "max_output_tokens": "max_output_tokens",
    "context_tokens": "context_tokens",
    "max_input_tokens": "max_input_tokens",
    "total_params_b": "total_params_b",
    "licence_id": "licence_id",
    "reasoning": "reasoning",
    "tools": "tools",
    "Output limit": "max_output_tokens",
    "Languages": "languages",
}
_TOLD: Final = re.compile(
    rf"\b(?P<name>{'|'.join(_COLUMNS)}): (?P<reference>[a-z0-9][a-z0-9._-]*(?:#\S+)?)(?P<words> \([^)]*\))?\.?"
)


class NoteSources(NamedTuple):
    """Source references by column, and what else the note says (None where nothing)."""

    sources: dict[str, str]
    rest: str | None


def read_note(note: str | None) -> NoteSources:
    """Split a note such as ``retires_on: litellm-1.109.1#tts-1`` into references and the rest.

    A reference ends with the word; a full stop after it belongs to the sentence.
    """
    found = {_COLUMNS[told["name"]]: told["reference"].rstrip(".;,") for told in _TOLD.finditer(note or "")}
    rest = " ".join(_TOLD.sub("", note or "").split()).strip(";, ").lstrip(".")
    return NoteSources(found, rest or None)
