"""The committed estimates are those of the committed scores, and good enough to be published."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from advisor.capability.build import ESTIMATES_FILE, REPORT_FILE, build, build_capabilities
from advisor.capability.observations import KINDS_OF_GROUP, LANGUAGE_CAPABILITIES
from advisor.capability.page import BEGIN, END, generated_part, renewed
from advisor.catalog.catalog import Catalog
from advisor.catalog.load import SHIPPED
from advisor.catalog.tables.schema import LANGUAGE_KINDS, CapabilityEstimate
from advisor.catalog.tables.write import report_text, table_text

Built = tuple[tuple[CapabilityEstimate, ...], dict[str, Any]]
ROOT = Path(__file__).resolve().parents[2]
MANY_MODELS = 30


def test_the_committed_estimates_are_recomputed_byte_for_byte(built: Built) -> None:
    """data/capabilities.csv is what the build makes of the shipped scores (renew: advisor catalog build)."""
    assert table_text(CapabilityEstimate, built[0]) == (SHIPPED / ESTIMATES_FILE).read_text(encoding="utf-8")


def test_the_committed_report_is_recomputed_byte_for_byte(built: Built) -> None:
    """data/capability_report.json is what the build makes of the shipped scores (renew: advisor catalog build)."""
    assert report_text(built[1]) == (SHIPPED / REPORT_FILE).read_text(encoding="utf-8")


def test_the_page_prints_the_numbers_of_the_report() -> None:
    """The generated part of docs/capability.md is that of the committed report."""
    report = json.loads((SHIPPED / REPORT_FILE).read_text(encoding="utf-8"))
    page = (ROOT / "docs" / "capability.md").read_text(encoding="utf-8")
    assert page.count(BEGIN) == page.count(END) == 1
    assert renewed(page, report) == page
    assert generated_part(report) in page


def test_held_out_error_is_below_both_baselines_in_every_capability(built: Built) -> None:
    """The fit predicts unseen scores better than the board's mean and than the model's mean elsewhere."""
    capabilities = built[1]["capabilities"]
    assert len(capabilities) == 11
    for name, figures in capabilities.items():
        held = figures["held_out"]
        assert held["error_fit"] < held["error_board_mean"], name
        assert held["error_fit"] < held["error_model_mean"], name


def test_intervals_hold_between_85_and_95_percent_of_unseen_scores(built: Built) -> None:
    """Calibration of the 90% intervals, for every capability with at least thirty models."""
    checked = 0
    for name, figures in built[1]["capabilities"].items():
        if figures["held_out"]["models"] >= MANY_MODELS:
            checked += 1
            assert 0.85 <= figures["held_out"]["inside_90"] <= 0.95, name
    assert checked >= 9


def test_intervals_inherited_from_predecessors_hold_what_scores_later_showed(built: Built) -> None:
    """In language capabilities at least 85% of scored models lie inside the interval their predecessor would give."""
    for name in LANGUAGE_CAPABILITIES:
        assert built[1]["capabilities"][name]["inherited"]["inside_90"] >= 0.85, name


def test_every_model_of_a_fitted_kind_has_one_row_per_capability(catalog: Catalog, built: Built) -> None:
    """Language models have eight rows; embedding, speech and image models one each."""
    rows = Counter(row.model_id for row in built[0])
    single = frozenset().union(*(kinds for name, kinds in KINDS_OF_GROUP.items() if name != "general"))
    for model in catalog.models:
        expected = 8 if model.kind in LANGUAGE_KINDS else int(model.kind in single)
        assert rows[model.model_id] == expected, model.model_id


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("openai/gpt-5.5", "openai/gpt-5"),
        ("openai/gpt-5", "openai/gpt-4o"),
        ("openai/gpt-4o", "openai/gpt-3.5-turbo"),
        ("openai/gpt-5", "openai/gpt-5-nano"),
        ("anthropic/claude-opus-4.8", "anthropic/claude-opus-4.1"),
        ("anthropic/claude-sonnet-4.5", "anthropic/claude-haiku-4.5"),
        ("google/gemini-3-pro-preview", "google/gemini-2.5-pro"),
        ("google/gemini-2.5-pro", "google/gemini-2.5-flash-lite"),
        ("meta/llama-3.3-70b-instruct", "meta/llama-3.1-8b-instruct"),
        ("meta/llama-3.1-8b-instruct", "meta/llama-2-7b-chat"),
    ],
)
@pytest.mark.parametrize("capability", ["general", "reasoning", "code"])
def test_newer_and_larger_siblings_stand_above_older_and_smaller_ones(
    built: Built, better: str, worse: str, capability: str
) -> None:
    """Orders that nobody disputes come out of the scores."""
    found = {row.model_id: row.estimate for row in built[0] if row.capability == capability}
    assert found[better] > found[worse]


def test_a_rebuild_of_the_shipped_catalog_writes_the_same_files(tmp_path: Path) -> None:
    """The command's function writes estimates and report beside the tables it read."""
    for path in SHIPPED.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / ESTIMATES_FILE).unlink()
    said = build_capabilities(tmp_path)
    assert "capability estimates" in said
    for name in (ESTIMATES_FILE, REPORT_FILE):
        assert (tmp_path / name).read_bytes() == (SHIPPED / name).read_bytes()


def test_a_catalog_without_scores_has_no_estimates() -> None:
    """Nothing in, nothing out."""
    assert build((), (), ())[0] == ()
