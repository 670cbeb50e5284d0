"""The life of a decision: steps, changes of the catalog, differences of versions."""

from __future__ import annotations

from typing import Final

LIFE: Final[tuple[str, ...]] = (
    "proposed",
    "approved",
    "rejected",
    "superseded",
    "taken back to draft",
    "comment",
    "new in the catalog",
    "no longer listed",
    "newly listed",
    "no retirement date",
    "{t1}, retires on {d1}",
    "changed: {name1}",
    "{t1}: {n1} USD",
    "{t1}: unknown",
    "10⁶ input tokens",
    "10⁶ cached input tokens",
    "10⁶ output tokens",
    "an image",
    "a minute of audio",
    "10⁶ characters",
    "a GPU-hour",
    "a GPU",
    "weight of {name1} {n1} -> {n2}",
    "priority of {name1} {n1} -> {n2}",
)
