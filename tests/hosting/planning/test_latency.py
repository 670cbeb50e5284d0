"""Latency columns of APIs and of own servers."""

from __future__ import annotations

import numpy as np
import pytest

from advisor.hosting.planning.latency import NAMES, api_latency, self_hosted_latency
from advisor.hosting.planning.planner import PlanTable
from tests.hosting.conftest import GPT_OSS, Planner


@pytest.fixture(scope="module")
def table(planner: Planner) -> PlanTable:
    """One open model at providers and on GPUs."""
    return planner(GPT_OSS)


def test_every_wait_stands_within_its_band(table: PlanTable) -> None:
    """Of APIs and of own servers, with a basis for each row."""
    own = self_hosted_latency(table.candidates, table.case)
    api = api_latency(table.offers, table.offer_rows, table.case, table.catalog)
    for columns in (own, api):
        assert columns.keys() == set(NAMES)
        for name in NAMES[:3]:
            values, bases = columns[name]
            assert len(bases) == len(values)
            assert np.all((values[:, 1] <= values[:, 0]) & (values[:, 0] <= values[:, 2])), name


def test_nobody_knows_what_a_provider_has_in_all(table: PlanTable) -> None:
    """The throughput of its whole deployment is unknown."""
    values, bases = api_latency(table.offers, table.offer_rows, table.case, table.catalog)["output_tokens_per_s"]
    assert np.isnan(values).all()
    assert set(bases) == {"unknown"}


def test_a_whole_answer_takes_longer_than_its_first_token(table: PlanTable) -> None:
    """By the gaps between the others."""
    own = self_hosted_latency(table.candidates, table.case)
    assert np.all(own["total_s"][0][:, 0] > own["ttft_ms"][0][:, 0] / 1e3)


def test_long_prompts_make_people_wait_longer(planner: Planner) -> None:
    """Beyond what the measured figures include."""
    short, long = (
        planner(GPT_OSS, load={"input_tokens": tokens, "cached_input_share": 0.0}, use_case={"context_tokens": 120_000})
        for tokens in (5_000, 100_000)
    )
    waits = [api_latency(t.offers, t.offer_rows, t.case, t.catalog)["ttft_ms"][0][:, 0] for t in (short, long)]
    assert np.all(waits[1] > waits[0])
