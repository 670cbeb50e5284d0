"""The assessment as tables: XLSX with one sheet per table, or one CSV of the decision matrix.

A spreadsheet must never run what a catalog or a user wrote: text that could be read as a formula gets an apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final

from openpyxl import Workbook
from openpyxl.drawing.image import Image
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from advisor.assessment import Assessment, UseCaseAssessment, deployments_of
from advisor.catalog.catalog import Catalog
from advisor.decision.records import Portfolio
from advisor.guidance.governance.risk_register import read_edits
from advisor.report.document.meta import HouseLook
from advisor.report.document.user_text import settable
from advisor.report.exports.logo import logo_png
from advisor.report.exports.undated import undated
from advisor.report.governed import register_for, register_rows
from advisor.safe_cells import runs
from advisor.words.language import words_in
from advisor.words.names import Names

SheetValue = str | float | int | None
SheetRows = list[list[SheetValue]]
_CELL_LIMIT: Final = 32_000
_WIDEST: Final = 60
_LOGO_PIXELS: Final = 42
"""11 mm on a screen of 96 pixels per inch."""
_LOGO_CELL: Final = "D2"


def safe(value: SheetValue) -> SheetValue:
    """A cell that no spreadsheet reads as a formula; numbers stay numbers."""
    if not isinstance(value, str):
        return value
    text = settable(value).replace("\n", " ")[:_CELL_LIMIT]
    return f"'{text}" if runs(text.lstrip()) or runs(value) else text


def tables_csv(rows: SheetRows) -> bytes:
    """Rows as UTF-8 CSV with a byte order mark, safe to open in a spreadsheet."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([safe(cell) for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def tables_book(sheets: Mapping[str, SheetRows], day: date) -> bytes:
    """Tables as XLSX, one sheet each by its title, as of a day; the same arguments give the same bytes."""
    moment = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - workbooks know no time zone
    book = Workbook()
    del book[book.sheetnames[0]]
    book.properties.created = book.properties.modified = moment
    book.properties.creator = "Model-selection advisor"
    for title, rows in sheets.items():
        _sheet(book, title, rows)
    out = io.BytesIO()
    book.save(out)
    return undated(out.getvalue(), moment)


def matrix_csv(assessment: Assessment, catalog: Catalog) -> bytes:
    """The decision matrix as UTF-8 CSV with a byte order mark, one row per ranked alternative."""
    return tables_csv(_matrix(assessment, assessment, catalog))


def register_csv(rows: list[dict[str, str | int | None]]) -> bytes:
    """Rows of a risk register as UTF-8 CSV with a byte order mark."""
    return tables_csv(_listed(rows))


def _listed(rows: list[dict[str, str | int | None]]) -> SheetRows:
    """Rows under their names."""
    found: SheetRows = [[*rows[0]]] if rows else []
    found.extend([*row.values()] for row in rows)
    return found


def workbook(
    assessment: Assessment, catalog: Catalog, register_edits: str = "", house: HouseLook | None = None
) -> bytes:
    """Matrix, costs, eliminations, weights, risk register and provenance as XLSX.

    ``register_edits`` is what people changed in the register; label and footer of the ``house`` stand on every printed
    page, its logo beside the provenance. The same arguments give the same bytes.
    """
    book = Workbook()
    del book[book.sheetnames[0]]
    day = datetime.fromisoformat(assessment.provenance.catalog_date)
    book.properties.created = book.properties.modified = day
    book.properties.creator = "Model-selection advisor"
    cases: list[Assessment | UseCaseAssessment] = [assessment, *assessment.other_use_cases]
    for number, case in enumerate(cases, start=1):
        suffix = "" if len(cases) == 1 else f" {number}"
        _sheet(book, f"Matrix{suffix}", _matrix(assessment, case, catalog))
        _sheet(book, f"Costs{suffix}", _costs(assessment, case, catalog))
        _sheet(book, f"Eliminations{suffix}", _eliminations(case))
    if assessment.portfolio is not None and assessment.portfolio.assignments:
        _sheet(book, "Together", _together(assessment, assessment.portfolio, catalog))
    _sheet(book, "Weights", _weights(assessment))
    risks = register_for(assessment, catalog, read_edits(register_edits or None))
    if risks:
        _sheet(book, "Risk register", _listed(register_rows(risks, "en")))
    _sheet(
        book, "Provenance", [["Fact", "Value"], *([str(k), v] for k, v in assessment.provenance.model_dump().items())]
    )
    if house is not None:
        _dress(book, house)
    out = io.BytesIO()
    book.save(out)
    return undated(out.getvalue(), day)


def _dress(book: Workbook, house: HouseLook) -> None:
    """How the house wants its reports: what stands on printed pages, and its logo."""
    told = " · ".join(settable(text).replace("&", "&&") for text in (house.classification, house.footer) if text)
    for sheet in book.worksheets:
        if told and sheet.oddFooter is not None:
            sheet.oddFooter.center.text = told
    if house.logo:
        picture = Image(io.BytesIO(logo_png(house.logo, house.logo_form)))
        picture.width, picture.height = round(picture.width * _LOGO_PIXELS / picture.height), _LOGO_PIXELS
        book["Provenance"].add_image(picture, _LOGO_CELL)


def _sheet(book: Workbook, title: str, rows: Iterable[list[SheetValue]]) -> None:
    sheet = book.create_sheet(title)
    widths: dict[int, int] = {}
    for row in rows:
        cells = [safe(cell) for cell in row]
        sheet.append(cells)
        for column, cell in enumerate(cells, start=1):
            widths[column] = min(_WIDEST, max(widths.get(column, 8), len(str(cell if cell is not None else "")) + 1))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _matrix(assessment: Assessment, case: Assessment | UseCaseAssessment, catalog: Catalog) -> SheetRows:
    criteria = [note.criterion for note in case.criteria]
    names = Names(deployments_of(assessment), catalog, words_in("en"))
    head: list[SheetValue] = [
        "Rank",
        "Tied",
        "Alternative",
        "Name",
        "Score",
        "Score low",
        "Score high",
        "First-rank share",
    ]
    head += [
        f"{name}: {what}"
        for name in criteria
        for what in ("performance", "low", "high", "unit", "basis", "value", "points")
    ]
    rows: SheetRows = [head]
    for entry in case.recommendations:
        row: list[SheetValue] = [
            entry.rank,
            "yes" if entry.tied else "no",
            entry.alternative_id,
            names.alternative(entry.alternative_id),
            entry.score,
            entry.score_low,
            entry.score_high,
            entry.first_rank_share,
        ]
        for name in criteria:
            figure = entry.performances.get(name)
            known = [figure.value, figure.low, figure.high, figure.unit, figure.basis] if figure else [None] * 5
            row += [*known, entry.values.get(name), entry.contributions.get(name)]
        rows.append(row)
    return rows


def _costs(assessment: Assessment, case: Assessment | UseCaseAssessment, catalog: Catalog) -> SheetRows:
    names = Names(deployments_of(assessment), catalog, words_in("en"))
    rows: SheetRows = [["Alternative", "Name", "Line", "USD per month", "Low", "High", "Known by", "Source"]]
    for entry in case.recommendations:
        band = entry.monthly_cost_usd
        if band is not None:
            name = names.alternative(entry.alternative_id)
            rows.append(
                [entry.alternative_id, name, "whole (median, 10%, 90%)", band.p50, band.p10, band.p90, None, None]
            )
    for plan in case.hosting.plans:
        key = plan.alternative.alternative_id
        rows.extend(
            [key, names.alternative(key), part.label, part.usd_per_month, part.low, part.high, part.basis, part.source]
            for part in plan.components
        )
    return rows


def _together(assessment: Assessment, portfolio: Portfolio, catalog: Catalog) -> SheetRows:
    """What every use case costs with people of its own, what one team for all costs less, and the sum of it all."""
    names = Names(deployments_of(assessment), catalog, words_in("en"))
    rows: SheetRows = [["Use case", "Alternative", "Name", "Score", "USD per month", "Second source"]]
    for item in portfolio.assignments:
        name, cost = names.alternative(item.alternative_id), item.monthly_cost_usd
        rows.append([item.use_case, item.alternative_id, name, item.score, cost, item.second_source_id])
    if portfolio.one_team_usd:
        rows.append(["One team for all", None, None, None, -portfolio.one_team_usd, None])
    return [*rows, ["Together", None, None, None, portfolio.total_monthly_cost_usd, None]]


def _eliminations(case: Assessment | UseCaseAssessment) -> SheetRows:
    rows: SheetRows = [["Alternative", "Model", "Gate", "Observed", "Required", "Source", "Other gates"]]
    rows.extend(
        [item.alternative_id, item.model_id, item.gate, item.observed, item.required, item.source, ", ".join(item.also)]
        for item in case.eliminations
    )
    return rows


def _weights(assessment: Assessment) -> SheetRows:
    rows: SheetRows = [["Criterion", "Name", "Weight", "Why", "Worst", "Best", "Unit", "Direction", "Definition"]]
    rows.extend(
        [
            note.criterion,
            note.name,
            note.weight,
            note.weight_reason,
            note.anchor_worst,
            note.anchor_best,
            note.unit,
            note.objective,
            note.definition,
        ]
        for note in assessment.criteria
    )
    return rows
