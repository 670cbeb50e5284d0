"""What boards have in common: a file's scores as statements about rows of ``benchmarks.csv``.

A board of another release than the one that stands is another board: nothing is mixed, and a score off its board's
scale is refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from advisor.catalog.catalog import Catalog
from advisor.catalog.identity.identify import identify
from advisor.catalog.refresh.records import SourceReading, Statement, Unmapped
from advisor.catalog.refresh.sources.token_prices import plain


@dataclass(frozen=True, slots=True)
class BoardScore:
    """One score as a file has it; ``score`` None where it has none."""

    board_id: str
    name: str
    score: Decimal | None
    key: str
    scored_on: date | None
    variant: str = ""
    standard_error: str = ""


def board_reading(catalog: Catalog, scheme: str, scores: Iterable[BoardScore], day: date) -> SourceReading:
    """What a file of scores states for a catalog; ``scheme`` is that of the file's names of models."""
    statements: list[Statement] = []
    unmapped: dict[str, Unmapped] = {}
    refused: list[str] = []
    count = 0
    for score in scores:
        count += 1
        board = catalog.board.get(score.board_id)
        named = identify(catalog, score.name, scheme=scheme)
        if board is None:
            unmapped.setdefault(score.board_id, Unmapped(score.board_id, "board"))
        elif named.model_id is None:
            unmapped.setdefault(score.name, Unmapped(score.name, "model", named.near[:3]))
        elif score.score is None:
            continue
        elif not _on_scale(score.score, board.floor, board.ceiling, board.unit):
            refused.append(f"{score.key}: {score.score:.4g} is off the scale of {score.board_id}")
        else:
            match = {
                "model_id": named.model_id,
                "board_id": score.board_id,
                "variant": score.variant or named.variant or "",
            }
            cells = {"score": plain(score.score), "scored_on": (score.scored_on or day).isoformat()}
            if score.standard_error:
                cells["standard_error"] = score.standard_error
            statements.append(Statement("benchmarks", cells | {"self_reported": "no"}, score.key, match))
    return SourceReading(tuple(statements), tuple(unmapped.values()), tuple(refused), count)


def _on_scale(score: Decimal, floor: float | None, ceiling: float | None, unit: str) -> bool:
    """Whether a score may stand on its board; percentages that were given as shares are seen by the audit's bounds."""
    low = 0 if unit in ("percent", "share") else floor
    return (low is None or score >= Decimal(str(low))) and (ceiling is None or score <= Decimal(str(ceiling)))
