"""Word document, slide and figures: complete, in the decision's currency, the same bytes, and text stays text."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime

import pytest
from docx import Document as Word
from docx.oxml.ns import qn
from pptx import Presentation
from report.samples import BANK, INSURER, cut, nothing_fits, sample_assessment, shipped

from advisor.report.compose import compose
from advisor.report.document.blocks import Box, Drawing, Table
from advisor.report.export import export
from advisor.report.exports.undated import undated
from advisor.whole_files import FIRST_ZIP_DAY

HOSTILE = ("=1+1", "<w:p/>", "\x00\x07bell", "\u202eevil\u202c", "]]>", "javascript:alert(1)", "a\nb\tc", "😀 שלום")


def words_of(content: bytes) -> str:
    """Every text of a Word document, tables included."""
    body = Word(io.BytesIO(content)).element.body
    return "\n".join(node.text or "" for node in body.iter(qn("w:t")))


def words_on(content: bytes) -> Iterator[str]:
    """Every text of the one slide."""
    (page,) = Presentation(io.BytesIO(content)).slides
    for shape in page.shapes:
        if shape.has_text_frame:
            yield shape.text_frame.text
        if shape.has_table:
            yield from (cell.text for row in shape.table.rows for cell in row.cells)


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_the_word_document_says_what_the_report_says(language: str) -> None:
    """Every section is a heading, every table a table with a repeated head, every drawn figure has its words."""
    assessment = cut(sample_assessment(BANK))
    document = compose(assessment, shipped(), language=language)
    file = Word(io.BytesIO(export(assessment, shipped(), form="docx", language=language)))
    headings = [each.text for each in file.paragraphs if each.style is not None and each.style.name == "Heading 1"]
    assert headings == [section.title for section in document.sections]
    blocks = [block for section in document.sections for block in section.blocks]
    tabled = [block for block in blocks if isinstance(block, Drawing) and block.kind in ("heat", "dots")]
    drawn = [block for block in blocks if isinstance(block, Drawing) and block not in tabled]
    repeated = [table for table in file.tables if table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None]
    assert len(repeated) == len([block for block in blocks if isinstance(block, Table)]) + len(tabled)
    alts = [picture._inline.docPr.get("descr") for picture in file.inline_shapes]
    assert alts == [drawing.alt for drawing in drawn]
    assert drawn


@pytest.mark.parametrize("paper", ["a4", "us-letter"])
def test_the_word_document_keeps_to_its_paper(paper: str) -> None:
    """As wide as was asked, and no picture wider than the text."""
    file = Word(io.BytesIO(export(cut(sample_assessment(BANK)), shipped(), form="docx", paper=paper)))
    page = file.sections[0]
    assert page.page_width is not None
    assert round(page.page_width.mm) == {"a4": 210, "us-letter": 216}[paper]
    widest = max(picture.width for picture in file.inline_shapes)
    assert widest <= page.page_width - (page.left_margin or 0) - (page.right_margin or 0)


@pytest.mark.parametrize("form", ["docx", "pptx", "figures"])
def test_the_same_decision_gives_the_same_bytes(form: str) -> None:
    """Nothing of the moment of writing is left."""
    assessment = cut(sample_assessment(BANK))
    first = export(assessment, shipped(), form=form)
    assert first == export(assessment, shipped(), form=form)
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {FIRST_ZIP_DAY}


@pytest.mark.parametrize("form", ["docx", "pptx"])
def test_what_was_typed_stays_text(form: str) -> None:
    """Markup, formulas and controls in title, owner and question: the file opens, and no link leads out of it."""
    assessment = cut(sample_assessment(BANK))
    typed = " ".join(HOSTILE)
    answers = assessment.answers.model_copy(update={"title": typed, "owner": typed, "question": typed})
    content = export(assessment.model_copy(update={"answers": answers}), shipped(), form=form)
    shown = words_of(content) if form == "docx" else " ".join(words_on(content))
    assert "<w:p/>" in shown
    assert "javascript:alert(1)" in shown
    assert "\u202e" not in shown
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        relations = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".rels"))
    outward = re.findall(r'<Relationship [^>]*Target="([^"]*)"[^>]*TargetMode="External"', relations)
    assert all(target.startswith(("https://", "http://")) for target in outward)


@pytest.mark.parametrize("name", [BANK, INSURER])
def test_the_slide_carries_verdict_choices_and_test(name: str) -> None:
    """One slide: the sentence of the verdict and the table of the choices, as on page one of the report."""
    assessment = cut(sample_assessment(name))
    summary = compose(assessment, shipped()).sections[0].blocks
    (box,) = (block for block in summary if isinstance(block, Box))
    table = next(block for block in summary if isinstance(block, Table) and not block.columns[0].title)
    shown = "\n".join(words_on(export(assessment, shipped(), form="pptx")))
    assert box.text in shown
    for row in table.rows:
        for cell in row:
            assert (cell if isinstance(cell, str) else cell.text) in shown


@pytest.mark.parametrize("form", ["docx", "pptx", "figures"])
def test_a_decision_in_which_nothing_fits_is_written_too(form: str) -> None:
    """There is no chart of a ranking then; the file opens all the same."""
    content = export(nothing_fits(), shipped(), form=form)
    assert zipfile.is_zipfile(io.BytesIO(content))
    if form == "docx":
        assert "fails at least one requirement" in words_of(content)


def test_the_figures_come_as_svg_and_png_with_their_words() -> None:
    """Each drawing once in both forms; the captions say what each shows."""
    content = export(cut(sample_assessment(BANK)), shipped(), form="figures")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        captions = archive.read("captions.txt").decode()
        svgs = [name for name in names if name.endswith(".svg")]
        assert len(svgs) >= 4
        for name in svgs:
            assert archive.read(name).startswith(b"<svg")
            assert archive.read(name.replace(".svg", ".png")).startswith(b"\x89PNG")
            assert name.removesuffix(".svg") in captions


def test_every_amount_is_in_the_currency_of_the_decision() -> None:
    """The bank decides in euros: dollars stand where its rate is named, and nowhere else."""
    assessment = cut(sample_assessment(BANK))
    assert assessment.answers.budget.currency == "EUR"
    shown = words_of(export(assessment, shipped(), form="docx")).replace("\u00a0", " ")
    assert re.findall(r".*\d USD.*", shown) == re.findall(r".*1 EUR = [\d.]+ USD.*|.*\(1 = [\d.]+ USD.*", shown)
    assert "USD per month" not in shown


def test_an_archive_as_of_a_day() -> None:
    """The moment of saving gives way to the day of the decision; members and their order stay."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("b.xml", "<b/>")
        archive.writestr("docProps/core.xml", "<x><dcterms:modified a='b'>2030-05-05T01:02:03Z</dcterms:modified></x>")
    with zipfile.ZipFile(io.BytesIO(undated(out.getvalue(), datetime(2026, 11, 20)))) as archive:  # noqa: DTZ001 -- a day
        assert archive.namelist() == ["b.xml", "docProps/core.xml"]
        assert b">2026-11-20T00:00:00Z<" in archive.read("docProps/core.xml")
