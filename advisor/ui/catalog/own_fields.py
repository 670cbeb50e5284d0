"""The fields of the forms for one's own models and prices: label, help and widget, by column of the table."""

from __future__ import annotations

from typing import Any, Final

from advisor.ui.words import later

TRI: Final = {"": later("Unknown"), "yes": later("Yes"), "no": later("No")}
FIGURES: Final[dict[str, tuple[str, str, Any]]] = {
    "context_tokens": (later("Context window (tokens)"), later("Tokens that fit into one request."), 1),
    "max_output_tokens": (later("Output limit (tokens)"), later("Longest answer."), 1),
    "total_params_b": (later("Parameters (billion)"), later("All of them."), 0.1),
    "active_params_b": (
        later("Active parameters (billion)"),
        later("Used per token; all unless mixture of experts."),
        0.1,
    ),
    "layers": (later("Layers"), later("num_hidden_layers in config.json; memory sizing needs it."), 1),
    "hidden_size": (later("Hidden size"), later("hidden_size in config.json."), 1),
    "attention_heads": (later("Attention heads"), later("num_attention_heads in config.json."), 1),
    "kv_heads": (later("Key-value heads"), later("num_key_value_heads in config.json."), 1),
    "head_dim": (later("Head dimension"), later("head_dim in config.json."), 1),
    "vocab_size": (later("Vocabulary"), later("vocab_size in config.json."), 1),
}
PRICES: Final = {
    "input_usd_per_mtok": (later("Input (USD per million tokens)"), 0.1),
    "cached_input_usd_per_mtok": (later("Cached input (USD per million tokens)"), 0.1),
    "output_usd_per_mtok": (later("Output (USD per million tokens)"), 0.1),
    "usd_per_image": (later("Per image (USD)"), 0.01),
    "usd_per_audio_minute": (later("Per audio minute (USD)"), 0.001),
    "usd_per_mchar": (later("Per million characters (USD)"), 1.0),
}
LABELS: Final[dict[str, str]] = {
    "model_id": later("Vendor or team / Model, for its id"),
    "vendor": later("Vendor or team"),
    "name": later("Name shown"),
    "kind": later("Kind"),
    "openness": later("Weights"),
    "licence_id": later("Licence"),
    "modalities_in": later("Takes"),
    "tools": later("Calls tools"),
    "structured_output": later("Structured output"),
    "release_date": later("Released on"),
    "predecessor_id": later("Nearest model in the catalog"),
    "note": later("Note"),
    "provider_id": later("Provider"),
    "zone": later("Zone"),
    "priced_on": later("Priced on"),
    **{name: label for name, (label, _, _) in FIGURES.items()},
    **{name: label for name, (label, _) in PRICES.items()},
}
"""What the forms call the columns, for errors in the words that stand on the screen."""
MODEL_FORM: Final = {
    "name": "name",
    "kind": "kind",
    "openness": "openness",
    "licence_id": "licence",
    "tools": "tools",
    "structured_output": "structured",
    "predecessor_id": "predecessor",
    "note": "note",
}
"""Widgets of the model's form by the column whose cell they hold as it is."""


def labelled(place: str) -> str:
    """A place as an error of the form names it: the label of the field, or the place itself."""
    column = place.rpartition(" column ")[2]
    return LABELS.get(column, place)
