"""What the answers say about adaptation."""

from __future__ import annotations

from typing import Any

from advisor.catalog.catalog import Catalog
from advisor.guidance.adaptation.needs import NEEDS, Judged, Reach, needs_of
from advisor.questionnaire.answers import Answers


def needs(catalog: Catalog, use_case: dict[str, Any], **given: Any) -> dict[str, Reach]:
    """The needs of one use case."""
    answers = Answers.model_validate({"title": "Test", "use_cases": [use_case]} | given)
    return needs_of(answers, answers.use_cases[0], Judged(catalog))


def test_what_is_not_stated_is_usual_for_the_task_and_marked_as_unknown(catalog: Catalog) -> None:
    """Answering from documents needs knowledge, extraction needs form."""
    documents, extraction = (needs(catalog, {"task": task}) for task in ("rag", "classification_extraction"))
    assert not any(documents[name].stated for name in NEEDS)
    assert documents["private"].value > extraction["private"].value
    assert extraction["form"].value > documents["form"].value


def test_a_stated_level_replaces_the_usual(catalog: Catalog) -> None:
    """And is certain in so far as somebody said it."""
    said = needs(catalog, {"task": "rag", "adaptation": {"knowledge_changes": "rarely"}})["fresh"]
    assert said.stated
    assert said.value < needs(catalog, {"task": "rag"})["fresh"].value


def test_a_device_and_a_short_wait_count_alike(catalog: Catalog) -> None:
    """Both ask for a small model with a short prompt."""
    device = needs(catalog, {"task": "rag"}, hosting={"allowed": ["edge"]})["latency"]
    tight = needs(catalog, {"task": "rag", "latency": {"ttft_p95_ms": 200}})["latency"]
    loose = needs(catalog, {"task": "rag", "latency": {"ttft_p95_ms": 10_000}})["latency"]
    assert device.value == tight.value == 1
    assert loose.value < tight.value
