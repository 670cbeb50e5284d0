"""What is assumed of a use case until somebody says otherwise, each with its reason.

Tokens, corpus, peaks and limits follow from the task and from how much work there is (``UsageAnswers``). An answer that
differs from what is assumed is the user's own and stays; what is assumed moves with what it follows from.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from advisor.questionnaire.answers import UsageAnswers, UseCase
from advisor.questionnaire.presets import TASK_PRESETS
from advisor.units import Told, told

OF_DOCUMENTS: Final = frozenset(
    (
        *("document_processing", "long_document_analysis", "classification_extraction"),
        *("translation", "summarisation", "transcription"),
    )
)
"""Tasks whose work comes in documents (texts, recordings) rather than from people who ask."""
OF_PAGES: Final = OF_DOCUMENTS - {"transcription"}
SEARCHES: Final = frozenset({"rag", "semantic_search"})
"""Tasks that look into documents that are held."""
LOAD: Final = (
    "requests_per_day",
    "input_tokens",
    "output_tokens",
    "cached_input_share",
    "batch_share",
    "peak_factor",
    "active_hours_per_day",
    "audio_minutes_per_request",
    "images_per_request",
    "characters_per_request",
    "corpus_tokens",
)
WAITS: Final = ("ttft_p95_ms", "itl_ms", "total_s")
NEEDS: Final = ("languages", "modalities_in", "context_tokens", "tools", "structured_output")
_THOUSAND: Final = 1_000


class Usual(NamedTuple):
    """What is assumed at a place of a use case (``workload.input_tokens``), and why."""

    place: str
    value: Any
    reason: Told


def usual(use_case: UseCase, numbers: Mapping[str, float]) -> dict[str, Usual]:
    """Everything that is assumed of a use case, by place.

    ``numbers`` are the judgements of usual work (``Catalog.usual_numbers``).
    """
    preset = TASK_PRESETS[use_case.task]
    of_task = told("assumed.task")
    places = (
        *((f"workload.{name}", getattr(preset.workload, name)) for name in LOAD),
        *((f"latency.{name}", getattr(preset.latency, name)) for name in WAITS),
        *((name, getattr(preset, name)) for name in NEEDS),
    )
    found = {place: Usual(place, value, of_task) for place, value in places}
    for item in _derived(use_case, found, numbers):
        found[item.place] = item
    return found


def followed(before: UseCase, after: UseCase, numbers: Mapping[str, float]) -> UseCase:
    """``after`` with what is assumed of it wherever ``before`` stood at what was assumed of that, and was not moved."""
    if (before.task, before.usage) == (after.task, after.usage):
        return after
    old, new, unset = usual(before, numbers), usual(after, numbers), UseCase(task=before.task)
    fields = after.model_dump()
    for place, item in new.items():
        was, now = at(before, place), at(after, place)
        bare = at(unset, place) if place in NEEDS else item.value
        if was == now and was in (old[place].value, bare):
            _put(fields, place, item.value)
    if before.name == after.name in {"Main use case", TASK_PRESETS[before.task].name}:
        fields["name"] = TASK_PRESETS[after.task].name
    return UseCase.model_validate(fields)


def at(use_case: UseCase, place: str) -> Any:
    """What stands at a place of a use case."""
    here: Any = use_case
    for part in place.split("."):
        here = getattr(here, part)
    return here


def _derived(use_case: UseCase, found: Mapping[str, Usual], numbers: Mapping[str, float]) -> list[Usual]:
    """What follows from how much work there is, where somebody has said so."""
    task, usage = use_case.task, use_case.usage
    derived = [_requests(use_case, numbers)]
    page, prompt = numbers["usage-tokens-per-page"], numbers["usage-prompt-tokens"]
    pages = usage.pages_per_document
    if pages is not None and task in OF_PAGES:
        text = round(pages * page)
        because = told("assumed.pages", pages=("number", pages), page=("tokens", page), prompt=("tokens", prompt))
        derived.append(Usual("workload.input_tokens", round(text + prompt), because))
        out = found["workload.output_tokens"].value
        if task == "translation":
            out = text
            derived.append(Usual("workload.output_tokens", text, told("assumed.as_long", tokens=("tokens", text))))
        room = math.ceil((text + prompt + out) * numbers["usage-context-room"] / _THOUSAND) * _THOUSAND
        context = told("assumed.context", tokens=("tokens", round(text + prompt + out)))
        derived.append(Usual("context_tokens", max(room, found["context_tokens"].value), context))
    if usage.documents_held is not None and task in SEARCHES:
        corpus = usage.documents_held * (pages or 1) * page
        held = {"documents": ("count", usage.documents_held), "pages": ("number", pages or 1)}
        derived.append(Usual("workload.corpus_tokens", corpus, told("assumed.corpus", page=("tokens", page), **held)))
    return [item for item in derived if item is not None]


def _requests(use_case: UseCase, numbers: Mapping[str, float]) -> Usual | None:
    """Requests a day: the documents of a day, else people times how often each asks."""
    usage, task = use_case.usage, use_case.task
    if usage.documents_per_day is not None and task in OF_DOCUMENTS:
        reason = told("assumed.documents", documents=("count", usage.documents_per_day))
        return Usual("workload.requests_per_day", float(usage.documents_per_day), reason)
    if usage.people is None:
        return None
    each = usage.requests_per_person_per_day or a_day(use_case.task, numbers)
    stated = usage.requests_per_person_per_day is not None
    values = {"people": ("count", usage.people), "each": ("number", each), "requests": ("number", usage.people * each)}
    reason = told("assumed.people" if stated else "assumed.people_usual", **values)
    return Usual("workload.requests_per_day", float(usage.people * each), reason)


def a_day(task: str, numbers: Mapping[str, float]) -> float:
    """How often a person asks on a day where nobody has said so."""
    return numbers.get(f"usage-a-day-{task}", numbers["usage-a-day"])


def asked_of(task: str) -> tuple[str, ...]:
    """The fields of ``UsageAnswers`` that say how much work of this task there is."""
    if task in OF_DOCUMENTS:
        return ("documents_per_day", "pages_per_document") if task in OF_PAGES else ("documents_per_day",)
    people = ("people", "requests_per_person_per_day")
    return (*people, "documents_held", "pages_per_document") if task in SEARCHES else people


def says_how_much(usage: UsageAnswers) -> bool:
    """Whether anything was said of how much work there is."""
    return usage != UsageAnswers()


def _put(fields: dict[str, Any], place: str, value: object) -> None:
    *path, last = place.split(".")
    here: Any = fields
    for part in path:
        here = here[part]
    here[last] = value
