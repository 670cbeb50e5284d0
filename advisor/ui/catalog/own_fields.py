"""The fields of the forms for one's own models and prices: label, help and widget, by column of the table."""

from __future__ import annotations

from typing import Any, Final

TRI: Final = {"": "Unknown", "yes": "Yes", "no": "No"}
FIGURES: Final[dict[str, tuple[str, str, Any]]] = {
    "context_tokens": ("Context window (tokens)", "Tokens that fit into one request.", 1),
    "max_output_tokens": ("Output limit (tokens)", "Longest answer.", 1),
    "total_params_b": ("Parameters (billion)", "All of them.", 0.1),
    "active_params_b": ("Active parameters (billion)", "Used per token; all unless mixture of experts.", 0.1),
    "layers": ("Layers", "num_hidden_layers in config.json; memory sizing needs it.", 1),
    "hidden_size": ("Hidden size", "hidden_size in config.json.", 1),
    "attention_heads": ("Attention heads", "num_attention_heads in config.json.", 1),
    "kv_heads": ("Key-value heads", "num_key_value_heads in config.json.", 1),
    "head_dim": ("Head dimension", "head_dim in config.json.", 1),
    "vocab_size": ("Vocabulary", "vocab_size in config.json.", 1),
}
PRICES: Final = {
    "input_usd_per_mtok": ("Input (USD per million tokens)", 0.1),
    "cached_input_usd_per_mtok": ("Cached input (USD per million tokens)", 0.1),
    "output_usd_per_mtok": ("Output (USD per million tokens)", 0.1),
    "usd_per_image": ("Per image (USD)", 0.01),
    "usd_per_audio_minute": ("Per audio minute (USD)", 0.001),
    "usd_per_mchar": ("Per million characters (USD)", 1.0),
}
LABELS: Final[dict[str, str]] = {
    "model_id": "Vendor or team / Model, for its id",
    "vendor": "Vendor or team",
    "name": "Name shown",
    "kind": "Kind",
    "openness": "Weights",
    "licence_id": "Licence",
    "modalities_in": "Takes",
    "tools": "Calls tools",
    "structured_output": "Structured output",
    "release_date": "Released on",
    "predecessor_id": "Nearest model in the catalog",
    "note": "Note",
    "provider_id": "Provider",
    "zone": "Zone",
    "priced_on": "Priced on",
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
