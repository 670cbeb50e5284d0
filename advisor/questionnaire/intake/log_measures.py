"""What the log of a pilot says of the load: tokens, requests a day, peaks, repetition, languages, with reasons."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from advisor.questionnaire.answers import FIRST_CASE
from advisor.questionnaire.intake.log_rows import BLOCK, LoggedRequest
from advisor.questionnaire.labels import LANGUAGES
from advisor.units import CHARACTERS_PER_TOKEN, SECONDS_PER_DAY, Told, told

_LEAST_DAYS: Final = 1.0
_LEAST_HOURS: Final = 3
_ACTIVE: Final = 0.95
_LEAST_SHARE: Final = 0.05
_CONTEXT_ROOM: Final = 1.25
_THOUSAND: Final = 1_000
_LEAST_TEXTS: Final = 0.5


class LogAnswer(NamedTuple):
    """An answer that a log proposes: its place in ``Answers``, the value, and what was measured."""

    place: str
    value: Any
    reason: Told


def answers_from_log(requests: Sequence[LoggedRequest]) -> tuple[LogAnswer, ...]:
    """The answers that a log gives; what it cannot say (a day's requests out of an hour) is left out."""
    found: list[LogAnswer] = []
    inputs, estimated = _inputs(requests)
    if inputs:
        found.append(_tokens("workload.input_tokens", inputs, "log.tokens_estimated" if estimated else "log.tokens"))
    outputs = sorted(item.output_tokens for item in requests if item.output_tokens is not None)
    if outputs:
        found.append(_tokens("workload.output_tokens", outputs, "log.tokens"))
    if inputs:
        most = inputs[-1] + (outputs[-1] if outputs else 0)
        room = math.ceil(most * _CONTEXT_ROOM / _THOUSAND) * _THOUSAND
        found.append(LogAnswer(f"{FIRST_CASE}.context_tokens", room, told("log.longest", tokens=("tokens", most))))
    return (*found, *_of_time(requests), *_of_repetition(requests, inputs), *_of_languages(requests))


def _inputs(requests: Sequence[LoggedRequest]) -> tuple[list[int], bool]:
    """Tokens that went in, sorted; estimated from characters where the log states none."""
    stated = sorted(item.input_tokens for item in requests if item.input_tokens is not None)
    if stated:
        return stated, False
    return sorted(round(item.characters / CHARACTERS_PER_TOKEN) for item in requests if item.characters), True


def _tokens(place: str, values: Sequence[int], key: str) -> LogAnswer:
    """The mean, which is what a load costs, with the half and nine of ten that lie below."""
    mean = round(sum(values) / len(values))
    reason = told(
        key,
        requests=("count", len(values)),
        p50=("tokens", _quantile(values, 0.5)),
        p90=("tokens", _quantile(values, 0.9)),
        mean=("tokens", mean),
    )
    return LogAnswer(f"{FIRST_CASE}.{place}", mean, reason)


def _quantile(values: Sequence[int], share: float) -> int:
    return values[min(len(values) - 1, math.ceil(share * len(values)) - 1)]


def _of_time(requests: Sequence[LoggedRequest]) -> list[LogAnswer]:
    """Requests a day from a day on; the busiest hour against the mean of the hours in which there is work."""
    times = sorted(item.at for item in requests if item.at is not None)
    if len(times) < len(requests) / 2 or not times:
        return []
    found = []
    days = (times[-1] - times[0]).total_seconds() / SECONDS_PER_DAY
    if days >= _LEAST_DAYS:
        reason = told("log.days", requests=("count", len(times)), days=("number", round(days, 1)))
        found.append(LogAnswer(f"{FIRST_CASE}.workload.requests_per_day", float(f"{len(times) / days:.3g}"), reason))
        hours = _active_hours(times)
        found.append(LogAnswer(f"{FIRST_CASE}.workload.active_hours_per_day", float(hours), told("log.hours")))
    by_hour = Counter(at.replace(minute=0, second=0, microsecond=0) for at in times)
    if len(by_hour) >= _LEAST_HOURS:
        mean = len(times) / len(by_hour)
        busiest = max(by_hour.values())
        reason = told("log.peak", busiest=("count", busiest), mean=("number", round(mean, 1)))
        found.append(LogAnswer(f"{FIRST_CASE}.workload.peak_factor", max(1.0, round(busiest / mean, 1)), reason))
    return found


def _active_hours(times: Sequence[datetime]) -> int:
    """So many hours of the day hold nearly all of the requests."""
    counts = sorted(Counter(at.hour for at in times).values(), reverse=True)
    held = 0
    for place, count in enumerate(counts, start=1):
        held += count
        if held >= _ACTIVE * len(times):
            return place
    return len(counts)


def _of_repetition(requests: Sequence[LoggedRequest], inputs: Sequence[int]) -> list[LogAnswer]:
    """The share of the input that repeats: as the provider counted it, else beginnings that were seen before."""
    place = f"{FIRST_CASE}.workload.cached_input_share"
    cached = [item.cached_tokens for item in requests if item.cached_tokens is not None]
    if cached and inputs and sum(inputs):
        share = min(1.0, sum(cached) / sum(inputs))
        return [LogAnswer(place, round(share, 2), told("log.cached", share=("share", share)))]
    with_text = [item for item in requests if item.characters]
    if len(with_text) < _LEAST_TEXTS * len(requests):
        return []
    seen: set[int] = set()
    again = 0
    for item in with_text:
        again += BLOCK * sum(block in seen for block in item.beginning)
        seen.update(item.beginning)
    share = again / sum(item.characters for item in with_text)
    return [LogAnswer(place, round(share, 2), told("log.repeated", share=("share", share)))]


def _of_languages(requests: Sequence[LoggedRequest]) -> list[LogAnswer]:
    """Languages of a twentieth of the texts and more."""
    counts = Counter(item.language for item in requests if item.language in LANGUAGES)
    total = sum(counts.values())
    codes = tuple(str(code) for code, count in counts.most_common() if count >= _LEAST_SHARE * total)
    if not codes:
        return []
    return [LogAnswer(f"{FIRST_CASE}.languages", codes, told("log.languages", texts=("count", total)))]
