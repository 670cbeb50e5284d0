"""People for tests: somebody who has signed in, with a role and teams."""

from __future__ import annotations

from advisor.access.people import Person, Role


def signed_in(name: str, role: Role = Role.ADMINISTRATOR, *groups: str) -> Person:
    """A person whose subject, name and address are one word."""
    return Person(subject=name, name=name, email=name, groups=frozenset(groups), role=role, verified=True)
