"""What a task of the Hub is in the catalog: the kind of model, what goes in and what comes out."""

from __future__ import annotations

from typing import Final

from advisor.catalog.hub.facts import HubFacts
from advisor.errors import CatalogError, Problem

# What a Hub task is in the catalog, with what goes in and what comes out.
TASKS: Final[dict[str, tuple[str, str, str]]] = {
    "text-generation": ("text", "text", "text"),
    "text2text-generation": ("text", "text", "text"),
    "translation": ("text", "text", "text"),
    "summarization": ("text", "text", "text"),
    "image-text-to-text": ("vision", "text|image", "text"),
    "video-text-to-text": ("vision", "text|video", "text"),
    "audio-text-to-text": ("text", "text|audio", "text"),
    "any-to-any": ("vision", "text|image", "text"),
    "feature-extraction": ("embedding", "text", "embedding"),
    "sentence-similarity": ("embedding", "text", "embedding"),
    "text-ranking": ("rerank", "text", "score"),
    "automatic-speech-recognition": ("speech_to_text", "audio", "text"),
    "text-to-speech": ("text_to_speech", "text", "audio"),
    "text-to-image": ("image", "text", "image"),
    "image-to-image": ("image", "text|image", "image"),
}
BY_KIND: Final = {
    "text": ("text", "text"),
    "code": ("text", "text"),
    "reasoning": ("text", "text"),
    "vision": ("text|image", "text"),
    "embedding": ("text", "embedding"),
    "rerank": ("text", "score"),
    "speech_to_text": ("audio", "text"),
    "text_to_speech": ("text", "audio"),
    "image": ("text", "image"),
}


def task_of(facts: HubFacts, kind: str | None) -> tuple[str, str, str]:
    """Kind, modalities in and out; raises CatalogError for a task that is no model of the catalog."""
    if kind is not None and kind in BY_KIND:
        return (kind, *BY_KIND[kind])
    if facts.pipeline_tag in TASKS:
        return TASKS[facts.pipeline_tag]
    if kind is None and facts.pipeline_tag is None:
        names = " ".join(map(str, facts.config.get("architectures") or ()))
        if "ForCausalLM" in names or "LMHead" in names:
            return TASKS["text-generation"]
        if facts.gguf:
            return TASKS["feature-extraction" if "bert" in str(facts.gguf.get("architecture")) else "text-generation"]
    found = kind or facts.pipeline_tag or "no task"
    allowed = "one of the tasks " + ", ".join(TASKS) + "; or choose the kind yourself: " + ", ".join(BY_KIND)
    raise CatalogError("The repository cannot be imported:", [Problem(facts.hub_id, f"its task is {found}", allowed)])
