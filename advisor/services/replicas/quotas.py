"""What one person may have in a day, where an administrator says so; without a limit nothing is counted."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Engine

from advisor.access.people import Person
from advisor.errors import QuotaError
from advisor.settings import Settings
from advisor.storage.replicas.daily_use import DailyUse


class Quotas:
    """The limits of an installation; the database is asked for only where there is one."""

    def __init__(self, settings: Settings, database: Callable[[], Engine]) -> None:
        self._settings, self._database = settings, database

    def assessment(self, person: Person) -> None:
        """Count an assessment that is worked out for a person; raises QuotaError where it is one too many."""
        most = self._settings.assessments_a_day
        if most is not None and not DailyUse(self._database(), person=person).take("assessments", most=most):
            raise QuotaError("assessments", most)

    def report(self, person: Person) -> None:
        """Count a report that is made for a person; raises QuotaError where it is one too many."""
        most = self._settings.reports_a_day
        if most is not None and not DailyUse(self._database(), person=person).take("reports", most=most):
            raise QuotaError("reports", most)

    def trial(self, person: Person) -> None:
        """Raise QuotaError where a person has spent on trials what they may spend in a day."""
        most = self._settings.trial_usd_a_day
        if most is not None and DailyUse(self._database(), person=person).spent_usd() >= most:
            raise QuotaError("trial_usd", float(most))
