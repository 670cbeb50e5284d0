"""Which languages somebody says that a model knows: its source lists them, or a public test was made in them.

Where a model has no list, or one that its source calls longer than what it names ("multi"), a model of the same vendor
and kind that lists or was tested in a language speaks for it: who documents German for one chat model and is silent on
the next is no stranger to German. That is weaker than a word on the model itself, and is told as what it is. A list
that is whole speaks for itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

from advisor.catalog.catalog import Catalog
from advisor.catalog.derived import derived
from advisor.catalog.languages_tested import languages_tested
from advisor.catalog.tables.schema import LANGUAGE_KINDS, Model

MANY: Final = "multi"
"""What a list holds where its source says that there are more languages than it names."""
_ABILITY: Final = "language_"


class KnownLanguages(NamedTuple):
    """What is said of a model's languages: its kind, its source's list in its order, public tests, and its siblings.

    ``siblings`` holds what counts of other models of the vendor: nothing where the model's own list is whole.
    """

    kind: str
    listed: tuple[str, ...]
    tested: frozenset[str]
    siblings: frozenset[str]


class Documented(NamedTuple):
    """Languages of the work by who speaks for them: the vendor's other models alone, or nobody; the rest is sure."""

    by_sibling: frozenset[str]
    by_nobody: frozenset[str]


def known_languages(model: Model, catalog: Catalog) -> KnownLanguages:
    """What the catalogue knows of a model's languages."""
    tested = scored_languages(catalog).get(model.model_id, frozenset())
    whole = bool(model.languages) and MANY not in model.languages
    siblings = frozenset() if whole else known_to_vendors(catalog).get((model.vendor, _group(model)), frozenset())
    return KnownLanguages(model.kind, tuple(model.languages), tested, siblings)


def documented(known: KnownLanguages, languages: Collection[str]) -> Documented:
    """Who speaks for some languages (but English, which every model takes): verdict and warnings both ask here."""
    if known.kind == "image":
        return Documented(frozenset(), frozenset())
    unsure = frozenset(languages) - {"en"} - set(known.listed) - known.tested
    return Documented(unsure & known.siblings, unsure - known.siblings)


def undocumented(model: Model, languages: Collection[str], catalog: Catalog) -> frozenset[str]:
    """Those of some languages of which nobody says that the model, or another one of its vendor, knows them."""
    return documented(known_languages(model, catalog), languages).by_nobody


@derived
def scored_languages(catalog: Catalog) -> Mapping[str, frozenset[str]]:
    """By model the languages that it has public scores in."""
    found: dict[str, set[str]] = {}
    for (model_id, name), row in catalog.capability.items():
        if name.startswith(_ABILITY) and row.basis == "fitted":
            found.setdefault(model_id, set()).add(name.removeprefix(_ABILITY))
    for (model_id, _), codes in languages_tested(catalog).items():
        found.setdefault(model_id, set()).update(code for code in codes if code)
    return {model_id: frozenset(codes) for model_id, codes in found.items()}


@derived
def known_to_vendors(catalog: Catalog) -> Mapping[tuple[str, str], frozenset[str]]:
    """By vendor and kind of model the languages that some model of theirs lists or was tested in."""
    found: dict[tuple[str, str], set[str]] = {}
    for model in catalog.models:
        tested = scored_languages(catalog).get(model.model_id, frozenset())
        found.setdefault((model.vendor, _group(model)), set()).update({*model.languages, *tested} - {MANY})
    return {key: frozenset(codes) for key, codes in found.items()}


def _group(model: Model) -> str:
    return "language" if model.kind in LANGUAGE_KINDS else model.kind
