"""LiveBench: one table per release with a column per task; a category is the mean of its tasks.

https://github.com/LiveBench/livebench.github.io, ``public/table_<release>.csv`` and ``categories_<release>.json``. The
tasks differ from release to release, so that the columns of a table say which release it is; a table with any other
columns is a release that ``boards.csv`` does not have yet, and is not read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.reading import number_of
from advisor.catalog.refresh.records import SourceReading
from advisor.catalog.refresh.sources.boards.scores import BoardScore, board_reading
from advisor.catalog.refresh.sources.source import RefreshSource

RELEASE: Final = date(2026, 1, 8)
CATEGORIES: Final[Mapping[str, tuple[str, ...]]] = {
    "reasoning": ("theory_of_mind", "zebra_puzzle", "spatial", "logic_with_navigation"),
    "coding": ("code_generation", "code_completion"),
    "agentic-coding": ("javascript", "typescript", "python"),
    "mathematics": ("AMPS_Hard", "integrals_with_game", "math_comp", "olympiad"),
    "data-analysis": ("consecutive_events", "tablejoin", "tablereformat"),
    "language": ("connections", "plot_unscrambling", "typos"),
    "if": ("paraphrase", "simplify", "story_generation", "summarize"),
}
"""The tasks of each category in the release (its ``categories_2026_01_08.json``)."""
_TASKS: Final = frozenset(task for tasks in CATEGORIES.values() for task in tasks)
_DIGITS: Final = 2


def _looks_like(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and set(value[0]) == _TASKS | {"model"}


def _read(value: Any, catalog: Catalog, day: date) -> SourceReading:
    header, *rows = value
    whole = [dict(zip(header, cells, strict=True)) for cells in rows if len(cells) == len(header)]
    scores = (score for row in whole if row["model"] for score in _scores(row))
    reading = board_reading(catalog, "livebench", scores, day)
    broken = [cells for cells in rows if len(cells) != len(header)]
    told = tuple(f"{cells[0]}: it has {len(cells)} of {len(header)} cells" for cells in broken)
    return replace(reading, refused=(*reading.refused, *told))


def _scores(row: Mapping[str, str]) -> Iterator[BoardScore]:
    """The means of the categories that have all their tasks, and the mean of those where none is missing."""
    means: dict[str, Decimal | None] = {
        name: _mean([row[task] for task in tasks]) for name, tasks in CATEGORIES.items()
    }
    known = [mean for mean in means.values() if mean is not None]
    means["global-average"] = sum(known, Decimal(0)) / len(known) if len(known) == len(CATEGORIES) else None
    for name, mean in means.items():
        rounded = None if mean is None else round(mean, _DIGITS)
        yield BoardScore(
            f"livebench.{RELEASE}.{name}", row["model"], rounded, f"{RELEASE}/{row['model']}/{name}", RELEASE
        )


def _mean(cells: list[str]) -> Decimal | None:
    numbers = [number for cell in cells if (number := number_of(cell)) is not None]
    return sum(numbers, Decimal(0)) / len(numbers) if len(numbers) == len(cells) else None


SOURCE: Final = RefreshSource(
    name="board-livebench",
    title="LiveBench leaderboard tables",
    family="livebench",
    form="grid",
    files=("livebench*.csv", "table_2026_01_08*.csv"),
    address="https://raw.githubusercontent.com/LiveBench/livebench.github.io/main/public/table_2026_01_08.csv",
    licence="none stated; read on the user's own machine",
    attribution="LiveBench authors",
    link="https://github.com/LiveBench/livebench.github.io",
    kind="measured",
    looks_like=_looks_like,
    read=_read,
)
