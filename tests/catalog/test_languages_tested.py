"""In which languages models were tested, and how that is kept."""

from __future__ import annotations

from advisor.catalog.catalog import Catalog
from advisor.catalog.languages_tested import languages_tested, packed_languages, unpacked_languages


def test_languages_are_those_of_the_boards_that_score_a_model(catalog: Catalog) -> None:
    """Of every model and ability that some board tests in one language alone, and of no other ability."""
    some = {board.capability for board in catalog.boards if board.language}
    language = {board.board_id: (board.capability, board.language) for board in catalog.boards}
    expected: dict[tuple[str, str], set[str | None]] = {}
    for row in catalog.benchmarks:
        capability, spoken = language.get(row.board_id, ("", None))
        if capability in some:
            expected.setdefault((row.model_id, capability), set()).add(spoken)
    assert expected
    assert languages_tested(catalog) == expected


def test_what_is_kept_is_read_as_it_was(catalog: Catalog) -> None:
    """Every model, several languages and none of them; what is no such file is none."""
    found = languages_tested(catalog)
    assert unpacked_languages(packed_languages(found)) == found
    assert unpacked_languages(b"[[1, 2") is None
    assert unpacked_languages(b"[3]") is None
