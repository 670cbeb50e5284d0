"""The register as files: an inventory of AI systems that a spreadsheet opens and never runs."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from openpyxl import load_workbook

from advisor.catalog.catalog import Catalog
from advisor.guidance.governance.inventory import AI_ACT, INVENTORY, ISO_42001
from advisor.report.replay.watch import WatchNote
from advisor.services.house.inventory_files import inventory_file
from advisor.services.house.register import RegisteredDecision
from advisor.words.inventory_words import column_titles
from advisor.words.language import LANGUAGES, words_in

DAY = date(2026, 11, 20)
NOTE = WatchNote(decision_id="d", name="S", reason="review due", sentence="The review was due on 1 November 2026.")
ROW = RegisteredDecision(
    decision_id="d",
    system='=HYPERLINK("x")',
    use_cases=("Letters", "Calls"),
    model_id="a/b",
    model="B",
    owner="Ada",
    data_class="confidential",
    personal_data=True,
    risk_class="high",
    countries=("DE", "FR"),
    status="approved",
    version=3,
    review_on=date(2027, 1, 31),
    policy="Ours, 1",
    usd_per_month=1234.5,
    attention=(NOTE,),
)


def test_every_column_has_a_title_and_sources_that_the_catalog_has(catalog: Catalog) -> None:
    """In every language; what no decision holds is left for people."""
    for language in LANGUAGES:
        titles = column_titles(words_in(language))
        assert titles.keys() == {column.key for column in INVENTORY}
        assert len(set(titles.values())) == len(titles)
    assert {AI_ACT.partition("#")[0], ISO_42001.partition("#")[0]} <= catalog.source.keys()
    fields = set(RegisteredDecision.model_fields)
    assert {column.key for column in INVENTORY if column.ours} <= fields
    assert not {column.key for column in INVENTORY if not column.ours} & fields


def test_the_table_is_safe_to_open_and_says_what_is_known() -> None:
    """Codes by their names, days as days, and empty cells where only people know."""
    text = inventory_file([ROW], "csv", DAY, "en").decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["System"].startswith("'=")
    assert row["Use cases"] == "Letters, Calls"
    assert (row["Risk class (AI Act)"], row["Personal data"], row["Review on"]) == ("High risk", "yes", "2027-01-31")
    assert row["Needs attention"] == NOTE.sentence
    assert row["Entry in the EU database"] == ""


def test_the_workbook_says_which_column_answers_to_what() -> None:
    """Two sheets, the same bytes each time."""
    content = inventory_file([ROW], "xlsx", DAY, "en")
    assert content == inventory_file([ROW], "xlsx", DAY, "en")
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Register", "Columns"]
    explained = {row[0]: row for row in book["Columns"].iter_rows(values_only=True)}
    assert explained["Purpose"][1:4] == ("Section A, point 5", "A.9.4", "the advisor")
    assert explained["Entry in the EU database"][1:4] == ("Section C, point 3", None, "people")


@pytest.mark.parametrize("language", ["de", "fr"])
def test_another_language_has_its_own_titles(language: str) -> None:
    """The file is for whoever reads it."""
    head = inventory_file([ROW], "csv", DAY, language).decode("utf-8-sig").splitlines()[0]
    assert head.split(",")[1] == {"de": "System", "fr": "Système"}[language]


def test_programs_get_everything() -> None:
    """JSON with every field, the notes, and what the columns answer to."""
    found = json.loads(inventory_file([ROW], "json", DAY))
    assert RegisteredDecision.model_validate(found["decisions"][0]) == ROW
    assert found["sources"] == [AI_ACT, ISO_42001]
    assert {one["key"] for one in found["columns"]} == {column.key for column in INVENTORY}
