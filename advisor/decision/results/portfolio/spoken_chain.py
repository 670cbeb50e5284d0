"""A talk with a machine: hearing, answering and speaking follow one another, and whoever talks waits for all three."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.catalog.tables.schema import LANGUAGE_KINDS
from advisor.decision.criteria.task_needs import NEEDS
from advisor.decision.ranked import Ranked
from advisor.questionnaire.answers import UseCase
from advisor.units import Told, told


def spoken_chain_told(rankings: Sequence[Ranked]) -> Told | None:
    """What the limits on the first word of a talk's three steps come to in one talk, in seconds.

    None where a step or its limit is missing. Of several use cases that could be a step the one with the least limit
    counts: two chats are not one talk.
    """
    limited = [case for ranked in rankings if (case := ranked.prepared.use_case).latency.ttft_p95_ms is not None]
    heard = [case for case in limited if case.task == "transcription"]
    answered = [case for case in limited if NEEDS[case.task].kinds == LANGUAGE_KINDS]
    spoken = [case for case in limited if case.task == "speech_synthesis"]
    if not (heard and answered and spoken):
        return None
    steps = [min(cases, key=_limit_ms) for cases in (heard, answered, spoken)]
    seconds = sum(map(_limit_ms, steps)) / 1_000
    names = [told("portfolio.alone", use_case=step.name) for step in steps]
    return told("portfolio.spoken_chain", steps=names, seconds=("number", seconds))


def _limit_ms(case: UseCase) -> float:
    return case.latency.ttft_p95_ms or 0.0
