"""Tokens by which programs ask on behalf of a person: what each may, until when, when it was last used.

The secret is shown once, when the token is made. A hash of it is kept: of 256 random bits a plain SHA-256 is enough,
since nobody can try them all. A token never may more than the person it belongs to: it is kept with the role and the
groups that the person had when it was made, and ends with them after a year at most.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Final, Literal, get_args

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from advisor.access.people import LOCAL, Person, Role
from advisor.errors import InputError, NotFoundError, Problem
from advisor.storage import audit_trail
from advisor.storage.database import session
from advisor.storage.decisions import utc_now
from advisor.storage.storable import stored_moment
from advisor.storage.tokens.tables_tokens import AccessTokenRow
from advisor.units import Record

Scope = Literal["read", "assess", "report", "write", "approve", "metrics"]
SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)
LONGEST_DAYS: Final = 366
"""A judgement: a year, so that a token that nobody remembers ends."""
USUAL_DAYS: Final = 90
MOST_NAME: Final = 100
_FORM: Final = re.compile(r"advisor_([0-9a-f]{16})_([A-Za-z0-9_-]{43})")
_SECRET_BYTES: Final = 32
_NOTED_EVERY: Final = timedelta(minutes=1)
"""How exact ``last_used_at`` is: to write it down at every request would cost each of them a transaction."""
_NO_HASH: Final = "0" * 64


class AccessToken(Record):
    """A token as its list shows it; the secret is in none."""

    token_id: str
    name: str
    person: Person
    scopes: tuple[Scope, ...]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None


class AccessTokens:
    """The tokens in one database; ``person`` makes, sees and ends their own, an administrator sees and ends all."""

    def __init__(self, engine: Engine, *, clock: Callable[[], datetime] = utc_now, person: Person = LOCAL) -> None:
        self._engine = engine
        self._clock = clock
        self._person = person

    def create(self, name: str, scopes: Collection[str], *, days: int = USUAL_DAYS) -> tuple[AccessToken, str]:
        """Make a token and give its text, which nobody can read again; raises InputError with everything wrong."""
        problems = _problems(name, scopes, days)
        if problems:
            raise InputError("The token cannot be made:", problems)
        token_id, secret = secrets.token_hex(8), secrets.token_urlsafe(_SECRET_BYTES)
        now, person = self._clock(), self._person
        row = AccessTokenRow(
            token_id=token_id,
            secret_hash=_hash(secret),
            name=name.strip(),
            subject=person.subject,
            person_name=person.name,
            email=person.email,
            groups_json=json.dumps(sorted(person.groups)),
            role=person.role.value,
            verified=person.verified,
            scopes=" ".join(scope for scope in SCOPES if scope in scopes),
            created_at=now,
            expires_at=now + timedelta(days=days),
        )
        with session(self._engine) as db:
            db.add(row)
            detail = f"{row.name} ({token_id}): {row.scopes}, until {row.expires_at:%Y-%m-%d}"
            self._trace(db, "token", detail)
            return _token(row), f"advisor_{token_id}_{secret}"

    def all(self) -> tuple[AccessToken, ...]:
        """The person's tokens, newest first; every token for an administrator."""
        query = select(AccessTokenRow).order_by(col(AccessTokenRow.created_at).desc(), AccessTokenRow.token_id)
        if not self._person.sees_all:
            query = query.where(AccessTokenRow.subject == self._person.subject)
        with session(self._engine) as db:
            return tuple(_token(row) for row in db.exec(query))

    def revoke(self, token_id: str) -> AccessToken:
        """End a token now and for good; raises NotFoundError where the person has none with this id."""
        with session(self._engine) as db:
            row = db.get(AccessTokenRow, token_id, with_for_update=True)
            if row is None or not (self._person.sees_all or row.subject == self._person.subject):
                raise NotFoundError(f"there is no token {token_id}")
            if row.revoked_at is None:
                row.revoked_at = self._clock()
                db.add(row)
                self._trace(db, "revoke token", f"{row.name} ({token_id})")
            return _token(row)

    def _trace(self, db: Session, action: str, detail: str) -> None:
        audit_trail.append(
            db, at=self._clock(), actor=self._person.actor, action=action, decision_id=None, detail=detail
        )


def standing_token(engine: Engine, text: str, *, clock: Callable[[], datetime] = utc_now) -> AccessToken | None:
    """The token that this text is, with its use noted; None for one that is forged, has expired or was revoked.

    Which of these it is nobody is told, and the comparison takes as long whatever is wrong.
    """
    match = _FORM.fullmatch(text)
    token_id, secret = match.groups() if match else ("", "")
    now = clock()
    with session(engine) as db:
        row = db.get(AccessTokenRow, token_id) if token_id else None
        right = hmac.compare_digest(_hash(secret), _NO_HASH if row is None else row.secret_hash)
        if row is None or not right or row.revoked_at is not None or stored_moment(row.expires_at) <= now:
            return None
        used = row.last_used_at
        if used is None or now - stored_moment(used) >= _NOTED_EVERY:
            row.last_used_at = now
            db.add(row)
        return _token(row)


def _problems(name: str, scopes: Collection[str], days: int) -> list[Problem]:
    found = []
    if not name.strip() or len(name.strip()) > MOST_NAME:
        found.append(Problem("name", repr(name[:MOST_NAME]), f"1 to {MOST_NAME} characters"))
    if not scopes:
        found.append(Problem("scopes", "none", f"one or more of {', '.join(SCOPES)}"))
    found += [Problem("scopes", repr(scope), ", ".join(SCOPES)) for scope in scopes if scope not in SCOPES]
    if not 1 <= days <= LONGEST_DAYS:
        found.append(Problem("days", str(days), f"1 to {LONGEST_DAYS}"))
    return found


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _token(row: AccessTokenRow) -> AccessToken:
    scopes = set(row.scopes.split())
    return AccessToken(
        token_id=row.token_id,
        name=row.name,
        person=Person(
            subject=row.subject,
            name=row.person_name,
            email=row.email,
            groups=frozenset(json.loads(row.groups_json)),
            role=Role(row.role),
            verified=row.verified,
        ),
        scopes=tuple(scope for scope in SCOPES if scope in scopes),
        created_at=stored_moment(row.created_at),
        expires_at=stored_moment(row.expires_at),
        last_used_at=stored_moment(row.last_used_at) if row.last_used_at else None,
        revoked_at=stored_moment(row.revoked_at) if row.revoked_at else None,
    )
