"""Who somebody is to this installation: a person with a role, and the one person there is where nobody signs in."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from advisor.units import Record


class Role(StrEnum):
    """What a person may do at most, whatever is shared with them; each may what those before it may.

    A reader looks and comments; an editor makes decisions of their own and tries models; an approver approves and
    rejects; an administrator sees every decision and sets up what all use.
    """

    READER = "reader"
    EDITOR = "editor"
    APPROVER = "approver"
    ADMINISTRATOR = "administrator"

    def covers(self, other: Role) -> bool:
        """Whether this role may what the other may."""
        order = tuple(Role)
        return order.index(self) >= order.index(other)


class Person(Record):
    """Somebody as the sign-in told of them.

    ``subject`` tells people apart for good (issuer and the issuer's own id); a name or an e-mail address may change or
    be given to somebody else. ``groups`` are the teams of the company's directory. ``verified`` says that they signed
    in; where nobody does there is ``LOCAL`` alone. ``via`` says what acts in their name (``token NAME``); it is
    empty for themselves.
    """

    subject: str
    name: str
    email: str
    groups: frozenset[str]
    role: Role
    verified: bool
    via: str = ""

    @property
    def actor(self) -> str:
        """What is written beside a step of theirs: the e-mail address, else the name; empty where nobody signed in."""
        return (self.email or self.name or self.subject) if self.verified else ""

    @property
    def sees_all(self) -> bool:
        """Whether nothing is hidden from them."""
        return self.role is Role.ADMINISTRATOR


LOCAL: Final = Person(subject="", name="", email="", groups=frozenset(), role=Role.ADMINISTRATOR, verified=False)
"""Whoever uses an installation without sign-in, or its command line: what they may the machine decides."""
