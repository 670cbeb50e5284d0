"""One table of CSV: every bad cell with its place, and the good rows beside them."""

from __future__ import annotations

import pytest

from advisor.catalog.tables.parse import parse_table, row_key
from advisor.catalog.tables.schema import Source
from advisor.errors import Problem

HEADER = ",".join(Source.model_fields)
GOOD = "a,A,1,2026-01-01,none,Ada,https://example.org,derived"  # in the order of the class


def parsed(text: str | bytes, *, partial: bool = False) -> tuple[list[str], list[Problem]]:
    """The ids of the good rows, and the problems."""
    problems: list[Problem] = []
    content = text if isinstance(text, bytes) else text.encode()
    rows = parse_table(content, "sources", Source, problems, partial=partial)
    return [row.source_id for row in rows if isinstance(row, Source)], problems


def test_a_bad_row_is_left_out_and_its_cells_are_named() -> None:
    """With file, line, row and column; the others are read."""
    rows, problems = parsed(f"{HEADER}\n{GOOD}\nb,B,1,spring,none,Ada,x,rumour\n{GOOD.replace('a,A', 'c,C')}\n")
    assert rows == ["a", "c"]
    assert [problem.place for problem in problems] == [
        "sources.csv line 3 row b column dated",
        "sources.csv line 3 row b column kind",
    ]


def test_a_row_of_other_length_is_named_by_its_line() -> None:
    """And says how many cells there should be."""
    rows, (problem,) = parsed(f"{HEADER}\n{GOOD}\nb,B\n")
    assert rows == ["a"]
    assert (problem.place, problem.found) == ("sources.csv line 3", "2 cells")


def test_a_blank_cell_is_unknown_and_not_empty_text() -> None:
    """So that what must be there is missed."""
    _, problems = parsed(f"{HEADER}\n{GOOD.replace('a,A', ',A')}\n")
    assert [problem.found for problem in problems] == ["None"]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (HEADER.replace("dated", "date"), ["column dated is missing", "unknown column 'date'"]),
        (f"{HEADER},name", ["column name stands twice", "column name stands twice"]),
    ],
)
def test_a_header_that_is_not_the_tables_stops_the_reading(header: str, said: list[str]) -> None:
    """No row is read under a wrong one."""
    rows, problems = parsed(f"{header}\n{GOOD}\n")
    assert rows == []
    assert [problem.found for problem in problems] == said


def test_a_partial_table_may_lack_columns() -> None:
    """Their cells are unknown; columns that do not exist are still refused."""
    _, problems = parsed("source_id,name\na,A\n", partial=True)
    assert all("is missing" not in problem.found for problem in problems)
    assert "unknown column 'colour'" in [problem.found for problem in parsed("source_id,colour\n", partial=True)[1]]


def test_bytes_that_are_no_text_and_text_that_is_no_table_are_problems() -> None:
    """A mark at the start of the file is none."""
    assert parsed(b"\xff\xfe")[1][0].allowed == "UTF-8 text"
    assert parsed(f'{HEADER}\n"open')[1][0].allowed == "comma-separated values"
    assert parsed(b"\xef\xbb\xbf" + f"{HEADER}\n{GOOD}\n".encode())[0] == ["a"]


def test_a_row_is_known_by_its_key_columns() -> None:
    """Blank ones are blank."""
    assert row_key({"model_id": "m", "capability": None}, "capabilities") == "m/"
