"""Abilities per language come from scores in that language, from related languages, and from general ability."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from advisor.capability import build
from advisor.capability.languages import language_boards
from advisor.catalog.tables.schema import Benchmark, Board, CapabilityEstimate, Model

Rows = dict[tuple[str, str], CapabilityEstimate]


@pytest.fixture
def found(model: Callable[..., Model], board: Callable[..., Board], score: Callable[..., Benchmark]) -> Rows:
    """Sixteen models on general boards, twelve in German and Danish; one is better in German than in general."""
    models = [model(f"v/{i:02}", family=str(i)) for i in range(16)]
    boards = [board("a.1"), board("b.1"), board("de-x.1", "language_de"), board("da-x.1", "language_da")]
    rows = [score(m.model_id, b.board_id, 30.0 + 3 * i) for i, m in enumerate(models) for b in boards[:2]]
    for i, m in enumerate(models[:12]):
        rows.append(score(m.model_id, "de-x.1", 80.0 if i == 3 else 30.0 + 3 * i))
        if i != 3:
            rows.append(score(m.model_id, "da-x.1", 30.0 + 3 * i))
    return {(row.model_id, row.capability): row for row in build(models, boards, rows)[0]}


def test_scores_in_a_language_count_for_it(found: Rows) -> None:
    """The model that is good at German stands above its neighbours in German, not in general."""
    assert found["v/03", "language_de"].estimate > found["v/06", "language_de"].estimate
    assert found["v/03", "general"].estimate < found["v/06", "general"].estimate
    assert (found["v/03", "language_de"].basis, found["v/03", "language_de"].scores) == ("fitted", 1)


def test_a_language_without_scores_is_inferred_from_the_models_others(found: Rows) -> None:
    """Danish of a model that is good at German: higher than its general ability says, and less sure."""
    danish = found["v/03", "language_da"]
    assert (danish.basis, danish.from_model_id, danish.scores) == ("inferred", "v/03", 0)
    assert danish.estimate > found["v/04", "language_da"].estimate
    assert danish.standard_error > found["v/04", "language_da"].standard_error


def test_models_without_a_score_in_any_language_have_no_rows(found: Rows) -> None:
    """Nothing is known of their languages beyond what ``multilingual`` says."""
    assert ("v/13", "language_de") not in found
    assert ("v/13", "multilingual") in found


def test_the_arenas_language_categories_count_as_that_language(board: Callable[..., Board]) -> None:
    """German votes are about German; other categories and boards stay out."""
    boards = [
        board("arena-text.2025-12-17.german", "multilingual"),
        board("arena-text.2025-12-17.coding", "code"),
        board("mgsm.reported", "multilingual"),
    ]
    assert [b.capability for b in language_boards(boards)] == ["language_de"]
