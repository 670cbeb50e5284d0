"""What runs of every self-hosted alternative, and how far it is used."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from advisor.hosting.costs.case import stated
from advisor.hosting.costs.usage import ServerUsage, usage_of
from advisor.hosting.planning.planner import PlanTable
from tests.hosting.conftest import GPT_OSS, LLAMA, Planner


@pytest.fixture(scope="module")
def table(planner: Planner) -> PlanTable:
    """Two open models on GPUs of every kind."""
    return planner(LLAMA, GPT_OSS, hosting={"allowed": ["cloud_gpu", "on_prem", "edge"]})


def used(table: PlanTable, volume: float = 1.0) -> ServerUsage:
    """What runs at a multiple of the stated volume."""
    return usage_of(table.candidates.fleet, table.case, replace(stated(), volume=np.full((1, 1), volume)))


def test_what_runs_is_used_no_more_than_wholly(table: PlanTable) -> None:
    """Between nothing and all of it, whatever the load."""
    for volume in (1e-6, 1.0, 50.0):
        share = used(table, volume).utilisation
        assert np.all((share >= 0) & (share <= 1))


def test_more_requests_never_run_on_fewer_gpus(table: PlanTable) -> None:
    """Nor in fewer servers, nor on less power."""
    few, many = used(table), used(table, 3.0)
    assert np.all(many.gpus >= few.gpus)
    assert np.all(many.servers >= few.servers)
    assert np.all(many.kwh >= few.kwh * (1 - 1e-9))


def test_only_what_follows_the_load_is_let_go_of(table: PlanTable) -> None:
    """Owned and reserved GPUs run around the clock."""
    found, fleet = used(table), table.candidates.fleet
    whole = found.gpus[:, 0] * 730.5
    standing = ~fleet.elastic
    assert found.gpu_hours[standing, 0] == pytest.approx(whole[standing])
    assert np.all(found.gpu_hours[:, 0] <= whole * (1 + 1e-9))


def test_blocks_hold_every_row_once(table: PlanTable) -> None:
    """Rented rows apart from the others."""
    fleet = table.candidates.fleet
    blocks = list(fleet.blocks(64))
    assert sorted(np.concatenate([rows for rows, _ in blocks]).tolist()) == list(range(len(fleet.gpu_count)))
    assert all(len(set(part.cloud.tolist())) == 1 for _, part in blocks)
