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

from advisor.arrays import Floats
from advisor.hosting.costs.draws import percentile_numbers
from advisor.hosting.exports.plan_sheet import BOLD, INPUT, PlanSheet, SheetWords
from advisor.hosting.records import HostingPlan
from advisor.hosting.workload import Workload
from advisor.safe_cells import safe_text

Drawn = Mapping[str, tuple[Floats, Floats]]
"""Cost per month and over the horizon in every draw, by alternative."""


def cost_sheet(
    plans: Sequence[HostingPlan],
    load: Workload,
    *,
    horizon_months: int,
    currency: str,
    rate: float,
    words: SheetWords,
    drawn: Drawn | None = None,
) -> bytes:
    """An XLSX file over the plans; ``rate`` is US dollars per unit of ``currency``. Input cells are tinted.

    ``drawn`` gives the draws behind the percentiles of the plans (``drawn_costs``); without it their sheets are
    left out. ``words`` name the plans and say the labels.
    """
    book = Workbook()
    inputs = book.active
    assert isinstance(inputs, Worksheet)  # noqa: S101 - a new workbook has one
    inputs.title = "Inputs"
    _inputs(inputs, load, horizon_months=horizon_months, currency=currency, rate=rate, words=words)
    priced = [plan for plan in plans if plan.components]
    costs = book.create_sheet("Costs")
    sheets = []
    for number, plan in enumerate(priced, start=1):
        name = f"Plan {number}"
        sheets.append(PlanSheet(book.create_sheet(name), name, plan, words).write())
    _costs(costs, priced, sheets, words)
    if drawn is not None:
        known = [plan for plan in priced if plan.alternative.alternative_id in drawn]
        _bands(book.create_sheet("Bands"), known, drawn, words)
        _draws(book.create_sheet("Draws"), known, drawn, words)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _inputs(
    sheet: Worksheet, load: Workload, *, horizon_months: int, currency: str, rate: float, words: SheetWords
) -> None:
    """Load, horizon and currency in rows 2 to 10."""
    say = words.say
    sheet.append([say(key) for key in ("input", "value", "unit", "source")])
    rows: list[tuple[str, float | str, str, str]] = [
        (say("requests"), load.requests_per_month, say("unit.at_the_start"), say("answers")),
        (say("volume"), 1.0, say("unit.times_volume"), say("volume.note")),
        (say("growth_rate"), load.growth_per_year, say("unit.per_year"), say("answers")),
        (say("months_ahead"), horizon_months, say("unit.months"), say("answers")),
        (say("currency"), currency, "", say("answers")),
        (say("exchange"), rate, say("unit.rate", currency=currency), say("answers")),
        (say("prices"), 1.0, say("unit.times_prices"), say("prices.note")),
        (say("input_tokens"), load.input_tokens, say("unit.per_request"), say("answers")),
        (say("output_tokens"), load.output_tokens, say("unit.per_request"), say("answers")),
    ]
    for row in rows:
        sheet.append(list(row))
        sheet.cell(sheet.max_row, 2).fill = INPUT
    sheet.append([])
    sheet.append([say("before_taxes")])
    _bold(sheet)
    sheet.column_dimensions["A"].width = 44
    sheet.column_dimensions["D"].width = 60


def _costs(
    sheet: Worksheet, plans: Sequence[HostingPlan], sheets: Sequence[Mapping[str, str]], words: SheetWords
) -> None:
    """The plans side by side: the headline per month and over the horizon, in dollars and in the currency."""
    titles = ("plan", "usd_month", "in_currency", "usd_horizon", "in_currency", "per_request", "per_mtok", "stated_usd")
    sheet.append([words.say(title) for title in (*titles, "id")])
    for plan, at in zip(plans, sheets, strict=True):
        row = sheet.max_row + 1
        sheet.cell(row, 1, safe_text(words.name(plan.alternative.alternative_id)))
        sheet.cell(row, 9, safe_text(plan.alternative.alternative_id))
        sheet.cell(row, 2, f"={at['headline']}")
        sheet.cell(row, 3, f"=B{row}/Inputs!$B$7")
        sheet.cell(row, 4, f"=B{row}*Inputs!$B$5")
        sheet.cell(row, 5, f"=D{row}/Inputs!$B$7")
        sheet.cell(row, 6, f"={at['per_request']}")
        sheet.cell(row, 7, f"={at['per_mtok']}")
        sheet.cell(row, 8, f"={at['stated']}")
    _bold(sheet)
    sheet.column_dimensions["A"].width = 80


def _bands(sheet: Worksheet, plans: Sequence[HostingPlan], drawn: Drawn, words: SheetWords) -> None:
    """The 10th, 50th and 90th percentile of every plan, in dollars and in the currency, over the sheet ``Draws``."""
    spans = words.say("per_month"), words.say("over_horizon")
    sheet.append([words.say("plan"), words.say("what"), "p10 USD", "p50 USD", "p90 USD", "p10", "p50", "p90"])
    for number, plan in enumerate(plans):
        name = plan.alternative.alternative_id
        for offset, (what, values) in enumerate(zip(spans, drawn[name], strict=True)):
            row, letter = sheet.max_row + 1, get_column_letter(2 + 2 * number + offset)
            sheet.cell(row, 1, safe_text(words.name(name)))
            sheet.cell(row, 2, what)
            for column, nth in enumerate(percentile_numbers(len(values)), start=3):
                span = f"Draws!{letter}$2:{letter}${len(values) + 1}"
                sheet.cell(row, column, f"=SMALL({span},{nth + 1})")
                sheet.cell(row, column + 3, f"={get_column_letter(column)}{row}/Inputs!$B$7")
    sheet.cell(sheet.max_row + 2, 1, words.say("note_on_draws"))
    _bold(sheet)
    sheet.column_dimensions["A"].width = 80


def _draws(sheet: Worksheet, plans: Sequence[HostingPlan], drawn: Drawn, words: SheetWords) -> None:
    """One row per draw: cost per month and over the horizon of every plan, US dollars."""
    names = [plan.alternative.alternative_id for plan in plans]
    spans = words.say("per_month"), words.say("over_horizon")
    sheet.append([words.say("draw"), *(safe_text(f"{words.name(name)}, {what}") for name in names for what in spans)])
    columns = [values for name in names for values in drawn[name]]
    for number in range(max((len(values) for values in columns), default=0)):
        sheet.append([number + 1, *(float(values[number]) for values in columns)])
    _bold(sheet)


def _bold(sheet: Worksheet) -> None:
    for cell in sheet[1]:
        cell.font = BOLD
