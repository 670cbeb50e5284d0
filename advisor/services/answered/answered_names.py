"""Names in answers that nothing here has: a provider, vendor, GPU, country or language that would be ignored unsaid.

The shape of answers is checked where they are read (``questionnaire.load``); whether what they name exists is known
only beside a catalog. What was decided earlier is replayed without this check: a name that has gone since is no fault
of whoever wrote it then.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from advisor.catalog.catalog import Catalog
from advisor.errors import AnswersError, Problem, most_problems
from advisor.hosting.prices.gpu_market import find_gpu, fold
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.codes import COUNTRY_CODES, LANGUAGE_CODES, country_meant, language_meant
from advisor.questionnaire.load import load_answers

Kind = Literal["provider", "vendor", "gpu", "country", "language"]
NAMES: Final[Mapping[str, Kind]] = {
    "use_cases[].languages[]": "language",
    "data.jurisdictions[]": "country",
    "hosting.country": "country",
    "hosting.gpus_owned[].gpu": "gpu",
    "hosting.contracts[]": "provider",
    "hosting.committed[].provider": "provider",
    "hosting.providers_excluded[]": "provider",
    "hosting.providers_allowed[]": "provider",
    "governance.vendors_excluded[]": "vendor",
    "governance.jurisdictions_excluded[]": "country",
    "origin.countries_excluded[]": "country",
    "origin.countries_preferred[]": "country",
}
"""Every place of the answers that names something, and what; a list is walked where ``[]`` stands."""
_NEAR: Final = 3
_LIKENESS: Final = 0.7
_SHORTEST: Final = 3
"""Letters of a word that counts as a part of a name."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What a kind of name may be: ``says`` are words that mean a name, ``listed`` how what is allowed is said."""

    has: Callable[[str], bool]
    says: Callable[[str], list[str]]
    listed: str


def load_known(path: Path, catalog: Catalog) -> Answers:
    """Read one file of answers whose names are all known; raises AnswersError with every problem found."""
    return with_known_names(load_answers(path), catalog, name=str(path))


def with_known_names(answers: Answers, catalog: Catalog, *, name: str) -> Answers:
    """The answers as they came; raises AnswersError with every name in them that nothing here has."""
    problems = most_problems(unknown_names(answers, catalog), "answers")
    if problems:
        raise AnswersError(f"{name} has names that are not known:", problems)
    return answers


def unknown_names(answers: Answers, catalog: Catalog) -> Iterator[Problem]:
    """A problem for each name that is not known: where it stands, what may be meant, and what is allowed."""
    known = _known(catalog)
    for pattern, kind in NAMES.items():
        for place, value in _values(answers, pattern):
            if not known[kind].has(value):
                near = known[kind].says(value)
                meant = f"did you mean {' or '.join(near)}? " if near else ""
                yield Problem(place, f"no {_TOLD[kind]} {value!r} is known", f"{meant}allowed: {known[kind].listed}")


_TOLD: Final[Mapping[Kind, str]] = {
    "provider": "provider",
    "vendor": "vendor",
    "gpu": "GPU",
    "country": "country",
    "language": "language",
}


def _known(catalog: Catalog) -> Mapping[Kind, _Known]:
    providers = {row.provider_id: (row.name,) for row in catalog.providers}
    named = {
        vendor: catalog.vendor[vendor].name if vendor in catalog.vendor else vendor for vendor in _vendors(catalog)
    }
    gpus = {gpu.gpu_id: (gpu.name, *gpu.aliases) for gpu in catalog.gpus}
    return {
        "provider": _of_table(providers, providers.__contains__),
        "vendor": _of_table({vendor: (name,) for vendor, name in named.items()}, named.__contains__),
        "gpu": _of_table(gpus, lambda name: find_gpu(catalog.gpus, name) is not None),
        "country": _Known(
            COUNTRY_CODES.__contains__,
            country_meant,
            "the two letters of a country (ISO 3166-1), such as DE, FR or US; of the Union each member that is meant",
        ),
        "language": _Known(
            lambda code: code in LANGUAGE_CODES or code in _spoken(catalog),
            language_meant,
            "the code of a language (ISO 639-1), such as en, de, fr or ja",
        ),
    }


def _vendors(catalog: Catalog) -> Collection[str]:
    return {model.vendor for model in catalog.models} | set(catalog.vendor)


def _spoken(catalog: Catalog) -> Collection[str]:
    return {code for model in catalog.models for code in model.languages}


def _of_table(names: Mapping[str, Iterable[str]], has: Callable[[str], bool]) -> _Known:
    return _Known(has, lambda value: _close(value, names), ", ".join(sorted(names)))


def _close(value: str, names: Mapping[str, Iterable[str]]) -> list[str]:
    """Ids that a value may stand for: what is written so or nearly so, then those that share a word with it."""
    folded = {fold(text): key for key, texts in names.items() for text in (*texts, key)}
    wanted = fold(value)
    alike = [folded[text] for text in difflib.get_close_matches(wanted, folded, n=_NEAR, cutoff=_LIKENESS)]
    exact = wanted in folded
    words = {word for word in _words(value) if len(word) >= _SHORTEST}
    sharing = [key for key, texts in names.items() if words & set(_words(key if exact else " ".join((key, *texts))))]
    sharing.sort(key=lambda key: -difflib.SequenceMatcher(None, wanted, fold(key)).ratio())
    return list(dict.fromkeys((*alike[:1], *sharing) if exact else (*alike[:1], *sharing, *alike)))[:_NEAR]


def _words(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in text.casefold()).split()


def _values(record: Any, pattern: str, before: str = "") -> Iterator[tuple[str, str]]:
    """Place and value of what stands at a pattern of the answers; nothing where it was left out."""
    head, _, rest = pattern.partition(".")
    value = getattr(record, head.removesuffix("[]"))
    found = enumerate(value) if head.endswith("[]") else [(None, value)]
    for number, item in found:
        place = f"{before}{head.removesuffix('[]')}" + ("" if number is None else f"[{number}]")
        if rest:
            yield from _values(item, rest, f"{place}.")
        elif item is not None:
            yield place, item
