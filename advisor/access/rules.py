"""What a person may do: to one decision by the rights they have on it, and in the house by their role alone.

A right is given on one decision: to its owner, to the team it belongs to, or by sharing it with a person or a team. A
role is the ceiling: whoever is a reader only reads, also what was shared with them for editing.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Literal

from advisor.access.people import Person, Role
from advisor.units import Record


class Right(StrEnum):
    """What is given on one decision: to look, to change it, to approve it; its owner may also share and remove it.

    None includes another but the reading: whoever approves need not be able to change, and the other way round.
    """

    READ = "read"
    EDIT = "edit"
    APPROVE = "approve"
    OWN = "own"


class Verb(StrEnum):
    """What can be done to a decision (first part), and in the house (second part)."""

    SEE = "see"
    COMMENT = "comment"
    CHANGE = "change"
    APPROVE = "approve"
    DELETE = "delete"
    SHARE = "share"
    CREATE = "create"
    TRY = "try"
    CONNECT = "connect"
    CONNECT_ALL = "connect_all"
    CHANGE_CATALOG = "change_catalog"
    ADMINISTER = "administer"


_ALL: Final = frozenset(Right)
_TEAM: Final = frozenset({Right.READ, Right.EDIT, Right.APPROVE})
_OWNER: Final = frozenset({Right.READ, Right.EDIT, Right.OWN})
TO_A_DECISION: Final[Mapping[Verb, tuple[Role, frozenset[Right]]]] = MappingProxyType(
    {
        Verb.SEE: (Role.READER, _ALL),
        Verb.COMMENT: (Role.READER, _ALL),
        Verb.CHANGE: (Role.EDITOR, frozenset({Right.EDIT})),
        Verb.APPROVE: (Role.APPROVER, frozenset({Right.APPROVE})),
        Verb.DELETE: (Role.EDITOR, frozenset({Right.OWN})),
        Verb.SHARE: (Role.EDITOR, frozenset({Right.OWN})),
    }
)
"""The least role, and the rights of which one is needed."""
IN_THE_HOUSE: Final[Mapping[Verb, Role]] = MappingProxyType(
    {
        Verb.CREATE: Role.EDITOR,
        Verb.TRY: Role.EDITOR,
        Verb.CONNECT: Role.EDITOR,
        Verb.CONNECT_ALL: Role.ADMINISTRATOR,
        Verb.CHANGE_CATALOG: Role.ADMINISTRATOR,
        Verb.ADMINISTER: Role.ADMINISTRATOR,
    }
)
"""The least role; a catalog of one's own changes what every decision of the house is assessed on."""


class Share(Record):
    """A right given on one decision to a person (by subject) or to a team (by name)."""

    kind: Literal["person", "team"]
    who: str
    right: Right


class Belonging(Record):
    """To whom a decision belongs: its owner (a subject), its team and those it is shared with; empty is nobody."""

    owner: str = ""
    team: str = ""
    shares: tuple[Share, ...] = ()


def rights_of(person: Person, belonging: Belonging) -> frozenset[Right]:
    """Every right that a person has on a decision; an administrator has all."""
    if person.sees_all:
        return _ALL
    found: set[Right] = set()
    if person.subject and belonging.owner == person.subject:
        found |= _OWNER
    if belonging.team and belonging.team in person.groups:
        found |= _TEAM
    for share in belonging.shares:
        given_to = {person.subject} - {""} if share.kind == "person" else person.groups
        if share.who in given_to:
            found |= {Right.READ, share.right}
    return frozenset(found)


def may(person: Person, verb: Verb, rights: frozenset[Right] = frozenset()) -> bool:
    """Whether a person may do it, with these rights on the decision (none for what is done in the house)."""
    if verb in IN_THE_HOUSE:
        return person.role.covers(IN_THE_HOUSE[verb])
    least, needed = TO_A_DECISION[verb]
    return person.role.covers(least) and bool(rights & needed)
