"""Which models run on given GPUs with a context and so many requests at once, by the memory plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from advisor.catalog.catalog import Catalog
from advisor.catalog.derived import derived
from advisor.errors import SizingError
from advisor.hosting.memory.memory import memory_plan
from advisor.hosting.memory.shapes import checkpoints_of, shape_of

PRECISIONS: Final = ("bf16", "fp8", "int8", "fp4", "int4")
"""From the most exact: the first that fits is named, so that nobody quantises without need."""


@derived(keep=8)
def models_that_run(
    catalog: Catalog, gpu_id: str, gpu_count: int, context_tokens: int, requests: int
) -> Mapping[str, str]:
    """Models with open weights that hold ``requests`` of ``context_tokens`` each at once, with their precision.

    The memory plan counts weights, cache, activations and what serving reserves, and refuses what an engine would
    (heads that the GPUs do not divide, formats that they do not compute, requests beyond the context). A model whose
    shape is unknown is not in the result: nobody can say that it runs.
    """
    gpu = catalog.gpu[gpu_id]
    copies = checkpoints_of(catalog.quantised_checkpoints)
    found: dict[str, str] = {}
    for model in catalog.models:
        try:
            shape = shape_of(model, copies.get(model.model_id, ()))
        except SizingError:
            continue
        for precision in dict.fromkeys((shape.native_precision, *PRECISIONS)):
            try:
                plan = memory_plan(shape, gpu, gpu_count=gpu_count, precision=precision, context_tokens=context_tokens)
            except SizingError:
                continue
            if plan.fits and plan.max_concurrency >= requests:
                found[model.model_id] = precision
                break
    return found
