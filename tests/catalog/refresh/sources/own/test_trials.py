"""Speeds that the user's own trials measured."""

from __future__ import annotations

import json

import pytest
from refresh_shapes import LATER

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.gather import Gathered, SourceFile, gathered, recognised_files
from advisor.catalog.refresh.sources.own.trials import LEAST

RUN = {
    "model": "gpt-5",
    "catalog_model_id": "openai/gpt-5",
    "provider_id": "openai",
    "measured_on": "2026-11-20",
    "ttft_ms": 500,
    "output_tokens_per_s": 80,
    "prompt_tokens": 1000,
}


def measured(catalog: Catalog, *runs: dict[str, object]) -> Gathered:
    """What some runs propose."""
    content = json.dumps({"trials": [{**RUN, **run} for run in runs]}).encode()
    return gathered(recognised_files([SourceFile("own-trials.json", content, LATER)]), catalog)


def test_the_median_of_enough_runs_is_a_speed_of_ones_own(catalog: Catalog) -> None:
    """Model, provider, span of days, number of runs."""
    runs = [{"ttft_ms": 400 + 50 * number, "measured_on": f"2026-11-1{number}"} for number in range(LEAST)]
    (proposal,) = measured(catalog, *runs).proposals
    assert (proposal.table, proposal.kind, proposal.blocked) == ("api_speeds", "new", None)
    cells = proposal.cells
    assert (cells["model_id"], cells["provider_id"], cells["statistic"]) == ("openai/gpt-5", "openai", "median")
    assert (cells["ttft_ms_p50"], cells["output_tokens_per_s_p50"], cells["requests"]) == ("500", "80", str(LEAST))
    assert (cells["measured_from"], cells["measured_to"]) == ("2026-11-10", "2026-11-14")


@pytest.mark.parametrize(
    "change", [{"measured_on": "2026-01-01"}, {"measured_on": "2027-01-01"}, {"ttft_ms": 0}, {"provider_id": "mine"}]
)
def test_old_impossible_and_private_runs_say_nothing(catalog: Catalog, change: dict[str, object]) -> None:
    """Four that count are one too few."""
    assert measured(catalog, *[{}] * (LEAST - 1), change).proposals == ()


def test_a_run_without_a_model_of_the_catalog_is_told(catalog: Catalog) -> None:
    """Nothing is guessed from a deployment's name."""
    found = measured(catalog, {"catalog_model_id": "", "model": "our-deployment"})
    assert found.reports[0].unmapped == ("model: our-deployment",)
