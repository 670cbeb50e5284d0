"""Looking at every decision from gists: worked out once, and what is left for later is counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine, text

from advisor.assessment import Assessment, assess
from advisor.catalog.catalog import Catalog
from advisor.questionnaire.presets import load_sample
from advisor.report.replay.gist import gist_of
from advisor.services.house.looked_at import LookedAt, look_at_all
from advisor.storage.decisions import Decisions
from advisor.storage.lifecycle import Lifecycle

DAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def assessment(catalog: Catalog) -> Assessment:
    """A small assessment, made once."""
    return assess(load_sample("marketing-images"), catalog, samples=50)


@pytest.fixture
def life(engine: Engine, assessment: Assessment) -> Lifecycle:
    """Two proposed decisions."""
    life = Lifecycle(engine)
    for name in ("One", "Two"):
        made = Decisions(engine).create(load_sample("marketing-images"), name=name).decision_id
        life.move(made, "proposed", actor="Ada", reason="ready", assessment=assessment)
    return life


def refused(_before: Assessment, _catalog: Catalog) -> Assessment:
    """Nothing is worked out anew."""
    raise AssertionError("worked out once more")


def never(_place: int, _count: int) -> bool:
    """Everything is left for later."""
    return False


def look(life: Lifecycle, catalog: Catalog, **options: object) -> LookedAt:
    """A look on a day."""
    return look_at_all(life, catalog, DAY, **options)  # type: ignore[arg-type]


def test_what_was_worked_out_is_read_the_next_time(life: Lifecycle, catalog: Catalog, assessment: Assessment) -> None:
    """First everything is left; then it is there without a word of the assessment being read."""
    assert (look(life, catalog, go_on=never).left, look(life, catalog, go_on=never).gists) == (2, {})
    found = look(life, catalog, run=refused)
    assert (found.count, found.left) == (2, 0)
    assert [*found.gists.values()] == [gist_of(assessment)] * 2
    again = look(life, catalog, go_on=never, run=refused)
    assert (again.gists, again.left) == (found.gists, 0)


def test_on_another_catalog_each_is_run_once(life: Lifecycle, catalog: Catalog, assessment: Assessment) -> None:
    """What a run would tell is left out until it was made, and counted; what it told is kept."""
    changed, runs = replace(catalog, digest="f" * 64), []
    dearer = assessment.model_copy(
        update={
            "also_ranked": (),
            "recommendations": tuple(
                one.model_copy(update={"monthly_cost_usd": one.monthly_cost_usd.model_copy(update={"p50": 1e6})})
                for one in assessment.recommendations
                if one.monthly_cost_usd is not None
            ),
        }
    )

    def run(before: Assessment, on: Catalog) -> Assessment:
        runs.append((before, on))
        return dearer

    look(life, catalog)
    unknown = look(life, changed, go_on=never, run=refused)
    assert (unknown.notes, unknown.left, len(unknown.gists)) == ((), 2, 2)
    found = look(life, changed, run=run)
    assert [note.reason for note in found.notes] == ["price moved", "price moved"]
    assert len(runs) == 2
    assert look(life, changed, go_on=never, run=refused).notes == found.notes


def test_an_assessment_that_cannot_be_read_costs_no_other(engine: Engine, life: Lifecycle, catalog: Catalog) -> None:
    """It is tried once, and is not counted as left for ever."""
    with engine.begin() as connection:
        one = connection.execute(text("SELECT min(decision_id) FROM decision")).scalar()
        told = text("UPDATE decision_version SET assessment_json = '{}' WHERE decision_id = :one")
        connection.execute(told, {"one": one})
    found = look(life, catalog)
    assert (found.count, found.left, len(found.gists)) == (2, 0, 1)
    assert look(life, catalog, go_on=never).left == 0
