"""Self-hosted alternatives worth showing."""

from __future__ import annotations

from collections import Counter

import numpy as np

from advisor.hosting.planning.self_hosted import Candidates
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
