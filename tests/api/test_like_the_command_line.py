"""REST and the command line give the same: records, costs, sizes, look-ups and files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from advisor.cli import app
from advisor.questionnaire.load import load_answers

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "samples" / "contract-analyser.yaml"
SIZE = {"gpu": "h100", "gpus": 4, "input_tokens": 2000, "output_tokens": 300, "concurrency": 8}


def _printed(*words: str) -> str:
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture(scope="module")
def answers() -> bytes:
    """The answers of a sample as JSON."""
    return load_answers(SAMPLE).model_dump_json(by_alias=True).encode()


def _posted(client: TestClient, path: str, content: bytes) -> bytes:
    answer = client.post(f"/api/v1/{path}", content=content, headers={"content-type": "application/json"})
    assert answer.status_code == 200, answer.text
    return answer.content


def test_an_assessment_is_the_same_to_the_byte(client: TestClient, answers: bytes) -> None:
    """Same answers, catalog, seed and draws."""
    printed = _printed("assess", str(SAMPLE), "--format", "json", "--samples", "200", "--seed", "3")
    assert _posted(client, "assessments?samples=200&seed=3", answers).decode() == printed.rstrip("\n")


def test_costs_are_the_same(client: TestClient, answers: bytes) -> None:
    """Every line of every plan."""
    assert _posted(client, "costs", answers).decode() == _printed("tco", str(SAMPLE), "--format", "json").rstrip("\n")


@pytest.mark.parametrize("form", ["json", "md"])
def test_a_report_is_the_same_file(client: TestClient, answers: bytes, tmp_path: Path, form: str) -> None:
    """To the byte."""
    path = tmp_path / f"x.{form}"
    _printed("report", str(SAMPLE), "-o", str(path), "--samples", "200", "--language", "de")
    assert _posted(client, f"reports?form={form}&samples=200&language=de", answers) == path.read_bytes()


def test_a_size_is_the_same(client: TestClient) -> None:
    """With its problem in words and as facts, where there is one."""
    for precision in ("fp8", "bf16"):
        options = [f"--{name.replace('_', '-')}={value}" for name, value in {**SIZE, "precision": precision}.items()]
        printed = _printed("size", "meta/llama-3.3-70b-instruct", *options, "--format", "json")
        asked = {**SIZE, "precision": precision, "model_id": "meta/llama-3.3-70b-instruct"}
        assert json.loads(_posted(client, "sizes", json.dumps(asked).encode())) == json.loads(printed)


def test_look_ups_are_the_same(client: TestClient) -> None:
    """A sheet to the byte, and the rows of the list."""
    printed = _printed("catalog", "show", "qwen3-8b", "--format", "json")
    assert client.get("/api/v1/catalog/models/qwen3-8b").text == printed.rstrip("\n")
    rows = json.loads(_printed("catalog", "list", "--kind", "rerank", "--format", "json"))
    found = client.get("/api/v1/catalog/models?kind=rerank&limit=200").json()["items"]
    assert found == sorted(rows, key=lambda row: row["model_id"])
