"""The committed estimates are those of the committed scores, and good enough to be published."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from advisor.capability.build import ESTIMATES_FILE, REPORT_FILE, build, build_capabilities
from advisor.capability.docs_page import BEGIN, END, generated_part, renewed
from advisor.capability.inferred.covariates import known_of, list_prices
from advisor.capability.languages import LANGUAGE_PREFIX
from advisor.capability.observations import KINDS_OF_GROUP, LANGUAGE_CAPABILITIES
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


def test_the_fallback_is_unbiased_calibrated_and_a_quarter_better_than_the_former_one(built: Built) -> None:
    """Rolling origin: bias within a point, 85 to 95% inside the 90% interval, error below the former by a quarter."""
    rolled = built[1]["rolling_origin"]
    found = rolled["all"]
    assert len(rolled["origins"]) >= 3
    assert found["models"] >= 50
    assert abs(found["fallback"]["bias"]) <= 1.0
    assert 0.85 <= found["fallback"]["inside_90"] <= 0.95
    assert found["fallback"]["rmse"] <= 0.75 * found["former"]["rmse"]


def test_the_fallback_beats_the_former_one_at_every_origin_and_in_every_capability(built: Built) -> None:
    """No quarter and no capability pays for the others."""
    rolled = built[1]["rolling_origin"]
    checked = [*rolled["origins"].values(), *rolled["origins_tested"].values(), *rolled["capabilities"].values()]
    assert len(checked) >= 14
    for found in checked:
        assert found["fallback"]["rmse"] < found["former"]["rmse"]


def test_models_with_few_scores_are_foretold_without_bias_and_inside_their_intervals(built: Built) -> None:
    """What holds for well-tested models holds for those with three scores, whose truth is vaguer, too."""
    found = built[1]["rolling_origin"]["all_tested"]
    assert abs(found["fallback"]["bias"]) <= 1.0
    assert 0.85 <= found["fallback"]["inside_90"] <= 0.95


def test_models_of_which_different_things_are_known_have_different_estimates(built: Built, catalog: Catalog) -> None:
    """Nobody is given the number of a class: two models share a row only where nothing tells them apart."""
    vectors: dict[str, list[float]] = {}
    for row in built[0]:
        if row.capability in LANGUAGE_CAPABILITIES:
            vectors.setdefault(row.model_id, []).extend([row.estimate, row.standard_error])
    models = [m for m in catalog.models if m.model_id in vectors]
    known = known_of(models, list_prices(models, catalog.offers, catalog.price_history))
    facts = [
        (*known.linear[i], known.vendors[i], known.families[i], known.parents.get(name))
        for i, name in enumerate(known.model_ids)
    ]
    scored = {score.model_id for score in catalog.benchmarks}
    told_apart = {
        (tuple(vectors[name]), fact if name not in scored else name)
        for name, fact in zip(known.model_ids, facts, strict=True)
    }
    assert len(vectors) > 500
    assert len({vector for vector, _ in told_apart}) == len(told_apart)


def test_models_that_fix_the_scale_stand_where_it_says(built: Built) -> None:
    """The class of GPT-4o lies about 40 points and that of GPT-5 about 70 in every capability of language models."""
    found = {(row.model_id, row.capability): row.estimate for row in built[0]}
    for capability in LANGUAGE_CAPABILITIES:
        assert found["openai/gpt-4o", capability] == pytest.approx(40, abs=6), capability
        assert found["openai/gpt-5", capability] == pytest.approx(70, abs=6), capability


def test_languages_have_estimates_where_boards_test_them(built: Built) -> None:
    """Every language that boards test has estimates, better than the board's mean and calibrated."""
    report = built[1]["languages"]
    wanted = ("de", "fr", "es", "it", "nl", "sv", "da", "no", "fi", "pl", "pt", "ja", "zh", "ko")
    assert {f"language_{code}" for code in wanted} <= report.keys()
    for name, figures in report.items():
        assert figures["held_out"]["error_fit"] < figures["held_out"]["error_board_mean"], name
        assert 0.85 <= figures["held_out"]["inside_90"] <= 0.95, name


def test_every_model_of_a_fitted_kind_has_one_row_per_capability(catalog: Catalog, built: Built) -> None:
    """Language models have eight rows beside those per language; embedding, speech and image models one each."""
    rows = Counter(row.model_id for row in built[0] if not row.capability.startswith(LANGUAGE_PREFIX))
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
