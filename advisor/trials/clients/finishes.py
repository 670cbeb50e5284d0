"""Why an answer ended, in each endpoint's own word, and what that makes of the answer.

Words of OpenAI, Azure, Anthropic, Google, Mistral, Cohere, DeepSeek, Zhipu, Alibaba, watsonx, Bedrock, Text Generation
Inference, vLLM, SGLang, Ollama and llama.cpp, in small letters.
"""

from __future__ import annotations

from typing import Final, Literal

End = Literal["whole", "cut", "filtered", "failed", "none"]
_WORDS: Final[dict[End, tuple[str, ...]]] = {
    "whole": (
        "stop", "stop_sequence", "eos", "eos_token", "end_turn", "complete", "completed", "done", "end", "finished",
        "tool_calls", "tool_call", "tool_use", "function_call", "stop_string", "matched_str", "matched_token",
    ),
    "cut": (
        "length", "max_tokens", "max_output_tokens", "max_completion_tokens", "max_new_tokens", "model_length",
        "model_context_window_exceeded", "context_length_exceeded", "token_limit", "error_limit", "time_limit",
        "incomplete", "not_finished", "pause_turn",
    ),
    "filtered": (
        "content_filter", "content_filtered", "sensitive", "safety", "image_safety", "recitation", "blocklist",
        "prohibited_content", "spii", "refusal", "guardrail_intervened", "error_toxic", "content-filter", "language",
    ),
    "failed": (
        "error", "failed", "network_error", "insufficient_system_resource", "abort", "aborted", "cancelled", "canceled",
        "user_cancel", "unload", "load", "malformed_function_call", "unexpected_tool_call", "other", "timeout",
        "engine_overloaded", "internal_error",
    ),
    "none": ("", "null", "none", "unknown", "finish_reason_unspecified"),
}  # fmt: skip
_END: Final[dict[str, End]] = {word: end for end, words in _WORDS.items() for word in words}


def end_of(reason: str | None) -> End | None:
    """What a finish says of the answer ("none": it says nothing); None for a word that is not known."""
    word = (reason or "").strip().lower().removeprefix("finish_reason_")
    return _END.get(word)
