"""Audit rules on figures that are neither prices nor models' own: scores, boards, estimates, past prices, links."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from statistics import median
from typing import Any, Final

from advisor.catalog.audit.check_references import key_of
from advisor.catalog.audit.finding import Finding
from advisor.catalog.capability_points import HIGHEST
from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.cells import Row
from advisor.catalog.tables.schema import Board, Offer, PricePoint
from advisor.catalog.tables.schema_facts import NEIGHBOURS
from advisor.questionnaire.labels import CAPABILITIES, LANGUAGE_ABILITIES

EVIDENCE: Final = "evidence"  # boards that are shown and not fitted
RANGES: Final = {
    "percent": (0.0, 100.0),
    "rate_percent": (0.0, 100.0),
    "wer_percent": (0.0, 200.0),  # more words can be inserted than there are
    "share": (0.0, 1.0),
    "elo": (0.0, 3000.0),
    "index": (0.0, 100.0),
}
WIDEST_ERROR: Final = 50.0  # half the scale: more says nothing
MOST_WATER: Final = 30.0  # litres per kWh; hydropower with evaporation reaches about 20
UNLIKE: Final = 100  # a past price this many times off the model's others is in another unit
_ESTIMATED: Final = (*CAPABILITIES, *LANGUAGE_ABILITIES)
_HUB_ID: Final = re.compile(r"[A-Za-z0-9][\w.-]*/[\w.-]+")
_LINKS: Final = (("boards", "link"), ("licences", "link"), ("providers", "policy_url"))


def figure_findings(catalog: Catalog) -> Iterator[Finding]:
    """Scores off their board's scale, boards and estimates that cannot be, past prices in another unit, bad links."""
    yield from _boards(catalog)
    yield from _scores(catalog)
    yield from _estimates(catalog)
    yield from _past_prices(catalog)
    for grid in catalog.grids:
        if grid.water_l_per_kwh is not None and grid.water_l_per_kwh > MOST_WATER:
            yield _finding("grids", grid, "water_l_per_kwh", f"at most {MOST_WATER:g}", rule="unit")
    for model in catalog.models:
        if model.hub_id is not None and not _HUB_ID.fullmatch(model.hub_id):
            yield _finding("model_catalog", model, "hub_id", "organisation/repository", rule="contradiction")
    for table, column in _LINKS:
        for row in getattr(catalog, table):
            link = getattr(row, column)
            if link is not None and not link.startswith(("https://", "http://")):
                yield _finding(table, row, column, "an address that begins with https://", rule="dangling")


def _boards(catalog: Catalog) -> Iterator[Finding]:
    known = {*_ESTIMATED, *NEIGHBOURS, EVIDENCE}
    for board in catalog.boards:
        low, high = RANGES[board.unit]
        if board.capability not in known:
            yield _finding("boards", board, "capability", f"one of {', '.join(sorted(known))}", rule="dangling")
        for column in ("floor", "ceiling"):
            value = getattr(board, column)
            if value is not None and not low <= value <= high:
                yield _finding("boards", board, column, f"{low:g} to {high:g} for {board.unit}", rule="unit")
        if _upside_down(board):
            yield _finding("boards", board, "ceiling", f"better than the floor, as {board.direction}", rule="unit")


def _upside_down(board: Board) -> bool:
    if board.floor is None or board.ceiling is None:
        return board.floor is not board.ceiling
    return board.ceiling == board.floor or (board.ceiling > board.floor) is not (board.direction == "max")


def _scores(catalog: Catalog) -> Iterator[Finding]:
    for row in catalog.benchmarks:
        board = catalog.board.get(row.board_id)
        if board is None:
            continue
        low, high = RANGES[board.unit]
        if not low <= row.score <= high:
            yield _finding("benchmarks", row, "score", f"{low:g} to {high:g} for {board.unit}", rule="unit")
        if row.standard_error is not None and row.standard_error > (high - low) / 4:
            yield _finding("benchmarks", row, "standard_error", f"at most {(high - low) / 4:g}", rule="unit")


def _estimates(catalog: Catalog) -> Iterator[Finding]:
    scored = Counter(row.model_id for row in catalog.benchmarks)
    for row in catalog.capabilities:
        rules = (
            ("capability", row.capability not in _ESTIMATED, f"one of {', '.join(_ESTIMATED)}"),
            ("estimate", not 0 <= row.estimate <= HIGHEST, f"0 to {HIGHEST:g}"),
            ("standard_error", row.standard_error > WIDEST_ERROR, f"at most {WIDEST_ERROR:g}"),
            ("scores", row.scores > scored[row.model_id], f"at most {scored[row.model_id]}, the model's scores"),
            ("scores", (row.scores > 0) is not (row.basis == "fitted"), "above 0 where fitted, else 0"),
            ("from_model_id", (row.from_model_id is None) is (row.basis == "inferred"), "a model where inferred"),
        )
        for column, broken, allowed in rules:
            if broken:
                yield _finding("capabilities", row, column, allowed, rule="contradiction")


def _past_prices(catalog: Catalog) -> Iterator[Finding]:
    for column in ("input_usd_per_mtok", "output_usd_per_mtok"):
        prices: dict[str, list[float]] = {}
        priced: tuple[PricePoint | Offer, ...] = (*catalog.price_history, *catalog.offers)
        for row in priced:
            if value := getattr(row, column):
                prices.setdefault(row.model_id, []).append(float(value))
        for point in catalog.price_history:
            value, middle = getattr(point, column), median(prices.get(point.model_id) or [0.0])
            if value and not middle / UNLIKE <= float(value) <= middle * UNLIKE:
                yield _finding("price_history", point, column, f"near {middle:g}, as the model's others", rule="unit")


def _finding(table: str, row: Row, column: str, allowed: str, *, rule: str) -> Finding:
    value: Any = getattr(row, column)
    shown = "blank" if value is None else str(value)
    return Finding(file=f"{table}.csv", row=key_of(row, table), column=column, value=shown, allowed=allowed, rule=rule)
