"""Files of a folder are known by name and shape; whatever cannot be used is one sentence, and the rest goes on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from refresh_shapes import (
    LATER,
    TODAY,
    aider,
    bfcl,
    cited_by,
    euroeval,
    genai_prices,
    litellm,
    litellm_of,
    notices,
    openrouter,
)

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.gather import SourceFile, day_in, files_in, gathered, recognised, recognised_files

SHAPES = {
    "litellm": litellm({"gpt-5": {"input_cost_per_token": 1e-6}}),
    "genai-prices": genai_prices({"openai:gpt-5": {"input_mtok": 1}}),
    "openrouter": openrouter({"openai/gpt-5": {"prompt": "0.000001"}}),
    "retirements": notices({"model_id": "gpt-5", "shutdown_date": "2027-01-01"}),
    "board-bfcl": bfcl({"x": "1%"}),
    "board-aider": aider(("x", 1.0)),
}
ENDINGS = {"board-bfcl": "csv", "board-aider": "yml"}


@pytest.mark.parametrize("name", SHAPES)
def test_a_file_of_any_name_is_known_by_its_shape(name: str) -> None:
    """Whatever it is called; only the ending says how to read it."""
    file = SourceFile(f"download (3).{ENDINGS.get(name, 'json')}", SHAPES[name], LATER)
    assert recognised(file)[0].name == name


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("litellm-2026-11-20.json", "2026-11-20"),
        ("table_2026_01_08.csv", "2026-01-08"),
        ("x.json", "None"),
        ("20261120.csv", "2026-11-20"),
    ],
)
def test_days_are_read_from_names(name: str, day: str) -> None:
    """With dashes, underscores or nothing between."""
    assert str(day_in(name)) == day


def test_a_bad_file_is_told_and_the_others_are_read(catalog: Catalog, tmp_path: Path) -> None:
    """One sentence per file, in the order of names; the good one is used."""
    offer = cited_by(catalog, "litellm")
    (tmp_path / "litellm-2026-12-02.json").write_bytes(litellm(litellm_of(offer)))
    (tmp_path / "genai-prices.json").write_bytes(b'[{"id": "openai", "models"')
    (tmp_path / "holiday.csv").write_bytes(b"a,b\n1,2\n")
    (tmp_path / "notes.txt").write_bytes(b"not read")
    (tmp_path / "models-dev.json").symlink_to("/etc/hostname")
    files, problems = files_in(tmp_path, today=TODAY)
    found = gathered(recognised_files(files, problems=problems), catalog)
    assert [p.source for p in found.proposals] == ["litellm"]
    assert sorted(p.message.partition(" ")[0] for p in found.problems) == [
        "genai-prices.json",
        "holiday.csv",
        "models-dev.json",
    ]


def test_the_newest_of_several_files_counts(catalog: Catalog) -> None:
    """Last month's file in the same folder says nothing."""
    offer = cited_by(catalog, "litellm")
    files = [
        SourceFile("litellm-a.json", litellm(litellm_of(offer)), LATER),
        SourceFile("litellm-b.json", litellm(litellm_of(offer, times=2)), LATER.replace(day=1)),
    ]
    assert [proposal.kind for proposal in gathered(recognised_files(files), catalog).proposals] == ["confirmed"]


def test_no_file_is_of_the_future(tmp_path: Path) -> None:
    """A day after today is taken for today."""
    (tmp_path / "litellm-2030-01-01.json").write_bytes(b"{}")
    assert [file.day for file in files_in(tmp_path, today=TODAY)[0]] == [TODAY]


def test_of_each_part_of_a_source_the_newest_file_counts(catalog: Catalog) -> None:
    """Tables per language do not replace one another."""
    name = "<a href='https://hf.co/mistralai/Voxtral-Small-24B-2507'>mistralai/Voxtral-Small-24B-2507</a>"
    german, french = (
        euroeval(language, {task: {name: "41.5 ± 1.25 / 70.76 ± 2.55@@41.5"}})
        for language, task in (("german", "mmlu_de"), ("french", "mmlu_fr"))
    )
    older = euroeval("german", {"mmlu_de": {name: "40 ± 1 / 70 ± 2@@40"}})
    files = [
        SourceFile(f"{number}_all.csv", content, day)
        for number, (content, day) in enumerate([(german, LATER), (older, date(2026, 1, 1)), (french, LATER)])
    ]
    found = gathered(recognised_files(files), catalog)
    assert {(p.cells["board_id"], p.cells["score"]) for p in found.proposals} == {
        ("euroeval-de.mmlu-de", "41.5"),
        ("euroeval-fr.mmlu-fr", "41.5"),
    }
    assert len(found.reports) == 2
