"""The PDF of every sample, in three languages and on two papers: set whole, tagged, readable in order."""

from __future__ import annotations

import html
import itertools
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from functools import lru_cache
from io import BytesIO

import pikepdf
import pymupdf
import pytest
import typst
from PIL import Image
from report.pages import filled, half_empty, size_of
from report.samples import BANK, INSURER, SAMPLES, nothing_fits, opened, sample_assessment, shipped, text_of

from advisor.assessment import SourceNote
from advisor.errors import ReportError
from advisor.report.compose import ANNEXES, FIXED, PAPERS, WRITERS, annex_titles, compose, section_titles
from advisor.report.document.blocks import Box, Para, plain_text
from advisor.report.document.meta import ApprovalNote, LifeEvent, NamedDay, ReportMeta, TrialNote
from advisor.report.document.typeset import drawings, page_image
from advisor.report.document.typeset import pdf as pdf_of
from advisor.report.export import content_hash, export
from advisor.report.replay.differences import answer_differences
from advisor.words.language import LANGUAGES, words_in

EVERY = list(itertools.product(SAMPLES, LANGUAGES, PAPERS))
RAG = "city-administration-rag"
WIDTHS = {"a4": 595, "us-letter": 612}
MARGIN = 20 / 25.4 * 72
HEADING_SIZE = 10.4
BODY_SIZE = 9.5
SMALLEST = 0.78
NEARLY_EMPTY = 0.25
DAY = date(2026, 12, 1)
LONGEST = ReportMeta(
    status="approved",
    version=14,
    approval=ApprovalNote(
        proposed=NamedDay(name="Dr. Maximiliane Oberhuber-Lindenthal", at=DAY),
        approved=NamedDay(name="Prof. Dr. Konstantin Freiherr von Hohenstein", at=DAY),
        reason="tested on three hundred of our own prompts by two teams, and the works council agreed: " + "word " * 20,
        conditions="only in the European Union, with zero retention agreed in writing, reviewed by law: "
        + "word " * 20,
        review_on=DAY,
    ),
)


@lru_cache(maxsize=len(EVERY))
def report(name: str, language: str, paper: str) -> bytes:
    """The PDF of a sample, set once for all that is asked of it."""
    return export(sample_assessment(name), shipped(), form="pdf", language=language, paper=paper)


@pytest.mark.parametrize(("name", "language", "paper"), EVERY)
def test_every_sample_fits_its_pages(name: str, language: str, paper: str) -> None:
    """6 to 15 pages of the paper asked for, the summary on the first, none nearly empty; nothing crosses a margin."""
    assert half_empty(report(name, language, paper)) == []
    with pymupdf.open(stream=report(name, language, paper), filetype="pdf") as pdf:
        assert 6 <= len(pdf) <= 15
        assert min(map(filled, pdf)) >= NEARLY_EMPTY
        assert words_in(language).say("Contents") in pdf[1].get_text()
        for page in pdf:
            assert round(page.rect.width) == WIDTHS[paper]
            assert_inside(page)
            assert not ends_with_heading(page), page.number + 1


@pytest.mark.parametrize(("name", "language", "paper"), EVERY)
def test_page_one_is_one_page_and_hardly_smaller_at_its_longest(name: str, language: str, paper: str) -> None:
    """With names, a reason and conditions in full length, page one is set no smaller than 0.78 of the other pages."""
    whole = compose(sample_assessment(name), shipped(), language=language, paper=paper, meta=LONGEST)
    verdict = next(block for block in whole.sections[0].blocks if isinstance(block, Box))
    content = pdf_of(replace(whole, sections=(whole.sections[0], whole.sections[-1])))
    with pymupdf.open(stream=content, filetype="pdf") as pdf:
        assert words_in(language).say("Contents") in pdf[1].get_text()
        assert size_of(pdf[0], verdict.text) >= SMALLEST * BODY_SIZE - 0.01
        assert "tested on three hundred" in " ".join(pdf[0].get_text().split())


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("#lorem(40) #pagebreak() #lorem(40)", [2]),
        ("#lorem(40) #pagebreak() = Ranking\n#figure(table([a]), caption: [b])", []),
        ("#lorem(40) #v(55%) #lorem(40) #pagebreak() #lorem(40)", []),
    ],
)
def test_a_half_empty_page_is_seen_where_text_would_have_fitted(body: str, found: list[int]) -> None:
    """A page that text could have filled is named; one that a table follows, or that is filled, is not."""
    head = '#set document(title: "t")\n#set page(margin: (top: 24mm, bottom: 20mm))\nOne #pagebreak()\n'
    content = typst.compile((head + body.replace("() ", "()\n")).encode(), format="pdf", pdf_standards=["ua-1"])
    assert isinstance(content, bytes)
    assert half_empty(content) == found


def assert_inside(page: pymupdf.Page) -> None:
    """Words and drawings stay between the side margins and on the page."""
    left, right = MARGIN - 3, page.rect.width - MARGIN + 3
    for x0, y0, x1, y1, word, *_ in page.get_text("words"):
        assert left <= x0 <= x1 <= right, (page.number + 1, word)
        assert 0 <= y0 <= y1 <= page.rect.height, (page.number + 1, word)
    for drawing in page.get_drawings():
        assert left <= drawing["rect"].x0 <= drawing["rect"].x1 <= right, (page.number + 1, drawing["rect"])
        assert 0 <= drawing["rect"].y0 <= drawing["rect"].y1 <= page.rect.height


def ends_with_heading(page: pymupdf.Page) -> bool:
    """Whether the last line above the footer is a heading."""
    lines = [
        (line["bbox"][1], span["size"], span["font"])
        for block in page.get_text("dict")["blocks"]
        for line in block.get("lines", ())
        for span in line["spans"]
        if line["bbox"][3] < page.rect.height - 45 and span["text"].strip()
    ]
    _, size, font = max(lines)
    return size >= HEADING_SIZE and "Bold" in font


@pytest.mark.parametrize(("name", "language", "paper"), EVERY)
def test_every_sample_is_tagged_and_named(name: str, language: str, paper: str) -> None:
    """Tags, language, title, bookmarks and the PDF/UA mark are in the file."""
    with opened(report(name, language, paper)) as pdf:
        root = pdf.Root
        assert root.MarkInfo.Marked
        assert "/StructTreeRoot" in root
        assert str(root.Lang) == language
        assert root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == sample_assessment(name).answers.title
            assert str(metadata["pdfuaid:part"]) == "1"
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
        assert len(titles) >= 10


def test_the_text_is_read_in_the_order_of_the_chapters() -> None:
    """Text extraction meets the chapters in the order of the contents."""
    titles = [section.title for section in compose(sample_assessment(BANK), shipped()).sections]
    text = text_of(report(BANK, "en", "a4"))
    after_contents = text.index("Requirements as answered", text.index("Contents") + 400)
    places = [text.index(title, after_contents) for title in titles[1:]]
    assert places == sorted(places)
    assert text.index("Summary") < text.index("Contents")


def entry(item: object, key: str) -> object:
    """An entry of a dictionary of the file; None for what is no dictionary."""
    return item.get(key) if isinstance(item, pikepdf.Dictionary) else None


def test_fonts_are_embedded() -> None:
    """Every font of the file carries its program."""
    with opened(report(BANK, "en", "a4")) as pdf:
        descriptors = [item for item in pdf.objects if entry(item, "/Type") == "/FontDescriptor"]
        assert descriptors
        assert all("/FontFile2" in item or "/FontFile3" in item for item in descriptors)


def test_figures_say_what_they_show() -> None:
    """Each drawn figure has an alternative text with its numbers."""
    first = sample_assessment(BANK).recommendations[0]
    with opened(report(BANK, "en", "a4")) as pdf:
        texts = [str(item["/Alt"]) for item in pdf.objects if entry(item, "/S") == "/Figure"]
    assert any("Stacked bars" in text and f"{first.score * 100:.1f}" in text for text in texts)
    assert any("Bars of the monthly cost" in text for text in texts)


def test_the_archival_form_is_both_accessible_and_archival() -> None:
    """PDF/UA-1 and PDF/A-2a in one file."""
    with opened(export(sample_assessment(BANK), shipped(), form="pdf-archive")) as pdf, pdf.open_metadata() as metadata:
        assert str(metadata["pdfuaid:part"]) == "1"
        assert str(metadata["pdfaid:part"]) == "2"
        assert str(metadata["pdfaid:conformance"]) == "A"


def test_the_same_input_gives_the_same_bytes_in_another_process() -> None:
    """No clock, no time zone, no order of a set gets into the file."""
    program = (
        "import hashlib; from report.samples import *; from advisor.report.export import export;"
        "print([hashlib.sha256(export(sample_assessment(BANK), shipped(), form=form, language='de')).hexdigest()"
        " for form in ('pdf', 'pdf-archive', 'md', 'json', 'xlsx', 'csv')])"
    )
    seen = set()
    for zone, seed in (("Pacific/Auckland", "1"), ("America/Lima", "2")):
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "PYTHONPATH": f".{os.pathsep}tests"}
        run = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
        )
        seen.add(run.stdout)
    assert len(seen) == 1
    expected = content_hash(export(sample_assessment(BANK), shipped(), form="pdf", language="de"))
    assert expected in seen.pop()


def test_the_summary_names_choice_cost_and_verdict() -> None:
    """The first page alone answers what was chosen, at what cost, and how sure it is."""
    assessment = sample_assessment(BANK)
    with pymupdf.open(stream=report(BANK, "en", "a4"), filetype="pdf") as pdf:
        first_page = " ".join(pdf[0].get_text().split())
    assert shipped().model[assessment.recommendations[0].model_id].name in first_page
    for word in ("Summary", "Cost per month", "Reasons", "Risks", "What would change it", assessment.answers.owner):
        assert word in first_page


def test_no_section_is_empty() -> None:
    """Every chapter of every sample says something."""
    for name in SAMPLES:
        for section in compose(sample_assessment(name), shipped()).sections:
            assert section.blocks, (name, section.key)


def test_every_citation_has_its_source() -> None:
    """Numbers in brackets run from 1 without a gap, and each is listed once with a date or an address."""
    document = compose(sample_assessment(INSURER), shipped())
    cited = set(map(int, re.findall(r"'refs': \(([\d, ]+)", "")))
    listed = next(section for section in document.sections if section.key == "sources").blocks[0]
    numbers = [int(str(row[0]).strip("[]")) for row in listed.rows]  # type: ignore[union-attr]
    assert numbers == list(range(1, len(numbers) + 1))
    cited |= {number for section in document.sections for number in refs_in(section.blocks)}
    assert cited == set(numbers)


def refs_in(value: object) -> set[int]:
    """Every citation in blocks."""
    if isinstance(value, tuple | list):
        return set().union(*map(refs_in, value)) if value else set()
    own = set(getattr(value, "refs", ()))
    names = getattr(value, "__slots__", ()) or ()
    return own.union(*(refs_in(getattr(value, name)) for name in names if name != "refs"))


def test_nothing_fits_says_what_would_have_to_give() -> None:
    """Without a ranking the report explains the eliminations and the cheapest relaxation."""
    text = " ".join(text_of(export(nothing_fits(), shipped(), form="pdf")).split())
    assert "Nothing fits" in text
    assert "What would have to give" in text
    assert "Eliminations by gate" in text
    assert "People choose among options" in text
    assert "How sure the order is" not in text


def test_life_changes_and_trials_are_printed() -> None:
    """Status, version, steps with who and why, and what was tried stand in the report."""
    answers = sample_assessment(BANK).answers
    meta = ReportMeta(
        status="approved",
        version=4,
        life=(LifeEvent(at=answers.as_of, actor="Ada", action="approved", reason="fits <b>"),),  # type: ignore[arg-type]
        changes=answer_differences(answers, answers.model_copy(update={"title": "Another title"})),
        trials=(TrialNote(model="tiny", runs=3, ttft_s=0.25, output_tokens_per_s=41.0, cost_usd=0.01),),
    )
    text = " ".join(text_of(export(sample_assessment(BANK), shipped(), form="pdf", meta=meta)).split())
    for wanted in ("Approved", "version 4", "Ada", "fits <b>", "Another title", "tiny", "0.25"):
        assert wanted in text


def test_sections_can_be_left_out_but_not_the_fixed_ones() -> None:
    """The choice of sections is kept; summary, sources and digests always stand."""
    document = compose(sample_assessment(BANK), shipped(), sections=("hosting",))
    assert [section.key for section in document.sections] == ["summary", "hosting", "sources", "reproducibility"]
    assert set(section_titles("en")) | set(FIXED) == set(WRITERS)
    assert set(annex_titles("en")) == set(ANNEXES)


@pytest.mark.parametrize("form", ["pdf", "docx", "pptx", "md"])
def test_annexes_stand_where_they_are_asked_for_and_a_sentence_of_each_everywhere(form: str) -> None:
    """Without asking there is the figure of each and how to get the rest; with it the whole, in every form."""
    plain, asked = (
        text_in(export(sample_assessment(RAG), shipped(), form=form, annexes=annexes), form)
        for annexes in ((), ("adaptation", "retrieval", "architecture", "register"))
    )
    whole = ("Ways to adapt a model", "Expected monthly cost of retrieval", "Reference architecture", "Mitigation")
    assert not any(words in plain for words in whole)
    assert all(words in asked for words in whole)
    if form != "pptx":
        assert "Fits best: Retrieval" in plain
        assert "advisor report --with NAME" in plain
        assert "In full in the annexes of this report" in asked
        assert "--with NAME" not in asked


def test_an_annex_without_anything_to_say_says_so() -> None:
    """A work that looks into no documents has no plan for finding them."""
    document = compose(sample_assessment("marketing-images"), shipped(), annexes=("retrieval",))
    section = next(item for item in document.sections if item.key == "retrieval")
    assert [plain_text(block.text) for block in section.blocks if isinstance(block, Para)] == [
        "There is nothing to say of this for these answers."
    ]


def text_in(content: bytes, form: str) -> str:
    """The words of a file, however it keeps them."""
    if form == "md":
        return content.decode().replace("\\", "")
    if form == "pdf":
        return " ".join(text_of(content).split())
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", part)) for part in parts)


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"language": "nl"}, "nl"),
        ({"paper": "a5"}, "a5"),
        ({"sections": ("poem",)}, "poem"),
        ({"annexes": ("poem",)}, "poem"),
        ({"form": "odt"}, "odt"),
    ],
)
def test_what_is_not_available_is_refused_by_name(asked: dict[str, object], named: str) -> None:
    """The message names the value and what is allowed."""
    with pytest.raises(ReportError, match=named):
        export(sample_assessment(BANK), shipped(), **({"form": "pdf"} | asked))  # type: ignore[arg-type]


def test_the_preview_has_as_many_pages_as_the_pdf() -> None:
    """The pages drawn are those of the file, each as large as its paper."""
    drawn = drawings(compose(sample_assessment(BANK), shipped()))
    with opened(report(BANK, "en", "a4")) as pdf:
        assert len(drawn) == len(pdf.pages)
    images = [page_image(page, ppi=40) for page in drawn[:2]]
    assert [Image.open(BytesIO(image)).size for image in images] == [(331, 468)] * 2
    assert images[0] != images[1]


def test_a_source_without_a_web_address_is_printed_without_a_link() -> None:
    """Only http and https become links."""
    link = "javascript:alert(1)"
    note = SourceNote(source_id="x", name="X", version="1", dated="2026-01-01", licence="MIT", link=link)
    assessment = sample_assessment(BANK)
    known = {item.source_id: item for item in assessment.sources}
    swapped = tuple(note.model_copy(update={"source_id": source_id}) for source_id in known)
    content = export(assessment.model_copy(update={"sources": swapped}), shipped(), form="pdf")
    assert b"javascript" not in content
