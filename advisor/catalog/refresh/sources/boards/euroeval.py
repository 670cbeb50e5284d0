"""EuroEval: one table per language, a column per task with two metrics and their 95% half-widths in each cell.

https://github.com/EuroEval/leaderboards, ``leaderboards/<language>_all.csv`` (MIT). The second row is the header, the
cells are links and ``57.45 +- 2.72 / 70.00 +- 1.97@@57.45``: the first metric counts. How a model was asked (validation
or test split, with or without examples) stands behind its name, and makes a board of its own: scores of one are not
comparable with those of another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from advisor.arrays import Z_95
from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.reading import number_of
from advisor.catalog.refresh.records import SourceReading
from advisor.catalog.refresh.sources.boards.scores import BoardScore, board_reading
from advisor.catalog.refresh.sources.source import RefreshSource

LANGUAGES: Final[Mapping[str, str]] = {
    "albanian": "sq",
    "bosnian": "bs",
    "bulgarian": "bg",
    "catalan": "ca",
    "croatian": "hr",
    "czech": "cs",
    "danish": "da",
    "dutch": "nl",
    "english": "en",
    "estonian": "et",
    "faroese": "fo",
    "finnish": "fi",
    "french": "fr",
    "german": "de",
    "greek": "el",
    "hungarian": "hu",
    "icelandic": "is",
    "italian": "it",
    "latvian": "lv",
    "lithuanian": "lt",
    "norwegian": "no",
    "polish": "pl",
    "portuguese": "pt",
    "romanian": "ro",
    "serbian": "sr",
    "slovak": "sk",
    "slovene": "sl",
    "spanish": "es",
    "swedish": "sv",
    "ukrainian": "uk",
}
"""Names of languages in the files' names and links, and their ISO 639-1 codes."""
_HOME: Final = "https://raw.githubusercontent.com/EuroEval/leaderboards/main/leaderboards"
_TAG: Final = re.compile(r"<[^>]*>")
_DATASET: Final = re.compile(r"euroeval\.com/datasets/([a-z_-]+)#")
_ASKED: Final = re.compile(r"\s*\(((?:zero-shot|val)(?:, val)?)\)$")
_FIGURE: Final = re.compile(r"^\s*(-?\d+(?:\.\d+)?)\s*(?:±\s*(\d+(?:\.\d+)?))?")
_ON_THE_HUB: Final = re.compile(r"href='https://(?:hf\.co|huggingface\.co)/")
_HEADER: Final = 1


def _header(value: Any) -> Sequence[str]:
    return value[_HEADER] if isinstance(value, list) and len(value) > _HEADER else ()


def _looks_like(value: Any) -> bool:
    header = _header(value)
    return bool(header) and header[0] == "Model" and bool(_language(value))


def _language(value: Any) -> str:
    """The language of a table by the links of its columns; blank where they name several, or none that is known."""
    names = {match[1] for cell in _header(value) if (match := _DATASET.search(cell))}
    return LANGUAGES.get(next(iter(names)), "") if len(names) == 1 else ""


def _read(value: Any, catalog: Catalog, day: date) -> SourceReading:
    language, header = _language(value), _header(value)
    columns = {number: _TAG.sub("", cell).strip() for number, cell in enumerate(header) if _DATASET.search(cell)}
    rows = [row for row in value[_HEADER + 1 :] if len(row) == len(header)]
    hub = [score for row in rows if _ON_THE_HUB.search(row[0]) for score in _scores(row, columns, language)]
    others = [score for row in rows if not _ON_THE_HUB.search(row[0]) for score in _scores(row, columns, language)]
    known = {name.partition(".")[2] for name in catalog.board if name.startswith(f"euroeval-{language}.")}
    # Only tasks that the catalog has boards for: others were left out of it on purpose, for every model.
    readings = [
        board_reading(catalog, scheme, [s for s in scores if s.board_id.partition(".")[2] in known], day)
        for scheme, scores in (("huggingface", hub), ("euroeval", others))
    ]
    return SourceReading(
        tuple(statement for reading in readings for statement in reading.statements),
        tuple(lost for reading in readings for lost in reading.unmapped),
        tuple(text for reading in readings for text in reading.refused),
        len(rows),
    )


def _scores(row: Sequence[str], columns: Mapping[int, str], language: str) -> Iterator[BoardScore]:
    shown = _TAG.sub("", row[0]).strip()
    asked = _ASKED.search(shown)
    name, _, variant = _ASKED.sub("", shown).partition("#")
    ending = f"-{asked[1].replace(', ', '-')}" if asked else ""
    for number, dataset in columns.items():
        figure = _FIGURE.match(row[number])
        yield BoardScore(
            f"euroeval-{language}.{dataset.replace('_', '-')}{ending}",
            name,
            number_of(figure[1]) if figure else None,
            f"{language}/{dataset}/{shown}",
            None,
            variant,
            _standard_error(figure[2]) if figure else "",
        )


def _standard_error(half_width: str | None) -> str:
    """The standard error behind a 95% half-width, in hundredths as the board writes; blank where none is shown.

    EuroEval, ``src/euroeval/scores.py``: the half-width is the normal quantile times the standard error.
    """
    return "" if half_width is None else f"{float(half_width) / Z_95:.2f}"


SOURCE: Final = RefreshSource(
    name="board-euroeval",
    title="EuroEval leaderboards",
    family="euroeval",
    form="grid",
    files=("euroeval*.csv", *(f"{name}_all*.csv" for name in LANGUAGES)),
    address="",
    parts=tuple((name, f"{_HOME}/{name}_all.csv") for name in LANGUAGES),
    part=_language,
    licence="MIT",
    attribution="EuroEval (Dan Saattrup Smart and contributors)",
    link="https://github.com/EuroEval/leaderboards",
    kind="measured",
    looks_like=_looks_like,
    read=_read,
)
