"""The cost sheet as a spreadsheet with live formulas, so that finance can check and change it.

Sheet ``Inputs`` holds every number with unit and source; ``Costs`` computes each component and the totals from them;
``Horizon`` spreads them over the years with growth. Formulas alone compute: no total is written as a value. ``Draws``
holds the cost of every plan in each draw of the uncertain inputs, and ``Bands`` the percentiles that the page shows,
as formulas over them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from advisor.hosting.costs.draws import places
from advisor.hosting.planning.plan_records import COMPONENTS
from advisor.hosting.records import HostingPlan
from advisor.hosting.speed.roofline import Array
from advisor.hosting.workload import Workload

BOLD = Font(bold=True)
INPUT = PatternFill("solid", fgColor="FFF6DD")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
FIRST_PLAN_ROW = 12
NOTE_ON_DRAWS = (
    "The percentiles that the page shows. Each draw moves volume, prices, speed, power, staff, thinking tokens and the "
    "decline of prices at once: a fixed low-discrepancy set (Sobol, seed 0), the same for every plan, computed by the "
    "cost model with whole servers and announced prices. Changing a cell of Inputs does not draw anew: the sheets "
    "Costs and Horizon follow it, at the stated inputs and with the replicas of the start."
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

    ``drawn`` gives the draws behind the percentiles of the plans (``planner.drawn_costs``); without it their sheets are
    left out.
    """
    book = Workbook()
    inputs = book.active
    assert isinstance(inputs, Worksheet)  # noqa: S101 - a new workbook has one
    inputs.title = "Inputs"
    _inputs(inputs, load, horizon_months=horizon_months, currency=currency, rate=rate)
    priced = [plan for plan in plans if plan.components]
    rows = _components(inputs, priced)
    _costs(book.create_sheet("Costs"), priced, rows)
    _horizon(book.create_sheet("Horizon"), priced)
    if drawn is not None:
        known = [plan for plan in priced if plan.alternative.alternative_id in drawn]
        _bands(book.create_sheet("Bands"), known, drawn)
        _draws(book.create_sheet("Draws"), known, drawn)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def _inputs(sheet: Worksheet, load: Workload, *, horizon_months: int, currency: str, rate: float) -> None:
    """Load, horizon and currency in rows 2 to 9; components below."""
    sheet.append(["Input", "Value", "Unit", "Source"])
    rows: list[tuple[str, float | str, str, str]] = [
        ("Requests", load.requests_per_month, "per month at the start", "answers"),
        ("Volume factor", 1.0, "times the stated volume", "change it to see another volume"),
        ("Growth", load.growth_per_year, "share per year", "answers"),
        ("Horizon", horizon_months, "months", "answers"),
        ("Currency", currency, "", "answers"),
        ("Exchange rate", rate, f"USD per 1 {currency}", "answers"),
        ("Token price decline", 0.0, "share per year", "set it to see falling prices"),
    ]
    for row in rows:
        sheet.append(list(row))
        sheet.cell(sheet.max_row, 2).fill = INPUT
    for cell in sheet[1]:
        cell.font = BOLD
    sheet.column_dimensions["A"].width = 44
    sheet.column_dimensions["D"].width = 60


def _components(sheet: Worksheet, plans: Sequence[HostingPlan]) -> list[list[int]]:
    """One row per component of every plan; returns their row numbers per plan."""
    sheet.cell(FIRST_PLAN_ROW - 1, 1, "Component").font = BOLD
    for column, title in enumerate(("USD per month", "Grows with requests (1) or not (0)", "Source"), start=2):
        sheet.cell(FIRST_PLAN_ROW - 1, column, title).font = BOLD
    row = FIRST_PLAN_ROW
    numbers: list[list[int]] = []
    for plan in plans:
        sheet.cell(row, 1, safe(plan.alternative.alternative_id)).font = BOLD
        row += 1
        mine = []
        for part in plan.components:
            sheet.cell(row, 1, safe(part.label))
            sheet.cell(row, 2, part.usd_per_month).fill = INPUT
            sheet.cell(row, 3, 1 if COMPONENTS[part.component].per_request else 0).fill = INPUT
            sheet.cell(row, 4, safe("; ".join(text for text in (part.basis, part.source, part.note) if text)))
            mine.append(row)
            row += 1
        numbers.append(mine)
    return numbers


def _costs(sheet: Worksheet, plans: Sequence[HostingPlan], rows: Sequence[Sequence[int]]) -> None:
    """Components at the volume factor, totals per month in dollars and in the currency, and the cost of a request."""
    sheet.append(["Alternative", "USD per month", "In the currency", "USD per request", "USD per year"])
    for plan, mine in zip(plans, rows, strict=True):
        first, last = mine[0], mine[-1]
        span = f"Inputs!B{first}:B{last}", f"Inputs!C{first}:C{last}"
        row = sheet.max_row + 1
        sheet.cell(row, 1, safe(plan.alternative.alternative_id))
        sheet.cell(row, 2, f"=SUMPRODUCT({span[0]},{span[1]})*Inputs!$B$3+SUMPRODUCT({span[0]},1-{span[1]})")
        sheet.cell(row, 3, f"=B{row}/Inputs!$B$7")
        sheet.cell(row, 4, f"=B{row}/(Inputs!$B$2*Inputs!$B$3)")
        sheet.cell(row, 5, f"=B{row}*12")
    for cell in sheet[1]:
        cell.font = BOLD
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
    for cell in sheet[1]:
        cell.font = BOLD
    sheet.column_dimensions["A"].width = 80


def _draws(sheet: Worksheet, plans: Sequence[HostingPlan], drawn: Drawn) -> None:
    """One row per draw: cost per month at the starting volume and over the horizon of every plan, US dollars."""
    names = [plan.alternative.alternative_id for plan in plans]
    sheet.append(["Draw", *(safe(f"{name}, {what}") for name in names for what in ("per month", "over the horizon"))])
    columns = [values for name in names for values in drawn[name]]
    for number in range(max((len(values) for values in columns), default=0)):
        sheet.append([number + 1, *(float(values[number]) for values in columns)])
    for cell in sheet[1]:
        cell.font = BOLD


def _horizon(sheet: Worksheet, plans: Sequence[HostingPlan]) -> None:
    """Per year of the horizon: months, volume and the cost of every plan; fixed parts stay, the rest grows."""
    sheet.append(["Year", "Months", "Volume factor", *(safe(plan.alternative.alternative_id) for plan in plans)])
    for year in range(10):
        row = year + 2
        sheet.cell(row, 1, year + 1)
        sheet.cell(row, 2, f"=MAX(0,MIN(12,Inputs!$B$5-12*{year}))")
        sheet.cell(row, 3, f"=(1+Inputs!$B$4)^(({year}*12+B{row}/2)/12)")
        for column, plan in enumerate(plans, start=4):
            fixed, variable = plan.fixed_usd_per_month or 0.0, (plan.usd_per_request or 0.0)
            grown = f"{variable!r}*Inputs!$B$2*Inputs!$B$3*C{row}*(1-Inputs!$B$8)^(({year}*12+B{row}/2)/12)"
            sheet.cell(row, column, f"=B{row}*({fixed!r}+{grown})")
    total = 12
    sheet.cell(total, 1, "Total").font = BOLD
    for column in range(4, 4 + len(plans)):
        letter = get_column_letter(column)
        sheet.cell(total, column, f"=SUM({letter}2:{letter}11)").font = BOLD
    for cell in sheet[1]:
        cell.font = BOLD
