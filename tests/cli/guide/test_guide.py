"""``advisor guide``: what the choice asks for beyond the model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shipped import shipped_catalog
from typer.testing import CliRunner

from advisor.assessment import assess
from advisor.cli import app
from advisor.errors import InputError
from advisor.questionnaire.presets import load_sample

SAMPLE = "city-administration-rag"
SAMPLES = Path(__file__).resolve().parents[3] / "data" / "samples"
ANSWERS = str(SAMPLES / f"{SAMPLE}.yaml")
OWN_SERVERS = str(SAMPLES / "hospital-note-summariser.yaml")
"""A sample whose choice runs on servers of the house."""


@pytest.mark.parametrize(("command", "key"), [("adapt", "strategies"), ("governance", "risks")])
def test_a_command_says_what_the_record_holds(command: str, key: str) -> None:
    """As JSON the rows of the record; as text every one of them by its name."""
    run = CliRunner().invoke(app, ["guide", command, ANSWERS, "--format", "json"])
    rows = assess(load_sample(SAMPLE), shipped_catalog()).model_dump(mode="json")[key]
    assert json.loads(run.stdout)[key] == rows
    if command == "governance":
        given = json.loads(run.stdout)
        assert all(row["source"] and row["checked_on"] for row in given["duties"])
        assert all(row["source"] and row["dated"] for row in given["evidence"])
        assert all(row["cause"] and row["owner"] and row["due"] for row in given["register"])
    text = CliRunner().invoke(app, ["guide", command, ANSWERS]).stdout
    assert all(row["strategy" if key == "strategies" else "topic"] in text for row in rows)


def test_a_tuned_alternative_says_what_it_presumes() -> None:
    """Its range, the assumed gain with its ends, the gain and volume that it needs, and what to ask the provider."""
    contracts = str(SAMPLES / "contract-analyser.yaml")
    run = CliRunner().invoke(app, ["guide", "adapt", contracts, "--gain", "4"])
    tuned = [line for line in run.stdout.splitlines() if "Light tuning (LoRA and kin) (+4 points assumed" in line]
    assert tuned
    assert all("with a gain of" in line and "requests a day on" in line for line in tuned)
    assert "Ask whether it serves weights that you tuned" in run.stdout
    hospital = CliRunner().invoke(app, ["guide", "adapt", OWN_SERVERS]).stdout
    assert "Ask whether it serves weights that you tuned" not in hospital


def test_the_architecture_is_told_and_its_kit_written(tmp_path: Path) -> None:
    """Each part by its name with its reasons; the kit holds what starts it and what a new version must pass."""
    run = CliRunner().invoke(app, ["guide", "architecture", OWN_SERVERS, "--kit", str(tmp_path)])
    assert run.exit_code == 0, run.output
    assert "needed: Gateway (LiteLLM)" in run.stdout
    assert "chosen: vLLM" in run.stdout
    assert "out: TorchServe" in run.stdout
    assert "Pin the commit of google/gemma-4-31B-it" in run.stdout
    written = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert written >= {
        "compose.yaml",
        "kubernetes.yaml",
        "gateway/config.yaml",
        "rollout.yaml",
        "regression/prompts.jsonl",
    }
    found = CliRunner().invoke(app, ["guide", "architecture", OWN_SERVERS, "--format", "json"])
    assert set(json.loads(found.stdout)) == {"architecture", "pinned", "suite", "canary", "migration"}


def test_retrieval_is_told_with_its_costs() -> None:
    """As JSON the plan; as text the advice, every line of its cost and every store; a wish moves it."""
    plan = json.loads(CliRunner().invoke(app, ["guide", "retrieval", ANSWERS, "--format", "json"]).stdout)["retrieval"]
    text = CliRunner().invoke(app, ["guide", "retrieval", ANSWERS]).stdout
    assert plan["advice"] in text
    assert all(line["label"] in text for line in plan["costs"])
    assert all(store["name"] in text for store in plan["stores"])
    wished = ["guide", "retrieval", ANSWERS, "--by-document", "--changing", "1", "--format", "json"]
    other = json.loads(CliRunner().invoke(app, wished).stdout)["retrieval"]
    assert (other["rights"], other["changing_share"]) == ("by_document", 1)
    assert (plan["rights"], plan["changing_share"]) == ("shared", 0.05)


def test_after_explains_usage_out_of_files(tmp_path: Path) -> None:
    """Months, causes and the measured load; a file that is none is bad input."""
    row = {"model": "x", "prompt_tokens": 100, "completion_tokens": 10, "spend": 0.5}
    log = tmp_path / "spend.jsonl"
    log.write_text("\n".join(json.dumps(row | {"startTime": f"2026-07-{day:02}T08:00:00Z"}) for day in (1, 31)))
    run = CliRunner().invoke(app, ["guide", "after", ANSWERS, "--usage", str(log), "--format", "json"])
    found = json.loads(run.stdout)
    assert [(month["month"], month["actual_usd"]) for month in found["months"]] == [("2026-07-01", 1.0)]
    assert found["unknown_models"] == ["x"]
    log.write_text("nothing")
    assert isinstance(CliRunner().invoke(app, ["guide", "after", ANSWERS, "--usage", str(log)]).exception, InputError)
