"""Who somebody is: roles in their order, and the one person there is where nobody signs in."""

from __future__ import annotations

import pytest
from signed_in import signed_in

from advisor.access.people import LOCAL, Role


@pytest.mark.parametrize("place", range(len(Role)))
def test_a_role_covers_itself_and_those_before_it(place: int) -> None:
    """And none after it."""
    roles = list(Role)
    assert [role for role in roles if roles[place].covers(role)] == roles[: place + 1]


def test_where_nobody_signs_in_nothing_is_hidden_and_nothing_verified() -> None:
    """The machine decides who uses it; names are typed."""
    assert (LOCAL.sees_all, LOCAL.verified, LOCAL.actor) == (True, False, "")


def test_what_stands_beside_a_step_is_the_address_else_the_name() -> None:
    """A subject is nothing that people read."""
    ada = signed_in("ada").model_copy(update={"email": "ada@example.org", "name": "Ada"})
    assert [ada.actor, ada.model_copy(update={"email": ""}).actor] == ["ada@example.org", "Ada"]
