"""The command line by its contract: exit status, JSON alone on standard output, every error listed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cli.in_process import called
from shipped import shipped_catalog

from advisor.questionnaire.presets import SAMPLES, load_sample, sample_paths

NAMES = [path.stem for path in sample_paths()]
WITH_SAMPLES = ["--samples", "2000"]
Done = subprocess.CompletedProcess[bytes]


def advisor(*arguments: str) -> Done:
    """Run the command line in a process of its own."""
    return subprocess.run([sys.executable, "-m", "advisor.cli", *arguments], capture_output=True, check=False)


@pytest.fixture(scope="session")
def assessed() -> dict[str, Done]:
    """Each sample assessed once by the command line, in this process."""
    return {name: called("assess", str(SAMPLES / f"{name}.yaml"), "--format", "json", *WITH_SAMPLES) for name in NAMES}


def parsed(done: Done) -> dict[str, Any]:
    """The JSON that a command printed."""
    assert done.stderr == b"", done.stderr.decode()
    result = json.loads(done.stdout)
    assert isinstance(result, dict)
    return result


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_gives_a_ranking_or_says_honestly_that_nothing_fits(assessed: dict[str, Done], name: str) -> None:
    """At least three ranked alternatives, or "nothing fits" with the cheapest relaxation and exit status 1."""
    result = parsed(assessed[name])
    assert result["verdict"] in {"clear choice", "equivalent set", "test first", "nothing fits"}
    if result["verdict"] == "nothing fits":
        assert assessed[name].returncode == 1
        assert result["relaxations"]
    else:
        assert assessed[name].returncode == 0
        assert len(result["recommendations"]) >= 3
        assert result["recommendations"][0]["rank"] == 1


@pytest.mark.parametrize("name", NAMES)
def test_contributions_add_up_to_the_score(assessed: dict[str, Done], name: str) -> None:
    """Within 1e-9, for every recommendation, and the score lies in its interval."""
    for row in parsed(assessed[name])["recommendations"]:
        assert sum(row["contributions"].values()) == pytest.approx(row["score"], abs=1e-9)
        assert row["score_low"] - 1e-9 <= row["score"] <= row["score_high"] + 1e-9


@pytest.mark.parametrize("name", NAMES)
def test_every_elimination_says_what_was_observed_and_required(assessed: dict[str, Done], name: str) -> None:
    """Gate, observed, required and source are never empty."""
    eliminations = parsed(assessed[name])["eliminations"]
    assert eliminations
    for row in eliminations:
        assert all(str(row[column]) for column in ("alternative_id", "gate", "observed", "required", "source")), row


@pytest.mark.parametrize("name", ["eu-bank-customer-service", "insurer-claims-portfolio", "factory-edge-device"])
def test_two_runs_give_the_same_bytes(assessed: dict[str, Done], name: str) -> None:
    """Nothing depends on the moment, on chance, or on what a process did before: another gives the same."""
    again = advisor("assess", str(SAMPLES / f"{name}.yaml"), "--format", "json", *WITH_SAMPLES)
    assert again.stdout == assessed[name].stdout


def test_the_contract_has_its_fields(assessed: dict[str, Done]) -> None:
    """The names that other programs rely on."""
    result = parsed(assessed["eu-bank-customer-service"])
    top = "schema verdict answers recommendations eliminations flips relaxations cross_check hosting weights provenance"
    assert set(f"{top} shortlist prices_of_a_point".split()) <= set(result)
    assert result["schema"] == 2
    assert 1 <= len(result["shortlist"]) <= 3
    fields = (
        "role alternative_id model_id deployment score score_given_up monthly_cost_usd monthly_cost_difference_usd "
        "evidence reason deciding_test"
    )
    for choice in result["shortlist"]:
        assert set(fields.split()) <= set(choice)
        assert choice["reason"]
        assert choice["deciding_test"]
    assert all("usd_per_month" in price for price in result["prices_of_a_point"].values())
    row = result["recommendations"][0]
    fields = "rank alternative_id model_id deployment score score_low score_high first_rank_share contributions"
    assert set(fields.split()) <= set(row)
    assert set(row["monthly_cost_usd"]) == {"p10", "p50", "p90"}
    assert {"catalog_digest", "engine_version", "seed", "samples"} <= set(result["provenance"])
    assert sum(result["weights"].values()) == pytest.approx(1)


@pytest.mark.parametrize("name", [n for n in NAMES if load_sample(n).data.classification == "restricted"])
def test_restricted_data_never_meets_a_provider_that_trains_or_is_silent(assessed: dict[str, Done], name: str) -> None:
    """No ranked alternative runs at a provider whose policy trains on data or is unknown."""
    providers = shipped_catalog().provider
    met = {row["deployment"]["provider"] for row in parsed(assessed[name])["recommendations"]} & set(providers)
    apis = {
        row["deployment"]["provider"]
        for row in parsed(assessed[name])["recommendations"]
        if row["deployment"]["kind"] == "provider_api"
    }
    assert {providers[provider].training_default for provider in met & apis} <= {"does_not_train"}


BAD = {
    "wrong type": ("title: [1]\nuse_cases: [{task: rag}]", "title"),
    "unknown field": ("title: x\nuse_cases: [{task: rag}]\nbudgets: {}", "budgets"),
    "negative volume": ("title: x\nuse_cases: [{task: rag, workload: {requests_per_day: -1}}]", "requests_per_day"),
    "empty file": ("", "empty"),
    "bomb": ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]", "anchor"),
    "tag": ("!!python/object/apply:os.system ['true']", "tag"),
}


@pytest.mark.parametrize(("text", "word"), BAD.values(), ids=BAD.keys())
@pytest.mark.parametrize("command", ["assess", "report", "tco"])
def test_bad_answers_exit_2_without_a_traceback(tmp_path: Path, command: str, text: str, word: str) -> None:
    """The message names the place; standard output stays empty."""
    path = tmp_path / "answers.yaml"
    path.write_text(text, encoding="utf-8")
    extra = ["-o", str(tmp_path / "out.pdf")] if command == "report" else []
    done = called(command, str(path), *extra)
    assert done.returncode == 2
    assert done.stdout == b""
    message = done.stderr.decode()
    assert word in message
    assert "Traceback" not in message


SAMPLE = Path(__file__).parents[2] / "data/samples/marketing-images.yaml"


@pytest.mark.parametrize(
    ("call", "name", "form", "begins"),
    [
        (advisor, "d.md", [], b"---"),
        (called, "d.json", [], b"{"),
        (called, "d.txt", ["--format", "md"], b"---"),
        (called, "d.md", ["--format", "md"], b"---"),
    ],
)
def test_the_name_of_a_report_says_what_is_written(
    tmp_path: Path, call: Callable[..., Done], name: str, form: list[str], begins: bytes
) -> None:
    """A name that ends in no known kind takes what is asked for."""
    out = tmp_path / name
    assert call("report", str(SAMPLE), "-o", str(out), "--samples", "200", *form).returncode == 0
    assert out.read_bytes().startswith(begins)


def test_a_report_whose_name_contradicts_its_format_is_refused(tmp_path: Path) -> None:
    """Nothing is written."""
    out = tmp_path / "d.md"
    done = advisor("report", str(SAMPLE), "-o", str(out), "--format", "json")
    assert done.returncode == 2
    assert b"make them agree" in done.stderr
    assert not out.exists()


def test_a_file_of_50_megabytes_exits_2(tmp_path: Path) -> None:
    """Refused by its size, unread."""
    path = tmp_path / "large.yaml"
    path.write_bytes(b"x" * 50_000_000)
    done = advisor("assess", str(path))
    assert done.returncode == 2
    assert b"50,000,000 bytes" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [["assess"], ["nonsense"], ["assess", "a", "--samples", "0"], ["size", "x"], ["catalog", "show", "nobody/nothing"]],
)
def test_a_bad_call_exits_2_with_a_message(arguments: list[str]) -> None:
    """Missing arguments, unknown commands and unknown models are the caller's mistakes."""
    done = advisor(*arguments)
    assert done.returncode == 2
    assert done.stderr
    assert b"Traceback" not in done.stderr


def test_a_broken_catalog_exits_2_and_names_the_cell(tmp_path: Path) -> None:
    """``--data`` with a damaged table lists what is wrong in it."""
    (tmp_path / "model_catalog.csv").write_text("model_id,name\nx,y\n", encoding="utf-8")
    done = advisor("assess", str(SAMPLES / "contract-analyser.yaml"), "--data", str(tmp_path))
    assert done.returncode == 2
    assert b"model_catalog.csv line 1: column vendor is missing" in done.stderr


def test_catalog_check_exits_0_on_the_shipped_tables_and_1_on_damage(tmp_path: Path) -> None:
    """The audit's exit status is its verdict."""
    assert advisor("catalog", "check", "--format", "json").returncode == 0
    assert advisor("catalog", "check", "--data", str(tmp_path)).returncode == 1


def test_catalog_list_and_show_print_json() -> None:
    """Programs read the catalog through the command line."""
    listed = json.loads(advisor("catalog", "list", "--kind", "rerank", "--format", "json").stdout)
    assert len(listed) >= 8
    shown = parsed(advisor("catalog", "show", listed[0]["model_id"], "--format", "json"))
    assert shown


def test_help_needs_no_heavy_library() -> None:
    """``--help`` imports neither pandas nor streamlit nor openai, so that it answers at once."""
    code = (
        "import sys; sys.argv = ['advisor', '--help']\n"
        "from advisor import cli\n"
        "try: cli.main()\n"
        "except SystemExit: pass\n"
        "heavy = {'pandas', 'streamlit', 'openai', 'scipy', 'pydantic', 'sqlmodel', 'numpy'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(heavy)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
