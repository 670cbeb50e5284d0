"""Who the claims of a sign-in make somebody, and which claims make nobody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from advisor.access.people import Person, Role
from advisor.access.sign_in import NotAdmitted, SignIn, person_of, sign_in_id

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
SIGN_IN = SignIn(
    metadata_url="https://id.example.org/.well-known/openid-configuration",
    issuer="https://id.example.org",
    client_id="advisor",
    role_groups={Role.EDITOR: frozenset({"science"}), Role.APPROVER: frozenset({"board", "risk"})},
    longest=timedelta(hours=10),
)
CLAIMS = {
    "iss": "https://id.example.org",
    "aud": "advisor",
    "sub": "7f3",
    "iat": NOW.timestamp() - 60,
    "name": "Ada",
    "email": "ada@example.org",
    "groups": ["science", "risk", "canteen"],
}


def test_the_claims_make_a_person_with_the_highest_role_of_their_groups() -> None:
    """The issuer is part of what tells people apart: another issuer's 7f3 is somebody else."""
    assert person_of(CLAIMS, SIGN_IN, NOW) == Person(
        subject="https://id.example.org 7f3",
        name="Ada",
        email="ada@example.org",
        groups=frozenset({"science", "risk", "canteen"}),
        role=Role.APPROVER,
        verified=True,
    )


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"iss": "https://id.example.com"}, NotAdmitted.FOREIGN),
        ({"iss": None}, NotAdmitted.FOREIGN),
        ({"aud": "another"}, NotAdmitted.FOREIGN),
        ({"aud": ["another"]}, NotAdmitted.FOREIGN),
        ({"aud": None}, NotAdmitted.FOREIGN),
        ({"aud": "advisor-of-another"}, NotAdmitted.FOREIGN),
        ({"sub": ""}, NotAdmitted.FOREIGN),
        ({"sub": None}, NotAdmitted.FOREIGN),
        ({"iat": NOW.timestamp() - 36_000}, NotAdmitted.OVER),
        ({"iat": NOW.timestamp() + 600}, NotAdmitted.OVER),
        ({"iat": None}, NotAdmitted.OVER),
        ({"iat": True}, NotAdmitted.OVER),
        ({"iat": 1e300}, NotAdmitted.OVER),
        ({"groups": ["canteen"]}, NotAdmitted.ROLELESS),
        ({"groups": None}, NotAdmitted.ROLELESS),
        ({"groups": {"science": True}}, NotAdmitted.ROLELESS),
        ({"groups": [["science"]]}, NotAdmitted.ROLELESS),
    ],
)
def test_other_claims_make_nobody(changed: dict[str, Any], refusal: NotAdmitted) -> None:
    """Made by another issuer or for another program, too long ago, or of no group that counts."""
    assert person_of(CLAIMS | changed, SIGN_IN, NOW) is refusal


@pytest.mark.parametrize(
    ("changed", "shown"),
    [
        ({}, "ada@example.org"),
        ({"email_verified": False}, "Ada"),
        ({"email": None}, "Ada"),
        ({"email": None, "name": " "}, "https://id.example.org 7f3"),
        ({"email": None, "name": None, "preferred_username": "ada"}, "ada"),
    ],
)
def test_an_address_counts_where_the_issuer_does_not_doubt_it(changed: dict[str, Any], shown: str) -> None:
    """Else anybody could put another's address beside what they do."""
    found = person_of(CLAIMS | changed, SIGN_IN, NOW)
    assert isinstance(found, Person)
    assert found.actor in {shown, "7f3"}


def test_others_read_only_where_that_is_said_and_a_claim_may_lie_deeper() -> None:
    """Some directories keep roles inside another claim."""
    loose = SIGN_IN.model_copy(update={"others_read": True, "groups_claim": "realm_access.roles"})
    deep = CLAIMS | {"realm_access": {"roles": ["board"]}, "groups": []}
    roles = [person_of(claims, loose, NOW).role for claims in (CLAIMS, deep)]  # type: ignore[union-attr]
    assert roles == [Role.READER, Role.APPROVER]


def test_each_sign_in_has_an_id_of_its_own() -> None:
    """Whichever order its claims come in."""
    again = CLAIMS | {"nonce": "2"}
    assert sign_in_id(CLAIMS) == sign_in_id(dict(reversed(CLAIMS.items()))) != sign_in_id(again)
