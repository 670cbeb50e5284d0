"""In which languages a model was tested: all that a ranking asks of forty thousand public scores."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from advisor.catalog.catalog import Catalog
from advisor.catalog.derived import derived

Tested = Mapping[tuple[str, str], frozenset[str | None]]
"""By model and capability; None stands for a board of several languages."""
_ENCODING: Final = "utf-8"


@derived
def languages_tested(catalog: Catalog) -> Tested:
    """In which languages (None: several) a model was tested, of abilities of which some board tests one alone."""
    some = {board.capability for board in catalog.boards if board.language}
    boards = {board.board_id: board for board in catalog.boards if board.capability in some}
    found: dict[tuple[str, str], set[str | None]] = {}
    for row in catalog.benchmarks if boards else ():
        if (board := boards.get(row.board_id)) is not None:
            found.setdefault((row.model_id, board.capability), set()).add(board.language)
    return {key: frozenset(tested) for key, tested in found.items()}


def packed_languages(tested: Tested) -> bytes:
    """As JSON."""
    rows = [[*key, sorted(languages, key=str)] for key, languages in sorted(tested.items())]
    return json.dumps(rows, separators=(",", ":")).encode(_ENCODING)


def unpacked_languages(content: bytes) -> Tested | None:
    """Out of such JSON; None where the bytes are no such thing."""
    try:
        rows = json.loads(content.decode(_ENCODING))
        return {(str(model_id), str(capability)): frozenset(languages) for model_id, capability, languages in rows}
    except (ValueError, TypeError):
        return None
