"""Gists of kept assessments: one for each decision and catalog, of the decisions that a person may see."""

from __future__ import annotations

from datetime import date

import pytest
from signed_in import signed_in
from sqlalchemy import Engine

from advisor.access.people import Role
from advisor.assessment import Assessment, assess
from advisor.catalog.catalog import Catalog
from advisor.questionnaire.presets import load_sample
from advisor.storage.decisions import Decisions
from advisor.storage.derived.gists import AS_KEPT, Gists
from advisor.storage.lifecycle import Lifecycle

ADA = signed_in("ada", Role.EDITOR)


@pytest.fixture(scope="module")
def assessment(catalog: Catalog) -> Assessment:
    """A small assessment, made once."""
    return assess(load_sample("marketing-images"), catalog, samples=50)


@pytest.fixture
def decision_id(engine: Engine, assessment: Assessment) -> str:
    """An approved decision of Ada's, with a review; a draft of hers has no assessment."""
    decisions = Decisions(engine, person=ADA)
    made = decisions.create(load_sample("marketing-images"), name="Pictures").decision_id
    decisions.create(load_sample("marketing-images"), name="Draft")
    Lifecycle(engine, person=ADA).move(made, "proposed", reason="ready", assessment=assessment)
    Lifecycle(engine, person=signed_in("ben", Role.ADMINISTRATOR)).move(
        made, "approved", reason="fine", assessment=assessment, review_on=date(2027, 3, 1)
    )
    return made


def test_what_is_kept_is_told_without_the_assessment(engine: Engine, decision_id: str) -> None:
    """Status, revision, what was chosen and the review of its approval, as the whole record has them."""
    (brief,) = Gists(engine).all_kept()
    whole = Lifecycle(engine).kept(decision_id)
    assert whole is not None
    assert brief.model_dump() == whole.model_dump(exclude={"assessment"})
    assert (brief.status, brief.review_on) == ("approved", date(2027, 3, 1))


def test_a_gist_is_kept_once_and_makes_room_for_the_next_catalog(engine: Engine, decision_id: str) -> None:
    """That of the assessment as it was kept stays; one made by another version is not read."""
    gists = Gists(engine)
    (brief,) = gists.all_kept()
    gists.keep(brief.key(), "1", '"kept"')
    gists.keep(brief.key("old"), "1", '"old"')
    gists.keep(brief.key("new"), "1", '"new"')
    assert gists.standing("1", ["old", "new"]) == {brief.key(AS_KEPT): '"kept"', brief.key("new"): '"new"'}
    assert gists.standing("1", []) == {brief.key(): '"kept"'}
    assert gists.standing("2", ["new"]) == {}
    gists.keep(brief.key(), "2", '"again"')
    assert gists.standing("2", []) == {brief.key(): '"again"'}
    assert decision_id == brief.decision_id


def test_a_gist_of_a_decision_that_is_gone_is_not_kept(engine: Engine, decision_id: str) -> None:
    """Nothing is raised: it is worked out of what is kept, and there is nothing any more."""
    gists = Gists(engine)
    gists.keep(("nobody", 1, "", AS_KEPT), "1", "{}")
    assert gists.standing("1", []) == {}
    assert decision_id


def test_a_person_finds_the_gists_of_what_they_may_see(engine: Engine, decision_id: str) -> None:
    """Others find nothing of it, neither the decision nor its gist."""
    gists = Gists(engine)
    gists.keep((decision_id, 1, "", AS_KEPT), "1", "{}")
    for name, there in (("ada", 1), ("eve", 0)):
        own = Gists(engine, person=signed_in(name, Role.EDITOR))
        assert (len(own.all_kept()), len(own.standing("1", []))) == (there, there)
