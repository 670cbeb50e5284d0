"""One memory per catalog: what a function of a catalog gives is kept in the catalog itself, and goes when it goes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import update_wrapper
from threading import Lock
from typing import Any, Concatenate, Final, Generic, Literal, ParamSpec, TypeVar, overload
from weakref import WeakValueDictionary

from advisor.catalog.catalog import Catalog

P = ParamSpec("P")
T = TypeVar("T")
KeptBy = Literal["object", "digest"]


class Memory:
    """What was worked out, by function and further arguments, the last asked for at the end."""

    __slots__ = ("__weakref__", "kept")

    def __init__(self) -> None:
        self.kept: dict[Any, OrderedDict[Hashable, Any]] = {}


_LOCK: Final = Lock()
_BY_DIGEST: Final[WeakValueDictionary[str, Memory]] = WeakValueDictionary()
"""Memories that catalogs with one digest share, as long as one of them is there."""


class Derived(Generic[P, T]):
    """A function of a catalog whose results are kept; ``keep`` gives it one, ``forget`` drops those of a catalog."""

    def __init__(self, function: Callable[Concatenate[Catalog, P], T], *, by: KeptBy, keep: int) -> None:
        self._function = function
        self._by = by
        self._keep = keep
        update_wrapper(self, function)

    def __call__(self, catalog: Catalog, *args: P.args, **kwargs: P.kwargs) -> T:
        """What the function gives for a catalog; threads that ask at once get the same object."""
        kept, key = self._kept(catalog), (args, tuple(sorted(kwargs.items())))
        with _LOCK:
            if key in kept:
                kept.move_to_end(key)
                return kept[key]
        made = self._function(catalog, *args, **kwargs)
        with _LOCK:
            found = kept.setdefault(key, made)
            while len(kept) > self._keep:
                kept.popitem(last=False)
        return found

    def keep(self, catalog: Catalog, made: T) -> None:
        """Take what the function would give for a catalog from somebody who has kept it."""
        kept = self._kept(catalog)
        with _LOCK:
            kept.setdefault(((), ()), made)

    def forget(self, catalog: Catalog) -> None:
        """Let go of what is kept for a catalog."""
        kept = self._kept(catalog)
        with _LOCK:
            kept.clear()

    def _kept(self, catalog: Catalog) -> OrderedDict[Hashable, T]:
        memories = catalog.memories
        with _LOCK:
            memory = memories.get(self._by)
            if memory is None:
                memory = Memory()
                if self._by == "digest":
                    memory = _BY_DIGEST.setdefault(catalog.digest, memory)
                memories[self._by] = memory
            return memory.kept.setdefault(self._function, OrderedDict())


@overload
def derived(function: Callable[Concatenate[Catalog, P], T], /) -> Derived[P, T]: ...


@overload
def derived(
    *, by: KeptBy = "object", keep: int = 1
) -> Callable[[Callable[Concatenate[Catalog, P], T]], Derived[P, T]]: ...


def derived(function: Any = None, /, *, by: KeptBy = "object", keep: int = 1) -> Any:
    """Keep what a function of a catalog gives, for the last ``keep`` of its further arguments (hashable).

    Two identities: by ``object`` for what holds rows of a catalog, which belong to no other with the same digest; by
    ``digest`` for figures, which a catalog read again need not work out.
    """
    if function is not None:
        return Derived(function, by=by, keep=keep)
    return lambda given: Derived(given, by=by, keep=keep)
