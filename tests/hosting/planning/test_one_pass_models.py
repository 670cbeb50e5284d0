"""Embedding, speech and image models on own servers: ranked with honest bands, left out by name where unknown."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from advisor.catalog.catalog import Catalog
from advisor.hosting.planning.one_pass_models import one_pass_grid, unsized
from advisor.hosting.planning.planner import PlanTable
from advisor.hosting.sizing.size_encoders import AUDIO, image_rate, speech_rate
from tests.hosting.conftest import Planner

TASKS: dict[str, tuple[str, dict[str, Any]]] = {
    "semantic_search": ("alibaba/qwen3-embedding-0.6b", {"input_tokens": 50, "output_tokens": 0}),
    "transcription": ("openai/whisper-large-v3", {"output_tokens": 0, "audio_minutes_per_request": 5}),
    "speech_synthesis": ("hexgrad/kokoro-82m", {"output_tokens": 0, "characters_per_request": 900}),
    "image_generation": ("black-forest-labs/flux.2-dev", {"output_tokens": 0, "images_per_request": 1}),
}


def _planned(planner: Planner, task: str, per_day: float) -> PlanTable:
    model, load = TASKS[task]
    return planner(model, task=task, load=load | {"requests_per_day": per_day})


def _own(table: PlanTable) -> list[int]:
    return [at for at, one in enumerate(table.alternatives) if one.deployment.kind == "cloud_gpu"]


@pytest.mark.parametrize("task", TASKS)
def test_each_kind_is_planned_on_rented_gpus_with_cost_and_wait(planner: Planner, task: str) -> None:
    """One GPU a replica, a known cost, a wait with its band."""
    table = _planned(planner, task, 2_000)
    rows = _own(table)
    assert rows
    for row in rows:
        assert table.problems[row] is None
        assert table.alternatives[row].deployment.gpu_count == 1
        assert table.cost_usd[row, 1] > 0
        wait, low, high = table.total_s[row]
        assert 0 < low < wait < high


@pytest.mark.parametrize("task", TASKS)
def test_a_load_beyond_one_gpu_takes_more_gpus_and_more_money(planner: Planner, task: str) -> None:
    """Capacity is what one GPU does; beyond it GPUs are added at more than three times the money beside people.

    These are the same for one rented GPU as for three thousand: a quarter of a person, whatever the load.
    """
    peak = 500_000_000 if task == "semantic_search" else 5_000_000
    little, much = (_planned(planner, task, per_day) for per_day in (500, peak))
    cheap, dear = (_cheapest_lines(table) for table in (little, much))
    assert cheap.pop("staff") == pytest.approx(dear.pop("staff"))
    assert sum(dear.values()) > 3 * sum(cheap.values())
    most = max(much.alternatives[row].deployment.replicas or 0 for row in _own(much))
    assert most > 3 * max(little.alternatives[row].deployment.replicas or 0 for row in _own(little))


def _cheapest_lines(table: PlanTable) -> dict[str, float]:
    """US dollars per month by component of the cheapest plan on rented GPUs, as stated."""
    plan = table.record(min(_own(table), key=lambda row: float(table.cost_usd[row, 1])))
    return {part.component: part.usd_per_month for part in plan.components if part.component != "contingency"}


def test_a_model_whose_speed_nobody_states_is_left_out_by_name(catalog: Catalog) -> None:
    """Unknown is unknown, not "nothing fits"."""
    why = unsized(catalog, one_pass_grid(catalog))
    measured = {row.model_id for row in catalog.measured_transcription}
    speech = {m.model_id for m in catalog.models if m.kind in AUDIO and m.openness == "open_weights"}
    assert speech - measured <= set(why)
    assert {why[name].key for name in speech - measured} <= {"unsized.speed", "unsized.fact", "unsized.no_server"}


def test_transcription_is_as_fast_as_it_was_measured(catalog: Catalog) -> None:
    """On the GPU of the measurement its own figure, within its own band."""
    row = catalog.measured_transcription[0]
    rate, low, high, source = speech_rate(catalog, catalog.model[row.model_id], catalog.gpu[row.gpu_id])
    assert (rate, source) == (row.times_real_time, row.source)
    assert low < rate < high


def test_a_speed_on_this_very_gpu_comes_before_that_on_another(catalog: Catalog) -> None:
    """Four GPUs were timed for one voice: on each its own figure, on a fifth that of the nearest, with a wider band."""
    model = catalog.model["alibaba/qwen3-tts-12hz-0.6b-customvoice"]
    rows = [row for row in catalog.measured_transcription if row.model_id == model.model_id]
    assert len(rows) == 4
    for row in rows:
        assert speech_rate(catalog, model, catalog.gpu[row.gpu_id])[0] == row.times_real_time
    rate, low, high, _ = speech_rate(catalog, model, catalog.gpu["jetson-agx-orin-32gb"])
    assert low < rate < high
    assert rate < 1.57
    assert high / low > 1.25 / 0.8


def test_a_text_takes_as_long_as_it_is_spoken(planner: Planner) -> None:
    """Twice the characters, twice the wait."""
    model = TASKS["speech_synthesis"][0]
    short, long = (
        planner(model, task="speech_synthesis", load={"output_tokens": 0, "characters_per_request": count})
        for count in (500, 1_000)
    )
    one, two = (table.total_s[_own(table)[0], 0] for table in (short, long))
    assert two == pytest.approx(2 * one)


def test_an_image_of_flux_dev_takes_seconds_on_an_h100(catalog: Catalog) -> None:
    """12 billion parameters, 28 steps: published runs take six to nine seconds in 16 bits."""
    seconds = 1 / image_rate(catalog, catalog.model["black-forest-labs/flux.1-dev"], catalog.gpu["h100-sxm-80gb"])
    assert 4 < seconds < 14


def test_the_grid_holds_what_fits_in_memory(catalog: Catalog) -> None:
    """No row whose weights exceed what its GPU has to use."""
    grid = one_pass_grid(catalog)
    memory = np.array([gpu.memory_gib for gpu in grid.gpus])[grid.gpu_index] * 1.073741824
    assert len(grid.count) > 500
    assert (grid.weights_gb < memory).all()
