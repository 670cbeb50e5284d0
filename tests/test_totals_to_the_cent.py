"""One plan has one total: on the page, in the PDF, in the workbook and on the command line, to the cent."""

from __future__ import annotations

import pytest
from shipped import shipped_catalog

from advisor.assessment import Assessment, assess
from advisor.catalog.catalog import Catalog
from advisor.cli.costed import costed
from advisor.hosting.exports.spreadsheet import cost_sheet
from advisor.hosting.workload import workload_of
from advisor.questionnaire.presets import load_sample
from advisor.report.export import export
from tests.hosting.conftest import ENGLISH
from tests.hosting.exports.test_spreadsheet import computed
from tests.report.samples import text_of
from tests.ui.hosting.test_page import hosting

SAMPLES = (
    "eu-bank-customer-service",
    "hospital-note-summariser",
    "factory-edge-device",
    "semantic-search-20m",
    "city-administration-rag",
    "code-assistant-500-developers",
    "contract-analyser",
)


@pytest.fixture(scope="module", name="catalog")
def shipped() -> Catalog:
    """The shipped catalog."""
    return shipped_catalog()


def totals(decided: Assessment) -> dict[str, tuple[str, str]]:
    """Per month and over the horizon in the currency of the decision, to the cent, of the plans shown first."""
    view, rate = decided.hosting, decided.answers.budget.usd_per_unit
    same = [way.alternative_id for way in view.same_model if way.alternative_id]
    found = {}
    for name in dict.fromkeys((view.chosen_id, *same, *view.cheapest)):
        plan = view.plan(name)
        assert plan is not None
        assert plan.monthly_cost_usd is not None
        assert plan.horizon_cost_usd is not None
        month, horizon = plan.monthly_cost_usd.p50 / rate, plan.horizon_cost_usd.p50 / rate
        found[str(name)] = (f"{month:,.2f}", f"{horizon:,.2f}")
    return found


def first_years_of(decided: Assessment) -> list[str]:
    """What the first year takes with purchases and set-up, to the cent, of the plans shown first; the choice first."""
    view, rate = decided.hosting, decided.answers.budget.usd_per_unit
    plans = [view.plan(name) for name in dict.fromkeys((view.chosen_id, *view.cheapest))]
    return [f"{plan.first_year_usd / rate:,.2f}" for plan in plans if plan is not None and plan.first_year_usd]


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_total_is_the_same_everywhere(
    sample: str, catalog: Catalog, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The choice, its model elsewhere and the cheapest of each way: page, PDF, recomputed workbook, command line."""
    answers = load_sample(sample)
    decided = assess(answers, catalog)
    wanted = totals(decided)
    budget, view = answers.budget, decided.hosting

    text = costed(answers, catalog, as_json=False)
    pdf = text_of(export(decided, catalog, form="pdf", sections=["finance"]))
    for month, horizon in wanted.values():
        assert f"per month: {month} (" in text
        assert f"over the horizon: {horizon} (" in text
        assert {month, horizon} <= set(pdf.split())

    first_years = first_years_of(decided)
    assert all(f"first year with purchases and set-up: {sum_}\n" in text for sum_ in first_years)
    assert first_years[0] in pdf.split()

    app = hosting(sample)
    assert not app.exception
    shown = next(frame.value for frame in app.dataframe if "Gates" in frame.value.columns)
    months, horizons = (
        {f"{value:,.2f}" for value in shown[f"{budget.currency} {what}"]} for what in ("per month", "over the horizon")
    )
    assert {month for month, _ in wanted.values()} <= months
    assert {horizon for _, horizon in wanted.values()} <= horizons

    accounts = next(frame.value for frame in app.dataframe if "Utilisation" in frame.value.columns)
    column = accounts[f"First year with set-up, {budget.currency}"]
    assert set(first_years) <= {f"{value:,.2f}" for value in column.dropna()}

    sheet = cost_sheet(
        view.plans,
        workload_of(answers.use_cases[0]),
        horizon_months=budget.horizon_months,
        currency=budget.currency,
        rate=budget.usd_per_unit,
        words=ENGLISH,
    )
    cells = computed(sheet, tmp_path_factory.mktemp("totals"))
    in_sheets = {
        f"{float(cells[name.replace('!A', '!B')]) / budget.usd_per_unit:,.2f}"
        for name, value in cells.items()
        if name.startswith("PLAN") and "!A" in name and str(value).startswith("First year, purchases")
    }
    assert set(first_years) <= in_sheets
    rows = {str(cells[f"COSTS!I{row}"]): row for row in range(2, len(view.plans) + 2)}
    recomputed = {
        name: tuple(f"{float(cells[f'COSTS!{column}{rows[name]}']):,.2f}" for column in "CE") for name in wanted
    }
    assert recomputed == wanted
