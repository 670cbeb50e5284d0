"""The register: every decision that a person may see, with its choice, its days, its policy and why to look again."""

from __future__ import annotations

from datetime import date

import pytest
from signed_in import signed_in
from sqlalchemy import Engine

from advisor.access.people import Role
from advisor.assessment import Assessment, assess
from advisor.catalog.catalog import Catalog
from advisor.catalog.own.house_policy import under_policy
from advisor.policy.house import HousePolicy
from advisor.policy.in_force import in_force
from advisor.questionnaire.presets import load_sample
from advisor.services.house.register import filtered, house_register, names_of, with_attention
from advisor.services.kept_decisions import watch_decisions
from advisor.storage.decisions import Decisions
from advisor.storage.entries import Entries
from advisor.storage.lifecycle import Lifecycle
from advisor.storage.rights.known_people import KnownPeople

DAY = date(2026, 11, 20)
GIVEN = {"policy": 1, "name": "Ours", "version": "1", "dated": "2026-11-01"}
OLD = HousePolicy.model_validate(GIVEN | {"rules": [{"id": "free", "vendors_excluded": ["xai"]}]})
NEW = HousePolicy.model_validate(GIVEN | {"version": "2", "rules": [{"id": "free", "vendors_excluded": ["reka"]}]})
ADA = signed_in("ada", Role.EDITOR, "design")


@pytest.fixture(scope="module")
def governed(catalog: Catalog) -> Catalog:
    """The catalog under the old policy."""
    return under_policy(catalog, in_force(OLD, DAY))


@pytest.fixture(scope="module")
def assessment(governed: Catalog) -> Assessment:
    """A small assessment under the old policy, made once."""
    return assess(load_sample("marketing-images"), governed, samples=50)


@pytest.fixture
def saved(engine: Engine, assessment: Assessment) -> str:
    """A proposed decision of Ada's and a draft of somebody else's; gives the id of the first."""
    KnownPeople(engine).saw(ADA.model_copy(update={"name": "Ada Lovelace"}))
    made = Decisions(engine, person=ADA).create(load_sample("marketing-images"), name="Pictures").decision_id
    Lifecycle(engine, person=ADA).move(made, "proposed", reason="ready", assessment=assessment)
    Decisions(engine, person=signed_in("ben")).create(load_sample("city-administration-rag"), name="Letters")
    return made


def test_every_decision_is_a_row_with_what_was_decided(
    engine: Engine, saved: str, assessment: Assessment, governed: Catalog
) -> None:
    """The draft has no model yet; what was proposed has its choice, money, days, owner and policy."""
    stores = (Decisions(engine), Lifecycle(engine), Entries(engine))
    rows = house_register(*stores, governed, DAY, name_of=names_of(KnownPeople(engine)))
    by_name = {row.system: row for row in rows}
    assert set(by_name) == {"Pictures", "Letters"}
    pictures, letters = by_name["Pictures"], by_name["Letters"]
    choice = next(one for one in assessment.recommendations if one.alternative_id == assessment.choice_id)
    assert (pictures.decision_id, pictures.model_id, pictures.owner) == (saved, choice.model_id, "Ada Lovelace")
    assert (pictures.policy, pictures.policy_digest, pictures.status) == ("Ours, 1", OLD.digest, "proposed")
    assert choice.monthly_cost_usd is not None
    assert pictures.usd_per_month == round(choice.monthly_cost_usd.p50, 2)
    assert pictures.review_on is not None
    assert pictures.attention == ()
    assert (letters.model_id, letters.status, letters.data_class) == ("", "draft", "internal")
    assert filtered(rows, {"status": ["draft"], "data_class": []}) == (letters,)


def test_a_person_sees_the_decisions_that_are_theirs_to_see(engine: Engine, saved: str, governed: Catalog) -> None:
    """The repositories leave out what belongs to others."""
    stores = (Decisions(engine, person=ADA), Lifecycle(engine, person=ADA), Entries(engine, person=ADA))
    assert [row.decision_id for row in house_register(*stores, governed, DAY)] == [saved]


def test_a_policy_that_has_changed_marks_the_decision(
    engine: Engine, saved: str, catalog: Catalog, governed: Catalog
) -> None:
    """It names both; while the policy is the same, nothing is said."""
    life, entries = Lifecycle(engine), Entries(engine)
    assert watch_decisions(life, governed, DAY, entries=entries)[0] == ()
    changed = under_policy(catalog, in_force(NEW, DAY))
    notes = [one for one in watch_decisions(life, changed, DAY, entries=entries)[0] if one.reason == "policy changed"]
    assert [(note.decision_id, note.sentence) for note in notes] == [
        (saved, "It was taken under the house policy “Ours”, version 1; now “Ours”, version 2, holds.")
    ]
    rows = house_register(Decisions(engine), life, entries, changed, DAY)
    assert [row.decision_id for row in with_attention(rows)] == [saved]
    assert filtered(rows, {}, attention=True) == with_attention(rows)
