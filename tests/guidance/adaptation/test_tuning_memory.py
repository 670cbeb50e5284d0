"""Memory of tuning, against published measurements that the constants were not fitted on."""

from __future__ import annotations

from advisor.catalog.catalog import Catalog
from advisor.guidance.adaptation.tuning_memory import Trainee, token_bytes, tuning_memory_gb

TOLERANCE = 0.20


def test_at_least_ten_held_out_measurements_lie_within_a_fifth(catalog: Catalog) -> None:
    """Every held-out row counts, by method and model: no row is left out because it misses."""
    errors = {
        run.run_id: tuning_memory_gb(Trainee.of(run), run.method, gpu_tokens=run.gpu_tokens, gpu_count=run.gpu_count)
        / run.memory_gb
        - 1
        for run in catalog.tuning_runs
        if run.memory_gb and run.gpu_tokens and run.use == "held_out"
    }
    missed = {run: round(error, 2) for run, error in errors.items() if abs(error) > TOLERANCE}
    assert len(errors) >= 30
    assert not missed
    assert {"lora", "qlora", "full"} <= {run.split("-")[2] for run in errors}


def test_every_measurement_has_a_dated_source(catalog: Catalog) -> None:
    """A run that nobody can look up proves nothing."""
    assert all(catalog.source[run.source.partition("#")[0]].link for run in catalog.tuning_runs)


def test_four_bits_take_less_than_sixteen_and_adapters_less_than_all_of_it() -> None:
    """For one shape, by the method alone."""
    shape = Trainee(7.7, 0.04, 32, 4096, 11008, 152_000)
    qlora, lora, full = (tuning_memory_gb(shape, method, gpu_tokens=2048) for method in ("qlora", "lora", "full"))
    assert qlora < lora < full


def test_activations_grow_with_the_tokens_of_a_step() -> None:
    """By exactly the bytes of a token."""
    shape = Trainee(7.7, 0.04, 32, 4096, 11008, 152_000)
    more = tuning_memory_gb(shape, "lora", gpu_tokens=3000) - tuning_memory_gb(shape, "lora", gpu_tokens=2000)
    assert round(more, 6) == round(1000 * token_bytes(shape) / 1e9, 6)
