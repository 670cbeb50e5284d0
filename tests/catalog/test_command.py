"""The catalog on the command line: check, show, diff and import, with their exit statuses."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from advisor.catalog.load import SHIPPED, load_catalog
from advisor.cli import main
from advisor.settings import Settings
from tests.catalog.hub.hub_server import Repository, hub

CONFIG = {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "num_hidden_layers": 4, "hidden_size": 256}


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run the command line with arguments; gives exit status, standard output and standard error."""

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["advisor", *arguments])
        with pytest.raises(SystemExit) as left:
            main()
        printed = capsys.readouterr()
        return int(left.value.code or 0), printed.out, printed.err

    return call


def test_the_shipped_catalog_passes_its_check(run: Any) -> None:
    """Exit status 0 with the counts and the comparison with the independent price list."""
    status, out, _ = run("catalog", "check", "--today", "2026-11-30")
    assert status == 0
    assert "sound as of" in out
    assert "model_catalog: " in out
    assert "genai-prices" in out


def test_a_broken_cell_fails_the_check_with_its_place(run: Any, tmp_path: Path) -> None:
    """Exit status 1; the finding names file, row, column, value and what is allowed, as JSON too."""
    folder = tmp_path / "data"
    shutil.copytree(SHIPPED, folder, ignore=shutil.ignore_patterns("samples"))
    path = folder / "model_catalog.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",open_weights,", ",open_wieghts,", 1), encoding="utf-8")
    status, out, _ = run("catalog", "check", "--data", str(folder), "--format", "json")
    (finding,) = json.loads(out)["findings"]
    assert status == 1
    assert (finding["file"], finding["column"], finding["value"]) == ("model_catalog.csv", "openness", "'open_wieghts'")
    assert "open_weights" in finding["allowed"]


def test_stale_prices_fail_the_check_on_a_given_day(run: Any) -> None:
    """Two years on, or with a day of patience: a warning, and a fault where that is asked."""
    for options in (["--today", "2028-11-21"], ["--today", "2026-11-29", "--stale-after", "1"]):
        _, out, _ = run("catalog", "check", *options)
        assert "stale:" in out
        status, out, _ = run("catalog", "check", "--strict", *options)
        assert status == 1
        assert "stale" in out


def test_a_day_that_is_none_is_bad_input(run: Any) -> None:
    """Exit status 2 with what is allowed."""
    status, _, err = run("catalog", "check", "--today", "tomorrow")
    assert status == 2
    assert "tomorrow" in err


def test_a_model_is_shown_by_any_of_its_names(run: Any) -> None:
    """The sheet as JSON has facts with sources, offers, licence and memory at three widths."""
    status, out, _ = run("catalog", "show", "Meta-Llama/Llama-3.3-70B-Instruct", "--format", "json")
    sheet = json.loads(out)
    assert status == 0
    assert sheet["model_id"] == "meta/llama-3.3-70b-instruct"
    assert [need["bits"] for need in sheet["memory"]] == [16, 8, 4]
    assert sheet["offers"]
    assert all(fact["source"] for fact in sheet["facts"] if fact["value"] is not None)


def test_the_sheet_for_people_says_what_is_unknown(run: Any) -> None:
    """The table has the licence in plain words, sources, and a line of unknowns."""
    status, out, _ = run("catalog", "show", "gpt-4o")
    assert status == 0
    assert "Unknown: " in out
    assert "parameters" in out
    assert "Licence: " in out


def test_a_model_of_nobody_is_bad_input(run: Any) -> None:
    """Exit status 2 with the nearest names."""
    status, _, err = run("catalog", "show", "gpt-4oo")
    assert status == 2
    assert "openai/gpt-4o" in err


def test_two_folders_are_compared(run: Any, tmp_path: Path) -> None:
    """The same folder differs in nothing; a changed price is told as JSON."""
    folder = tmp_path / "data"
    shutil.copytree(SHIPPED, folder, ignore=shutil.ignore_patterns("samples"))
    assert "the same" in run("catalog", "diff", str(SHIPPED), str(folder))[1]
    path = folder / "offers.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([lines[0], *lines[2:]]), encoding="utf-8")
    status, out, _ = run("catalog", "diff", str(SHIPPED), str(folder), "--format", "json")
    assert status == 0
    assert json.loads(out)["offers_removed"] == [lines[1].partition(",")[0]]


def test_a_repository_is_imported_from_the_endpoint_that_is_set(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The import is saved among one's own models and found by later commands; the shipped folder is not."""
    info = {
        "pipeline_tag": "text-generation",
        "cardData": {"license": "mit"},
        "safetensors": {"parameters": {"BF16": 6_000_000}, "total": 6_000_000},
    }
    held = Repository(info=info, files={"config.json": json.dumps(CONFIG).encode()})
    with hub({"acme/tiny": held}) as endpoint:
        monkeypatch.setenv("HF_ENDPOINT", endpoint)
        status, out, err = run("catalog", "import", "acme/tiny", "--format", "json")
        assert status == 0, err
    result = json.loads(out)
    assert status == 0
    assert (result["model_id"], result["own"]) == ("acme/tiny", True)
    assert "key-value heads" in result["unknown"]
    assert load_catalog(overlay=Settings().overlay_dir).own_model_ids == {"acme/tiny"}
    assert json.loads(run("catalog", "show", "acme/tiny", "--format", "json")[1])["own"] is True
    assert "acme/tiny" not in load_catalog().model
    listed = {row["model_id"]: row["own"] for row in json.loads(run("catalog", "list", "--format", "json")[1])}
    assert [model_id for model_id, own in listed.items() if own] == ["acme/tiny"]
    assert "your own" in run("catalog", "list")[1]


def test_a_gated_repository_is_bad_input(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit status 2 and a sentence on what to do; nothing is saved."""
    with hub({"acme/gated": Repository(gated=True)}) as endpoint:
        monkeypatch.setenv("HF_ENDPOINT", endpoint)
        status, out, err = run("catalog", "import", "acme/gated")
    assert status == 2
    assert out == ""
    assert "HF_TOKEN" in err
    assert not Settings().overlay_dir.exists()
