"""Kept decisions: found by id, replayed on their own catalog, and watched."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from signed_in import signed_in
from sqlalchemy import Engine

from advisor.assessment import Assessment, assess
from advisor.catalog.catalog import Catalog
from advisor.errors import InputError
from advisor.questionnaire.presets import load_sample
from advisor.services.kept_decisions import kept_decision, replay_decision, watch_decisions
from advisor.storage.decisions import Decisions
from advisor.storage.lifecycle import Lifecycle

SAMPLE = "marketing-images"


@pytest.fixture(scope="module")
def assessment(catalog: Catalog) -> Assessment:
    """A small assessment, made once."""
    return assess(load_sample(SAMPLE), catalog, samples=50)


@pytest.fixture
def life(engine: Engine) -> Lifecycle:
    """The lives of decisions in an empty database."""
    return Lifecycle(engine, person=signed_in("ada"))


@pytest.fixture
def decision_id(engine: Engine, life: Lifecycle, assessment: Assessment) -> str:
    """A proposed decision with its assessment kept."""
    saved = Decisions(engine).create(load_sample(SAMPLE), name="Pictures")
    life.move(saved.decision_id, "proposed", actor="Ada", reason="ready", assessment=assessment)
    return saved.decision_id


def test_a_kept_decision_is_found_by_its_id(life: Lifecycle, decision_id: str, assessment: Assessment) -> None:
    """With what it concluded then."""
    found = kept_decision(life, decision_id)
    assert (found.name, found.assessment.provenance) == ("Pictures", assessment.provenance)


def test_an_unknown_id_is_answered_with_those_that_there_are(life: Lifecycle, decision_id: str) -> None:
    """By id and name."""
    with pytest.raises(InputError, match="Pictures") as raised:
        kept_decision(life, "nobody")
    assert decision_id in str(raised.value)


def test_where_nothing_is_kept_that_is_said(life: Lifecycle) -> None:
    """A draft keeps no assessment."""
    with pytest.raises(InputError, match="there is none"):
        kept_decision(life, "nobody")


def test_on_the_same_catalog_nothing_moves(life: Lifecycle, decision_id: str, catalog: Catalog) -> None:
    """The choice is still first, and no cause is named."""
    found = replay_decision(life, kept_decision(life, decision_id), catalog)
    assert (found.still_first, found.still_feasible, found.causes) == (True, True, ())
    assert found.catalog_before == found.catalog_after == catalog.digest


def test_kept_decisions_are_watched_and_counted(life: Lifecycle, decision_id: str, catalog: Catalog) -> None:
    """Years later a decision is due; drafts are not watched."""
    notes, count = watch_decisions(life, catalog, date(2030, 1, 1))
    assert count == 1
    assert {note.decision_id for note in notes} == {decision_id}


def test_nothing_kept_is_nothing_to_watch(life: Lifecycle, catalog: Catalog) -> None:
    """And nothing is assessed."""

    def never(*_: object) -> Assessment:
        raise AssertionError("something was assessed")

    assert watch_decisions(life, replace(catalog, digest="another"), date(2030, 1, 1), run=never) == ((), 0)
