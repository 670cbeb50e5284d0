"""Latency columns of APIs and of own servers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema_facts import ThinkingMode
from advisor.hosting.planning.latency import NAMES, api_latency, self_hosted_latency
from advisor.hosting.planning.own_speeds import OwnSpeed, with_own_speeds
from advisor.hosting.planning.planner import PlanTable
from advisor.hosting.speed.api_speeds import tail_factor
from tests.hosting.conftest import GPT_OSS, Planner


@pytest.fixture(scope="module")
def table(planner: Planner) -> PlanTable:
    """One open model at providers and on GPUs."""
    return planner(GPT_OSS)


def test_every_wait_stands_within_its_band(table: PlanTable) -> None:
    """Of APIs and of own servers, with a basis for each row."""
    own = self_hosted_latency(table.candidates, table.case, table.catalog)
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
    own = self_hosted_latency(table.candidates, table.case, table.catalog)
    assert np.all(own["total_s"][0][:, 0] > own["ttft_ms"][0][:, 0] / 1e3)


def test_long_prompts_make_people_wait_longer(planner: Planner) -> None:
    """Beyond what the measured figures include."""
    short, long = (
        planner(GPT_OSS, load={"input_tokens": tokens, "cached_input_share": 0.0}, use_case={"context_tokens": 120_000})
        for tokens in (5_000, 100_000)
    )
    waits = [api_latency(t.offers, t.offer_rows, t.case, t.catalog)["ttft_ms"][0][:, 0] for t in (short, long)]
    assert np.all(waits[1] > waits[0])


def test_the_first_word_waits_for_thoughts_that_cannot_be_left_out_on_own_gpus_and_at_apis_alike(
    planner: Planner, catalog: Catalog
) -> None:
    """As many as the model thinks per visible token, each a gap apart; none where thinking can be switched off."""
    thinks, switched = planner("alibaba/qwen3-vl-8b-thinking"), planner("zai/glm-4.5")
    output = thinks.load.output_tokens
    for table, tokens in ((thinks, output * 2.3), (switched, 0.0)):
        bare = replace(catalog, thinking_modes=tuple(_without_wait(row) for row in catalog.thinking_modes))
        own = [self_hosted_latency(table.candidates, table.case, one) for one in (catalog, bare)]
        api = [api_latency(table.offers, table.offer_rows, table.case, one) for one in (catalog, bare)]
        for counted, left_out in (own, api):
            assert len(counted["ttft_ms"][0])
            thought = counted["ttft_ms"][0][:, 0] - left_out["ttft_ms"][0][:, 0]
            assert thought == pytest.approx(tokens * counted["itl_ms"][0][:, 0], rel=1e-6)


def _without_wait(row: ThinkingMode) -> ThinkingMode:
    """The same model, could its thinking be switched off."""
    return row.model_copy(update={"mode": "switchable"})


def test_what_is_measured_at_an_api_holds_the_thoughts_already(planner: Planner, catalog: Catalog) -> None:
    """Nothing is added to the wait of a run of one's own."""
    table = planner("alibaba/qwen3-vl-8b-thinking")
    offer = table.offers.offers[int(table.offer_rows[0])]
    speed = OwnSpeed(offer.model_id, offer.provider_id, 30, catalog.dated, 900.0, 20.0)
    found = with_own_speeds(table, [speed])
    assert found.ttft_ms[0, 0] == pytest.approx(900.0 * tail_factor(catalog))
