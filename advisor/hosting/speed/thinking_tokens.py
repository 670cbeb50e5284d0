"""Thinking tokens: how many a model generates per visible token, by what the catalog states of it.

A model of kind ``reasoning`` always thinks; one whose features say that it can reason thinks in a share of requests;
any other never does.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from advisor.arrays import Floats
from advisor.catalog.tables.schema import LANGUAGE_KINDS, Model
from advisor.hosting.assumptions import Assumptions

NEVER, SOMETIMES, ALWAYS = 0, 1, 2
SIGMA = np.array([0.0, 1.0, 0.73])
"""Standard deviation of the logarithm per habit: what the ranges of ``reasoning`` and ``reasoning_share`` span."""


def habits(models: Sequence[Model]) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """``NEVER``, ``SOMETIMES`` or ``ALWAYS`` per model; shape (n,)."""
    return np.array([_habit(model) for model in models], dtype=np.intp)


def _habit(model: Model) -> int:
    if model.kind == "reasoning":
        return ALWAYS
    return SOMETIMES if model.kind in LANGUAGE_KINDS and model.reasoning else NEVER


def factors(assume: Assumptions) -> Floats:
    """Thinking tokens per visible output token for each habit; shape (3,)."""
    always = assume("reasoning") * assume.value("reasoning_effort")
    return np.array([0.0, always * assume("reasoning_share"), always])
