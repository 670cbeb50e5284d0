"""Which words of the field explain a model: its architecture, its size and how it can be had."""

from __future__ import annotations

from typing import Final

from advisor.catalog.tables.schema import Model

_ARCHITECTURES: Final = {
    "decoder": ("decoder_encoder",),
    "encoder": ("decoder_encoder",),
    "encoder_decoder": ("encoder_decoder",),
    "mixture_of_experts": ("mixture_of_experts", "decoder_encoder"),
    "state_space_hybrid": ("state_space",),
    "diffusion": ("diffusion",),
}


def terms_of(model: Model) -> tuple[str, ...]:
    """Keys of ``advisor.words.terms`` for a model, what is most its own first."""
    several = len({mode for mode in model.modalities_in if mode != "pdf"}) > 1
    return (
        *_ARCHITECTURES.get(model.architecture, ()),
        *(("multimodal",) if several else ()),
        "open_proprietary",
        "model_service",
        "small_large",
        "foundation_model",
    )
