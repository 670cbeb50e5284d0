"""Words of the catalog's codes, as screens show them."""

from __future__ import annotations

from typing import Final

from advisor.questionnaire.labels import ZONES
from advisor.ui.words import later, message, say

KINDS: Final = {
    "text": later("Text"),
    "code": later("Code"),
    "reasoning": later("Reasoning"),
    "vision": later("Text and images"),
    "embedding": later("Embedding"),
    "rerank": later("Reranking"),
    "speech_to_text": later("Speech to text"),
    "text_to_speech": later("Text to speech"),
    "image": later("Image generation"),
}
STATUSES: Final = {
    "current": later("Current"),
    "preview": later("Preview"),
    "legacy": later("Legacy: still served or downloadable"),
    "deprecated": later("Deprecated: end announced"),
    "retired": later("Retired"),
}
OPENNESS: Final = {"open_weights": later("Open weights"), "proprietary": later("Proprietary")}
COMMERCIAL: Final = {
    "yes": later("Permitted"),
    "conditional": later("Permitted under conditions"),
    "no": later("Not permitted"),
    "unknown": later("Unknown"),
}
BASES: Final = {
    "fitted": later("from public scores"),
    "inferred": later("no public score: inferred"),
    "prior": later("no public score: prior"),
}
SORTS: Final = {
    "newest": later("Newest first"),
    "quality": later("Best estimate first"),
    "price": later("Cheapest first"),
    "context": later("Longest context first"),
    "size": later("Largest first"),
    "providers": later("Most providers first"),
    "name": later("By name"),
}
ENGINES: Final = {
    "vllm": "vLLM",
    "sglang": "SGLang",
    "llama.cpp": "llama.cpp",
    "ollama": "Ollama",
    "tensorrt-llm": "TensorRT-LLM",
    "tgi": "TGI",
    "mlx-lm": "MLX",
    "onnxruntime-genai": "ONNX Runtime GenAI",
    "lemonade": "Lemonade",
}
RESIDENCY: Final = {**ZONES, "gov": later("Government clouds"), "own": later("Anywhere: weights one can run oneself")}
AGREEMENTS: Final = {
    "agreed": later("two sources agree"),
    "single": later("one source"),
    "conflict": later("sources differ"),
}

FACTS: Final = (
    later("Released"),
    later("Knowledge until"),
    later("Architecture"),
    later("Weights"),
    later("Hub repository"),
    later("Parameters"),
    later("Active parameters"),
    later("Layers"),
    later("Hidden size"),
    later("Attention heads"),
    later("KV heads"),
    later("Head dimension"),
    later("Precision of the published weights"),
    later("Context window"),
    later("Output limit"),
    later("Takes"),
    later("Gives"),
    later("Calls tools"),
    later("Structured output"),
    later("Reasons before it answers"),
    later("Fine-tuning offered"),
    later("Languages named by a source"),
    later("Prompt caching"),
    later("Embedding dimension"),
    later("Experts"),
    later("Experts per token"),
    later("Layers with a KV cache"),
    later("Retires on"),
    later("Latent attention rank"),
    later("Sliding window"),
    later("Layers over the whole context"),
    later("Input limit"),
    later("billion"),
    later("tokens"),
)
"""Names of a card's facts, said where a table shows them."""
UNITS: Final = (
    later("USD per million tokens (3 input : 1 output)"),
    later("million tokens (3 input : 1 output)"),
    later("USD per audio minute"),
    later("audio minute"),
    later("USD per million characters"),
    later("million characters"),
    later("USD per image"),
    later("image"),
    later("USD per 1,000 searches"),
    later("1,000 searches"),
    later("Input"),
    later("Cached input"),
    later("Cache write"),
    later("Output"),
    later("Batch input"),
    later("Batch output"),
    later("Long-context input"),
    later("Long-context output"),
    later("Usd per image"),
    later("Usd per audio minute"),
    later("Usd per million characters"),
    later("Usd per 1,000 searches"),
)
"""Units of prices, whole and as the head of a column."""
ALLOWED: Final = (
    later("a value"),
    later("a whole number"),
    later("a number"),
    later("a date such as 2026-11-21"),
    later("no such column"),
    later("vendor/name in lower case letters, digits, dots, dashes and underscores"),
    later("lower case letters, digits, dots, dashes and underscores"),
    later("an id of the sources, with #key where the source lists many things"),
    later("a country code of two capital letters"),
    later("yes or no"),
    later("each identity once"),
    later("more than 0"),
    later("0 or more"),
    later("1 or more"),
    later("UTF-8 text"),
    later("comma-separated values"),
    later("each column once"),
)
"""What a cell may hold, where that is no figure of its own."""


def in_words(text: str) -> str:
    """A label of this page or of the questionnaire in the language of the session; a name as it is."""
    if not text or "{" in text:
        return text  # gettext answers a blank with the head of its file
    told = message(text)
    return say(text) if told == text else told


def zones_in_words(cell: str) -> str:
    """The zones of a frame's cell as words."""
    codes = [code for code in cell.split("|") if code and code != "own"]
    return ", ".join(code.upper() if len(code) == 2 else code for code in codes)  # noqa: PLR2004
