"""Markdown, JSON and tables: escaped, complete, safe to open."""

from __future__ import annotations

import csv
import io
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from report.samples import BANK, INSURER, nothing_fits, sample_assessment, shipped

from advisor.assessment import Assessment, assess
from advisor.decision.records import EvidenceNote
from advisor.lazy_rows import Rows
from advisor.questionnaire.presets import load_sample
from advisor.report.document.user_text import settable
from advisor.report.export import FORMS, assessment_schema, export
from advisor.report.exports.decision_record import decision_record, plain
from advisor.report.exports.spreadsheet import matrix_csv, safe, workbook
from advisor.words.language import words_in

HARD_OWNERS = (
    "O'Neil",
    'a "b" c',
    "a\\*b",
    "- x",
    "a: b",
    "#",
    "@x",
    "*",
    "null",
    "yes",
    "2026-11-28",
    "---",
    "{",
    "\x7f",
    "\x85",
    "\u2028",
)
ROOT = Path(__file__).resolve().parents[2]
MADR = (
    "## Context and Problem Statement",
    "## Decision Drivers",
    "## Considered Options",
    "## Decision Outcome",
    "### Consequences",
    "### Confirmation",
    "## Pros and Cons of the Options",
    "## More Information",
)


def test_the_record_says_by_how_many_own_runs_waits_are_known() -> None:
    """Beside what is known of the choice's ability, and in the annex, where there was nothing to score."""
    answers, catalog = load_sample(BANK), shipped()
    choice = sample_assessment(BANK).shortlist[0]
    note = EvidenceNote(
        alternative_or_model=choice.model_id,
        metric="",
        estimate=0.0,
        standard_error=0.0,
        prompts=0,
        dated="2026-11-19",
        effect="",
        provider=choice.deployment.provider or "",
        ttft_ms=400.0,
        itl_ms=20.0,
        timed=12,
    )
    record = decision_record(assess(answers, catalog, evidence=[note], samples=500), catalog)
    assert "waits measured by 12 runs of your own, the last on 19 Nov 2026" in record


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_the_record_has_the_headings_of_madr_in_order(language: str) -> None:
    """The headings of MADR in its order, in the words of the record; the front matter stays as tools read it."""
    record, say = decision_record(sample_assessment(BANK), shipped(), language=language), words_in(language).say
    parts = (heading.partition(" ") for heading in MADR)
    places = [record.index(f"\n{marks} {say(title)}\n") for marks, _, title in parts]
    assert places == sorted(places)
    assert record.startswith("---\nstatus: draft\ndate: 2026-11-20\n")


def test_the_record_names_every_citation() -> None:
    """Each source that is cited by its number is listed once, in plain text that every renderer shows."""
    record = decision_record(sample_assessment(BANK), shipped())
    text, sources = record.split("\n### Sources\n")
    cited = set(re.findall(r"\\\[(\d+)\\\]", text))
    defined = re.findall(r"^\* \\\[(\d+)\\\]", sources, re.MULTILINE)
    assert cited == set(defined) != set()
    assert "[^" not in record
    assert len(defined) == len(set(defined))


def test_what_the_user_typed_is_no_markup_in_the_record() -> None:
    """Headings, links, HTML and front matter stay text."""
    answers = sample_assessment(BANK).answers.model_copy(
        update={"title": "# x\n---\n[a](b) <script>", "question": "## y\n* z", "owner": 'a"\nstatus: approved'}
    )
    record = decision_record(sample_assessment(BANK).model_copy(update={"answers": answers}), shipped())
    assert record.count("\n---\n") == 1
    assert "status: approved" not in record.split("\n")
    assert "<script>" not in record.replace("\\<script\\>", "")
    assert "\n## y" not in record
    assert plain("a*b") == "a\\*b"


@given(
    owner=st.text(st.characters(), max_size=200) | st.sampled_from(HARD_OWNERS),
    title=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300) | st.sampled_from(HARD_OWNERS),
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_the_front_matter_is_valid_yaml_for_every_owner_and_title(owner: str, title: str) -> None:
    """Whatever they hold, there are the same five keys, and the owner reads back as it can be set."""
    answers = sample_assessment(BANK).answers.model_copy(update={"title": title, "owner": owner})
    record = decision_record(sample_assessment(BANK).model_copy(update={"answers": answers}), shipped())
    _, front, rest = record.split("---\n", 2)
    found = yaml.safe_load(front)
    assert list(found) == ["status", "date", "decision-makers", "version"]
    assert found["decision-makers"] == " ".join(settable(owner).split())
    assert rest.startswith("\n# ")


def test_nothing_fits_is_recorded_too() -> None:
    """A decision without an option has a record with what would have to give."""
    record = decision_record(nothing_fits(), shipped())
    assert "What would have to give" in record
    assert "## Considered Options" in record


def _limited(monthly_cap: int) -> Assessment:
    """The insurer's use cases under one vendor, a floor for the second, and a cap."""
    answers = load_sample(INSURER)
    first, second, *rest = answers.use_cases
    limits = answers.portfolio.model_copy(update={"max_vendors": 1, "monthly_cap": Decimal(monthly_cap)})
    cases = (first, second.model_copy(update={"minimum_score": 0.6}), *rest)
    return assess(answers.model_copy(update={"portfolio": limits, "use_cases": cases}), shipped(), samples=50)


@pytest.mark.parametrize(
    ("language", "limits"), [("en", "Limits kept to"), ("de", "Eingehaltene Grenzen"), ("fr", "Limites respectées")]
)
def test_the_record_has_the_portfolio_with_its_limits_and_floors(language: str, limits: str) -> None:
    """What the use cases cost together, what that keeps to, and what was chosen for each, before the pros and cons."""
    assessment, words = _limited(6000), words_in(language)
    record = decision_record(assessment, shipped(), language=language).replace("\\", "")
    begin, end = (f"## {words.say(title)}" for title in ("Decision Outcome", "Pros and Cons of the Options"))
    outcome = record[record.index(begin) : record.index(end)]
    (line,) = (line for line in outcome.split("\n") if line.startswith(limits))
    assert words.say_n("at most {n} vendor", "at most {n} vendors", 1) in line
    second = assessment.answers.use_cases[1].name
    assert words.say("{use_case} at least {n} points", use_case=second, n=words.points(0.6)) in line
    assert assessment.portfolio is not None
    assert len(assessment.portfolio.assignments) == len(assessment.answers.use_cases)
    for chosen in assessment.portfolio.assignments:
        assert f"* {chosen.use_case}" in outcome
        assert words.points(chosen.score) in outcome


def test_limits_that_nothing_keeps_to_are_recorded_with_the_ways_out() -> None:
    """One unit of money for everything: the record says which limits, and what would have to give."""
    assessment = _limited(1)
    record = decision_record(assessment, shipped()).replace("\\", "")
    assert assessment.portfolio is not None
    assert assessment.portfolio.ways_out
    assert "No assignment keeps to every limit: at most" in record
    assert all(f"* {way}" in record for way in assessment.portfolio.ways_out)


def test_a_single_use_case_has_no_portfolio_in_its_record() -> None:
    """Nothing is joined where there is one use case."""
    assert "All use cases together" not in decision_record(sample_assessment(BANK), shipped())


def test_json_is_the_whole_assessment() -> None:
    """The file reads back as the same record."""
    content = export(sample_assessment(BANK), shipped(), form="json")
    assert Assessment.model_validate_json(content) == sample_assessment(BANK)
    assert json.loads(content)["schema"] == 2


def test_the_published_schema_is_that_of_the_code() -> None:
    """``docs/assessment.schema.json`` is what the code says, and names every field of the file.

    The policy is left out where the house has none.
    """
    assert (ROOT / "docs" / "assessment.schema.json").read_text(encoding="utf-8") == assessment_schema()
    schema = json.loads(assessment_schema())
    written = json.loads(export(sample_assessment(BANK), shipped(), form="json"))
    assert set(schema["properties"]) - set(written) == {"policy"}
    assert set(written) < set(schema["properties"])


def test_the_matrix_in_csv_adds_up() -> None:
    """One row per ranked alternative; the points of a row sum to its score."""
    rows = list(csv.DictReader(io.StringIO(matrix_csv(sample_assessment(BANK), shipped()).decode("utf-8-sig"))))
    ranked = sample_assessment(BANK).recommendations
    assert [row["Alternative"] for row in rows] == [entry.alternative_id for entry in ranked]
    for row in rows:
        points = sum(float(value) for name, value in row.items() if name.endswith(": points"))
        assert points == pytest.approx(float(row["Score"]), abs=1e-9)


def test_the_workbook_has_every_elimination_and_cost_line() -> None:
    """Nothing is left out of the spreadsheet; every use case has its own sheets."""
    book = load_workbook(io.BytesIO(workbook(sample_assessment(BANK), shipped())), read_only=True)
    assert book.sheetnames == ["Matrix", "Costs", "Eliminations", "Weights", "Risk register", "Provenance"]
    assert book["Eliminations"].max_row == len(sample_assessment(BANK).eliminations) + 1
    several = load_workbook(io.BytesIO(workbook(sample_assessment(INSURER), shipped())), read_only=True)
    assert [name for name in several.sheetnames if name.startswith("Matrix")] == ["Matrix 1", "Matrix 2", "Matrix 3"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =cmd|' /C calc'!A0", "|x", "%x"])
def test_text_that_looks_like_a_formula_is_disarmed(text: str) -> None:
    """No cell of text starts with a character that a spreadsheet reads as a formula."""
    disarmed = str(safe(text))
    assert disarmed.startswith("'")


def test_numbers_stay_numbers() -> None:
    """A negative number is no formula."""
    assert safe(-1.5) == -1.5
    assert safe("plain") == "plain"


def test_a_formula_in_the_catalog_never_reaches_a_spreadsheet() -> None:
    """Names from the catalog are disarmed in both forms."""
    assessment = sample_assessment(BANK)
    bad = assessment.eliminations[0].model_copy(update={"observed": "=HYPERLINK(1)"})
    changed = assessment.model_copy(update={"eliminations": Rows.of((bad,))})
    book = load_workbook(io.BytesIO(workbook(changed, shipped())))
    cell = book["Eliminations"]["D2"]
    assert cell.value == "'=HYPERLINK(1)"
    assert cell.data_type == "s"


def test_every_form_is_exported() -> None:
    """Each form on offer gives a file."""
    for form in FORMS:
        assert export(sample_assessment(BANK), shipped(), form=form)
