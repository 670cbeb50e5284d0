"""The table of measured speeds as arrays."""

from __future__ import annotations

import numpy as np
import pytest

from advisor.catalog.catalog import Catalog
from advisor.hosting.speed.measurements import LOAD_KINDS, Sample, sample_of


@pytest.fixture(scope="module")
def sample(catalog: Catalog) -> Sample:
    """The shipped measurements."""
    return sample_of(catalog.measured_speeds, catalog.model, catalog.gpu)


def test_rows_that_can_be_modelled_are_in_it_with_what_they_say(sample: Sample) -> None:
    """Logarithms of the measured figures; unknown waits stay unknown."""
    assert len(sample.rows) == len(sample.log_speed) > 100
    for number in (0, len(sample.rows) // 2, -1):
        row = sample.rows[number]
        assert np.exp(sample.log_speed[number]) == pytest.approx(row.output_tokens_per_s)
        assert np.isnan(sample.log_ttft[number]) == (row.ttft_ms is None)
        assert LOAD_KINDS[int(sample.kind[number])] == row.load_kind


def test_a_wait_that_a_queue_made_tells_nothing_of_the_engine(sample: Sample) -> None:
    """Only steady loads that the cache holds are timed."""
    timed = sample.timed
    assert timed.any()
    assert np.all(sample.kind[timed] == LOAD_KINDS.index("steady"))
    assert np.all(sample.concurrency[timed] <= sample.room[timed])


def test_some_rows_are_those_rows(sample: Sample) -> None:
    """In every column."""
    some = sample.take([4, 1])
    assert [row.speed_id for row in some.rows] == [sample.rows[4].speed_id, sample.rows[1].speed_id]
    assert some.log_speed.tolist() == sample.log_speed[[4, 1]].tolist()
    assert some.family == (sample.family[4], sample.family[1])


def test_the_cache_is_as_wide_as_somebody_set_it_or_as_the_engine_comes(catalog: Catalog) -> None:
    """Beside FP8 weights vLLM keeps 16 bits, TensorRT-LLM's checkpoints name 8; what was set counts before both."""
    row = next(row for row in catalog.measured_speeds if row.precision == "fp8" and row.engine.startswith("vllm"))
    rows = [
        row.model_copy(update={"cache_bits": bits, "engine": engine})
        for bits, engine in ((None, "vllm"), (8, "vllm"), (None, "trtllm 1.0"), (16, "trtllm 1.0"))
    ]
    held = sample_of(rows, catalog.model, catalog.gpu).cache_bytes
    assert (held / held[1]).tolist() == [2, 1, 1, 2]
