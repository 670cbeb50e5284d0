"""The finance annex: the first year, the contingency and the exchange rate, to the cent of the plan's own record."""

from __future__ import annotations

from decimal import Decimal

import pytest
from report.samples import BANK, sample_assessment, shipped

from advisor.assessment import Assessment
from advisor.report.compose import compose
from advisor.report.document.blocks import Facts, Para, Section, Table, plain_text
from advisor.report.exports.decision_record import decision_record
from advisor.words.language import words_in

HOSPITAL = "hospital-note-summariser"


def section(found: Assessment, key: str = "finance") -> Section:
    """A section of the report."""
    return next(part for part in compose(found, shipped()).sections if part.key == key)


def rates(found: Assessment) -> list[list[str]]:
    """The table on the exchange rate, by row; empty where there is none."""
    tables = [block for block in section(found).blocks if isinstance(block, Table) and "exchange" in block.caption]
    return [[plain_text(cell) for cell in row] for table in tables for row in table.rows]


def with_budget(found: Assessment, **changes: object) -> Assessment:
    """The assessment with another budget in its answers."""
    budget = found.answers.budget.model_copy(update=changes)
    return found.model_copy(update={"answers": found.answers.model_copy(update={"budget": budget})})


@pytest.mark.parametrize("sample", [BANK, HOSPITAL])
def test_the_first_year_is_its_column_and_the_set_up(sample: str) -> None:
    """Page one, annex and Markdown tell one sum: the year in all, purchases whole, and what setting up takes."""
    found = sample_assessment(sample)
    plan, rate = found.hosting.plan(found.hosting.chosen_id), found.answers.budget.usd_per_unit
    assert plan is not None
    assert plan.first_year_usd is not None
    shown = f"{plan.first_year_usd / rate:,.2f}"
    assert shown in str(section(found, "summary"))
    assert shown in str(section(found))
    assert shown in decision_record(found, shipped()).replace("\\", "")
    years = next(b for b in section(found).blocks if isinstance(b, Table) and "year by year" in b.caption)
    assert plan.set_up is not None
    first = float(plain_text(years.rows[-1][1]).replace(",", ""))
    assert first == pytest.approx((plan.first_year_usd - plan.set_up.usd) / rate, abs=0.5)


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_setting_up_is_one_sum_on_page_one_and_in_the_line_of_the_project(language: str) -> None:
    """Both to three digits in every language; the first year above the line has it to the cent."""
    found = sample_assessment(BANK)
    plan, words = found.hosting.plan(found.hosting.chosen_id), words_in(language)
    assert plan is not None
    assert plan.set_up is not None
    usd, budget = plan.set_up.usd, found.answers.budget
    shown = words.money(usd / budget.usd_per_unit, budget.currency).split()
    parts = {part.key: part for part in compose(found, shipped(), language=language).sections}
    taken = next(
        plain_text(cell)
        for block in parts["summary"].blocks
        if isinstance(block, Table)
        for column, cell in zip(block.columns, block.rows[0], strict=True)
        if column.title == words.say("Set-up, on top")
    )
    facts = dict(row for block in parts["finance"].blocks if isinstance(block, Facts) for row in block.rows)
    for told in (taken, plain_text(facts[words.say("Project")])):
        assert " ".join(shown) in " ".join(told.split())  # whatever blank keeps a sum on its line
    assert words.number(usd / budget.usd_per_unit, 2) in plain_text(facts[words.say("First year, set-up included")])


def test_a_dearer_dollar_raises_every_sum_by_as_much() -> None:
    """A tenth more and a tenth less, of the sums that the annex has to the cent."""
    found = sample_assessment(BANK)
    plan, rate = found.hosting.plan(found.hosting.chosen_id), found.answers.budget.usd_per_unit
    assert plan is not None
    assert plan.monthly_cost_usd is not None
    assert plan.horizon_cost_usd is not None
    assert plan.first_year_usd is not None
    for move, row in zip((1.1, 1.0, 0.9), rates(found), strict=True):
        sums = (plan.monthly_cost_usd.p50, plan.first_year_usd, plan.horizon_cost_usd.p50)
        assert row[1:4] == [f"{usd * move / rate:,.2f}" for usd in sums]


def test_the_first_place_stays_without_a_limit_and_falls_where_the_limit_is_passed() -> None:
    """No cap: nothing crosses it. A cap just above what is billed: a dearer dollar passes it, a cheaper does not."""
    found = sample_assessment(BANK)
    free = rates(with_budget(found, monthly_cap=None))
    assert [row[4] for row in free] == ["stays", "as advised", "stays"]
    plan, rate = found.hosting.plan(found.hosting.chosen_id), found.answers.budget.usd_per_unit
    assert plan is not None
    assert plan.monthly_cost_usd is not None
    billed = (plan.monthly_cost_usd.p50 - (plan.unpaid_usd_per_month or 0.0)) / rate
    tight = rates(with_budget(found, monthly_cap=Decimal(str(round(billed * 1.05, 2)))))
    assert "beyond your limit" in tight[0][4]
    assert "beyond your limit" not in tight[2][4]


def test_a_decision_in_dollars_has_no_exchange_rate() -> None:
    """Nothing of it is converted."""
    found = sample_assessment(BANK)
    assert rates(with_budget(found, currency="USD", usd_per_unit=1.0)) == []


def test_the_contingency_says_its_own_sum_and_that_it_is_no_reserve() -> None:
    """The paragraph has the sum of the line of the table."""
    found = sample_assessment(BANK)
    plan, rate = found.hosting.plan(found.hosting.chosen_id), found.answers.budget.usd_per_unit
    assert plan is not None
    part = next(part for part in plan.components if part.component == "contingency")
    text = next(str(b.text) for b in section(found).blocks if isinstance(b, Para) and b.look == "note")
    assert f"{abs(part.usd_per_month) / rate:,.2f}" in text
    assert "as likely too high as too low" in text
