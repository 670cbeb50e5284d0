"""``advisor policy``, and a decision under a policy on the command line: the sample of the documentation at work."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from advisor.cli import app
from advisor.errors import InputError
from advisor.policy.load import parse_policy

HOW_TO = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "set-the-houses-policy.md"
BANK = Path(__file__).resolve().parents[3] / "data" / "samples" / "eu-bank-customer-service.yaml"


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample of the page, as a file; the home folder is empty."""
    monkeypatch.setenv("ADVISOR_HOME", str(tmp_path / "home"))
    (block,) = re.findall(r"```yaml\n(.*?)```", HOW_TO.read_text(), re.DOTALL)
    path = tmp_path / "policy.yaml"
    path.write_text(block)
    return path


def run(*arguments: str) -> Any:
    """What a command prints."""
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False, standalone_mode=False)
    return result.output


def test_the_sample_of_the_page_is_sound(sample: Path) -> None:
    """Its names are the catalog's."""
    found = json.loads(run("policy", "check", str(sample), "--format", "json"))
    policy = parse_policy(sample.read_text(), name="policy.yaml")
    assert found == {"name": "AI 2026-11", "version": "3", "digest": policy.digest, "sound": True}
    assert policy.dated == date(2026, 11, 2)


def test_a_name_that_the_catalog_lacks_is_an_error(sample: Path) -> None:
    """With its place and the nearest name."""
    sample.write_text(sample.read_text().replace("[aws-bedrock]", "[aws-bedrok]"))
    with pytest.raises(InputError, match=r"agreements\[0\].providers: .*did you mean aws-bedrock"):
        run("policy", "check", str(sample))
    with pytest.raises(InputError, match="There is no policy"):
        run("policy", "check")


@pytest.mark.parametrize(
    ("language", "rule", "state"),
    [
        ("en", "1. No model from China. Decision of the board", ": runs"),
        ("de", "1. Kein Modell aus: China. Decision of the board", ": läuft"),
        ("fr", "1. Aucun modèle venant de : Chine. Decision of the board", ": en cours"),
    ],
)
def test_it_is_said_in_words(sample: Path, language: str, rule: str, state: str) -> None:
    """In the reader's language; what the house wrote stays as written."""
    said = run("policy", "show", str(sample), "--language", language, "--today", "2026-11-20")
    assert f"  {rule}" in said.replace("\xa0", " ")
    assert said.replace("\xa0", "").count(state) == 2
    assert "4711" in said


def test_a_decision_names_the_policy_and_what_it_excluded(sample: Path) -> None:
    """The line under the verdict, and the gate among what is out."""
    said = " ".join(run("assess", str(BANK), "--policy", str(sample), "--samples", "50").split())
    assert "Taken under the house policy “AI 2026-11”, version 3 of 2 Nov 2026." in said
    assert re.search(r"Policy of the house \d+", said)
