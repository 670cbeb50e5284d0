"""What runs on given GPUs is what the memory plan says, and nothing that nobody can size."""

from __future__ import annotations

from advisor.catalog.catalog import Catalog
from advisor.hosting.memory.memory import memory_plan
from advisor.hosting.memory.shapes import checkpoints_of, shape_of
from advisor.hosting.sizing.runs_on import models_that_run

L40S = "l40s-48gb"


def test_every_model_that_runs_fits_by_the_memory_plan(catalog: Catalog) -> None:
    """At the named precision the plan holds ten requests of 32,768 tokens on one card of 48 GB."""
    found = models_that_run(catalog, L40S, 1, 32_768, 10)
    assert len(found) > 50
    copies = checkpoints_of(catalog.quantised_checkpoints)
    for model_id, precision in list(found.items())[::10]:
        shape = shape_of(catalog.model[model_id], copies.get(model_id, ()))
        plan = memory_plan(shape, catalog.gpu[L40S], gpu_count=1, precision=precision, context_tokens=32_768)
        assert plan.max_concurrency >= 10


def test_more_requests_and_longer_ones_leave_fewer_models(catalog: Catalog) -> None:
    """Whatever holds the larger load holds the smaller one; a 405 x 10^9 model is on no single card."""
    few = set(models_that_run(catalog, L40S, 1, 65_536, 20))
    many = set(models_that_run(catalog, L40S, 1, 8_192, 1))
    assert few < many
    assert "meta/llama-3.1-405b-instruct" not in many
    assert "meta/llama-3.1-8b-instruct" in many


def test_what_nobody_can_size_is_left_out(catalog: Catalog) -> None:
    """Closed models, and open ones of unknown shape, are in no answer."""
    found = models_that_run(catalog, "b200-sxm-180gb", 8, 1_024, 1)
    assert all(catalog.model[model_id].openness == "open_weights" for model_id in found)
    assert "openai/gpt-5" not in found
