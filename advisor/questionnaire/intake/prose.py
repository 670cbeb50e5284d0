"""Read answers out of a description of work, by rules that work with nothing: no model, no network.

Every answer carries the words it came from. Nothing here is taken: a person sees the list and says which hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from advisor.questionnaire.answers import FIRST_CASE, Task
from advisor.questionnaire.intake import data_words, places, quantities
from advisor.questionnaire.intake import vocabulary as words
from advisor.questionnaire.intake.usual import OF_DOCUMENTS, SEARCHES

MOST_CHARACTERS: Final = 5_000
"""So much of a description is read; nobody describes work in more."""


class ProposedAnswer(NamedTuple):
    """An answer that a text proposes: its place in ``Answers``, the value, and the words that it came from."""

    place: str
    value: Any
    words: str


def read_prose(text: str) -> tuple[ProposedAnswer, ...]:
    """The answers that a description in English, German or French proposes, each place once, in the form's order."""
    text = text[:MOST_CHARACTERS]
    small = text.lower() if len(text.lower()) == len(text) else text
    task = _task(small)
    found: dict[str, ProposedAnswer] = {}
    for proposal in (*_of_task(task, text), *_amounts(small, text, task), *_rules(small, text)):
        found.setdefault(proposal.place, proposal)
    return tuple(found.values())


def _task(small: str) -> tuple[Task, re.Match[str]] | None:
    """What the text names first in the order of the vocabulary: what is special before what is general."""
    for task, pattern in words.TASKS_READ:
        match = pattern.search(small)
        if match:
            return task, match
    return None


def _of_task(task: tuple[Task, re.Match[str]] | None, text: str) -> Iterator[ProposedAnswer]:
    if task is not None:
        name, match = task
        yield ProposedAnswer(f"{FIRST_CASE}.task", name, text[match.start() : match.end()])


def _amounts(small: str, text: str, task: tuple[Task, re.Match[str]] | None) -> Iterator[ProposedAnswer]:
    """How much work there is, what it may cost and how long anybody waits."""
    name = task[0] if task else "chat_assistant"
    for item in quantities.read(small):
        shown = text[item.start : item.end].strip()
        match item.kind:
            case "money":
                yield ProposedAnswer("budget.monthly_cap", round(item.value, 2), shown)
                yield ProposedAnswer("budget.currency", item.unit, shown)
            case "people":
                yield ProposedAnswer(f"{FIRST_CASE}.usage.people", max(1, round(item.value)), shown)
            case "each":
                yield ProposedAnswer(f"{FIRST_CASE}.usage.requests_per_person_per_day", item.value, shown)
            case "pages":
                yield ProposedAnswer(f"{FIRST_CASE}.usage.pages_per_document", item.value, shown)
            case "seconds":
                yield ProposedAnswer(f"{FIRST_CASE}.latency.total_s", item.value, shown)
            case "documents" | "requests" | "some":
                yield from _counted(item, shown, name)
    at_once = words.AT_ONCE.search(small)
    if at_once and name not in OF_DOCUMENTS:
        yield ProposedAnswer(f"{FIRST_CASE}.latency.ttft_p95_ms", 1_000.0, text[at_once.start() : at_once.end()])


def _counted(item: quantities.Quantified, shown: str, task: str) -> Iterator[ProposedAnswer]:
    """Documents or requests: so many a day, or so many that are held."""
    if not item.a_day:
        if item.kind == "documents" and task in SEARCHES:
            yield ProposedAnswer(f"{FIRST_CASE}.usage.documents_held", item.value, shown)
    elif task in OF_DOCUMENTS:
        yield ProposedAnswer(f"{FIRST_CASE}.usage.documents_per_day", item.value, shown)
    else:
        yield ProposedAnswer(f"{FIRST_CASE}.workload.requests_per_day", item.value, shown)


def _rules(small: str, text: str) -> Iterator[ProposedAnswer]:
    """Which data, where, by whom, in which languages."""
    languages = places.languages_in(text)
    if languages:
        yield ProposedAnswer(f"{FIRST_CASE}.languages", tuple(languages), ", ".join(languages.values()))
    yield from _of_data(small, text)
    yield from _of_place(small, text)
    sector = _first_of(words.SECTORS_READ, small)
    if sector:
        yield ProposedAnswer("governance.sector", sector[0], text[sector[1].start() : sector[1].end()])


def _of_data(small: str, text: str) -> Iterator[ProposedAnswer]:
    health, personal = data_words.HEALTH.search(small), data_words.PERSONAL.search(small)
    level = _first_of(data_words.CLASSES, small)
    if level:
        yield ProposedAnswer("data.classification", level[0], text[level[1].start() : level[1].end()])
    if health:
        shown = text[health.start() : health.end()]
        yield ProposedAnswer("data.health_data", value=True, words=shown)
        yield ProposedAnswer("data.personal_data", value=True, words=shown)
        yield ProposedAnswer("data.classification", "restricted", shown)
    if personal:
        yield ProposedAnswer("data.personal_data", value=True, words=text[personal.start() : personal.end()])


def _of_place(small: str, text: str) -> Iterator[ProposedAnswer]:
    zones = places.zones_demanded(text)
    if zones:
        yield ProposedAnswer("data.residency", tuple(zones), ", ".join(dict.fromkeys(zones.values())))
    for country, shown in places.countries_in(text).items():
        yield ProposedAnswer("hosting.country", country, shown)
    nothing, device = words.NO_NETWORK.search(small), words.DEVICE.search(small)
    own, cloud = words.OWN_SERVERS.search(small), words.CLOUD.search(small)
    if nothing:
        yield ProposedAnswer("hosting.air_gapped", value=True, words=text[nothing.start() : nothing.end()])
    for match, kinds in (
        (device, ("edge",)),
        (own, ("on_prem",)),
        (nothing, ("on_prem", "edge")),
        (cloud, ("provider_api", "cloud_gpu")),
    ):
        if match:
            yield ProposedAnswer("hosting.allowed", kinds, text[match.start() : match.end()])
            return


def _first_of(table: Iterable[tuple[str, re.Pattern[str]]], small: str) -> tuple[str, re.Match[str]] | None:
    for name, pattern in table:
        match = pattern.search(small)
        if match:
            return name, match
    return None
