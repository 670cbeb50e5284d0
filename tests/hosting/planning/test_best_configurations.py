"""The rows that planning leaves untimed are those that would not have been chosen."""

from __future__ import annotations

import numpy as np
import pytest

from advisor.arrays import Index
from advisor.catalog.catalog import Catalog
from advisor.hosting.assumptions import assumptions_of
from advisor.hosting.costs.case import Case
from advisor.hosting.costs.replicas import paid_gpus, serving_replicas
from advisor.hosting.planning.capacity import capacity_of, generated_tokens
from advisor.hosting.planning.choosing.best_configurations import contenders, firsts
from advisor.hosting.planning.gpu_configurations import grid_of, subset
from advisor.hosting.planning.measured_corrections import anchors_of
from advisor.hosting.planning.planner import case_of
from advisor.hosting.speed.thinking_tokens import factors
from advisor.hosting.workload import workload_of
from tests.hosting.conftest import decision

LOADS = {
    "small": ({"requests_per_day": 500}, {}),
    "large": ({"requests_per_day": 3_000_000, "output_tokens": 900}, {}),
    "hasty": ({"requests_per_day": 50_000}, {"ttft_p95_ms": 300, "itl_ms": 10}),
    "measured": ({"input_tokens": 1_024, "output_tokens": 1_024}, {"itl_ms": 30}),
    "long": ({"input_tokens": 200_000, "output_tokens": 500}, {"total_s": 60}),
}


def case(name: str, catalog: Catalog) -> Case:
    """A case of one of the loads."""
    load, latency = LOADS[name]
    answers = decision(load=load, use_case={"latency": latency})
    return case_of(workload_of(answers.use_cases[0]), answers, assumptions_of(catalog), catalog)


def chosen_of_all(rows: Index, case: Case, catalog: Catalog) -> Index:
    """Every row timed, then sorted: by the context, the SLO, the GPUs that the peak takes and the capacity."""
    whole, generated = subset(grid_of(catalog), rows), generated_tokens(case.load, factors(case.assume))
    anchors = anchors_of(catalog, rows, case.load, generated)
    capacity = capacity_of(whole, case.load, generated[whole.thinks], anchors)
    peak = case.load.peak_requests_per_s * case.token_overhead
    replicas = serving_replicas(peak, capacity.capacity) + case.spare_replicas
    gpus = paid_gpus(replicas, whole.count.astype(float), np.ones(len(rows)))
    fits = whole.cache_room_bytes >= whole.held_bytes(float(case.load.context_tokens))
    order = np.lexsort((-capacity.capacity, gpus, ~capacity.meets_slo, ~fits, whole.pair))
    pairs = whole.pair[order]
    return rows[order[np.flatnonzero(np.diff(pairs, prepend=-1))]]


@pytest.mark.parametrize("name", LOADS)
def test_the_rows_left_untimed_are_never_chosen(name: str, catalog: Catalog) -> None:
    """The best of all rows comes first of every model and GPU, with the same capacity and curves when asked alone."""
    rows = np.arange(0, len(grid_of(catalog).count))
    wanted = case(name, catalog)
    best = contenders(catalog, rows, wanted)
    heads = np.flatnonzero(firsts(grid_of(catalog).pair[best.rows]))
    assert best.rows[heads].tolist() == chosen_of_all(rows, wanted, catalog).tolist()
    again = contenders(catalog, best.rows[heads], wanted)
    np.testing.assert_array_equal(again.capacity, best.capacity[heads])
    picked = np.array([5, 3, 3, len(heads) - 1])
    curves = best.curves(heads[picked])
    np.testing.assert_array_equal(curves.capacity, best.capacity[heads[picked]])
    np.testing.assert_array_equal(curves.requests_per_s, again.curves(picked).requests_per_s)


def test_no_rows_have_no_contenders(catalog: Catalog) -> None:
    """Where no GPU is on offer nothing is chosen."""
    assert len(contenders(catalog, np.zeros(0, dtype=np.intp), case("small", catalog)).rows) == 0
