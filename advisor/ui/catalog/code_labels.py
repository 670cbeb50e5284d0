"""Words of the catalog's codes, as screens show them."""

from __future__ import annotations

from typing import Final

from advisor.questionnaire.labels import ZONES

KINDS: Final = {
    "text": "Text",
    "code": "Code",
    "reasoning": "Reasoning",
    "vision": "Text and images",
    "embedding": "Embedding",
    "rerank": "Reranking",
    "speech_to_text": "Speech to text",
    "text_to_speech": "Text to speech",
    "image": "Image generation",
}
STATUSES: Final = {
    "current": "Current",
    "preview": "Preview",
    "legacy": "Legacy: still served or downloadable",
    "deprecated": "Deprecated: end announced",
    "retired": "Retired",
}
OPENNESS: Final = {"open_weights": "Open weights", "proprietary": "Proprietary"}
COMMERCIAL: Final = {
    "yes": "Permitted",
    "conditional": "Permitted under conditions",
    "no": "Not permitted",
    "unknown": "Unknown",
}
BASES: Final = {
    "fitted": "from public scores",
    "inferred": "no public score: inferred",
    "prior": "no public score: prior",
}
SORTS: Final = {
    "newest": "Newest first",
    "quality": "Best estimate first",
    "price": "Cheapest first",
    "context": "Longest context first",
    "size": "Largest first",
    "providers": "Most providers first",
    "name": "By name",
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
RESIDENCY: Final = {**ZONES, "gov": "Government clouds", "own": "Anywhere: weights one can run oneself"}
AGREEMENTS: Final = {
    "agreed": "two sources agree",
    "single": "one source",
    "conflict": "sources differ",
}


def zones_in_words(cell: str) -> str:
    """The zones of a frame's cell as words."""
    codes = [code for code in cell.split("|") if code and code != "own"]
    return ", ".join(code.upper() if len(code) == 2 else code for code in codes)  # noqa: PLR2004
