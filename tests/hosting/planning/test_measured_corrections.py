"""What was measured beats the estimate in planning, ranking and page, and is labelled so."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from advisor.catalog.catalog import Catalog
from advisor.hosting.memory.shapes import shape_of
from advisor.hosting.planning.capacity import CONCURRENCIES, QUEUEING_MARGIN
from advisor.hosting.planning.gpu_configurations import grid_of
from advisor.hosting.planning.measured_corrections import anchors_of
from advisor.hosting.planning.planner import PlanTable
from advisor.hosting.speed.nearest_measurement import anchor
from advisor.hosting.workload import Workload, workload_of
from advisor.questionnaire.answers import UseCase

Planner = Callable[..., PlanTable]
LLAMA = "meta/llama-3.1-70b-instruct"
LOAD = {"input_tokens": 1_024, "output_tokens": 1_024, "cached_input_share": 0.0, "requests_per_day": 20_000}
SMOOTH = {"latency": {"ttft_p95_ms": 60_000, "itl_ms": 30}}


def planned(planner: Planner) -> PlanTable:
    """Plans at a load that the table of measured speeds has, on GPUs that it was measured on."""
    owned = [{"gpu": "h200-sxm-141gb", "count": 8}, {"gpu": "h100-sxm-80gb", "count": 8}]
    return planner(LLAMA, load=LOAD, use_case=SMOOTH, hosting={"gpus_owned": owned})


def test_a_plan_at_a_measured_load_takes_the_measurement_and_says_so(planner: Planner, catalog: Catalog) -> None:
    """Capacity is the measured rate less the queueing margin, the label is measured, the band that of repetition."""
    table = planned(planner)
    rows = [row for row, basis in enumerate(table.bases["output_tokens_per_s"]) if basis == "measured"]
    assert rows
    for row in rows:
        own = row - len(table.offer_rows)
        deployment = table.alternatives[row].deployment
        concurrency = CONCURRENCIES[table.candidates.best[own]]
        rates = [
            m.output_tokens_per_s
            for m in catalog.measured_speeds
            if (m.model_id, m.gpu_id, m.gpu_count) == (LLAMA, deployment.gpu, deployment.gpu_count)
            and m.precision == deployment.precision
            and max(m.concurrency / concurrency, concurrency / m.concurrency) <= 1.25
            and max(m.input_tokens / 1_024, 1_024 / m.input_tokens) <= 1.25
            and max(m.output_tokens / 1_024, 1_024 / m.output_tokens) <= 1.25
        ]
        capacity = table.candidates.fleet.capacity[own] * table.candidates.output_tokens[own] / QUEUEING_MARGIN
        assert min(rates) <= capacity * (1 + 1e-9)
        assert capacity <= max(rates) * (1 + 1e-9)
        value, low, high = table.output_tokens_per_s[row]
        assert low < value < high
        assert high / low <= max(rates) / min(rates) * 1.1 / 0.9 * (1 + 1e-9)


def test_without_measurements_everything_is_estimated(planner: Planner, catalog: Catalog) -> None:
    """A model of which nothing was measured is estimated with the whole held-out band."""
    table = planner("ibm/granite-3.1-8b-instruct")
    bases = {table.bases["output_tokens_per_s"][len(table.offer_rows) + i] for i in range(len(table.candidates.deals))}
    assert bases == {"estimated"}
    assert catalog.measured_speeds


def test_planning_corrects_like_sizing(catalog: Catalog) -> None:
    """The correction of a row of the grid is that of ``advisor size`` for the same deployment and load."""
    grid = grid_of(catalog)
    at = 3
    for gpu_id, count in (("h100-sxm-80gb", 4), ("b200-sxm-180gb", 1)):
        row = next(
            i
            for i in range(len(grid.count))
            if grid.models[grid.model_index[i]].model_id == LLAMA
            and grid.gpus[grid.gpu_index[i]].gpu_id == gpu_id
            and grid.count[i] == count
        )
        load = _workload(1_500, 700)
        found = anchors_of(catalog, np.array([row]), load, np.full(3, 700.0))
        near = anchor(
            catalog,
            shape_of(catalog.model[LLAMA]),
            catalog.gpu[gpu_id],
            gpu_count=count,
            precision=grid.precisions[grid.precision_index[row]],
            input_tokens=1_500,
            output_tokens=700,
            concurrency=float(CONCURRENCIES[at]),
        )
        assert found.throughput[at, 0] == pytest.approx(near.throughput)
        assert found.ttft[at, 0] == pytest.approx(near.ttft)
        assert found.share[at, 0] == pytest.approx(near.share)


def test_more_measurements_near_narrow_the_band(planner: Planner) -> None:
    """Llama 3.1 70B on H100 was measured at many loads: its band is narrower than that of held-out errors alone."""
    table = planned(planner)
    own = next(i for i, item in enumerate(table.candidates.alternatives) if item.deployment.gpu == "h100-sxm-80gb")
    grid = table.candidates.grid
    width = table.candidates.error_high[own] - table.candidates.error_low[own]
    assert width < grid.log_error_high[own] - grid.log_error_low[own]


def _workload(input_tokens: int, output_tokens: int) -> Workload:
    """A plain load with given tokens per request."""
    load = workload_of(UseCase.model_validate({"task": "rag"}))
    return load.model_copy(update={"input_tokens": float(input_tokens), "output_tokens": float(output_tokens)})
