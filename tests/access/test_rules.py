"""What each role may with each right: the whole table, and whose rights those are."""

from __future__ import annotations

import itertools

import pytest
from signed_in import signed_in

from advisor.access.people import LOCAL, Role
from advisor.access.rules import IN_THE_HOUSE, TO_A_DECISION, Belonging, Right, Share, Verb, may, rights_of

ADA = Belonging(
    owner="ada",
    team="risk",
    shares=(
        Share(kind="person", who="bob", right=Right.READ),
        Share(kind="person", who="eve", right=Right.EDIT),
        Share(kind="team", who="board", right=Right.APPROVE),
    ),
)
# rights on the decision: what a reader, an editor and an approver may do to it
TABLE = {
    (): ("", "", ""),
    (Right.READ,): ("see comment", "see comment", "see comment"),
    (Right.READ, Right.EDIT): ("see comment", "see comment change", "see comment change"),
    (Right.READ, Right.APPROVE): ("see comment", "see comment", "see comment approve"),
    (Right.READ, Right.EDIT, Right.OWN): (
        "see comment",
        "see comment change delete share",
        "see comment change delete share",
    ),
}


def test_every_verb_has_a_rule() -> None:
    """One that is forgotten would be a KeyError on a page."""
    assert TO_A_DECISION.keys() | IN_THE_HOUSE.keys() == set(Verb)


@pytest.mark.parametrize(("rights", "place"), list(itertools.product(TABLE, range(3))))
def test_a_role_is_the_ceiling_of_a_right(rights: tuple[Right, ...], place: int) -> None:
    """A reader with whom a decision is shared for editing reads it."""
    person = signed_in("ada", tuple(Role)[place])
    allowed = {verb.value for verb in TO_A_DECISION if may(person, verb, frozenset(rights))}
    assert allowed == set(TABLE[rights][place].split())


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.READER, ""),
        (Role.EDITOR, "create try connect"),
        (Role.APPROVER, "create try connect"),
        (Role.ADMINISTRATOR, "create try connect connect_all change_catalog administer"),
    ],
)
def test_what_is_done_in_the_house_asks_the_role(role: Role, allowed: str) -> None:
    """No right on a decision helps."""
    person = signed_in("ada", role)
    assert {verb.value for verb in IN_THE_HOUSE if may(person, verb, frozenset(Right))} == set(allowed.split())


@pytest.mark.parametrize(
    ("name", "groups", "rights"),
    [
        ("ada", (), "read edit own"),
        ("tom", ("risk",), "read edit approve"),
        ("ada", ("risk",), "read edit approve own"),
        ("bob", (), "read"),
        ("eve", (), "read edit"),
        ("cyd", ("board",), "read approve"),
        ("cyd", ("sales",), ""),
        ("board", (), ""),
        ("cyd", ("bob", "ada"), ""),
    ],
)
def test_a_right_comes_by_owning_by_team_or_by_sharing(name: str, groups: tuple[str, ...], rights: str) -> None:
    """A team that is called like a person, or the reverse, has none."""
    assert {right.value for right in rights_of(signed_in(name, Role.EDITOR, *groups), ADA)} == set(rights.split())


def test_nobody_owns_what_was_made_without_sign_in() -> None:
    """It is an administrator's to see, not that of whoever has no subject."""
    nobody = signed_in("", Role.APPROVER, "")
    assert rights_of(nobody, Belonging()) == frozenset()
    assert rights_of(LOCAL, Belonging()) == frozenset(Right)
