"""A table of cases out of a file."""

from __future__ import annotations

import pytest

from advisor.errors import InputError
from advisor.guidance.measured_fairness import FairnessEvidence
from advisor.trials.fairness.tables import CaseColumns, fairness_of_table, read_cases

TABLE = ("age;decision;right\n" + "young;grant;grant\n" * 30 + "old;refuse;grant\n" * 30 + ";grant;grant\n").encode()
COLUMNS = CaseColumns(group="age", predicted="decision", true="right", favourable="grant")


def test_chosen_columns_are_measured_and_kept_without_rows() -> None:
    """Any separator; a case without a group is left out and counted; the record can be read again."""
    table = read_cases(TABLE, name="cases.csv")
    assert table.kinds("decision") == ("grant", "refuse")
    found = fairness_of_table(table, COLUMNS, name="cases.csv")
    assert (found.rows, found.left_out) == (60, 1)
    assert [one.greatest for one in found.measures] == [1.0, 1.0]
    assert all(one.found for one in found.measures)
    assert FairnessEvidence.model_validate_json(found.model_dump_json()) == found


def test_more_groups_than_are_told_apart_go_together() -> None:
    """A column of names does not make thousands of comparisons."""
    text = "group,predicted\n" + "".join(f"g{number},1\n" for number in range(100))
    table = read_cases(text.encode(), name="many.csv")
    (one,) = fairness_of_table(table, CaseColumns(group="group", predicted="predicted"), name="m").measures
    assert len(one.rates) == 20


@pytest.mark.parametrize("content", [b"", b"a,a\n1,2\n", b"\xff\xfe\x00", b"a,b\n", b'a,b\n"' + b"x" * 200_000])
def test_what_is_no_table_is_refused(content: bytes) -> None:
    """With what would be one."""
    with pytest.raises(InputError):
        read_cases(content, name="x")


def test_a_column_that_is_not_there_is_named() -> None:
    """With those that are."""
    with pytest.raises(InputError) as refused:
        fairness_of_table(read_cases(TABLE, name="c"), CaseColumns(group="sex", predicted="decision"), name="c")
    assert refused.value.problems[0].found == "sex"
