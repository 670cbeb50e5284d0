"""On whose behalf an assistant asks, and what it may do: it reads, and writes only where somebody allowed it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from advisor.access.people import LOCAL, Person
from advisor.errors import InputError, Problem

Scope = Literal["read", "assess", "report", "write"]
"""What a tool is for, named as the scopes of access tokens are."""
READING: Final[frozenset[str]] = frozenset({"read", "assess", "report"})


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever is behind the calls.

    ``key`` keeps the records of one apart from those of another; ``person`` decides which saved decisions there are;
    ``how_to_allow`` says who gives a missing scope.
    """

    key: str = ""
    person: Person = LOCAL
    scopes: frozenset[str] = READING
    how_to_allow: str = "start it with advisor mcp --allow-writing"

    def check_may(self, scope: Scope) -> None:
        """Raise InputError where this is not allowed."""
        if scope not in self.scopes:
            what = "nothing is written unless somebody allows it" if scope == "write" else f"it needs the scope {scope}"
            raise InputError(
                "This connection may not do that:", [Problem(scope, "not allowed", f"{what}: {self.how_to_allow}")]
            )
