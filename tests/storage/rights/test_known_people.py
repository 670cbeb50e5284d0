"""Who has signed in, as their last sign-in told of them."""

from __future__ import annotations

import pytest
from signed_in import signed_in
from sqlalchemy import Engine

from advisor.access.people import Role
from advisor.errors import NotFoundError
from advisor.storage.rights.known_people import KnownPeople


def test_the_last_sign_in_stands(engine: Engine) -> None:
    """A role or a team that was taken away is gone with the next sign-in."""
    people = KnownPeople(engine)
    people.saw(signed_in("ada", Role.ADMINISTRATOR, "risk", "board"))
    now = signed_in("ada", Role.READER, "risk")
    people.saw(now)
    assert (people.person("ada"), people.everybody()) == (now, (now,))


def test_nobody_is_known_who_has_not_signed_in(engine: Engine) -> None:
    """A message for whoever looks for them."""
    with pytest.raises(NotFoundError, match="has signed in here"):
        KnownPeople(engine).person("mallory")
