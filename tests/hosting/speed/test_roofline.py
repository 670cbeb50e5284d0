"""Speed: what must always hold, whatever the constants."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shipped import shipped_catalog

from advisor.hosting.memory.shapes import shape_of
from advisor.hosting.speed.calibrate import calibrate
from advisor.hosting.speed.constants import constants_for, setting_of
from advisor.hosting.speed.rig import Rig, rig_row
from advisor.hosting.speed.roofline import RooflineTerms, serve, serve_burst, terms_of
from tests.hosting.conftest import GPT_OSS, LLAMA

CATALOG = shipped_catalog()


def test_the_fit_is_a_function_of_the_table_alone() -> None:
    """The command's function needs the catalog and nothing else."""
    assert calibrate.__code__.co_argcount == 1


@settings(deadline=None, max_examples=60)
@given(
    concurrency=st.integers(1, 512),
    prompt=st.integers(16, 60_000),
    output=st.integers(1, 4000),
    model_id=st.sampled_from([LLAMA, GPT_OSS, "deepseek/deepseek-v3.1", "alibaba/qwen3-8b"]),
)
def test_work_is_conserved(concurrency: int, prompt: int, output: int, model_id: str) -> None:
    """Throughput, TTFT and gaps fit together: concurrency x output = rate x (TTFT + the gaps)."""
    shape, gpu = shape_of(CATALOG.model[model_id]), CATALOG.gpu["h200-sxm-141gb"]
    constants = constants_for(CATALOG.speed_constants, setting_of(shape, gpu, "fp8"))
    row = rig_row(shape, gpu, gpu_count=8, precision="fp8")
    rig = Rig(
        **{name: np.array([value]) for name, value in row.items()},
        constants={name: np.array([value]) for name, value in constants.items()},
    )
    speed = serve(
        terms_of(rig),
        np.array([float(concurrency)]),
        input_tokens=np.array([float(prompt)]),
        output_tokens=np.array([float(output)]),
        cache_bytes=np.array([1e6]),
    )
    whole = float(speed.ttft_s[0] + (output - 1) * speed.itl_s[0])
    if output > 1:
        assert concurrency * output / float(speed.output_tokens_per_s[0]) == pytest.approx(whole, rel=1e-6)
    assert concurrency * output / float(speed.output_tokens_per_s[0]) >= whole * (1 - 1e-9)


def _first_token(model_id: str, *, concurrency: float = 16.0, prompt: float = 1024.0, **how: float) -> float:
    """Milliseconds to the first token on eight H200 in fp8, at the committed constants."""
    shape, gpu = shape_of(CATALOG.model[model_id]), CATALOG.gpu["h200-sxm-141gb"]
    constants = constants_for(CATALOG.speed_constants, setting_of(shape, gpu, "fp8"))
    row = rig_row(shape, gpu, gpu_count=8, precision="fp8")
    rig = Rig(
        **{name: np.array([value]) for name, value in row.items()},
        constants={name: np.array([value]) for name, value in constants.items()},
    )
    load = {"input_tokens": np.array([prompt]), "output_tokens": np.array([500.0]), "cache_bytes": np.array([1e6])}
    return 1e3 * float(serve(terms_of(rig), np.array([concurrency]), **load, **how).ttft_s[0])


def test_an_engine_that_seldom_looks_at_its_queue_is_late() -> None:
    """Thirty steps between two looks cost more than ten, and ten more than none."""
    seldom, sometimes, always = (_first_token("deepseek/deepseek-v3.1", poll_steps=n) for n in (30.0, 10.0, 1.0))
    assert seldom > sometimes + 50 > always + 60


def test_a_median_knows_no_first_wave() -> None:
    """The mean of a run that sends all at once at its start is above what a steady stream waits."""
    assert _first_token(LLAMA, first_wave=1.0) > _first_token(LLAMA, first_wave=0.0) + 1


def test_short_prompts_wait_for_kernels_and_long_ones_for_computing() -> None:
    """Eight times the tokens take far less than eight times as long, until computing prevails."""
    short, middle, long, longer = (
        _first_token("deepseek/deepseek-v3.1", concurrency=1.0, prompt=tokens)
        for tokens in (256, 2048, 16_384, 131_072)
    )
    assert middle < 4 * short
    assert longer > 7 * long


def test_a_short_prompt_on_a_small_model_is_answered_at_once() -> None:
    """Published: 10 ms (NIM) to 50 ms; never the hundreds of a large mixture of experts."""
    assert 8 < _first_token("alibaba/qwen3-8b", concurrency=1.0, prompt=200.0) < 50
    assert 60 < _first_token("deepseek/deepseek-v3.1", concurrency=1.0, prompt=200.0) < 300


def _terms(gpu_count: int, **changed: float) -> RooflineTerms:
    """gpt-oss-120b in MXFP4 on H200, with some constants changed."""
    shape, gpu = shape_of(CATALOG.model[GPT_OSS]), CATALOG.gpu["h200-sxm-141gb"]
    constants = constants_for(CATALOG.speed_constants, setting_of(shape, gpu, "mxfp4")) | changed
    row = rig_row(shape, gpu, gpu_count=gpu_count, precision="mxfp4")
    return terms_of(
        Rig(
            **{name: np.array([value]) for name, value in row.items()},
            constants={name: np.array([value]) for name, value in constants.items()},
        )
    )


def _rate(gpu_count: int, **changed: float) -> float:
    load = {"input_tokens": np.array([500.0]), "output_tokens": np.array([500.0]), "cache_bytes": np.array([1e6])}
    return float(serve(_terms(gpu_count, **changed), np.array([32.0]), **load).output_tokens_per_s[0])


def test_experts_wait_for_the_fullest_gpu_but_not_on_one() -> None:
    """However uneven: nothing is lost on a single GPU, and more the more there are."""
    kept = [_rate(count, uneven_power=0.3) / _rate(count, uneven_power=0.0) for count in (1, 2, 8)]
    assert kept[0] == 1
    assert 1 > kept[1] > kept[2] > 0.5


def test_favourite_experts_are_read_once() -> None:
    """The more requests choose the same experts, the fewer are read."""
    assert _rate(1, routing_power=0.8) > _rate(1, routing_power=1.0)


def test_the_end_of_a_burst_is_quicker_per_step_than_its_middle() -> None:
    """A further answer's time at the end costs less than one more answer of all: few are in flight."""
    load = {"input_tokens": np.array([500.0]), "output_tokens": np.array([500.0]), "cache_bytes": np.array([1e7])}
    none, one = (
        serve_burst(_terms(1, tail_answers=tail), np.array([256.0]), np.array([256.0]), spread=False, **load)
        for tail in (0.0, 1.0)
    )
    seconds = [256 * 500 / float(speed.output_tokens_per_s[0]) for speed in (none, one)]
    assert 0 < seconds[1] - seconds[0] < 500 * float(none.itl_s[0])
