"""What retrieval adds to the wait."""

from __future__ import annotations

import pytest
from guidance.retrieval.retrieval_cases import OPENAI, answers_of, api, need_of, own

from advisor.catalog.catalog import Catalog
from advisor.guidance.retrieval.waits import prefill_wait, reading_s, rerank_wait, search_wait


def test_a_search_over_a_network_waits_longer_than_one_in_memory(catalog: Catalog) -> None:
    """As measured: milliseconds in memory, a tenth of a second at a service."""
    need = need_of(answers_of(), catalog)
    near, far = search_wait(need, managed=False), search_wait(need, managed=True)
    assert near.ms < 10
    assert far.ms > 100
    assert near.basis == "measured"
    assert near.low_ms <= near.ms <= near.high_ms


def test_ranking_again_waits_as_published(catalog: Catalog) -> None:
    """Fifty candidates: 265 ms on an own GPU, 150 ms at a service with a slow end of half a second."""
    need = need_of(answers_of(), catalog)
    own_gpu, service = rerank_wait(need, own=True), rerank_wait(need, own=False)
    assert own_gpu is not None
    assert service is not None
    assert (own_gpu.ms, service.ms, service.high_ms) == (265, 150, 500)


def test_a_longer_prompt_is_read_by_the_speed_model(catalog: Catalog) -> None:
    """On own GPUs twice the passages take about twice as long; a service adds nothing below ten thousand tokens."""
    case = {"workload": {"input_tokens": 9_000}}
    gpu = need_of(answers_of(case=case), catalog, ("alibaba/qwen3-32b", own("on_prem", "h100-sxm-80gb")))
    few, many = prefill_wait(gpu, 4_000), prefill_wait(gpu, 8_000)
    assert few is not None
    assert many is not None
    assert 1.5 < many.ms / few.ms < 2.5
    service = prefill_wait(need_of(answers_of(case=case), catalog, api(catalog, OPENAI)), 4_000)
    assert service is not None
    assert service.ms == 0
    long = {"workload": {"input_tokens": 30_000}}
    later = prefill_wait(need_of(answers_of(case=long), catalog, api(catalog, OPENAI)), 10_000)
    assert later is not None
    assert later.ms > 0


def test_what_does_not_fit_has_no_wait(catalog: Catalog) -> None:
    """A prompt beyond the window, or a deployment without a GPU."""
    need = need_of(answers_of(), catalog, ("alibaba/qwen3-32b", own("on_prem", "l4-24gb", "bf16")))
    assert need.model is not None
    assert need.deployment is not None
    assert reading_s(need, need.model, need.deployment, 4_000) is None
    assert prefill_wait(need, 0) is None
    assert prefill_wait(need_of(answers_of(), catalog), 512) is None


@pytest.mark.parametrize("managed", [True, False])
def test_the_band_holds_the_middle(catalog: Catalog, managed: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """Low, middle, high in order."""
    wait = search_wait(need_of(answers_of(), catalog), managed=managed)
    assert wait.low_ms <= wait.ms <= wait.high_ms
