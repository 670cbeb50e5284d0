"""``advisor demo`` leads from a sample's answers to a PDF."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from advisor.catalog.catalog import Catalog
from advisor.cli.demo import STEPS, walk
from advisor.errors import AdvisorError, InputError


def test_it_goes_from_the_answers_to_a_pdf(
    catalog: Catalog, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Five numbered steps within 80 columns, and a document with the decision's title."""
    monkeypatch.setenv("COLUMNS", "80")
    out = tmp_path / "walked.pdf"
    walk("marketing-images", out, catalog, wait=False)
    printed = capsys.readouterr().out
    assert [f"{place} of {len(STEPS)}  {title}." in printed for place, (title, _) in enumerate(STEPS, start=1)] == [
        True
    ] * len(STEPS)
    assert "Enter goes on" not in printed
    assert "(the choice)" in " ".join(printed.split())
    assert max(len(line) for line in printed.splitlines() if str(tmp_path) not in line) <= 80
    with pikepdf.open(io.BytesIO(out.read_bytes())) as document:
        assert "image" in str(document.open_metadata()["dc:title"]).lower()


def test_it_waits_for_enter_between_the_steps(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One Enter less than there are steps."""
    asked: list[str] = []

    def entered(prompt: object = "") -> str:
        asked.append(str(prompt))
        return ""

    monkeypatch.setattr("builtins.input", entered)
    walk("marketing-images", tmp_path / "walked.pdf", catalog, wait=True)
    assert len(asked) == len(STEPS) - 1


def test_what_cannot_be_walked_is_refused(catalog: Catalog, tmp_path: Path) -> None:
    """An unknown sample is answered with the names there are, a folder that is missing with its name."""
    with pytest.raises(InputError, match="eu-bank-customer-service"):
        walk("no-such-sample", tmp_path / "walked.pdf", catalog, wait=False)
    with pytest.raises(AdvisorError, match="cannot be written"):
        walk("marketing-images", tmp_path / "nowhere" / "walked.pdf", catalog, wait=False)
