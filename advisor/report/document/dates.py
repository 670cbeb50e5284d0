"""Calendar arithmetic without a clock."""

from __future__ import annotations

import calendar
from datetime import date

from advisor.assessment import Assessment

_MONTHS = 12


def months_later(day: date, months: int) -> date:
    """The same day ``months`` later, or the last day of that month where it is shorter."""
    index = day.month - 1 + months
    year, month = day.year + index // _MONTHS, index % _MONTHS + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def review_date(assessment: Assessment) -> date:
    """The day by which a decision is to be reviewed, as its answers ask."""
    answers = assessment.answers
    taken = answers.as_of or date.fromisoformat(assessment.provenance.catalog_date)
    return months_later(taken, answers.governance.review_months)
