"""Limits for one person and day."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import Engine

from advisor.access.people import LOCAL
from advisor.errors import QuotaError
from advisor.services.replicas.quotas import Quotas
from advisor.settings import Settings
from advisor.storage.database import open_database


def database() -> Engine:
    """A database in memory."""
    return open_database("sqlite://")


def test_without_a_limit_no_database_is_asked() -> None:
    """An installation of one person pays nothing for this."""

    def never() -> Engine:
        raise AssertionError

    quotas = Quotas(Settings(), never)
    quotas.assessment(LOCAL)
    quotas.report(LOCAL)
    quotas.trial(LOCAL)
    assert Settings().assessments_a_day is None


def test_one_too_many_is_refused_in_words() -> None:
    """What may be had, the setting that says so, and when it begins anew."""
    engine = database()
    quotas = Quotas(Settings(assessments_a_day=1, reports_a_day=0, trial_usd_a_day=Decimal(0)), lambda: engine)
    quotas.assessment(LOCAL)
    with pytest.raises(QuotaError, match=r"one person may have 1 assessments a day \(ADVISOR_ASSESSMENTS_A_DAY\)"):
        quotas.assessment(LOCAL)
    with pytest.raises(QuotaError, match="ADVISOR_REPORTS_A_DAY"):
        quotas.report(LOCAL)
    with pytest.raises(QuotaError, match=r"US\$ 0\.00 on trials a day \(ADVISOR_TRIAL_USD_A_DAY\).*00:00 UTC"):
        quotas.trial(LOCAL)
    engine.dispose()
