"""Who has signed in here: the people with whom something can be shared, and their teams."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Final

from sqlalchemy import Engine
from sqlmodel import select

from advisor.access.people import Person, Role
from advisor.errors import NotFoundError
from advisor.storage.database import session
from advisor.storage.decisions import utc_now
from advisor.storage.rights.tables_people import PersonRow
from advisor.storage.storable import stored_text

_MOST_NAME: Final = 200
_MOST_EMAIL: Final = 320


class KnownPeople:
    """Everybody who has signed in to one database, as their last sign-in told of them."""

    def __init__(self, engine: Engine, *, clock: Callable[[], datetime] = utc_now) -> None:
        self._engine = engine
        self._clock = clock

    def saw(self, person: Person) -> None:
        """Keep that a person signed in, with the groups and the role that they have now."""
        now = self._clock()
        with session(self._engine) as db:
            row = db.get(PersonRow, person.subject, with_for_update=True) or PersonRow(
                subject=person.subject, role=person.role.value, first_seen_at=now, last_seen_at=now
            )
            row.name, row.email = person.name[:_MOST_NAME], person.email[:_MOST_EMAIL]
            row.groups_json, row.role = json.dumps(sorted(person.groups)), person.role.value
            row.last_seen_at = now
            db.add(row)

    def person(self, subject: str) -> Person:
        """Somebody by their subject; raises NotFoundError where nobody of it has signed in."""
        with session(self._engine) as db:
            row = db.get(PersonRow, subject)
        if row is None:
            raise NotFoundError("nobody of this name has signed in here")
        return _person(row)

    def everybody(self) -> tuple[Person, ...]:
        """All who have signed in, by name."""
        with session(self._engine) as db:
            rows = db.exec(select(PersonRow).order_by(PersonRow.name, PersonRow.subject)).all()
        return tuple(_person(row) for row in rows)


def _person(row: PersonRow) -> Person:
    """Somebody as kept; what cannot be read of groups or role gives no right, until the next sign-in tells anew."""
    return Person(
        subject=row.subject,
        name=stored_text(row.name),
        email=stored_text(row.email),
        groups=_groups(row.groups_json),
        role=Role(row.role) if row.role in {role.value for role in Role} else Role.READER,
        verified=True,
    )


def _groups(kept: str) -> frozenset[str]:
    try:
        found = json.loads(kept)
    except ValueError:
        return frozenset()
    return frozenset(str(group) for group in found) if isinstance(found, list) else frozenset()
