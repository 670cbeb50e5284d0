"""The policy of the house in the report: its label, footer and logo on the pages, and the policy it was taken under."""

from __future__ import annotations

import io
from datetime import date
from typing import Final

import pytest
from docx import Document as WordDocument
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
