"""The report as a Word document (DOCX): real headings, lists and tables, figures with their words beside them.

What the user typed stays text: python-docx escapes it, control characters are taken out, and a link is kept only where
it leads to the web.
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import Final

from docx import Document as WordDocument
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from advisor.report.document.blocks import (
    Box,
    Column,
    Columns,
    Document,
    Drawing,
    Facts,
    Inline,
    Items,
    Para,
    SectionBlock,
    Sub,
    Table,
    Text,
    plain_text,
)
from advisor.report.document.typeset import figure
from advisor.report.document.user_text import settable
from advisor.report.exports.logo import LOGO_MM, logo_png
from advisor.report.exports.undated import undated

_PAPERS: Final = {"a4": (210, 297), "us-letter": (216, 279)}
"""Width and height in millimetres."""
_MARGIN_MM: Final = 20
TONES: Final = {"good": "00664A", "open": "0B5CAD", "bad": "A33B00"}
"""Colours of a verdict, as in the PDF."""
_QUIET: Final = RGBColor(0x4A, 0x57, 0x66)
_BLUE: Final = RGBColor(0x0B, 0x3C, 0x73)
_SMALL: Final = Pt(8.5)
_NARROWEST: Final = 8
_WIDEST: Final = 32
"""Characters that a column counts at least and at most, where widths are shared out."""
_SIDES: Final = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
}
_TABLES_OF: Final = frozenset({"heat", "dots"})
"""Drawings whose cells carry numbers: they become real tables."""


def word(document: Document) -> bytes:
    """The document as DOCX; the same document gives the same bytes."""
    file = WordDocument()
    day = datetime.fromisoformat(document.dated)
    _prepare(file, document, day)
    _show_title(file, document)
    for section in document.sections:
        file.add_heading(settable(section.title), level=1)
        for block in section.blocks:
            _show(file, block)
    out = io.BytesIO()
    file.save(out)
    return undated(out.getvalue(), day)


def _prepare(file: Word, document: Document, day: datetime) -> None:
    """Paper, language, typeface, what the file says of itself, header and footer."""
    page = file.sections[0]
    width, height = _PAPERS[document.paper]
    page.page_width, page.page_height = Mm(width), Mm(height)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(_MARGIN_MM)
    about = file.core_properties
    about.title, about.author, about.language = document.title, document.author, document.language
    about.created = about.modified = day
    about.comments = ""
    normal = file.styles["Normal"]
    normal.font.size, normal.font.name = Pt(10), "Calibri"
    normal.paragraph_format.space_after = Pt(4)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), document.language)
    normal.element.get_or_add_rPr().append(language)
    for level, size in ((1, 14), (2, 11)):
        heading = file.styles[f"Heading {level}"]
        heading.font.size, heading.font.color.rgb = Pt(size), _BLUE
    frame = document.frame
    _add_run(page.header.paragraphs[0], f"{document.title} · {frame['status']}", size=_SMALL, colour=_QUIET)
    foot = page.footer.paragraphs[0]
    before, _, after = frame["page"].partition("§1")
    between, _, end = after.partition("§2")
    if frame["label"]:
        _add_run(foot, f"{settable(frame['label'])} · ", size=_SMALL, colour=_QUIET).bold = True
    own = f" · {settable(frame['footer'])}" if frame["footer"] else ""
    _add_run(foot, f"{frame['kind']} · {frame['date']}{own} · {before}", size=_SMALL, colour=_QUIET)
    _add_field(foot, "PAGE")
    _add_run(foot, between, size=_SMALL, colour=_QUIET)
    _add_field(foot, "NUMPAGES")
    _add_run(foot, end, size=_SMALL, colour=_QUIET)


def _show_title(file: Word, document: Document) -> None:
    if document.logo:
        picture = logo_png(bytes(document.logo), document.logo_form)
        file.add_picture(io.BytesIO(picture), height=Mm(LOGO_MM))
        for about in file.element.body.iter(qn("wp:docPr")):
            about.set("descr", document.frame["logo"])
    _add_run(file.add_paragraph(), document.frame["kind"], size=_SMALL, colour=_QUIET)
    file.add_paragraph(settable(document.title), style="Title")
    grid = file.add_table(rows=2, cols=len(document.facts))
    for column, (label, value) in enumerate(document.facts):
        _add_run(grid.cell(0, column).paragraphs[0], label, size=_SMALL, colour=_QUIET)
        _write(grid.cell(1, column).paragraphs[0], value)


def _show(file: Word, block: SectionBlock) -> None:
    match block:
        case Sub():
            file.add_heading(settable(block.title), level=2)
        case Para():
            _show_paragraph(file, block)
        case Items():
            for item in block.items:
                _write(file.add_paragraph(style="List Number" if block.numbered else "List Bullet"), item)
        case Box():
            _show_box(file, block)
        case _:
            _show_cells(file, block)


def _show_cells(file: Word, block: SectionBlock) -> None:
    """What has cells: facts, tables, drawings (some become tables), lists that stand side by side in the PDF."""
    match block:
        case Facts():
            table = _new_table(file, len(block.rows), (1.0, 2.6))
            for row, (label, value) in zip(table.rows, block.rows, strict=True):
                named, said = row.cells
                _add_run(named.paragraphs[0], label, size=_SMALL, colour=_QUIET)
                _write(said.paragraphs[0], value)
        case Table():
            _show_table(file, block)
        case Drawing():
            _show_drawing(file, block)
        case Columns():
            for title, items in block.columns:
                _add_run(file.add_paragraph(), title).bold = True
                for item in items:
                    _write(file.add_paragraph(style="List Bullet"), item)


def _show_paragraph(file: Word, block: Para) -> None:
    paragraph = file.add_paragraph(style="Quote" if block.look == "quote" else None)
    _write(paragraph, block.text)
    if block.look == "note":
        for run in paragraph.runs:
            run.font.size, run.font.color.rgb = _SMALL, _QUIET


def _show_box(file: Word, box: Box) -> None:
    """A cell with a bar at its side, in the tone of the verdict."""
    cell = file.add_table(rows=1, cols=1).cell(0, 0)
    _shade(cell, "F2F5F9")
    bar = OxmlElement("w:tcBorders")
    left = OxmlElement("w:left")
    for name, value in (("val", "single"), ("sz", "36"), ("space", "0"), ("color", TONES[box.tone])):
        left.set(qn(f"w:{name}"), value)
    bar.append(left)
    cell._tc.get_or_add_tcPr().append(bar)  # noqa: SLF001 -- python-docx has no borders of its own
    _add_run(cell.paragraphs[0], box.label).bold = True
    _add_run(cell.add_paragraph(), box.text)
    file.add_paragraph()


def _show_table(file: Word, block: Table) -> None:
    _caption(file, block.caption)
    table = _new_table(file, len(block.rows) + 1, _widths(block))
    head, *rows = table.rows
    _show_head(head, block.columns)
    for row, values in zip(rows, block.rows, strict=True):
        for cell, value, column in zip(row.cells, values, block.columns, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.alignment = _SIDES[column.align]
            _write(paragraph, value, size=_SMALL)
    if block.note:
        _add_run(file.add_paragraph(), block.note, size=_SMALL, colour=_QUIET)


def _show_drawing(file: Word, drawing: Drawing) -> None:
    if drawing.kind in _TABLES_OF:
        _show_table(file, _as_table(drawing))
        return
    picture = file.add_picture(io.BytesIO(figure(drawing, form="png")), width=Emu(_text_width(file)))
    said = picture._inline.docPr  # noqa: SLF001 -- python-docx has no way to give a picture its words
    said.set("descr", settable(drawing.alt))
    _caption(file, drawing.caption)


def _as_table(drawing: Drawing) -> Table:
    """Shares and values as the table that they are."""
    data = drawing.data
    columns = (Column(data["corner"]), *(Column(title, "right") for title in data["columns"]))
    rows = tuple(
        (" · ".join(part for part in (row["label"], row.get("where", "")) if part), *(c["text"] for c in row["cells"]))
        for row in data["rows"]
    )
    return Table(drawing.caption, columns, rows)


def _widths(block: Table) -> tuple[float, ...]:
    """Shares of the width by the longest text of each column: no program that opens the file fits them by itself."""
    texts = zip(
        *((column.title for column in block.columns), *(map(plain_text, row) for row in block.rows)), strict=True
    )
    return tuple(float(min(_WIDEST, max(_NARROWEST, *map(len, column)))) for column in texts)


def _text_width(file: Word) -> int:
    """What the margins leave of the page, in the format's own unit."""
    page = file.sections[0]
    return (page.page_width or 0) - (page.left_margin or 0) - (page.right_margin or 0)


def _new_table(file: Word, rows: int, shares: tuple[float, ...]) -> WordTable:
    """A table as wide as the text of the page, its columns by their shares."""
    table: WordTable = file.add_table(rows=rows, cols=len(shares), style="Table Grid")
    table.autofit = False
    widths = [Emu(int(_text_width(file) * share / sum(shares))) for share in shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
            cell.paragraphs[0].paragraph_format.space_after = Pt(1)
    return table


def _show_head(row: _Row, columns: tuple[Column, ...]) -> None:
    """The header row, repeated on each page that the table reaches."""
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001 -- python-docx has no repeated headers
    for cell, column in zip(row.cells, columns, strict=True):
        _shade(cell, "F2F5F9")
        paragraph = cell.paragraphs[0]
        paragraph.alignment = _SIDES[column.align]
        _add_run(paragraph, column.title, size=_SMALL).bold = True


def _caption(file: Word, text: str) -> None:
    paragraph = file.add_paragraph(style="Caption")
    paragraph.paragraph_format.keep_with_next = True
    _add_run(paragraph, text)


def _write(paragraph: Paragraph, value: Inline, size: Pt | None = None) -> None:
    """A piece of text with its look, its link and the numbers of its sources."""
    text = Text(value) if isinstance(value, str) else value
    run = _add_run(paragraph, text.text, size=size)
    if text.style == "strong":
        run.bold = True
    elif text.style == "muted":
        run.font.color.rgb = _QUIET
    elif text.style == "mono":
        run.font.name = "Consolas"
    if text.link.startswith(("https://", "http://")):
        _link(paragraph, run, text.link)
    if text.refs:
        _add_run(paragraph, f" [{', '.join(map(str, text.refs))}]", size=_SMALL, colour=_QUIET)


def _link(paragraph: Paragraph, run: Run, address: str) -> None:
    """Wrap a run into a link."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(settable(address), RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run.font.color.rgb = RGBColor(0x0B, 0x5C, 0xAD)
    run._r.addprevious(link)  # noqa: SLF001 -- python-docx reads links and does not write them
    link.append(run._r)  # noqa: SLF001


def _add_run(paragraph: Paragraph, text: str, *, size: Pt | None = None, colour: RGBColor | None = None) -> Run:
    run = paragraph.add_run(settable(text))
    if size is not None:
        run.font.size = size
    if colour is not None:
        run.font.color.rgb = colour
    return run


def _add_field(paragraph: Paragraph, name: str) -> None:
    """A number that the reader's program fills in, such as that of the page."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = _add_run(paragraph, "1", size=_SMALL, colour=_QUIET)
    run._r.addprevious(field)  # noqa: SLF001 -- python-docx has no fields
    field.append(run._r)  # noqa: SLF001


def _shade(cell: _Cell, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 -- python-docx has no shades
