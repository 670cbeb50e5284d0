"""What the sign-in of the company tells of somebody, and who that makes them here.

The claims are those of an OpenID Connect ID token, whose signature, issuer, audience and expiry were checked when it
was fetched. A browser brings them back for as long as its cookie lasts, also after the settings have changed: whom the
claims name, by whom and for whom they were made is checked at every use.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from pydantic import Field

from advisor.access.people import Person, Role
from advisor.units import Record

WELL_KNOWN: Final = "/.well-known/openid-configuration"
"""OpenID Connect Discovery 1.0, section 4: where an issuer says what it offers."""
_LEEWAY: Final = timedelta(minutes=5)
"""The clocks of two machines differ by so much at most."""


class NotAdmitted(StrEnum):
    """Why somebody who signed in is nobody here."""

    FOREIGN = "foreign"
    ROLELESS = "roleless"
    OVER = "over"


class SignIn(Record):
    """How people sign in to this installation, and which of their groups give which role.

    ``idle`` is how long nothing may be done, ``longest`` how long one sign-in lasts at most.
    """

    metadata_url: str
    issuer: str
    client_id: str
    scopes: str = "openid profile email"
    groups_claim: str = "groups"
    role_groups: dict[Role, frozenset[str]] = Field(default_factory=dict)
    others_read: bool = False
    idle: timedelta = timedelta(minutes=30)
    longest: timedelta = timedelta(hours=10)

    def role_of(self, groups: frozenset[str]) -> Role | None:
        """The highest role that a group gives; a reader's where others may read, else None."""
        given = [role for role in Role if groups & self.role_groups.get(role, frozenset())]
        return given[-1] if given else Role.READER if self.others_read else None


def person_of(claims: Mapping[str, Any], sign_in: SignIn, now: datetime) -> Person | NotAdmitted:
    """Who the claims make somebody, or why they are nobody here.

    An address that the issuer has not verified is left out: it would be shown beside what they do.
    """
    subject, began = claims.get("sub"), began_at(claims)
    for_us = sign_in.client_id in _texts(claims.get("aud"))
    if claims.get("iss") != sign_in.issuer or not for_us or not isinstance(subject, str) or not subject:
        return NotAdmitted.FOREIGN
    if began is None or not now - sign_in.longest < began < now + _LEEWAY:
        return NotAdmitted.OVER
    groups = frozenset(_texts(_claim(claims, sign_in.groups_claim)))
    role = sign_in.role_of(groups)
    if role is None:
        return NotAdmitted.ROLELESS
    names = (claims.get("name"), claims.get("preferred_username"), claims.get("email"), subject)
    email = claims.get("email") if claims.get("email_verified") is not False else ""
    return Person(
        subject=f"{sign_in.issuer} {subject}",
        name=next(name for name in names if isinstance(name, str) and name.strip()),
        email=email if isinstance(email, str) else "",
        groups=groups,
        role=role,
        verified=True,
    )


def began_at(claims: Mapping[str, Any]) -> datetime | None:
    """When they signed in: when the token was made, None where it does not say."""
    issued = claims.get("iat")
    if isinstance(issued, bool) or not isinstance(issued, int | float):
        return None
    try:
        return datetime.fromtimestamp(issued, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def sign_in_id(claims: Mapping[str, Any]) -> str:
    """What tells one sign-in from the next, by the same person too: the issuer's token is another each time."""
    return hashlib.sha256(json.dumps(dict(claims), sort_keys=True, default=str).encode()).hexdigest()


def _claim(claims: Mapping[str, Any], path: str) -> Any:
    """A claim by its name, or by the names on the way to it (``realm_access.roles``)."""
    if path in claims:
        return claims[path]
    found: Any = claims
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _texts(found: Any) -> list[str]:
    given = [found] if isinstance(found, str) else found if isinstance(found, Sequence) else []
    return [one for one in given if isinstance(one, str) and one]
