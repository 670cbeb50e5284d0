"""LiveBench: tasks become categories, of the one release whose columns the table has."""

from __future__ import annotations

from decimal import Decimal

from refresh_shapes import LATER

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.sources.boards.livebench import CATEGORIES, RELEASE, SOURCE

TASKS = [task for tasks in CATEGORIES.values() for task in tasks]


def table(*rows: list[str], header: list[str] = TASKS) -> bytes:
    """A table with a row per model."""
    lines = [["model", *header], *rows]
    return "\n".join(",".join(cells) for cells in lines).encode()


def test_a_category_is_the_mean_of_its_tasks(catalog: Catalog) -> None:
    """Coding has two tasks; the global average is that of the categories."""
    cells = ["60" if task == "code_generation" else "80" for task in TASKS]
    found = SOURCE.read(SOURCE.parsed(table(["gpt-4.1-2025-04-14", *cells])).value, catalog, LATER)
    scores = {s.match["board_id"]: Decimal(s.cells["score"]) for s in found.statements}
    assert scores[f"livebench.{RELEASE}.coding"] == 70
    assert scores[f"livebench.{RELEASE}.language"] == 80
    assert scores[f"livebench.{RELEASE}.global-average"] == round((Decimal(80) * 6 + 70) / 7, 2)
    assert {s.cells["scored_on"] for s in found.statements} == {RELEASE.isoformat()}


def test_a_category_without_one_of_its_tasks_has_no_score(catalog: Catalog) -> None:
    """Nor has the average over all categories."""
    cells = ["" if task == "typos" else "80" for task in TASKS]
    found = SOURCE.read(SOURCE.parsed(table(["gpt-4.1-2025-04-14", *cells])).value, catalog, LATER)
    boards = {s.match["board_id"].rpartition(".")[2] for s in found.statements}
    assert boards == set(CATEGORIES) - {"language"}


def test_a_table_of_another_release_is_not_read() -> None:
    """Other tasks are another release, which is never mixed with this one."""
    assert SOURCE.looks_like(SOURCE.parsed(table(["x", *TASKS])).value)
    assert not SOURCE.looks_like(SOURCE.parsed(table(["x", *TASKS[1:]], header=TASKS[1:])).value)


def test_a_row_that_breaks_off_is_told_and_the_others_are_read(catalog: Catalog) -> None:
    """As the published table has one."""
    whole = ["gpt-4.1-2025-04-14", *["80"] * len(TASKS)]
    found = SOURCE.read(SOURCE.parsed(table(["broken", "1", "2"], whole)).value, catalog, LATER)
    assert found.statements
    assert found.refused == (f"broken: it has 3 of {len(TASKS) + 1} cells",)
