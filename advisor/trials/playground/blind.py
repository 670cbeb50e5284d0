"""Blind comparison: shuffled order, neutral names, and masks over whatever gives a model away."""

from __future__ import annotations

import random
import re
import string
from collections.abc import Iterable, Sequence
from typing import Final

from advisor.trials.records import Connection

MASKED: Final = "█████"
_MAKERS: Final = (
    "OpenAI",
    "ChatGPT",
    "GPT",
    "Anthropic",
    "Claude",
    "Google",
    "DeepMind",
    "Gemini",
    "Gemma",
    "Bard",
    "Meta",
    "Llama",
    "Mistral",
    "Mixtral",
    "Codestral",
    "Ministral",
    "Magistral",
    "Devstral",
    "DeepSeek",
    "Qwen",
    "Tongyi",
    "Alibaba",
    "Grok",
    "xAI",
    "Cohere",
    "Command-R",
    "Aya",
    "Microsoft",
    "Phi",
    "Copilot",
    "Nova",
    "Titan",
    "Jurassic",
    "AI21",
    "Jamba",
    "Falcon",
    "Yi",
    "Kimi",
    "Moonshot",
    "MiniMax",
    "GLM",
    "Zhipu",
    "ChatGLM",
    "Hunyuan",
    "Tencent",
    "Ernie",
    "Baidu",
    "Doubao",
    "Nemotron",
    "NVIDIA",
    "Granite",
    "IBM",
    "SmolLM",
    "OLMo",
    "AllenAI",
    "Sonar",
    "Perplexity",
    "Reka",
    "StableLM",
    "InternLM",
    "Baichuan",
    "Solar",
    "EXAONE",
    "Arctic",
    "DBRX",
    "Apertus",
    "Teuken",
)
_AMBIGUOUS: Final = frozenset(
    {
        "Nova",
        "Titan",
        "Solar",
        "Arctic",
        "Aya",
        "Yi",
        "Meta",
        "Phi",
        "Sonar",
        "Bard",
        "Granite",
        "IBM",
        "Falcon",
        "Command-R",
        "Google",
        "Microsoft",
        "Tencent",
        "Baidu",
        "Copilot",
        "NVIDIA",
        "Alibaba",
    }
)
_VERSION: Final = (
    r"(?:[ -]?(?:v?\d[\w.]*|Sonnet|Opus|Haiku|Flash|Pro|Turbo|Mini|Nano|Large|Small|Medium|Instruct|Chat|Coder|Scout|"
    r"Maverick|Ultra|Lite|Reasoner|Preview|Thinking)\b)*"
)
_SELF: Final = re.compile(
    r"(?i)\b(I am|I'm|my name is|call me|as|called|named)\s+(?:an? )?(?:AI |language |assistant |model )*"
    r"(?P<name>(?-i:[A-Z][\w-]*)(?:[ -](?-i:[A-Z0-9])[\w.-]*)?)"
)
_COMMON: Final = frozenset({"A", "An", "The", "I", "It", "Large", "Language", "Model", "Assistant", "AI"})


def order(count: int, *, seed: str) -> tuple[int, ...]:
    """The shuffled order of the panes; the seed is the trial's id, so a reload shows the same order."""
    places = list(range(count))
    random.Random(seed).shuffle(places)
    return tuple(places)


def label(place: int) -> str:
    """The neutral name of the pane at a shuffled place: Answer A, Answer B and so on."""
    return f"Answer {string.ascii_uppercase[place % 26]}"


def masked(text: str, connections: Iterable[Connection]) -> str:
    """A text without names of makers and models, without those of the compared connections, and without "I am Xyz"."""
    names = {name for connection in connections for name in _own_names(connection)}
    for name in sorted(names | (set(_MAKERS) - _AMBIGUOUS), key=len, reverse=True):
        text = re.sub(rf"(?i)(?<![\w]){re.escape(name)}(?:{_VERSION})(?![a-z])", MASKED, text)
    for name in _AMBIGUOUS:
        text = re.sub(rf"\b(by|from|am|model|called|named)( (?:an? )?){re.escape(name)}\b", rf"\1\2{MASKED}", text)
    return _SELF.sub(_hide_name, text)


def _own_names(connection: Connection) -> set[str]:
    words = {connection.name, connection.model, connection.catalog_model_id or ""}
    for source in (connection.model, connection.catalog_model_id or ""):
        words |= {part for part in re.split(r"[/:@_\s]", source) if len(part) > 3}  # noqa: PLR2004 - shorter are words
    return {word for word in words if len(word) > 2}  # noqa: PLR2004


def _hide_name(match: re.Match[str]) -> str:
    if match.group("name").split()[0] in _COMMON or match.group(1).lower() == "as":
        return match.group()
    return match.group().replace(match.group("name"), MASKED)


def revealed(places: Sequence[int], connections: Sequence[Connection]) -> dict[str, str]:
    """Neutral name to connection name, after the vote."""
    return {label(place): connections[pane].name for place, pane in enumerate(places)}
