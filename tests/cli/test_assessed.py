"""What ``advisor assess`` prints for people."""

from __future__ import annotations

from decimal import Decimal

import pytest

from advisor.assessment import assess
from advisor.catalog.catalog import Catalog
from advisor.cli.assessed import print_assessment
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.presets import load_sample
from advisor.words.written import all_said, said

INSURER = load_sample("insurer-claims-portfolio")


def _printed(answers: Answers, catalog: Catalog, capsys: pytest.CaptureFixture[str]) -> str:
    """What is printed, without the breaks of lines."""
    print_assessment(assess(answers, catalog, samples=100))
    return " ".join(capsys.readouterr().out.split())


def test_the_portfolio_of_several_use_cases_is_printed(catalog: Catalog, capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence joins the use cases; a single one has none."""
    assert "All use cases together: Claims agent for handlers: " in _printed(INSURER, catalog, capsys)
    assert "All use cases together" not in _printed(load_sample("marketing-images"), catalog, capsys)


def test_the_way_out_of_a_portfolio_without_assignment_is_printed(
    catalog: Catalog, capsys: pytest.CaptureFixture[str]
) -> None:
    """A total that nothing keeps to: the limit, and what is possible without it."""
    limits = INSURER.portfolio.model_copy(update={"monthly_cap": Decimal(1)})
    printed = _printed(INSURER.model_copy(update={"portfolio": limits}), catalog, capsys)
    assert "No assignment keeps to every limit: at most 1.00 EUR a month together." in printed
    assert "possible for at least" in printed


def test_every_use_case_says_its_verdict_after_what_all_cost_together(
    catalog: Catalog, capsys: pytest.CaptureFixture[str]
) -> None:
    """The joint sum first, then each use case by its name with its whole sentence: none is left to the file."""
    assessment = assess(INSURER, catalog, samples=100)
    print_assessment(assessment)
    printed = " ".join(capsys.readouterr().out.split())
    places = [printed.index("All use cases together: ")]
    for case in assessment.other_use_cases:
        places += [printed.index(f"{case.use_case}: "), printed.index(" ".join(case.verdict_sentence.split()))]
    places.append(printed.index(f"{INSURER.use_cases[0].name}, in detail:"))
    assert len(places) == 2 + 2 * (len(INSURER.use_cases) - 1)
    assert min(places) == places[0]
    assert max(places) == places[-1]


@pytest.mark.parametrize("name", ["eu-bank-customer-service", "insurer-claims-portfolio", "marketing-images"])
def test_the_ranking_fits_eighty_columns(
    catalog: Catalog, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Rank, model, place, money in the decision's currency, score and share stand on a terminal of 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")
    answers = load_sample(name)
    print_assessment(assess(answers, catalog, samples=100), answers_file="a.yaml")
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    head = next(line for line in lines if line.lstrip().startswith("Rank "))
    places = [head.index(word) for word in ("Model", "Where", f"{answers.budget.currency}/month", "Score", "First")]
    assert places == sorted(places)
    assert "…" not in "".join(lines)


def test_wide_prints_every_criterion(catalog: Catalog, capsys: pytest.CaptureFixture[str]) -> None:
    """The narrow table leaves the contributions out, the wide one has a cell for each."""
    assessment = assess(load_sample("marketing-images"), catalog, samples=100)
    first = assessment.recommendations[0]
    lines = []
    for wide in (False, True):
        print_assessment(assessment, wide=wide)
        printed = capsys.readouterr().out.splitlines()
        lines.append(next(line for line in printed if line.split() and line.split()[0].strip("*=") == "1"))
    parts = [f"{first.contributions[note.criterion] * 100:.1f}" for note in assessment.criteria]
    assert lines[1].split()[-len(parts) :] == parts
    assert lines[0].split()[-len(parts) :] != parts


def test_the_verdict_and_every_choice_are_printed_with_the_next_commands(
    catalog: Catalog, capsys: pytest.CaptureFixture[str]
) -> None:
    """The sentence, each role with its test and what to settle, the choice marked, and where to look next."""
    assessment = assess(INSURER, catalog, samples=100)
    print_assessment(assessment, answers_file="claims.yaml")
    whole = capsys.readouterr().out
    printed = " ".join(whole.split())
    assert assessment.verdict_sentence in printed
    for choice in assessment.shortlist:
        assert choice.name in printed
        reason, test = (said(choice, field, "en") for field in ("reason", "deciding_test"))
        assert f"{reason} Test: {test}" in printed
    listed = {choice.alternative_id for choice in assessment.shortlist}
    items = [item for item in assessment.recommendations if item.alternative_id in listed]
    warnings = [each for item in items for each in all_said(item, "warnings", "en")]
    assert warnings
    assert all(f"! {warning}" in printed for warning in warnings)
    chosen = next(item for item in assessment.recommendations if item.alternative_id == assessment.choice_id)
    marked = next(
        line for line in whole.splitlines() if line.lstrip().startswith("*") and chosen.model_name[:8] in line
    )
    assert marked.split()[0].rstrip("=") == f"*{chosen.rank}"
    assert "advisor report claims.yaml -o report.pdf" in printed


def test_off_a_terminal_nothing_is_coloured(catalog: Catalog, capsys: pytest.CaptureFixture[str]) -> None:
    """No escape code gets into a pipe or a file."""
    print_assessment(assess(load_sample("marketing-images"), catalog, samples=100))
    assert "\x1b" not in capsys.readouterr().out


def test_nothing_fits_prints_what_to_relax(catalog: Catalog, capsys: pytest.CaptureFixture[str]) -> None:
    """No ranking and no shortlist, but the ways out."""
    answers = load_sample("marketing-images")
    poor = answers.model_copy(update={"budget": answers.budget.model_copy(update={"monthly_cap": Decimal(1)})})
    printed = _printed(poor, catalog, capsys)
    assert printed.startswith("Nothing fits: ")
    assert "What to relax, cheapest first: - " in printed
    assert "Best score" not in printed


def test_gates_are_printed_by_their_names(catalog: Catalog, capsys: pytest.CaptureFixture[str]) -> None:
    """No id such as structured_output stands in the line of what is out."""
    printed = _printed(INSURER, catalog, capsys)
    assert "Structured output" in printed
    assert "structured_output" not in printed


@pytest.mark.parametrize(("variable", "coloured"), [("FORCE_COLOR", True), ("NO_COLOR", False), ("TERM", False)])
def test_colours_are_for_terminals_that_want_them(
    catalog: Catalog,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    variable: str,
    coloured: bool,  # noqa: FBT001 - one of the cases
) -> None:
    """Into a file or a pipe goes plain text, and under NO_COLOR no colour goes anywhere."""
    monkeypatch.setenv(variable, "1")
    print_assessment(assess(load_sample("marketing-images"), catalog, samples=100))
    assert ("\x1b[1;3" in capsys.readouterr().out) is coloured


@pytest.mark.parametrize("name", ["insurer-claims-portfolio", "eu-bank-customer-service"])
def test_every_use_case_says_what_would_change_its_advice(
    catalog: Catalog, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """The first of each kind with what settles it, within 80 columns; all of them where it is wide."""
    monkeypatch.setenv("COLUMNS", "80")
    assessment = assess(load_sample(name), catalog, samples=100)
    cases = (assessment, *assessment.other_use_cases)
    assert any(case.flips for case in cases)
    print_assessment(assessment)
    whole = capsys.readouterr().out
    assert max(map(len, whole.splitlines())) <= 80
    printed = " ".join(whole.split())
    assert printed.count("What would change the advice") == sum(bool(case.flips) for case in cases)
    for case in cases:
        first = {flip.kind: flip for flip in reversed(case.flips)}
        for flip in first.values():
            assert f"- {said(flip, 'sentence', 'en')}" in printed
    print_assessment(assessment, wide=True)
    wide = " ".join(capsys.readouterr().out.split())
    assert all(f"- {said(flip, 'sentence', 'en')}" in wide for case in cases for flip in case.flips)
