"""What each person has had in a day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from signed_in import signed_in
from sqlalchemy import Engine

from advisor.access.people import LOCAL, Person, Role
from advisor.storage.replicas.daily_use import DailyUse
from advisor.storage.trials import TrialStore

NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)


def use(engine: Engine, person: Person = LOCAL, at: datetime = NOON) -> DailyUse:
    """The counts of a person at a moment."""
    return DailyUse(engine, person=person, clock=lambda: at)


def test_a_person_has_so_many_a_day(engine: Engine) -> None:
    """Counted for each person, each thing and each day; what was refused is not counted."""
    ada, bo = (signed_in(name, Role.EDITOR) for name in ("ada", "bo"))
    assert [use(engine, ada).take("reports", most=2) for _ in range(4)] == [True, True, False, False]
    assert use(engine, bo).take("reports", most=2)
    assert use(engine, ada).take("assessments", most=1)
    assert use(engine, ada).take("reports", most=3)
    assert use(engine, ada, NOON + timedelta(days=1)).take("reports", most=1)
    assert not use(engine, LOCAL).take("reports", most=0)


def test_money_is_what_the_persons_own_trials_cost_today(engine: Engine) -> None:
    """Runs are not made anew for this: what the journal of evaluations says is added up."""
    ada, bo = (signed_in(name, Role.EDITOR) for name in ("ada", "bo"))
    for person, spent in ((ada, "0.25"), (bo, "7")):
        store = TrialStore(engine, person=person, clock=lambda: NOON)
        key = f"e-{person.subject}"[:36]
        store.save_evaluation(key, decision_id=None, name="E", status="done", payload="{}")
        store.save_answer(key, 0, "one", state="done", payload="{}", cost_usd=Decimal(spent))
    assert use(engine, ada).spent_usd() == Decimal("0.25")
    assert use(engine, ada, NOON + timedelta(days=1)).spent_usd() == 0
