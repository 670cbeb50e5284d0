"""The published scale: 0 to 100 points, fixed by reference models.

A point value is the share of a virtual exam that a model solves. The exam is pitched so that the low reference models
solve 40% of it and the high ones 70%; in between and beyond, the share follows the logistic curve of the stitching
model. Reference models are widely tested models whose weights or snapshots no longer change, so the scale stays put
when the catalog grows.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from advisor.arrays import Floats

LOW_POINTS: Final = 40.0
HIGH_POINTS: Final = 70.0
LEAST_SEPARATION: Final = 0.1
_NODES, _RAW_WEIGHTS = np.polynomial.hermite_e.hermegauss(31)
_WEIGHTS = _RAW_WEIGHTS / _RAW_WEIGHTS.sum()
_LANGUAGE: Final = (
    ("openai/gpt-4o", "anthropic/claude-3.5-sonnet", "google/gemini-1.5-pro", "meta/llama-3.1-405b-instruct"),
    ("openai/gpt-5", "anthropic/claude-opus-4.1", "google/gemini-2.5-pro", "xai/grok-4"),
)
REFERENCES: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "language": _LANGUAGE,
    "embedding": (
        ("sentence-transformers/all-minilm-l6-v2", "baai/bge-small-en-v1.5", "intfloat/multilingual-e5-small"),
        ("alibaba/qwen3-embedding-8b", "alibaba/qwen3-embedding-4b", "google/gemini-embedding-001"),
    ),
    "speech": (
        ("openai/whisper-large", "openai/whisper-large-v2", "openai/whisper-large-v3"),
        ("elevenlabs/scribe-v2", "assemblyai/universal-3-pro", "cohere/transcribe-03-2026"),
    ),
    "image": (
        ("openai/dall-e-3", "stability/stable-diffusion-3.5-large", "black-forest-labs/flux.1-dev"),
        ("openai/gpt-image-1.5", "google/gemini-3-pro-image", "google/gemini-2.5-flash-image"),
    ),
}


@dataclass(frozen=True)
class PointScale:
    """Maps latent abilities to points for one capability: ``points = 100 / (1 + exp(-(shift + factor * ability)))``."""

    shift: float
    factor: float
    low_models: tuple[str, ...]
    high_models: tuple[str, ...]

    def points(self, ability: float) -> float:
        """Points (0 to 100) of a latent ability."""
        return 100 / (1 + math.exp(-(self.shift + self.factor * ability)))

    def with_error(self, ability: float, standard_error: float) -> tuple[float, float]:
        """Mean and standard deviation of the points when the ability is normal about its estimate.

        Near the ends of the scale the mean lies closer to 50 than the points of the mean: a vague high ability may be
        lower by more points than it may be higher.
        """
        points = np.array([self.points(ability + standard_error * node) for node in _NODES])
        mean = float(_WEIGHTS @ points)
        return mean, math.sqrt(max(float(_WEIGHTS @ points**2) - mean**2, 0.0))


def _logit(points: float) -> float:
    return math.log(points / (100 - points))


def scale_of(capability_group: str, model_ids: Sequence[str], abilities: Floats, scored: Floats) -> PointScale:
    """The scale of one capability from the abilities of its reference models that have scores.

    ``abilities`` and ``scored`` (1 where the model has any score) have one entry per model. Without reference models on
    both sides the mean scored model gets 40 points and one that lies one and a half standard deviations above it 70.
    """
    low, high = (
        tuple(m for m in side if m in model_ids and scored[model_ids.index(m)] > 0)
        for side in REFERENCES[capability_group]
    )
    at_low, at_high = (float(np.mean([abilities[model_ids.index(m)] for m in side] or [0.0])) for side in (low, high))
    if not low or not high or at_high - at_low < LEAST_SEPARATION:
        low, high = (), ()
        seen = abilities[scored > 0]
        at_low = float(seen.mean()) if seen.size else 0.0
        at_high = at_low + 1.5 * max(float(seen.std()) if seen.size else 0.0, LEAST_SEPARATION)
    factor = (_logit(HIGH_POINTS) - _logit(LOW_POINTS)) / (at_high - at_low)
    return PointScale(shift=_logit(LOW_POINTS) - factor * at_low, factor=factor, low_models=low, high_models=high)
