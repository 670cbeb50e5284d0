"""Long lists by the page: a cursor names the last entry that was given, so that nothing is left out or given twice."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Iterable
from typing import Annotated, Final, TypeVar

from fastapi import Query

from advisor.api.problems import ApiRefusal
from advisor.errors import Problem

Item = TypeVar("Item")
SortKey = tuple[str, ...]
MOST: Final = 200
PageSize = Annotated[int, Query(alias="limit", ge=1, le=MOST, description="Entries of a page.")]
Cursor = Annotated[
    str | None,
    Query(
        max_length=2_000,
        pattern=r"^[A-Za-z0-9_-]+={0,2}$",
        description="`next` of the page before; left out for the first page.",
    ),
]


def page(
    items: Iterable[Item], key: Callable[[Item], SortKey], *, limit: int, cursor: str | None
) -> tuple[list[Item], str | None]:
    """The entries after the cursor, at most ``limit``, and the cursor of the next page (None: there is none).

    ``items`` must stand in the order of their keys. Raises ApiRefusal for a cursor that is none.
    """
    after = None if cursor is None else _read(cursor)
    rest = [item for item in items if after is None or key(item) > after]
    return rest[:limit], _written(key(rest[limit - 1])) if len(rest) > limit else None


def _written(key: SortKey) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode()


def _read(cursor: str) -> SortKey:
    try:
        found = json.loads(base64.urlsafe_b64decode(cursor))
    except (binascii.Error, ValueError):
        found = None
    if not isinstance(found, list) or not all(isinstance(part, str) for part in found):
        raise ApiRefusal(
            "request-refused", "The cursor is none of this list.", [Problem("cursor", cursor[:80], "next of a page")]
        )
    return tuple(found)
