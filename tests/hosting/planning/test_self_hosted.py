"""Self-hosted alternatives worth showing."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from advisor.catalog.catalog import Catalog
from advisor.hosting.planning.self_hosted import Candidates, wall_watts
from tests.hosting.conftest import GPT_OSS, LLAMA, Planner

OWN = {"allowed": ["cloud_gpu", "on_prem", "edge"]}


def test_a_handful_per_model_and_way_of_hosting_is_kept(planner: Planner) -> None:
    """Thousands of configurations hold a model; a few are worth comparing."""
    candidates = planner(LLAMA, GPT_OSS, hosting=OWN).candidates
    assert isinstance(candidates, Candidates)
    counted = Counter((item.model_id, item.deployment.kind) for item in candidates.alternatives)
    assert counted
    assert max(counted.values()) <= 4


def test_every_column_has_a_row_per_alternative(planner: Planner) -> None:
    """Otherwise costs would be somebody else's."""
    candidates = planner(LLAMA, hosting=OWN).candidates
    count = len(candidates.alternatives)
    assert len(candidates.deals) == len(candidates.fleet.capacity) == len(candidates.replicas) == count
    assert candidates.requests_per_s.shape[0] == count
    assert np.all(candidates.replicas >= 1)


def test_gpus_that_are_there_always_stay(planner: Planner) -> None:
    """Though renting others were cheaper."""
    owned = {"gpus_owned": [{"gpu": "a100-sxm-80gb", "count": 8}]}
    candidates = planner(LLAMA, hosting=OWN | owned).candidates
    assert any(deal.gpu_id == "a100-sxm-80gb" and deal.owned for deal in candidates.deals)


def test_gpus_in_one_server_stay_though_bought_ones_were_cheaper(planner: Planner) -> None:
    """A second server of eight costs more than two new ones of four; the plan that uses the eight is shown."""
    owned = {"gpus_owned": [{"gpu": "H100 SXM", "count": 8, "servers": 1}]}
    candidates = planner(GPT_OSS, hosting=OWN | owned | {"high_availability": True}).candidates
    assert any(deal.gpu_id == "h100-sxm-80gb" and deal.owned == 8 for deal in candidates.deals)


@pytest.mark.parametrize(("gpu", "watts"), [("m2-ultra-192gb", 295.0), ("m4-max-128gb", 115.0), ("tpu-v5e-16gb", None)])
def test_what_was_measured_at_the_wall_is_not_raised_again(catalog: Catalog, gpu: str, watts: float | None) -> None:
    """Apple measures a whole Mac Studio there; a chip's rated power takes the factor; an unknown one stays unknown."""
    found = wall_watts(catalog.gpu[gpu], 1.15)
    assert np.isnan(found) if watts is None else found == pytest.approx(watts)
