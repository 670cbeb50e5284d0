"""What is left out of a fit, and what its errors say."""

from __future__ import annotations

import numpy as np
import pytest
from shipped import shipped_catalog

from advisor.hosting.speed.held_out import OWN_SOURCE_ROWS, HeldOutErrors, publishers
from advisor.hosting.speed.measurements import sample_of

CATALOG = shipped_catalog()
SAMPLE = sample_of(CATALOG.measured_speeds, CATALOG.model, CATALOG.gpu)


def test_small_sources_are_left_out_together() -> None:
    """A source of few rows hides nothing: all small ones are one publisher."""
    names, counts = np.unique(publishers(SAMPLE), return_counts=True)
    assert {"others", "aiconfigurator-095f58a", "sgl-cookbook-7b5bd9c"} <= set(names.tolist())
    assert counts[names != "others"].min() >= OWN_SOURCE_ROWS


def test_the_summary_counts_what_was_measured_alone() -> None:
    """Unmeasured values are no errors; half and double err by a half and by one."""
    logs = np.full(len(SAMPLE.rows), np.nan)
    rates = logs.copy()
    rates[:3] = np.log([1.0, 2.0, 0.5])
    found = HeldOutErrors(SAMPLE, throughput=rates, ttft=logs, itl=logs).summary()
    assert (found["rows"], found["ttft_rows"]) == (3, 0)
    assert found["median"] == pytest.approx(0.5)
    assert found["p90"] == pytest.approx(0.9)
