"""A sign-in is over after some idle minutes, after some hours, and when somebody signs out; and then for good."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from advisor.storage.rights.sign_ins import SignIns

BEGAN = datetime(2026, 1, 1, 8, tzinfo=UTC)


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.minutes = 0.0

    def __call__(self) -> datetime:
        """The moment, so many minutes after the beginning."""
        return BEGAN + timedelta(minutes=self.minutes)


@pytest.fixture
def clock() -> Clock:
    """A clock that stands at the beginning."""
    return Clock()


@pytest.fixture
def sign_ins(engine: Engine, clock: Clock) -> SignIns:
    """Half an hour idle, two hours in all."""
    return SignIns(engine, idle=timedelta(minutes=30), longest=timedelta(hours=2), clock=clock)


def used(sign_ins: SignIns) -> bool:
    """Whether Ada may go on."""
    return sign_ins.use("a", subject="ada", began_at=BEGAN)


@pytest.mark.parametrize(("minutes", "open_"), [((0, 29, 58, 87, 116), True), ((0, 29, 58, 87, 116, 121), False)])
def test_it_lasts_as_long_as_it_is_used_and_no_longer_than_it_may(
    sign_ins: SignIns, clock: Clock, minutes: tuple[float, ...], *, open_: bool
) -> None:
    """Every use begins the half hour anew."""
    for clock.minutes in minutes:
        found = used(sign_ins)
    assert (found, sign_ins.is_open("a")) == (open_, open_)


def test_looking_is_no_use(sign_ins: SignIns, clock: Clock) -> None:
    """A page that asks by itself keeps nobody signed in."""
    used(sign_ins)
    seen = []
    for clock.minutes in (20, 29, 31):
        seen.append(sign_ins.is_open("a"))
    assert seen == [True, True, False]
    assert not used(sign_ins)


def test_what_is_over_stays_over(sign_ins: SignIns, clock: Clock) -> None:
    """Also where a clock goes back, and for whoever kept the cookie of somebody who signed out."""
    used(sign_ins)
    clock.minutes = 31
    assert not used(sign_ins)
    clock.minutes = 1
    assert not used(sign_ins)
    assert sign_ins.use("b", subject="ada", began_at=BEGAN)
    sign_ins.end("b")
    assert (sign_ins.use("b", subject="ada", began_at=BEGAN), sign_ins.is_open("b")) == (False, False)
    assert not sign_ins.is_open("never begun")
