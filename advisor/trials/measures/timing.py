"""Timings of one run by the stated definitions, and the spread over repetitions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Final, NamedTuple

import numpy as np

from advisor.trials.records import Measurement, Run, TokenCounts

MAX_ARRIVALS: Final = 50_000
PLOTTED_ARRIVALS: Final = 200


@dataclass(slots=True)
class Timeline:
    """What happened when during one run; seconds on a monotonic clock."""

    started: float
    queued_s: float = 0.0
    first: float | None = None
    first_answer: float | None = None
    last: float | None = None
    characters: int = 0
    streamed: bool = True
    times: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)

    def begin(self, now: float, queued_s: float) -> None:
        """The request leaves now."""
        self.started, self.queued_s = now, queued_s

    def arrive(self, now: float, characters: int, *, reasoning: bool) -> None:
        """A piece arrived; beyond ``MAX_ARRIVALS`` pieces only the last time is kept."""
        self.first = now if self.first is None else self.first
        if not reasoning and self.first_answer is None:
            self.first_answer = now
        self.last = now
        self.characters += characters
        if len(self.times) < MAX_ARRIVALS:
            self.times.append(now)
            self.sizes.append(self.characters)


def measured(timeline: Timeline, *, ended: float, tokens: TokenCounts, connect_s: float | None) -> Measurement:
    """The measurement of a run that ended at ``ended``; a figure that cannot be measured stays None."""
    total = max(0.0, ended - timeline.started)
    since = timeline.started
    gaps = np.diff(np.asarray(timeline.times))
    return Measurement(
        ttft_s=None if timeline.first is None else timeline.first - since,
        answer_start_s=None if timeline.first_answer is None else timeline.first_answer - since,
        connect_s=connect_s,
        queued_s=timeline.queued_s,
        itl_ms=_mean_gap_ms(timeline, tokens),
        itl_p95_ms=float(np.percentile(gaps, 95) * 1000) if gaps.size > 1 and timeline.streamed else None,
        total_s=total,
        output_tokens_per_s=tokens.output_tokens / total if tokens.output_tokens and total > 0 else None,
        streamed=timeline.streamed,
        arrivals=_thinned(timeline),
    )


def _mean_gap_ms(timeline: Timeline, tokens: TokenCounts) -> float | None:
    """(last - first arrival) / (tokens seen - 1); reasoning tokens that were never shown don't count as seen."""
    if not timeline.streamed or timeline.first is None or timeline.last is None or tokens.output_tokens is None:
        return None
    hidden = (tokens.reasoning_tokens or 0) if timeline.first == timeline.first_answer else 0
    seen = tokens.output_tokens - hidden
    if seen < 2 or timeline.last <= timeline.first:  # noqa: PLR2004 - a gap needs two tokens
        return None
    return (timeline.last - timeline.first) / (seen - 1) * 1000


def _thinned(timeline: Timeline) -> tuple[tuple[float, int], ...]:
    count = len(timeline.times)
    if not count:
        return ()
    chosen = np.unique(np.linspace(0, count - 1, min(count, PLOTTED_ARRIVALS)).astype(int))
    return tuple((round(timeline.times[i] - timeline.started, 4), timeline.sizes[i]) for i in chosen)


@dataclass(frozen=True, slots=True)
class Spread:
    """Median, smallest and largest of a figure over repetitions, with the sample standard deviation (None below 2)."""

    count: int
    median: float
    low: float
    high: float
    deviation: float | None


def spread(values: Sequence[float | None]) -> Spread | None:
    """The spread of what could be measured, or None when nothing could."""
    known = np.asarray([value for value in values if value is not None], dtype=float)
    if not known.size:
        return None
    deviation = float(np.std(known, ddof=1)) if known.size > 1 else None
    return Spread(known.size, float(np.median(known)), float(known.min()), float(known.max()), deviation)


def spreads(runs: Sequence[Run]) -> dict[str, Spread | None]:
    """The spread of every timing over the whole runs among the given ones."""
    whole = [run.measurement for run in runs if run.whole]
    names = ("ttft_s", "itl_ms", "itl_p95_ms", "total_s", "output_tokens_per_s")
    return {name: spread([getattr(one, name) for one in whole]) for name in names}


class Waits(NamedTuple):
    """Medians of the time to the first token and of the gaps (None: not measured), and over how many runs."""

    ttft_ms: float | None
    itl_ms: float | None
    runs: int


def waits_of(runs: Iterable[Run]) -> Waits:
    """What the whole runs among the given ones measured of waits.

    An answer in one piece says nothing of its first token: it would make the wait that of the whole answer.
    """
    seen = [run.measurement for run in runs if run.whole and run.measurement.streamed and run.measurement.ttft_s]
    gaps = [one.itl_ms for one in seen if one.itl_ms]
    first = [1e3 * one.ttft_s for one in seen if one.ttft_s]
    return Waits(median(first) if first else None, median(gaps) if gaps else None, len(seen))
