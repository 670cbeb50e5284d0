"""What is kept of the worked samples is what they conclude today."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from advisor.assessment import assess
from advisor.catalog.catalog import Catalog
from advisor.questionnaire.presets import load_sample
from advisor.services.sample_verdicts import FILE, as_kept, kept_verdicts, verdict_on, verdicts_today


def test_what_is_kept_is_not_stale(catalog: Catalog) -> None:
    """Else: python -m advisor.cli.sample_verdicts."""
    assert as_kept(verdicts_today(catalog)) == FILE.read_bytes(), "python -m advisor.cli.sample_verdicts"


def test_where_nothing_fits_no_model_is_named(catalog: Catalog) -> None:
    """A cap of one euro a month leaves a verdict without a model or a price."""
    bank = load_sample("eu-bank-customer-service")
    poor = bank.model_copy(update={"budget": bank.budget.model_copy(update={"monthly_cap": Decimal(1)})})
    found = verdict_on(assess(poor, catalog, samples=50), catalog)
    assert (found.verdict, found.models, found.money) == ("nothing fits", (), None)


def test_several_use_cases_are_one_sum(catalog: Catalog) -> None:
    """The models of all of them, and what they cost together."""
    assessment = assess(load_sample("insurer-claims-portfolio"), catalog, samples=200)
    found = verdict_on(assessment, catalog)
    assert assessment.portfolio is not None
    assert len(found.models) == len({each.model_id for each in assessment.portfolio.assignments})
    assert found.place is None
    assert found.money is not None


def test_what_was_written_is_read(tmp_path: Path) -> None:
    """The file gives back what was put into it."""
    path = tmp_path / "verdicts.json"
    path.write_bytes(as_kept(kept_verdicts()))
    assert kept_verdicts(path) == kept_verdicts()
