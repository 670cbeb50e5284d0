"""What the command line prints for people."""

from __future__ import annotations

from decimal import Decimal

import pytest

from advisor.assessment import assess
from advisor.catalog.catalog import Catalog
from advisor.cli.tables import print_assessment
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.presets import load_sample

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
    assert "No assignment keeps to every limit: at most 1.15 USD a month together." in printed
    assert "possible for at least" in printed


def test_gates_are_printed_by_their_names(catalog: Catalog, capsys: pytest.CaptureFixture[str]) -> None:
    """No id such as structured_output stands in the table of eliminations."""
    printed = _printed(INSURER, catalog, capsys)
    assert "Structured output" in printed
    assert "structured_output" not in printed
