"""Every estimate says what it rests on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from advisor.capability import build
from advisor.capability.estimates import LEAST_POINTS, capability_family
from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Benchmark, Board, CapabilityEstimate, Model

Rows = dict[tuple[str, str], CapabilityEstimate]


@pytest.fixture
def catalog_rows(
    model: Callable[..., Model], board: Callable[..., Board], score: Callable[..., Benchmark]
) -> tuple[list[Model], list[Board], list[Benchmark]]:
    """Two lines of eight generations with scores; a successor, a stranger, a half-tested model, a reranker."""
    models = [
        model(
            f"{vendor}/{i}",
            family=vendor,
            predecessor_id=f"{vendor}/{i - 1}" if i else None,
            release_date=date(2023 + i // 2, 1 + 6 * (i % 2), 1),
        )
        for vendor in ("one", "two")
        for i in range(8)
    ]
    boards = [board("a.1"), board("b.1"), board("c.1", "code"), board("d.1", "code")]
    random = np.random.default_rng(8)
    rows = [
        score(m.model_id, b.board_id, float(np.clip(30 + 5 * (n % 8) + random.normal(0, 2), 2, 98)))
        for n, m in enumerate(models)
        for b in boards
    ]
    models += [
        model("one/new", family="one", predecessor_id="one/7", release_date=date(2027, 1, 1)),
        model("one/newer", family="one", predecessor_id="one/new", release_date=date(2027, 7, 1)),
        model("one/before", family="one", successor_id="one/0", release_date=date(2022, 6, 1)),
        model("stranger/x", release_date=date(2025, 6, 1)),
        model("half/x", release_date=date(2025, 6, 1)),
        model("rank/x", kind="rerank"),
    ]
    rows += [score("half/x", "a.1", 50.0), score("half/x", "b.1", 50.0)]
    return models, boards, rows


@pytest.fixture
def found(catalog_rows: tuple[list[Model], list[Board], list[Benchmark]]) -> Rows:
    """Estimates of the small catalog by model and capability."""
    return {(row.model_id, row.capability): row for row in build(*catalog_rows)[0]}


def test_a_model_with_scores_in_a_capability_is_fitted_and_counts_them(found: Rows) -> None:
    """Basis, number of scores and no borrowed source."""
    row = found["one/3", "code"]
    assert (row.basis, row.scores, row.from_model_id) == ("fitted", 2, None)


def test_a_model_with_scores_elsewhere_is_inferred_from_itself(found: Rows) -> None:
    """Scores in general say something about code: more than nothing does, less than scores in code."""
    code, general = found["half/x", "code"], found["half/x", "general"]
    assert (code.basis, code.scores, code.from_model_id) == ("inferred", 0, "half/x")
    assert (general.basis, general.from_model_id) == ("fitted", None)
    assert found["one/3", "code"].standard_error < code.standard_error <= found["stranger/x", "code"].standard_error


def test_a_model_without_any_score_is_inferred_from_its_scored_predecessor(found: Rows) -> None:
    """The successor names its ancestor, gains on it, and is never surer, not even near the end of the scale."""
    new, old = found["one/new", "general"], found["one/7", "general"]
    assert (new.basis, new.scores, new.from_model_id) == ("inferred", 0, "one/7")
    assert new.estimate > old.estimate
    assert new.standard_error >= old.standard_error


def test_a_model_whose_successor_has_scores_is_traced_back_from_it(found: Rows) -> None:
    """The predecessor of the first scored generation lies below it and names it."""
    row = found["one/before", "general"]
    assert (row.basis, row.scores, row.from_model_id) == ("inferred", 0, "one/0")
    assert row.estimate < found["one/0", "general"].estimate


def test_each_generation_without_scores_adds_to_the_error(found: Rows) -> None:
    """Two generations from the last score the ancestor is still named."""
    assert found["one/newer", "general"].from_model_id == "one/7"


def test_a_model_without_scores_or_relatives_gets_a_wide_prior(found: Rows) -> None:
    """Nothing is known but date and size: the widest error, and no source."""
    row = found["stranger/x", "general"]
    assert (row.basis, row.scores, row.from_model_id) == ("prior", 0, None)
    assert row.standard_error > found["one/new", "general"].standard_error > found["one/7", "general"].standard_error


def test_language_models_get_every_language_capability_and_rerankers_none(found: Rows) -> None:
    """A capability nobody tested here is still estimated for language models; rerankers stay unknown."""
    assert len([key for key in found if key[0] == "stranger/x"]) == 8
    assert not [key for key in found if key[0] == "rank/x"]


def test_better_scores_give_better_estimates(found: Rows) -> None:
    """Generations of one line stand in the order of their scores."""
    line = [found[f"one/{i}", "general"].estimate for i in range(8)]
    assert line == sorted(line)


def test_the_order_of_the_rows_does_not_change_one_byte(
    catalog_rows: tuple[list[Model], list[Board], list[Benchmark]],
) -> None:
    """Reversed tables give equal estimates and an equal report."""
    models, boards, rows = catalog_rows
    assert build(models, boards, rows) == build(models[::-1], boards[::-1], rows[::-1])


def test_a_barely_tested_model_is_judged_by_its_predecessor_too(
    catalog_rows: tuple[list[Model], list[Board], list[Benchmark]],
    model: Callable[..., Model],
    score: Callable[..., Benchmark],
) -> None:
    """One poor score says less when the model's line promises more, and the line narrows the interval."""
    models, boards, rows = catalog_rows
    rows = [*rows, score("one/lone", "a.1", 40.0)]

    def lone(predecessor: str | None) -> CapabilityEstimate:
        newest = model("one/lone", family="one", predecessor_id=predecessor, release_date=date(2027, 1, 1))
        found, _ = build([*models, newest], boards, rows)
        return next(row for row in found if (row.model_id, row.capability) == ("one/lone", "general"))

    alone, led = lone(None), lone("one/7")
    assert (alone.basis, led.basis) == ("fitted", "fitted")
    assert led.estimate > alone.estimate
    assert led.standard_error < alone.standard_error


def test_a_barely_tested_model_is_judged_by_its_well_tested_successor_too(
    catalog_rows: tuple[list[Model], list[Board], list[Benchmark]],
    model: Callable[..., Model],
    score: Callable[..., Benchmark],
) -> None:
    """One brilliant score before a line's first generation says less when that generation was weak."""
    models, boards, rows = catalog_rows

    def early(name: str, successor: str | None) -> CapabilityEstimate:
        first = model(name, family=name[:3], successor_id=successor, release_date=date(2022, 6, 1))
        brilliant = score(name, "a.1", 80.0)
        found, _ = build([*models, first], boards, [*rows, brilliant])
        return next(row for row in found if (row.model_id, row.capability) == (name, "general"))

    alone, led = early("lone/early", None), early("one/early", "one/0")
    assert led.estimate < alone.estimate
    assert led.standard_error <= alone.standard_error


def test_a_group_of_capabilities_is_called_language_and_a_single_one_by_its_name() -> None:
    """As the table of reference models has it."""
    assert capability_family(("general", "code")) == "language"
    assert capability_family(("speech",)) == "speech"


def test_no_estimate_is_printed_as_certain(catalog: Catalog) -> None:
    """Its standard error has one decimal and is never zero."""
    assert catalog.capabilities
    assert min(row.standard_error for row in catalog.capabilities) >= LEAST_POINTS


def test_a_model_that_only_edits_images_is_inferred_from_itself(
    model: Callable[..., Model], board: Callable[..., Board], score: Callable[..., Benchmark]
) -> None:
    """Scores of editing foretell drawing and are none of it: no score is counted, and nothing is called fitted."""
    models = [model(f"v/{i}", kind="image") for i in range(6)]
    boards = [board("draw.1", "image"), board("edit.1", "image_editing")]
    rows = [score(m.model_id, b.board_id, 30 + 8 * i) for i, m in enumerate(models) for b in boards]
    rows = [row for row in rows if (row.model_id, row.board_id) != ("v/5", "draw.1")]
    found = {row.model_id: row for row in build(models, boards, rows)[0]}
    assert [(found[name].basis, found[name].scores) for name in ("v/4", "v/5")] == [("fitted", 1), ("inferred", 0)]
    assert found["v/5"].from_model_id == "v/5"
    assert found["v/5"].estimate > found["v/0"].estimate
