"""A problem of a sizing is told as a sentence, with its facts beside it."""

from __future__ import annotations

import pytest

from advisor.catalog.catalog import Catalog
from advisor.hosting.sizing.size_shared_gpus import size_with_others
from advisor.services.answered.sized_models import sized


@pytest.mark.parametrize(("gpus", "key"), [(3, "engine.heads"), (4, None)])
def test_problems_become_sentences_and_facts(catalog: Catalog, gpus: int, key: str | None) -> None:
    """Both null where all is well."""
    load = {"input_tokens": 2000, "output_tokens": 300, "concurrency": 8}
    report = sized(
        size_with_others(catalog, "meta/llama-3.3-70b-instruct", [], gpu="h100", gpus=gpus, precision="fp8", **load)
    )
    assert (report["problem"] is None) == (key is None)
    assert (report["reason"] or {"key": None})["key"] == key
