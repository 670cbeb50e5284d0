"""Rows become arrays: link scale, families, effort classes, one row per variant, repeated prints."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.capability.observations import (
    LANGUAGE_CAPABILITIES,
    assemble,
    effort_class,
    family_of,
    from_link,
    to_link,
    years_from_reference,
)
from advisor.catalog.tables.schema import Benchmark, Board, Model
from tests.capability.conftest import make_board

Builder = Callable[..., Board]


@pytest.mark.parametrize(
    ("variant", "expected"),
    [
        (None, "reference"),
        ("high", "reference"),
        ("2025-08-07+xhigh", "reference"),
        ("20250929+thinking-64k", "reference"),
        ("2024-08-06", "reference"),
        ("fc", "reference"),
        ("no-thinking", "off"),
        ("minimal", "off"),
        ("exp+no-thinking", "off"),
        ("low", "low"),
        ("thinking-1k", "low"),
        ("medium", "medium"),
        ("prompt+thinking", "prompted"),
    ],
)
def test_a_variant_belongs_to_one_effort_class(variant: str | None, expected: str) -> None:
    """The default and high efforts are the reference; thinking off, little thinking and prompting are not."""
    assert effort_class(variant) == expected


@pytest.mark.parametrize(
    ("board_id", "family"),
    [
        ("livebench.2026-01-08.coding", "livebench"),
        ("livebench.2024-06-24.if", "livebench"),
        ("gpqa.diamond", "gpqa"),
        ("mteb-eng-v2-2026-08", "mteb-english"),
        ("beir-2026-08", "mteb-english"),
        ("math-level-5.epoch", "math"),
        ("math.500", "math"),
        ("mmlu-redux.reported", "mmlu"),
        ("mmlu-pro.reported", "mmlu-pro"),
        ("open-asr-english-2026-08", "open-asr-english-2026-08"),
    ],
)
def test_releases_and_categories_of_one_board_are_one_family(board_id: str, family: str) -> None:
    """The family is what stands before the first dot, or what the table of prefixes says."""
    assert family_of(board_id) == family


@given(st.floats(min_value=26, max_value=99))
def test_the_link_scale_returns_the_score_it_was_made_from(score: float) -> None:
    """Scores between floor and ceiling survive the way to the link scale and back."""
    board = make_board("gpqa.diamond", floor=25)
    assert from_link(to_link(score, board), board) == pytest.approx(score)


def test_a_lower_error_rate_lies_higher_on_the_link_scale(board: Builder) -> None:
    """On boards where less is better the link scale still points upwards."""
    wer = board("asr.english", "speech", unit="wer_percent", direction="min", floor=None, ceiling=None)
    assert to_link(5, wer) > to_link(10, wer)
    assert from_link(to_link(7.5, wer), wer) == pytest.approx(7.5)


def test_400_rating_points_are_odds_of_ten_to_one(board: Builder) -> None:
    """An Elo difference of 400 is ln 10 on the link scale."""
    arena = board("arena.x", unit="elo", floor=None, ceiling=None)
    assert to_link(1600, arena) - to_link(1200, arena) == pytest.approx(np.log(10))


def test_a_score_at_the_ceiling_stays_finite(board: Builder) -> None:
    """A perfect score is kept a little below the ceiling."""
    assert np.isfinite(to_link(100, board("full.marks")))


def four(
    model: Callable[..., Model], score: Callable[..., Benchmark], board_id: str
) -> tuple[list[Model], list[Benchmark]]:
    """Four models with one score each, as many as a board needs."""
    models = [model(f"vendor/m{i}") for i in range(4)]
    return models, [score(m.model_id, board_id, 40 + 10 * i) for i, m in enumerate(models)]


def test_an_independent_score_takes_precedence_over_a_self_reported_one(
    model: Callable[..., Model], board: Builder, score: Callable[..., Benchmark]
) -> None:
    """Of two scores of one model and variant on one board the independent one is fitted."""
    models, rows = four(model, score, "gpqa.diamond")
    claim = score("vendor/m0", "gpqa.diamond", 95, self_reported=True, source="aaa#claim")
    problem = assemble(LANGUAGE_CAPABILITIES, models, [board("gpqa.diamond")], [claim, *rows])
    assert problem is not None
    assert sorted(problem.raw) == [40, 50, 60, 70]


def test_boards_with_too_few_models_and_evidence_boards_are_not_fitted(
    model: Callable[..., Model], board: Builder, score: Callable[..., Benchmark]
) -> None:
    """A board of three models and a board of evidence leave nothing to fit."""
    models, rows = four(model, score, "thin.board")
    evidence = [score(m.model_id, "safety.board", 50) for m in models]
    boards = [board("thin.board"), board("safety.board", "evidence")]
    assert assemble(LANGUAGE_CAPABILITIES, models, boards, [*rows[:3], *evidence]) is None


def test_a_board_of_a_neighbouring_ability_is_fitted_and_measures_nothing(
    model: Callable[..., Model], board: Builder, score: Callable[..., Benchmark]
) -> None:
    """A board of image editing enters the fit of image; its scores are marked as no measurement of it."""
    models = [model(f"vendor/m{i}", kind="image") for i in range(4)]
    boards = [board("draw.1", "image"), board("edit.1", "image_editing")]
    rows = [score(m.model_id, b.board_id, 40 + 10 * i) for i, m in enumerate(models) for b in boards]
    problem = assemble(("image",), models, boards, rows)
    assert problem is not None
    names = [problem.boards[number].board_id for number in problem.scores.board]
    assert sorted(zip(names, problem.measured.tolist(), strict=True)) == [("draw.1", 1.0)] * 4 + [("edit.1", 0.0)] * 4


def test_a_score_copied_into_the_next_release_is_counted_as_repeated(
    model: Callable[..., Model], board: Builder, score: Callable[..., Benchmark]
) -> None:
    """Equal scores of one model in one family and capability share their weight; different ones do not."""
    models, rows = four(model, score, "lb.2025-01-01.coding")
    later = [score(r.model_id, "lb.2025-02-01.coding", r.score + (i > 0)) for i, r in enumerate(rows)]
    boards = [board("lb.2025-01-01.coding", "code"), board("lb.2025-02-01.coding", "code")]
    problem = assemble(LANGUAGE_CAPABILITIES, models, boards, [*rows, *later])
    assert problem is not None
    assert problem.scores.repeats[problem.scores.model == 0].tolist() == [2, 2]
    assert problem.scores.repeats[problem.scores.model == 1].tolist() == [1, 1]


def test_a_model_without_a_date_follows_its_predecessor_by_the_usual_gap(model: Callable[..., Model]) -> None:
    """An undated successor is dated by the gaps of the dated pairs."""
    models = [
        model("v/a", release_date=date(2025, 1, 1)),
        model("v/b", release_date=date(2025, 7, 2), predecessor_id="v/a"),
        model("v/c", release_date=None, predecessor_id="v/b"),
    ]
    years = years_from_reference(models)
    assert years["v/c"] == pytest.approx(2 * years["v/b"])


def test_a_model_without_a_date_precedes_its_successor_by_the_usual_gap(model: Callable[..., Model]) -> None:
    """An undated first generation is dated back from the second."""
    models = [
        model("v/a", release_date=None),
        model("v/b", release_date=date(2025, 1, 1), predecessor_id="v/a"),
        model("v/c", release_date=date(2025, 7, 2), predecessor_id="v/b"),
    ]
    years = years_from_reference(models)
    assert years["v/a"] == pytest.approx(-years["v/c"])
