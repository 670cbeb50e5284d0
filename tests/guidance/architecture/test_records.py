"""Records of an architecture."""

from __future__ import annotations

from advisor.guidance.architecture.records import Blueprint, BlueprintPart
from advisor.hosting.records import Alternative, Deployment


def test_a_part_counts_where_it_is_needed_or_advised() -> None:
    """What is not needed is told, and is not in the picture."""
    alternative = Alternative(alternative_id="a@x", model_id="a/b", deployment=Deployment(kind="provider_api"))
    parts = (BlueprintPart(part="cache", need="advised"), BlueprintPart(part="retrieval", need="not_needed"))
    built = Blueprint(use_case="u", alternative=alternative, model_name="b", parts=parts, links=())
    assert built.needs("cache")
    assert not built.needs("retrieval")
    assert not built.needs("gateway")
