"""The spreadsheet recomputed gives what the page shows."""

from __future__ import annotations

from pathlib import Path

import formulas
import pytest

from advisor.catalog.catalog import Catalog
from advisor.hosting.comparison.hosting_view import cheapest_of_each, hosting_view
from advisor.hosting.exports.spreadsheet import cost_sheet
from advisor.hosting.planning.plan_table import drawn_costs
from advisor.hosting.planning.planner import PlanTable
from advisor.hosting.workload import workload_of
from advisor.questionnaire.answers import Answers
from tests.hosting.conftest import ENGLISH, GPT_OSS, LLAMA, Planner, decision
from tests.hosting.costs.test_first_principles import CASES, plan_of


@pytest.fixture(scope="module")
def table(planner: Planner) -> PlanTable:
    """Llama and gpt-oss planned on everything."""
    return planner(LLAMA, GPT_OSS)


def computed(content: bytes, folder: Path) -> dict[str, float | str]:
    """What a spreadsheet engine computes for every cell of a workbook, by sheet and cell (``COSTS!B2``)."""
    path = folder / "sheet.xlsx"
    path.write_bytes(content)
    solution = formulas.ExcelModel().loads(str(path)).finish().calculate()
    found = {}
    for key, value in solution.items():
        sheet, _, cell = str(key).upper().partition("]")[2].partition("'!")
        if cell and ":" not in cell:
            found[f"{sheet}!{cell}"] = value.value[0, 0]
    return found


def test_the_spreadsheet_recomputed_gives_every_total_to_the_cent(
    planner: Planner, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A spreadsheet engine computes from the formulas what the record says: month, horizon, request, accounts."""
    table = planner(LLAMA, GPT_OSS, load={"growth_per_year": 0.6}, budget={"horizon_months": 30})
    plans = hosting_view(table, cheapest_of_each(table), decision(budget={"horizon_months": 30})).plans
    content = cost_sheet(plans, table.load, horizon_months=30, currency="EUR", rate=1.1, words=ENGLISH)
    cells = computed(content, tmp_path_factory.mktemp("sheet"))
    assert {plan.alternative.deployment.kind for plan in plans} == {"provider_api", "cloud_gpu", "on_prem", "edge"}
    for row, plan in enumerate(plans, start=2):
        assert plan.monthly_cost_usd is not None
        assert plan.horizon_cost_usd is not None
        month = plan.monthly_cost_usd.p50
        assert float(cells[f"COSTS!B{row}"]) == pytest.approx(month, abs=0.005)
        assert float(cells[f"COSTS!B{row}"]) == pytest.approx(sum(p.usd_per_month for p in plan.components), abs=0.005)
        assert float(cells[f"COSTS!C{row}"]) == pytest.approx(month / 1.1, abs=0.005)
        assert float(cells[f"COSTS!D{row}"]) == pytest.approx(plan.horizon_cost_usd.p50, abs=0.005)
        assert float(cells[f"COSTS!F{row}"]) == pytest.approx(plan.usd_per_request_all_in, rel=1e-9)
        assert float(cells[f"COSTS!G{row}"]) == pytest.approx(plan.usd_per_mtok_all_in, rel=1e-9)
        assert float(cells[f"COSTS!H{row}"]) == pytest.approx(plan.stated_usd_per_month, abs=0.005)


@pytest.mark.parametrize(
    "name",
    [
        "a reservation that outlasts the decision",
        "fewer GPUs there than it takes",
        "ten times the players, bought",
        "ten times the players, rented by the hour",
    ],
)
def test_awkward_plans_recomputed_are_equal_to_the_cent(
    catalog: Catalog, name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Rent of a term beyond the horizon, and GPUs that are there beside those bought year by year."""
    case = CASES[name]
    plan, budget = plan_of(catalog, case), Answers.model_validate(case.answers).budget
    load = workload_of(Answers.model_validate(case.answers).use_cases[0])
    content = cost_sheet([plan], load, horizon_months=budget.horizon_months, currency="USD", rate=1.0, words=ENGLISH)
    cells = computed(content, tmp_path_factory.mktemp("awkward"))
    assert plan.horizon_cost_usd is not None
    assert float(cells["COSTS!D2"]) == pytest.approx(plan.horizon_cost_usd.p50, abs=0.005)
    assert float(cells["COSTS!H2"]) == pytest.approx(plan.stated_usd_per_month, abs=0.005)


def test_the_finance_annex_recomputed_gives_what_is_bought_fetched_and_written_off(
    planner: Planner, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Purchase, resale, capital, depreciation and staff of own servers follow from the inputs by formulas."""
    table = planner(LLAMA, load={"growth_per_year": 0.6})
    row = next(i for i in cheapest_of_each(table) if table.alternatives[i].deployment.kind == "on_prem")
    plan = table.record(row)
    account, staff = plan.hardware, plan.staff
    assert account is not None
    assert staff is not None
    content = cost_sheet([plan], table.load, horizon_months=36, currency="USD", rate=1.0, words=ENGLISH)
    cells = computed(content, tmp_path_factory.mktemp("annex"))
    labels = {cells[name]: int(name.rpartition("A")[2]) for name in cells if name.startswith("PLAN 1!A")}
    lines = {part.component: part for part in plan.components}
    over_horizon = {
        "Hardware, bought": account.purchase_usd,
        "Resale at the end": -account.resale_usd,
        "Cost of capital": account.capital_usd,
        "Staff": lines["staff"].usd_per_month * 36,
        "Electricity": lines["electricity"].usd_per_month * 36,
    }
    for label, usd in over_horizon.items():
        assert float(cells[f"PLAN 1!F{labels[label]}"]) == pytest.approx(usd, abs=0.005), label
    assert float(cells[f"PLAN 1!B{labels['Depreciation over the horizon']}"]) == pytest.approx(
        account.depreciation_usd, abs=0.005
    )
    assert float(cells[f"PLAN 1!B{labels['Book value at the end']}"]) == pytest.approx(
        account.book_value_usd, abs=0.005
    )


def test_the_bands_of_the_spreadsheet_are_those_of_the_page(
    table: PlanTable, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The percentiles recomputed from the sheet of draws equal the plan's, per month and over the horizon."""
    rows = cheapest_of_each(table)
    view = hosting_view(table, rows, decision())
    drawn = {table.alternatives[row].alternative_id: drawn_costs(table, row) for row in rows}
    content = cost_sheet(
        view.plans, table.load, horizon_months=36, currency="EUR", rate=1.1, words=ENGLISH, drawn=drawn
    )
    cells = computed(content, tmp_path_factory.mktemp("bands"))
    row = 2
    for plan in view.plans:
        for shown in (plan.monthly_cost_usd, plan.horizon_cost_usd):
            assert shown is not None
            for letter, value in zip("CDE", (shown.p10, shown.p50, shown.p90), strict=True):
                assert float(cells[f"BANDS!{letter}{row}"]) == pytest.approx(value, rel=1e-9)
            assert float(cells[f"BANDS!G{row}"]) == pytest.approx(shown.p50 / 1.1, rel=1e-9)
            row += 1
