"""The cost sheet and finance annex as a spreadsheet with live formulas, so that finance can check and change it.

Sheet ``Inputs`` holds the load, the horizon and the currency; every plan has a sheet of its own (``Plan 1`` and so on)
with its years: what is bought, fetched, written off, the capital, people and everything that runs, each with its
source, added up by formulas to the horizon, the month and the headline. ``Costs`` sets the plans side by side. No total
is written as a value. ``Draws`` holds the cost of every plan in each draw of the uncertain inputs, and ``Bands`` the
percentiles that the page shows, as formulas over them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from advisor.hosting.costs.draws import places
from advisor.hosting.exports.plan_sheet import BOLD, INPUT, PlanSheet, safe
from advisor.hosting.records import HostingPlan
from advisor.hosting.speed.roofline import Array
from advisor.hosting.workload import Workload

NOTE_ON_DRAWS = (
    "The percentiles that the page shows. Each draw moves volume, prices, speed, power, staff, thinking tokens and the "
    "decline of prices at once: a fixed low-discrepancy set (Sobol, seed 0), the same for every plan, computed by the "
    "cost model with whole servers and announced prices. Changing a cell of Inputs does not draw anew: the plans "
    "follow it, at the stated inputs and with the servers that they have."
)


Drawn = Mapping[str, tuple[Array, Array]]
"""Cost per month and over the horizon in every draw, by alternative."""


def cost_sheet(
    plans: Sequence[HostingPlan],
    load: Workload,
    *,
    horizon_months: int,
    currency: str,
    rate: float,
    drawn: Drawn | None = None,
) -> bytes:
    """An XLSX file over the plans; ``rate`` is US dollars per unit of ``currency``. Input cells are tinted.

    ``drawn`` gives the draws behind the percentiles of the plans (``drawn_costs``); without it their sheets are
    left out.
    """
    book = Workbook()
    inputs = book.active
    assert isinstance(inputs, Worksheet)  # noqa: S101 - a new workbook has one
    inputs.title = "Inputs"
    _inputs(inputs, load, horizon_months=horizon_months, currency=currency, rate=rate)
    priced = [plan for plan in plans if plan.components]
    costs = book.create_sheet("Costs")
    sheets = []
    for number, plan in enumerate(priced, start=1):
        name = f"Plan {number}"
        sheets.append(PlanSheet(book.create_sheet(name), name, plan).write())
    _costs(costs, priced, sheets)
    if drawn is not None:
        known = [plan for plan in priced if plan.alternative.alternative_id in drawn]
        _bands(book.create_sheet("Bands"), known, drawn)
        _draws(book.create_sheet("Draws"), known, drawn)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _inputs(sheet: Worksheet, load: Workload, *, horizon_months: int, currency: str, rate: float) -> None:
    """Load, horizon and currency in rows 2 to 10."""
    sheet.append(["Input", "Value", "Unit", "Source"])
    rows: list[tuple[str, float | str, str, str]] = [
        ("Requests", load.requests_per_month, "per month at the start", "answers"),
        ("Volume factor", 1.0, "times the stated volume", "change it to see another volume with the same servers"),
        ("Growth", load.growth_per_year, "share per year", "answers"),
        ("Horizon", horizon_months, "months", "answers"),
        ("Currency", currency, "", "answers"),
        ("Exchange rate", rate, f"USD per 1 {currency}", "answers"),
        ("Price factor", 1.0, "times the prices of tokens and rents", "change it to see other prices"),
        ("Input tokens", load.input_tokens, "per request", "answers"),
        ("Output tokens", load.output_tokens, "per request", "answers"),
    ]
    for row in rows:
        sheet.append(list(row))
        sheet.cell(sheet.max_row, 2).fill = INPUT
    _bold(sheet)
    sheet.column_dimensions["A"].width = 44
    sheet.column_dimensions["D"].width = 60


def _costs(sheet: Worksheet, plans: Sequence[HostingPlan], sheets: Sequence[Mapping[str, str]]) -> None:
    """The plans side by side: the headline per month and over the horizon, in dollars and in the currency."""
    titles = ["Alternative", "USD per month", "In the currency", "USD over the horizon", "In the currency"]
    sheet.append([*titles, "USD per request", "USD per million tokens", "Stated case, USD per month"])
    for plan, at in zip(plans, sheets, strict=True):
        row = sheet.max_row + 1
        sheet.cell(row, 1, safe(plan.alternative.alternative_id))
        sheet.cell(row, 2, f"={at['headline']}")
        sheet.cell(row, 3, f"=B{row}/Inputs!$B$7")
        sheet.cell(row, 4, f"=B{row}*Inputs!$B$5")
        sheet.cell(row, 5, f"=D{row}/Inputs!$B$7")
        sheet.cell(row, 6, f"={at['per_request']}")
        sheet.cell(row, 7, f"={at['per_mtok']}")
        sheet.cell(row, 8, f"={at['stated']}")
    _bold(sheet)
    sheet.column_dimensions["A"].width = 80


def _bands(sheet: Worksheet, plans: Sequence[HostingPlan], drawn: Drawn) -> None:
    """The 10th, 50th and 90th percentile of every plan, in dollars and in the currency, over the sheet ``Draws``."""
    sheet.append(["Alternative", "What", "p10 USD", "p50 USD", "p90 USD", "p10", "p50", "p90"])
    for number, plan in enumerate(plans):
        name = plan.alternative.alternative_id
        for offset, (what, values) in enumerate(zip(("per month", "over the horizon"), drawn[name], strict=True)):
            row, letter = sheet.max_row + 1, get_column_letter(2 + 2 * number + offset)
            sheet.cell(row, 1, safe(name))
            sheet.cell(row, 2, what)
            for column, place in enumerate(places(len(values)), start=3):
                span = f"Draws!{letter}$2:{letter}${len(values) + 1}"
                sheet.cell(row, column, f"=SMALL({span},{place + 1})")
                sheet.cell(row, column + 3, f"={get_column_letter(column)}{row}/Inputs!$B$7")
    sheet.cell(sheet.max_row + 2, 1, NOTE_ON_DRAWS)
    _bold(sheet)
    sheet.column_dimensions["A"].width = 80


def _draws(sheet: Worksheet, plans: Sequence[HostingPlan], drawn: Drawn) -> None:
    """One row per draw: cost per month and over the horizon of every plan, US dollars."""
    names = [plan.alternative.alternative_id for plan in plans]
    sheet.append(["Draw", *(safe(f"{name}, {what}") for name in names for what in ("per month", "over the horizon"))])
    columns = [values for name in names for values in drawn[name]]
    for number in range(max((len(values) for values in columns), default=0)):
        sheet.append([number + 1, *(float(values[number]) for values in columns)])
    _bold(sheet)


def _bold(sheet: Worksheet) -> None:
    for cell in sheet[1]:
        cell.font = BOLD
