"""A refused cell says what it may hold in words that need no programmer."""

from __future__ import annotations

import pytest

from advisor.catalog.tables.allowed_values import allowed
from advisor.catalog.tables.parse import parse_table
from advisor.catalog.tables.schema import TABLES
from advisor.errors import Problem

CELLS = [
    ("model_catalog", "kind", "txt", "one of text, code, reasoning"),
    ("model_catalog", "layers", "many", "a whole number"),
    ("model_catalog", "layers", "0", "1 or more"),
    ("model_catalog", "total_params_b", "-3", "more than 0"),
    ("model_catalog", "total_params_b", "8 B", "a number"),
    ("model_catalog", "release_date", "spring", "a date such as"),
    ("model_catalog", "model_id", "Acme Model", "vendor/name in lower case"),
    ("model_catalog", "vendor", "Acme Inc", "lower case letters"),
    ("model_catalog", "tools", "maybe", "yes or no"),
    ("model_catalog", "name", "", "a value"),
    ("model_catalog", "modalities_in", "text|smell", "one of text, image"),
    ("offers", "input_usd_per_mtok", "cheap", "a number"),
    ("offers", "input_usd_per_mtok", "2000000", "1,000,000 or less"),
    ("offers", "source", "Somebody said", "an id of the sources"),
    ("providers", "jurisdiction", "Germany", "a country code of two capital letters"),
]


@pytest.mark.parametrize(("table", "column", "cell", "said"), CELLS)
def test_what_a_cell_may_hold_is_said_in_plain_words(table: str, column: str, cell: str, said: str) -> None:
    """The problem of the cell begins with the words, and no sentence of the validator's is left."""
    header = list(TABLES[table].model_fields)
    line = ",".join(cell if name == column else "" for name in header)
    problems: list[Problem] = []
    parse_table(f"{','.join(header)}\n{line}\n".encode(), table, TABLES[table], problems)
    found = [problem for problem in problems if problem.place.endswith(f"column {column}")]
    assert found
    assert found[0].allowed.startswith(said)
    assert not any(word in problem.allowed for problem in problems for word in ("should", "Input", "parse"))


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ({"type": "greater_than_equal", "ctx": {"ge": 1}}, "1 or more"),
        ({"type": "less_than_equal", "ctx": {"le": 1_000_000}}, "1,000,000 or less"),
        ({"type": "literal_error", "ctx": {"expected": "True or False"}}, "yes or no"),
        ({"type": "string_pattern_mismatch", "ctx": {"pattern": "^x$"}}, "text like ^x$"),
        ({"type": "something_new", "msg": "Its own words"}, "Its own words"),
    ],
)
def test_what_the_validator_says_is_put_in_words_or_left_as_it_is(error: dict[str, object], said: str) -> None:
    """Bounds with their number; what nobody has words for keeps the validator's."""
    assert allowed(error) == said
