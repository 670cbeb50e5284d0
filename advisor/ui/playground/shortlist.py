"""Which connections the open decision suggests: those of the models it ranks first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from advisor.errors import AdvisorError
from advisor.questionnaire.answers import Answers
from advisor.trials.records import Connection
from advisor.ui.cached import decisions

LONGEST = 6


@dataclass(frozen=True, slots=True)
class Shortlisted:
    """A model of the shortlist with its best rank."""

    model_id: str
    name: str
    rank: int


def shortlist(answers: Answers | None, *, use_case: int = 0) -> tuple[Shortlisted, ...]:
    """The first models of a use case's ranking, each once; empty without a decision or when nothing fits."""
    if answers is None:
        return ()
    try:
        assessment = decisions.assessment(answers)
    except AdvisorError:
        return ()
    ranked = (assessment.other_use_cases[use_case - 1] if use_case else assessment).recommendations
    found: dict[str, Shortlisted] = {}
    for entry in ranked:
        found.setdefault(entry.model_id, Shortlisted(entry.model_id, entry.model_name, entry.rank))
        if len(found) == LONGEST:
            break
    return tuple(found.values())


def ordered(connections: Sequence[Connection], wanted: Sequence[Shortlisted]) -> tuple[Connection, ...]:
    """The connections, those of shortlisted models first in the order of their rank."""
    ranks = {entry.model_id: entry.rank for entry in wanted}
    return tuple(sorted(connections, key=lambda one: ranks.get(one.catalog_model_id or "", 10_000)))


def without_connection(connections: Sequence[Connection], wanted: Sequence[Shortlisted]) -> tuple[Shortlisted, ...]:
    """Shortlisted models that no connection reaches yet."""
    reached = {one.catalog_model_id for one in connections}
    return tuple(entry for entry in wanted if entry.model_id not in reached)
