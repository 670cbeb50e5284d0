"""Find a model by any of its names: catalog id, Hub repository, reviewed alias, or the name its vendor writes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from typing import Final

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Model
from advisor.errors import InputError, Problem

NEAR: Final = 5
_CUTOFF: Final = 0.55
_SEPARATORS: Final = re.compile(r"[\s._:\-]+")


def find_model(catalog: Catalog, name: str) -> Model:
    """The one model that goes by ``name``; raises InputError with the nearest ids when none or several do.

    Tried in this order, each without regard to capitals: catalog id; Hub id; reviewed alias; then id, slug, Hub id,
    vendor's own name and alias with dots, dashes, underscores and blanks alike. Several models at one step are refused.
    """
    for names, spell in _steps(catalog):
        wanted = spell(name)
        found = sorted({model_id for spelling, model_id in names if wanted and spell(spelling) == wanted})
        if len(found) == 1:
            return catalog.model[found[0]]
        if found:
            allowed = f"one of {', '.join(found)}"
            raise InputError(f"{name!r} is the name of several models:", [Problem("model", repr(name), allowed)])
    near = near_matches(catalog, name)
    allowed = f"a catalog id, Hub id or alias; near: {', '.join(near)}" if near else "a catalog id, Hub id or alias"
    raise InputError("The catalog has no such model:", [Problem("model", repr(name), allowed)])


def near_matches(catalog: Catalog, name: str, *, limit: int = NEAR) -> tuple[str, ...]:
    """Ids of the models whose names look most like ``name``, nearest first."""
    wanted = fold(name)
    keys: dict[str, str] = {}
    for model in catalog.models:
        for spelling in (model.model_id, model.model_id.partition("/")[2], model.name, model.hub_id or ""):
            keys.setdefault(fold(spelling), model.model_id)
    containing = [keys[key] for key in sorted(keys, key=len) if wanted and wanted in key]
    close = get_close_matches(wanted, [key for key in keys if key], n=limit * 3, cutoff=_CUTOFF)
    return tuple(dict.fromkeys([*containing, *(keys[key] for key in close)]))[:limit]


def fold(name: str) -> str:
    """A spelling in which capitals, dots, dashes, underscores, colons and blanks make no difference."""
    return _SEPARATORS.sub("-", name.strip().lower()).strip("-")


def _steps(catalog: Catalog) -> Iterator[tuple[Iterable[tuple[str, str]], Callable[[str], str]]]:
    """The lists of (name, model id) to look through, with how names are compared there."""
    models = catalog.models
    yield [(model.model_id, model.model_id) for model in models], _plain
    yield [(model.hub_id, model.model_id) for model in models if model.hub_id], _plain
    known = [(alias.alias, alias.model_id) for alias in catalog.aliases if alias.model_id in catalog.model]
    yield known, _plain
    yield [(model.model_id, model.model_id) for model in models], fold
    yield [(model.model_id.partition("/")[2], model.model_id) for model in models], fold
    yield [(model.hub_id, model.model_id) for model in models if model.hub_id], fold
    yield [(model.name, model.model_id) for model in models], fold
    yield known, fold


def _plain(name: str) -> str:
    return name.strip().lower()
