"""What a task of the Hub is in the catalog."""

from __future__ import annotations

from typing import get_args

import pytest

from advisor.catalog.hub.tasks import BY_KIND, TASKS, task_of
from advisor.catalog.tables.cells import Modality
from advisor.errors import CatalogError
from tests.catalog.hub.test_facts import hub_facts


@pytest.mark.parametrize("task", TASKS)
def test_every_task_is_of_a_kind_that_the_catalog_has(task: str) -> None:
    """And what goes in and comes out are modalities of it."""
    kind, inward, outward = task_of(hub_facts(pipeline_tag=task), None)
    assert kind in BY_KIND
    assert set(inward.split("|")) | set(outward.split("|")) <= set(get_args(Modality))


def test_the_kind_that_somebody_chose_goes_before_the_hubs() -> None:
    """A model for code is tagged as text there."""
    assert task_of(hub_facts(), "code") == ("code", "text", "text")


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"config": {"architectures": ["LlamaForCausalLM"]}}, "text"),
        ({"gguf": {"architecture": "nomic-bert"}}, "embedding"),
        ({"gguf": {"architecture": "llama"}}, "text"),
    ],
)
def test_a_repository_without_a_task_is_judged_by_its_files(changes: dict[str, object], kind: str) -> None:
    """The class that loads it, else the header of its GGUF file."""
    assert task_of(hub_facts(pipeline_tag=None, **changes), None)[0] == kind


def test_what_is_no_model_of_the_catalog_is_refused_with_what_would_do() -> None:
    """The task that was found, and the kinds to choose from."""
    with pytest.raises(CatalogError, match=r"(?s)its task is object-detection.*speech_to_text"):
        task_of(hub_facts(pipeline_tag="object-detection"), None)
