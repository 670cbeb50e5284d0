"""Thinking tokens: how many a model generates per visible token, by what the catalog states of it.

A model of kind ``reasoning``, or one of which a source states that it has no other mode, always thinks; one whose
features say that it can reason thinks in a share of requests; any other never does. Who waits for the first word waits
for the thoughts before it: they are switched off where a source states that they can be, kept to the least effort where
there are only levels of it, and waited for in full where there is no other mode (``thinking_modes.csv``).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from advisor.arrays import Floats
from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import LANGUAGE_KINDS, Model
from advisor.hosting.assumptions import Assumptions

NEVER, SOMETIMES, ALWAYS = 0, 1, 2
SIGMA = np.array([0.0, 1.0, 0.73])
"""Standard deviation of the logarithm per habit: what the ranges of ``reasoning`` and ``reasoning_share`` span."""


def habits(models: Sequence[Model], catalog: Catalog) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """``NEVER``, ``SOMETIMES`` or ``ALWAYS`` per model; shape (n,)."""
    return np.array([_habit(model, catalog) for model in models], dtype=np.intp)


def _habit(model: Model, catalog: Catalog) -> int:
    if model.kind == "reasoning" or catalog.thinking_mode.get(model.model_id) in ("only", "levels"):
        return ALWAYS
    return SOMETIMES if model.kind in LANGUAGE_KINDS and model.reasoning else NEVER


def factors(assume: Assumptions) -> Floats:
    """Thinking tokens per visible output token for each habit; shape (3,)."""
    always = assume("reasoning") * assume.value("reasoning_effort")
    return np.array([0.0, always * assume("reasoning_share"), always])


def before_first_word(models: Sequence[Model], catalog: Catalog, assume: Assumptions) -> Floats:
    """Thinking tokens per visible one that whoever waits for the first word cannot be spared; shape (n,)."""
    effort = assume.value("reasoning_effort")
    least = min(effort, assume.defaults["reasoning_effort"].low)
    thought = {"only": effort, "levels": least, "switchable": 0.0}
    share = [thought.get(_mode(model, catalog), 0.0) for model in models]
    return assume("reasoning") * np.array(share, dtype=np.float64)


def _mode(model: Model, catalog: Catalog) -> str:
    """How far thinking can be left out: as a source states it, else never where a model always thinks."""
    always = "only" if model.kind == "reasoning" else "switchable"
    return catalog.thinking_mode.get(model.model_id, always)
