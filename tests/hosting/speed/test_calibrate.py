"""The fit: errors on sources and models that it has not seen, its bands, and that its file is what it gives."""

from __future__ import annotations

import numpy as np
import pytest

from advisor.catalog.load import load_catalog
from advisor.hosting.speed.calibrate import HeldOutErrors, constant_rows, fit, hold_out
from advisor.hosting.speed.constants import constants_for
from advisor.hosting.speed.measurements import LOAD_KINDS, sample_of

CATALOG = load_catalog()


@pytest.fixture(scope="session")
def held_out() -> HeldOutErrors:
    """Every source and family of models predicted by a fit without either; the engine is not told."""
    return hold_out(sample_of(CATALOG.measured_speeds, CATALOG.model, CATALOG.gpu))


@pytest.mark.slow
def test_steady_loads_of_unseen_sources_are_within_the_targets(held_out: HeldOutErrors) -> None:
    """Median error at most 15%, 90th percentile at most 45%; gaps between tokens at most 20%."""
    found = held_out.summary(held_out.of("steady"))
    assert found["rows"] > 2500
    assert found["median"] <= 0.15
    assert found["p90"] <= 0.45
    assert found["itl_median"] <= 0.20


@pytest.mark.slow
@pytest.mark.parametrize("kind", LOAD_KINDS)
@pytest.mark.parametrize("moe", [False, True])
def test_the_stated_bands_hold_what_they_claim(held_out: HeldOutErrors, kind: str, moe: bool) -> None:  # noqa: FBT001
    """Of each kind of load and architecture at least 85% of the measurements of unseen sources lie in their band."""
    table = [constants_for(CATALOG.speed_constants, setting) for setting in held_out.sample.usual]
    low, high = (np.array([row[f"log_error_{end}"] for row in table]) for end in ("low", "high"))
    chosen = held_out.of(kind, moe=moe)  # type: ignore[arg-type]
    inside = (low <= held_out.throughput) & (held_out.throughput <= high)
    assert inside[chosen].mean() >= 0.85


@pytest.mark.slow
def test_the_committed_constants_are_those_of_the_fit(held_out: HeldOutErrors) -> None:
    """Anybody who reruns the command gets the committed file (to the last digits of another processor)."""
    committed = {(row.scope, row.name): row.value for row in CATALOG.speed_constants}
    day = CATALOG.speed_constants[0].fitted_on
    rerun = {(row.scope, row.name): row.value for row in constant_rows(fit(held_out.sample), held_out, day)}
    assert rerun.keys() == committed.keys()
    assert rerun == {key: pytest.approx(value, rel=0.02, abs=0.005) for key, value in committed.items()}


def test_the_fit_is_deterministic_and_has_converged() -> None:
    """The same rows give the same parameters, and starting from them changes next to nothing."""
    sample = sample_of(CATALOG.measured_speeds, CATALOG.model, CATALOG.gpu)
    part = sample.take(np.flatnonzero(np.arange(len(sample.rows)) % 12 == 0))
    first = fit(part)
    assert np.array_equal(first, fit(part))
    assert np.abs(fit(part, first) - first).max() < 0.02
