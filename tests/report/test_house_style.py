"""The policy of the house in the report: its label, footer and logo on the pages, and the policy it was taken under."""

from __future__ import annotations

import io
from datetime import date
from typing import Final

import pytest
from docx import Document as WordDocument
from openpyxl import load_workbook
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pypdf import PdfReader

from advisor.assessment import Assessment, assess
from advisor.catalog.catalog import Catalog
from advisor.catalog.own.house_policy import under_policy
from advisor.policy.house import GrantedException, HousePolicy
from advisor.policy.in_force import in_force
from advisor.questionnaire.presets import load_sample
from advisor.report.document.meta import HouseLook, ReportMeta
from advisor.report.export import export

LOGO: Final = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 3"><rect width="9" height="3"/></svg>'
META: Final = ReportMeta(
    house=HouseLook(footer="Example Bank", classification="Strictly internal", logo=LOGO, logo_form="svg")
)
POLICY: Final = HousePolicy.model_validate(
    {"policy": 1, "name": "Ours", "version": "7", "dated": "2026-11-02", "rules": [{"id": "a", "zones": ["eu"]}]}
)
LIFTED: Final = GrantedException(
    rule_id="a", number=1, reason="Pilot *alone*", until=date(2027, 1, 31), granted_by="B. Ben"
)


@pytest.fixture(scope="module")
def governed(catalog: Catalog) -> Catalog:
    """The catalog under a policy with an exception."""
    return under_policy(catalog, in_force(POLICY, date(2026, 11, 20), (LIFTED,)))


@pytest.fixture(scope="module")
def assessment(governed: Catalog) -> Assessment:
    """A small decision under it."""
    return assess(load_sample("marketing-images"), governed, samples=50)


def test_label_footer_and_logo_stand_on_the_pages(assessment: Assessment, governed: Catalog) -> None:
    """On every page of the PDF, in the footer of the Word document; the logo has words for who cannot see it."""
    content = export(assessment, governed, form="pdf", meta=META)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    assert len(pages) > 3
    assert all("Strictly internal" in text and "Example Bank" in text for text in pages)
    file = WordDocument(io.BytesIO(export(assessment, governed, form="docx", meta=META)))
    assert "Strictly internal" in file.sections[0].footer.paragraphs[0].text
    assert 'descr="Logo of the house"' in file.element.xml


@pytest.mark.parametrize(
    ("language", "under", "granted"),
    [
        ("en", "Taken under the house policy “Ours”, version 7", "Exception from rule 1"),
        ("de", "Getroffen unter der Hausrichtlinie „Ours“, Fassung 7", "Ausnahme von Regel 1"),
        ("fr", "Prise sous la politique de la maison", "Dérogation à la règle 1"),
    ],
)
def test_the_record_says_under_which_policy_and_with_which_exception(
    assessment: Assessment, governed: Catalog, language: str, under: str, granted: str
) -> None:
    """Name, version, digest, who granted what until when; what people wrote stays text."""
    text = export(assessment, governed, form="md", language=language).decode()
    assert under in text
    assert granted in text
    assert r"Pilot \*alone\*" in text
    assert POLICY.digest in text


def test_the_logo_stands_on_every_slide_with_words(assessment: Assessment, governed: Catalog) -> None:
    """At the upper right, inside the slide, and clear of the title."""
    file = Presentation(io.BytesIO(export(assessment, governed, form="pptx", meta=META)))
    assert len(file.slides) > 0
    for page in file.slides:
        (picture,) = [shape for shape in page.shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE]
        assert picture._element.xpath("./p:nvPicPr/p:cNvPr")[0].get("descr") == "Logo of the house"
        title = page.shapes.title
        assert title is not None
        assert title.left + title.width <= picture.left
        assert picture.left + picture.width <= file.slide_width


def test_label_footer_and_logo_stand_in_the_workbook(assessment: Assessment, governed: Catalog) -> None:
    """The logo beside the provenance, as high as wide as it was drawn; without a house nothing is there."""
    book = load_workbook(io.BytesIO(export(assessment, governed, form="xlsx", meta=META)))
    (picture,) = book["Provenance"]._images  # type: ignore[attr-defined]
    assert picture.anchor._from.col == 3
    assert {sheet.oddFooter.center.text for sheet in book.worksheets} == {"Strictly internal · Example Bank"}
    plain = load_workbook(io.BytesIO(export(assessment, governed, form="xlsx")))
    assert plain["Provenance"]._images == []  # type: ignore[attr-defined]
    assert {sheet.oddFooter.center.text for sheet in plain.worksheets} == {None}
