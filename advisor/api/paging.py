"""Long lists by the page: a cursor names the last entry that was given, so that nothing is left out or given twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated, Final, TypeVar

from fastapi import Query

Item = TypeVar("Item")
MOST: Final = 200
PageSize = Annotated[int, Query(alias="limit", ge=1, le=MOST, description="Entries of a page.")]
Cursor = Annotated[
    str, Query(max_length=2_000, description="`next` of the page before; left out for the first page, never made up.")
]


def page(
    items: Iterable[Item], key: Callable[[Item], str], *, limit: int, cursor: str
) -> tuple[list[Item], str | None]:
    """The entries whose key comes after the cursor, at most ``limit``, and the cursor of the next page (None: none).

    ``items`` must stand in the order of their keys, which must not change while an entry is there: then entries that
    come and go between two pages move no other.
    """
    rest = [item for item in items if not cursor or key(item) > cursor]
    return rest[:limit], key(rest[limit - 1]) if len(rest) > limit else None
