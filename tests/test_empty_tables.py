"""A catalog of somebody's own may lack any table but models and sources: what it would say is then unknown."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from shipped import shipped_catalog

from advisor.assessment import assess
from advisor.catalog.catalog import Catalog
from advisor.catalog.load import ASKED_BY_NAME, REQUIRED, SHIPPED, load_catalog
from advisor.catalog.tables.cells import Row
from advisor.catalog.tables.every_table import ALL_TABLES
from advisor.errors import CatalogError
from advisor.hosting.speed.nearest_measurement import residuals_of
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.presets import load_sample

MODELS = frozenset(
    {"meta/llama-3.3-70b-instruct", "openai/gpt-oss-120b", "openai/gpt-5.1", "anthropic/claude-haiku-4.5"}
)
OWN_SERVERS = "hospital-note-summariser"


@pytest.fixture(scope="module")
def tables() -> dict[str, tuple[Row, ...]]:
    """The shipped tables with four models, so that a decision is quick."""
    shipped = shipped_catalog()
    found: dict[str, tuple[Row, ...]] = {
        name: getattr(shipped, "models" if name == "model_catalog" else name) for name in ALL_TABLES
    }
    for name in ("model_catalog", "offers"):
        found[name] = tuple(row for row in found[name] if getattr(row, "model_id") in MODELS)  # noqa: B009 - of two classes
    return found


@pytest.fixture(scope="module")
def answers() -> Answers:
    """A decision that plans own servers, so that every table is asked for something."""
    return load_sample(OWN_SERVERS)


@pytest.mark.parametrize("name", sorted(ALL_TABLES.keys() - set(ASKED_BY_NAME)))
def test_a_decision_can_be_made_without_any_one_table(
    name: str, tables: dict[str, tuple[Row, ...]], answers: Answers
) -> None:
    """It says less, and nothing fits where nothing is offered; it never breaks."""
    catalog = Catalog.from_tables({**tables, name: ()}, digest=f"without {name}")
    assessment = assess(answers, catalog, samples=200)
    assert assessment.verdict in {"clear choice", "equivalent set", "test first", "nothing fits"}
    assert (assessment.verdict == "nothing fits") == (not assessment.recommendations)
    assert assessment.model_dump_json()


def test_models_and_sources_alone_are_a_catalog(tmp_path: Path, answers: Answers) -> None:
    """A folder of two files loads; what nobody sells or has measured cannot be planned."""
    for name in REQUIRED:
        shutil.copy(SHIPPED / f"{name}.csv", tmp_path)
    catalog = load_catalog(tmp_path)
    assert catalog.models
    assert residuals_of(catalog).sample.rows == ()
    assert assess(answers, catalog, samples=200).verdict == "nothing fits"


@pytest.mark.parametrize("name", sorted(REQUIRED))
def test_a_folder_without_models_or_sources_says_what_is_missing(name: str, tmp_path: Path) -> None:
    """One line that names the file and what it should be."""
    for other in REQUIRED - {name}:
        shutil.copy(SHIPPED / f"{other}.csv", tmp_path)
    with pytest.raises(CatalogError, match=rf"{name}\.csv"):
        load_catalog(tmp_path)


@pytest.mark.parametrize("name", ASKED_BY_NAME)
def test_what_the_method_asks_for_by_name_is_as_shipped_where_a_folder_has_none(name: str, tmp_path: Path) -> None:
    """An empty file says as little as none."""
    for other in REQUIRED:
        shutil.copy(SHIPPED / f"{other}.csv", tmp_path)
    header, *_ = (SHIPPED / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / f"{name}.csv").write_text(header + "\n", encoding="utf-8")
    assert getattr(load_catalog(tmp_path), name) == getattr(shipped_catalog(), name)


@pytest.mark.parametrize("name", ASKED_BY_NAME)
def test_a_row_that_the_method_asks_for_is_named_where_it_is_missing(name: str, tmp_path: Path) -> None:
    """Before anything is worked out, rather than in the middle of a plan."""
    for other in REQUIRED:
        shutil.copy(SHIPPED / f"{other}.csv", tmp_path)
    header, first, *rest = (SHIPPED / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / f"{name}.csv").write_text("\n".join([header, *rest]) + "\n", encoding="utf-8")
    with pytest.raises(CatalogError, match=f"no row {first.partition(',')[0]}"):
        load_catalog(tmp_path)
