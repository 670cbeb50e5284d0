"""Assessments that the report's tests share, and what they read out of a PDF."""

from __future__ import annotations

import io
from functools import lru_cache

import pikepdf
import pymupdf
from shipped import shipped_catalog

from advisor.assessment import Assessment, assess
from advisor.catalog.catalog import Catalog
from advisor.lazy_rows import Rows
from advisor.questionnaire.presets import load_sample, sample_paths

SAMPLES = tuple(path.stem for path in sample_paths())
BANK = "eu-bank-customer-service"
INSURER = "insurer-claims-portfolio"


@lru_cache(maxsize=1)
def shipped() -> Catalog:
    """The shipped catalog, read once."""
    return shipped_catalog()


@lru_cache(maxsize=len(SAMPLES))
def sample_assessment(name: str) -> Assessment:
    """A sample decision, assessed once."""
    return assess(load_sample(name), shipped(), samples=400)


@lru_cache(maxsize=1)
def nothing_fits() -> Assessment:
    """An assessment in which no alternative passes the gates."""
    answers = load_sample(BANK)
    hosting = answers.hosting.model_copy(update={"allowed": ("provider_api",), "air_gapped": True})
    found = assess(answers.model_copy(update={"hosting": hosting}), shipped(), samples=50)
    assert found.verdict == "nothing fits"
    return found


def cut(assessment: Assessment) -> Assessment:
    """An assessment with few alternatives and few eliminations: quick to set, complete in its parts."""
    update = {
        "recommendations": assessment.recommendations[:3],
        "eliminations": Rows.of(assessment.eliminations[:20]),
        "also_ranked": (),
    }
    return assessment.model_copy(update=update)


def opened(content: bytes) -> pikepdf.Pdf:
    """The PDF as its objects."""
    return pikepdf.open(io.BytesIO(content))


def text_of(content: bytes) -> str:
    """The text of every page, in the order in which it is read."""
    with pymupdf.open(stream=content, filetype="pdf") as pdf:
        return "\n".join(page.get_text() for page in pdf)
