"""Why an answer takes longer or shorter than planned: a slower endpoint, or longer answers; exact sums again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, Literal

from advisor.guidance.after_go_live.planned import PlannedUsage
from advisor.questionnaire.intake.usage.months import UsageMonth, UsageWaits
from advisor.units import Record

WaitCause = Literal["first", "speed", "length"]
WAIT_CAUSES: Final[tuple[WaitCause, ...]] = ("first", "speed", "length")
_MS: Final = 1_000.0


class WaitExplained(Record):
    """The mean wait for a whole answer against the plan, in seconds; ``causes`` add up to the difference.

    ``first``: until the first token. ``speed``: between tokens, for as many as came. ``length``: more tokens than
    planned at the planned speed. The first two are the endpoint's. Where answers were not streamed, all that is not
    length counts as ``speed``. ``low_s`` and ``high_s`` are the plan's range at planned length.
    """

    month: date | None
    timed: float
    planned_s: float
    low_s: float
    high_s: float
    actual_s: float
    first_s: float | None
    gap_ms: float | None
    causes: dict[WaitCause, float]

    @property
    def of_endpoint(self) -> float:
        """Seconds that the endpoint adds to what was planned, by answers of the length that they have."""
        return self.causes["first"] + self.causes["speed"]

    @property
    def beyond(self) -> Literal["above", "below"] | None:
        """On which side of the plan's range the wait lies, if beyond it."""
        if self.actual_s > self.high_s:
            return "above"
        return "below" if self.actual_s < self.low_s else None


def waits_explained(plan: PlannedUsage, waits: UsageWaits, month: date | None = None) -> WaitExplained | None:
    """UsageWaits against the plan; None where either says nothing of them."""
    first, gap = plan.ttft_ms.value, plan.itl_ms.value
    if not waits.timed or first is None or gap is None:
        return None
    length = waits.timed_tokens / waits.timed
    actual = waits.whole_s / waits.timed
    planned = (first + gap * plan.output_tokens) / _MS
    longer = gap * (length - plan.output_tokens) / _MS
    streamed = waits.first_s / waits.streamed if waits.streamed else None
    to_first = 0.0 if streamed is None else streamed - first / _MS
    low, high = (
        ((edge_first or first) + (edge_gap or gap) * plan.output_tokens) / _MS
        for edge_first, edge_gap in ((plan.ttft_ms.low, plan.itl_ms.low), (plan.ttft_ms.high, plan.itl_ms.high))
    )
    return WaitExplained(
        month=month,
        timed=waits.timed,
        planned_s=planned,
        low_s=low,
        high_s=high,
        actual_s=actual,
        first_s=streamed,
        gap_ms=waits.rest_s / waits.streamed_tokens * _MS if waits.streamed_tokens else None,
        causes={"first": to_first, "speed": actual - planned - longer - to_first, "length": longer},
    )


def waits_by_month(plan: PlannedUsage, months: Sequence[UsageMonth]) -> tuple[WaitExplained, ...]:
    """Every month that knows its waits."""
    found = (waits_explained(plan, month.waits, month.month) for month in months)
    return tuple(one for one in found if one is not None)


def all_waits(months: Sequence[UsageMonth]) -> UsageWaits:
    """The waits of all months together."""
    return sum((month.waits for month in months), UsageWaits())
