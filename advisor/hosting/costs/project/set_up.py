"""What it takes once to set a plan up: people's days before it runs, by way of hosting.

This is the project's budget, beside that of the service: it is in no plan's figure and no ranking. The application
itself (its screens, data and users) takes the same whatever is chosen and is not counted at all. A provider's API takes
connection, prompts and a first evaluation, more where more depends on it; servers take their installation as well.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from advisor.hosting.costs.case import Case
from advisor.hosting.costs.migrations import WORKDAYS, share_of_days
from advisor.hosting.costs.staffing import usd_per_person
from advisor.questionnaire.answers import DeploymentKind

DAYS_OF: Final[dict[DeploymentKind, str]] = {
    "provider_api": "setup_days_api",
    "cloud_gpu": "setup_days_rented",
    "on_prem": "setup_days_own",
    "edge": "setup_days_edge",
}
"""The default that holds a way's days."""


class PersonDays(NamedTuple):
    """Person-days as stated, and the least and most that the ranges of the defaults give."""

    days: float
    low: float
    high: float


def setup_days(kind: DeploymentKind, case: Case) -> PersonDays:
    """Person-days of setting up: an API's by the load, a fleet's with its devices."""
    days = _stated(case, DAYS_OF[kind])
    if kind == "provider_api":
        share = share_of_days(case.load, case.assume("migration_usual_tokens"))
        return PersonDays(*(share * value for value in days))
    if kind != "edge":
        return days
    each = _stated(case, "setup_days_device")
    return PersonDays(*(value + case.devices * more for value, more in zip(days, each, strict=True)))


def _stated(case: Case, component: str) -> PersonDays:
    """A default with its range; the user's own figure has none."""
    row, value = case.assume.defaults[component], case.assume(component)
    if component in dict(case.assume.changed) or not case.assume.on(component):
        return PersonDays(value, value, value)
    return PersonDays(value, row.low, row.high)


def usd_per_day(case: Case) -> float:
    """US dollars of a person's working day."""
    return usd_per_person(case.team, case.assume) / WORKDAYS
