"""Sizing: why a model is not served on given GPUs."""

from __future__ import annotations

from typing import Final

SIZING_SENTENCES: Final = {
    "engine.architecture": "does not fit: the architecture of {model} is not run by {engines:or}",
    "engine.heads": (
        "does not fit: {heads} attention heads ({kv_heads} of the cache) of {model} do not divide by {gpus} GPUs, so "
        "that engines refuse to split it ({able:or} would do)"
    ),
    "engine.count": "{gpus}",
    "engine.precision": "does not fit: {gpu} does not compute in {precision}, so that engines refuse it",
    "engine.context": "does not fit: {model} holds {held} tokens, and a request has {needed}",
    "memory.weights": (
        "does not fit: {model} in {precision} needs {needed:.0f} GiB on each GPU before the first request, and {gpu} "
        "has {usable:.0f} GiB to use"
    ),
    "memory.cache": (
        "does not fit: one request of {context} tokens needs {needed:.1f} GiB of cache on each {gpu}, and {left:.1f} "
        "GiB are left"
    ),
    "memory.together": "does not fit: together {needed:.0f} GB on each GPU, which has {usable:.0f} GB to use",
    "memory.weights_alone": "does not fit: {needed:.1f} GB of weights, and {gpu} has {usable:.1f} GB to use",
}
"""Key to template."""
