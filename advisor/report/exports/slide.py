"""The decision on one slide (PPTX): verdict, the choices side by side, the test that decides, date and status.

Annexes that were asked for follow on slides of their own.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import PP_ALIGN
from pptx.presentation import Presentation as Slides
from pptx.shapes.picture import Picture
from pptx.slide import Slide
from pptx.table import _Cell
from pptx.text.text import TextFrame
from pptx.util import Emu, Inches, Length, Mm, Pt

from advisor.errors import ReportError
from advisor.report.compose import ANNEXES
from advisor.report.document.blocks import (
    Box,
    Column,
    Document,
    Drawing,
    Facts,
    Inline,
    Items,
    Para,
    Section,
    SectionBlock,
    Sub,
    Table,
    plain_text,
)
from advisor.report.document.typeset import figure
from advisor.report.document.user_text import settable
from advisor.report.exports.logo import LOGO_MM, logo_png
from advisor.report.exports.undated import undated
from advisor.report.exports.word import TONES

_WIDTH: Final = Inches(13.333)
_HEIGHT: Final = Inches(7.5)
_LEFT: Final = Inches(0.5)
_INNER: Final = Emu(_WIDTH - 2 * _LEFT)
_TOP: Final[Length] = Inches(1.0)
_FOOT: Final = Inches(7.05)
_PICTURE: Final = Inches(2.6)
"""How high a drawing of an annex is shown."""
_CHARACTERS_PER_INCH: Final = 11.5
"""Of the size in which cells are written, with room for wide letters."""
_PADDING_INCHES: Final = 0.2
"""Left and right of what stands in a cell, in all."""
_NO_SHARE: Final = 0.5
"""Of the width, for a column that fits its content in the PDF."""
_TITLE_ONLY: Final = 5
"""The layout of the library's own template that has a title and nothing else."""
_TITLE_CHARACTERS: Final = 90
_TONES: Final = {name: RGBColor.from_string(tone) for name, tone in TONES.items()}
_INK: Final = RGBColor.from_string("17212E")
_QUIET: Final = RGBColor.from_string("4A5766")
_SHADE: Final = RGBColor.from_string("F2F5F9")
_WHITE: Final = RGBColor.from_string("FFFFFF")


def slide(document: Document) -> bytes:
    """The summary of a document as PPTX of one slide, and its annexes; the same document gives the same bytes."""
    file = Presentation()
    file.slide_width, file.slide_height = _WIDTH, _HEIGHT
    day = datetime.fromisoformat(document.dated)
    about = file.core_properties
    about.title, about.author, about.language = document.title, document.author, document.language
    about.created = about.modified = day
    _fill(file, document)
    for section in document.sections:
        if section.key in ANNEXES:
            _show_annex(file, document, section)
    out = io.BytesIO()
    file.save(out)
    return undated(out.getvalue(), day)


def _fill(file: Slides, document: Document) -> None:
    page = _new_page(file, document, document.title)
    blocks = document.sections[0].blocks
    top: Length = _TOP
    for box in (block for block in blocks if isinstance(block, Box)):
        top = _show_box(page, box, top)
    tables = [block for block in blocks if isinstance(block, Table)]
    for table in sorted(tables, key=lambda one: bool(one.columns[0].title)):  # the choices, then what finds room
        if top + _height(table) <= _FOOT:  # the rest stands in the report
            top = _show_table(page, table, top)


def _new_page(file: Slides, document: Document, title: str) -> Slide:
    """A slide with its title and its foot."""
    page: Slide = file.slides.add_slide(file.slide_layouts[_TITLE_ONLY])
    _show_title(page, title, room=_show_logo(page, document))
    foot = page.shapes.add_textbox(_LEFT, _FOOT, _INNER, Inches(0.3))
    frame = document.frame
    _write(foot.text_frame, f"{frame['kind']} · {frame['date']} · {frame['status']}", 10, _QUIET)
    return page


def _show_logo(page: Slide, document: Document) -> Length:
    """The logo of the house at the upper right, with its words; gives how much of the width it takes."""
    if not document.logo:
        return Emu(0)
    picture = page.shapes.add_picture(
        io.BytesIO(logo_png(bytes(document.logo), document.logo_form)), _LEFT, Inches(0.25), height=Mm(LOGO_MM)
    )
    if picture.width > _INNER // 4:  # a wide one is made smaller, not cut
        picture.height, picture.width = Emu(picture.height * (_INNER // 4) // picture.width), Emu(_INNER // 4)
    picture.left = Emu(_LEFT + _INNER - picture.width)
    _describe(picture, document.frame["logo"])
    return Emu(picture.width + Inches(0.2))


def _describe(picture: Picture, words: str) -> None:
    """Give a picture the words for who cannot see it."""
    told = picture._element.xpath("./p:nvPicPr/p:cNvPr")[0]  # noqa: SLF001 -- no other way to give it its words
    told.set("descr", settable(words))


def _show_annex(file: Slides, document: Document, section: Section) -> None:
    """Its blocks one under the other; what finds no room goes on with a further slide."""
    page, top = _new_page(file, document, section.title), _TOP
    for block in section.blocks:
        for part in _parts(block):
            if top > _TOP and top + _part_height(part) > _FOOT:
                page, top = _new_page(file, document, section.title), _TOP
            top = _show_part(page, part, top)


def _parts(block: SectionBlock) -> Iterator[Table | Drawing | str]:
    """A block as what a slide can carry whole: a table of at most a slide, a drawing, a piece of text."""
    match block:
        case Table():
            yield from _cut(block)
        case Facts():
            columns = (Column(""), Column(""))
            yield from _cut(Table("", columns, block.rows))
        case Drawing():
            yield block
        case Items():
            yield from (f"• {plain_text(item)}" for item in block.items)
        case Para():
            yield plain_text(block.text)
        case Box():
            yield f"{block.label}: {block.text}"
        case Sub():
            yield block.title
        case _:
            yield from (f"{title}: {plain_text(item)}" for title, items in block.columns for item in items)


def _cut(table: Table) -> Iterator[Table]:
    """A table in parts of at most a slide, each with the heads of its columns."""
    rows: list[tuple[Inline, ...]] = []
    for row in table.rows:
        if rows and _TOP + _height(replace(table, rows=(*rows, row))) > _FOOT:
            yield replace(table, rows=tuple(rows))
            rows = []
        rows.append(row)
    yield replace(table, rows=tuple(rows))


def _part_height(part: Table | Drawing | str) -> Length:
    match part:
        case Table():
            return Emu(_caption_height(part.caption) + _height(part))
        case Drawing():
            return Emu(_caption_height(part.caption) + _PICTURE)
        case _:
            return _row_height([part], [_INNER])


def _caption_height(caption: str) -> Length:
    return Emu(_row_height([caption], [_INNER]) + Inches(0.08)) if caption else Emu(0)


def _show_part(page: Slide, part: Table | Drawing | str, top: Length) -> Length:
    """A part; returns where what follows may begin."""
    end = Emu(top + _part_height(part) + Inches(0.12))
    if not isinstance(part, str) and part.caption:
        _show_line(page, part.caption, top)
        top = Emu(top + _caption_height(part.caption))
    match part:
        case Table():
            _show_table(page, part, top)
        case Drawing():
            picture = page.shapes.add_picture(io.BytesIO(figure(part, form="png")), _LEFT, top, height=_PICTURE)
            _describe(picture, part.alt)
        case _:
            _show_line(page, part, top)
    return end


def _show_line(page: Slide, words: str, top: Length) -> None:
    shape = page.shapes.add_textbox(_LEFT, top, _INNER, _row_height([words], [_INNER]))
    shape.text_frame.word_wrap = True
    _write(shape.text_frame, words, 12, _INK)


def _show_title(page: Slide, words: str, *, room: Length) -> None:
    """The title at the upper left; ``room`` at its right is taken."""
    title = page.shapes.title
    if title is None:
        raise ReportError("the template of the slide has no title")
    title.left, title.top, title.width, title.height = _LEFT, Inches(0.2), Emu(_INNER - room), Inches(0.75)
    text = settable(words)
    shown = text if len(text) <= _TITLE_CHARACTERS else text[: _TITLE_CHARACTERS - 1].rstrip() + "…"
    _write(title.text_frame, shown, 26, _INK, bold=True)


def _show_box(page: Slide, box: Box, top: Length) -> Length:
    """The verdict under its label; returns where what follows may begin."""
    height = Inches(1.1)
    shape = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, _LEFT, top, _INNER, height)
    shape.fill.solid()
    shape.fill.fore_color.rgb = _SHADE
    shape.line.color.rgb = _TONES[box.tone]
    shape.shadow.inherit = False
    frame = shape.text_frame
    frame.word_wrap = True
    _write(frame, box.label, 14, _TONES[box.tone], bold=True)
    _write(frame, box.text, 12, _INK)
    return Emu(top + height + Inches(0.12))


def _widths(table: Table) -> list[Length]:
    """By the shares of the columns; a first one that names the rows is narrow, and the rest share what is left."""
    columns = len(table.columns)
    if table.columns[0].title:
        shares = [column.width or _NO_SHARE for column in table.columns]
        return [Emu(int(_INNER * share / sum(shares))) for share in shares]
    named = Inches(1.5)
    return [named, *[Emu((_INNER - named) // (columns - 1))] * (columns - 1)]


def _row_height(cells: Sequence[str], widths: Sequence[Length]) -> Length:
    """How high a row is drawn: as high as its longest cell when it is broken into lines."""
    lines = max(
        math.ceil(max(len(text), 1) / ((width.inches - _PADDING_INCHES) * _CHARACTERS_PER_INCH))
        for text, width in zip(cells, widths, strict=True)
    )
    return Inches(0.07 + 0.17 * lines)


def _rows(table: Table) -> list[list[str]]:
    return [[column.title for column in table.columns], *([plain_text(value) for value in row] for row in table.rows)]


def _height(table: Table) -> Length:
    widths = _widths(table)
    return Emu(sum(_row_height(row, widths) for row in _rows(table)))


def _show_table(page: Slide, table: Table, top: Length) -> Length:
    """A table; returns where what follows may begin."""
    cells, widths, height = _rows(table), _widths(table), _height(table)
    shape = page.shapes.add_table(len(cells), len(widths), _LEFT, top, _INNER, height)
    grid = shape.table
    for column, width in enumerate(widths):
        grid.columns[column].width = width
    for number, row in enumerate(cells):
        grid.rows[number].height = _row_height(row, widths)
        for column, text in enumerate(row):
            _write_cell(grid.cell(number, column), text, bold=number == 0 or (column == 0 and not cells[0][0]))
    return Emu(top + height + Inches(0.12))


def _write_cell(cell: _Cell, text: str, *, bold: bool) -> None:
    cell.fill.solid()
    cell.fill.fore_color.rgb = _SHADE if bold else _WHITE
    cell.margin_top = cell.margin_bottom = Inches(0.03)
    _write(cell.text_frame, text, 10, _INK, bold=bold)


def _write(frame: TextFrame, text: str, points: int, colour: RGBColor, *, bold: bool = False) -> None:
    """Add a paragraph; the first that a frame has is empty and is filled."""
    first = frame.paragraphs[0]
    paragraph = frame.add_paragraph() if first.runs else first
    paragraph.alignment = PP_ALIGN.LEFT
    run = paragraph.add_run()
    run.text = settable(text).replace("\n", " ")
    run.font.size, run.font.bold, run.font.color.rgb = Pt(points), bold, colour
