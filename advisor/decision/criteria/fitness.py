"""Fitness for the use case: capability estimates combined in the stated proportions, and updated by own evaluations.

fitness = sum of share x estimate. The estimates of one model come from one fit, often from the same boards, so their
errors are neither independent nor the same; they are taken as correlated by one half, which makes the variance the
mean of the two cases. A capability nobody has measured on a model counts as the middle of the scale, and may be
anything on it.

An ability that a model has scores of in other languages alone (speech, as good as always English) is inferred for those
that the work needs, and as wide as abilities in a language lie from those in general. For a language that nobody
documents of the model or of another one of its vendor it counts half.

Languages that the work needs count by the model's ability in each of them. Where a model has none, its ability in
languages in general stands in, moved and widened by how far the two lie apart in the models that have both. Where that
too is inferred and no model of its vendor lists or was ever tested in another language than English, it may be there or
not at all: it counts half, as what no source states does everywhere, and may be anything up to the whole.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean, pstdev
from typing import Final

from advisor.arrays import Z_90
from advisor.catalog.catalog import Catalog
from advisor.catalog.derived import derived
from advisor.catalog.languages_tested import languages_tested
from advisor.decision.criteria.documented import undocumented
from advisor.decision.criteria.task_needs import shares_of
from advisor.questionnaire.answers import UseCase
from advisor.units import Basis, Told, ToldValue, told

MIDDLE = 50.0
UNKNOWN_SE = 25.0
"""Standard error of a capability without any estimate: two of them span the whole scale of 0 to 100."""
LANGUAGES: Final = "multilingual"
"""The ability that an ability per language stands in for."""
ENOUGH_BOTH: Final = 20
"""Models with both abilities from which on their difference is worth a spread of its own."""
ANY: Final = ""
"""The code of a language that nobody tests."""
HALF_SD: Final = 1 / math.sqrt(12)
"""Standard deviation of what may be anything from nothing to the whole, as a share of it."""
_KEYS: Final = {"fitted": "ability", "unknown": "ability.unknown"}
"""What is said of an ability by how it is known; every other basis is inferred."""
_INFERRED: Final = "ability.inferred"


@dataclass(frozen=True, slots=True)
class Fitness:
    """Fitness in points of 0 to 100 with its standard error, what it rests on, and the words for it.

    ``inferred_share`` is the share of it that rests on abilities without a public score of the model's own.
    """

    points: float
    standard_error: float
    basis: Basis
    note: Told | None
    source: str
    inferred_share: float = 0.0
    prior_share: float = 0.0

    @property
    def low(self) -> float:
        """5th percentile."""
        return max(self.points - Z_90 * self.standard_error, 0.0)

    @property
    def high(self) -> float:
        """95th percentile."""
        return min(self.points + Z_90 * self.standard_error, 100.0)


@dataclass(frozen=True, slots=True)
class _Part:
    """One ability with its share: the estimate, its error, and how it is known."""

    share: float
    estimate: float
    error: float
    basis: str
    key: str
    ability: ToldValue

    def told(self) -> Told:
        """The ability with its share and points."""
        return told(
            self.key,
            share=("share", self.share),
            ability=self.ability,
            points=("points", self.estimate),
            error=("points", self.error),
        )


def fitness_of(model_id: str, shares: Mapping[str, float], catalog: Catalog, languages: Sequence[str] = ()) -> Fitness:
    """The fitness of a model for a task with these capability shares (summing to 1) in these languages but English."""
    parts = [*_parts(model_id, shares, catalog, languages)]
    bases = {part.basis for part in parts}
    basis: Basis = "estimated" if bases == {"fitted"} else ("unknown" if bases == {"unknown"} else "inferred")
    joint = sum(part.share * part.error for part in parts)
    apart = sum((part.share * part.error) ** 2 for part in parts)
    return Fitness(
        points=min(max(sum(part.share * part.estimate for part in parts), 0.0), 100.0),
        standard_error=math.sqrt((joint**2 + apart) / 2),
        basis=basis,
        note=told("abilities", parts=[part.told() for part in parts]),
        source="capability estimates",
        inferred_share=sum(part.share for part in parts if part.basis != "fitted"),
        prior_share=sum(part.share for part in parts if part.basis == "prior"),
    )


def _parts(model_id: str, shares: Mapping[str, float], catalog: Catalog, languages: Sequence[str]) -> Iterator[_Part]:
    for capability, share in shares.items():
        if capability != LANGUAGES or not languages:
            part = _part(model_id, capability, share, catalog)
            foreign = part.basis == "fitted" and _tested_elsewhere(model_id, capability, languages, catalog)
            yield _elsewhere(part, catalog, _unsaid_share(model_id, languages, catalog)) if foreign else part
        else:
            for code in languages:
                yield _language(model_id, code, share / len(languages), catalog)


def _part(model_id: str, capability: str, share: float, catalog: Catalog) -> _Part:
    row = catalog.capability.get((model_id, capability))
    basis = row.basis if row else "unknown"
    estimate, error = (row.estimate, row.standard_error) if row else (MIDDLE, UNKNOWN_SE)
    return _Part(share, estimate, error, basis, _KEYS.get(basis, _INFERRED), ("ability", capability))


def _tested_elsewhere(model_id: str, capability: str, languages: Sequence[str], catalog: Catalog) -> bool:
    """Whether all boards of an ability that a model has scores on test it in one language that is not needed."""
    tested = languages_tested(catalog).get((model_id, capability), frozenset())
    return bool(languages and tested) and None not in tested and not tested & set(languages)


def _elsewhere(part: _Part, catalog: Catalog, unsaid: float) -> _Part:
    """An ability tested in another language alone: inferred, with the spread of abilities in languages.

    The share of the languages of the work that nobody documents counts half and may be anything, as it does of texts.
    """
    spread = language_gaps(catalog)[ANY][1]
    error = math.hypot(part.error, spread, part.estimate * unsaid * HALF_SD)
    key = "ability.elsewhere_unsaid" if unsaid else "ability.elsewhere"
    return replace(part, estimate=part.estimate * (1 - unsaid / 2), error=error, basis="inferred", key=key)


def _unsaid_share(model_id: str, languages: Sequence[str], catalog: Catalog) -> float:
    """The share of some languages of which nobody says that a model, or another one of its vendor, knows them."""
    model = catalog.model.get(model_id)
    return 0.0 if model is None else len(undocumented(model, languages, catalog)) / len(languages)


def _language(model_id: str, code: str, share: float, catalog: Catalog) -> _Part:
    """The ability in one language; without one, that in languages in general with the spread between the two."""
    row, general = (catalog.capability.get((model_id, name)) for name in (f"language_{code}", LANGUAGES))
    ability: ToldValue = ("language", code)
    if row is not None:
        return _Part(share, row.estimate, row.standard_error, row.basis, _KEYS.get(row.basis, _INFERRED), ability)
    if general is None:
        return _Part(share, MIDDLE, UNKNOWN_SE, "unknown", "ability.unknown", ability)
    gaps = language_gaps(catalog)
    gap, spread = gaps.get(code, gaps[ANY])
    estimate = min(max(general.estimate + gap, 0.0), 100.0)
    error = math.hypot(general.standard_error, spread)
    if general.basis != "fitted" and catalog.model[model_id].vendor not in multilingual_vendors(catalog):
        return _Part(share, estimate / 2, math.hypot(error, estimate * HALF_SD), "unknown", "ability.unsaid", ability)
    return _Part(share, estimate, error, "inferred", "ability.general", ability)


@derived
def multilingual_vendors(catalog: Catalog) -> frozenset[str]:
    """Vendors of which a source lists, or a test shows, any other language than English in any of their models."""
    shown = {model_id for (model_id, name), row in catalog.capability.items() if _of_languages(name, row.basis)}
    return frozenset(one.vendor for one in catalog.models if set(one.languages) - {"en"} or one.model_id in shown)


def _of_languages(name: str, basis: str) -> bool:
    return basis == "fitted" and (name == LANGUAGES or name.startswith("language_"))


@derived
def language_gaps(catalog: Catalog) -> Mapping[str, tuple[float, float]]:
    """How far abilities in a language lie from those in languages in general: mean and standard deviation by code.

    Over the models whose abilities are both fitted on scores of their own. Languages with fewer than ``ENOUGH_BOTH``
    such models, and those that nobody tests (``ANY``), take the spread over all models and languages.
    """
    gaps: dict[str, list[float]] = {}
    for (model_id, name), row in catalog.capability.items():
        general = catalog.capability.get((model_id, LANGUAGES))
        if name.startswith("language_") and general and row.basis == general.basis == "fitted":
            gaps.setdefault(name.removeprefix("language_"), []).append(row.estimate - general.estimate)
    every = [gap for found in gaps.values() for gap in found]
    usual = (fmean(every), pstdev(every)) if len(every) >= ENOUGH_BOTH else (0.0, 0.0)
    known = {code: (fmean(found), pstdev(found)) for code, found in gaps.items() if len(found) >= ENOUGH_BOTH}
    return {ANY: usual, **known}


def fitness_table(model_ids: Sequence[str], use_case: UseCase, catalog: Catalog) -> dict[str, Fitness]:
    """The fitness of every model for a use case (kept for the last 32 catalogs, proportions and languages)."""
    shares, languages = shares_of(use_case), tuple(sorted(set(use_case.languages) - {"en"}))
    known = _known(catalog, tuple(shares.items()), languages)
    return {
        model_id: known[model_id]
        if model_id in known
        else known.setdefault(model_id, fitness_of(model_id, shares, catalog, languages))
        for model_id in model_ids
    }


@derived(keep=32)
def _known(
    catalog: Catalog,  # noqa: ARG001 -- the key
    shares: tuple[tuple[str, float], ...],  # noqa: ARG001
    languages: tuple[str, ...],  # noqa: ARG001
) -> dict[str, Fitness]:
    """The fitness worked out so far for a catalog, proportions and languages."""
    return {}
