"""An exception from the policy: asked for by one person, granted by another who may, read by the next assessment."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from signed_in import signed_in
from sqlalchemy import Engine

from advisor.access.people import LOCAL, Role
from advisor.catalog.catalog import Catalog
from advisor.catalog.own.house_policy import under_policy
from advisor.errors import NotAllowedError, StorageError
from advisor.policy.house import HousePolicy
from advisor.policy.in_force import in_force
from advisor.questionnaire.presets import load_sample
from advisor.services.house.exceptions import (
    catalog_for,
    decide_exception,
    exceptions_of,
    granted_for,
    request_exception,
)
from advisor.storage.audit_trail import verify
from advisor.storage.decisions import Decisions
from advisor.storage.entries import Entries

TODAY, UNTIL = date(2026, 11, 20), date(2027, 3, 31)
POLICY = HousePolicy.model_validate(
    {
        "policy": 1,
        "name": "Ours",
        "version": "1",
        "dated": "2026-11-01",
        "rules": [{"id": "place", "zones": ["eu"]}, {"id": "origin", "vendor_countries_excluded": ["CN"]}],
    }
)
ADA, BEN = signed_in("ada", Role.EDITOR, "team"), signed_in("ben")


@pytest.fixture
def decision_id(engine: Engine) -> str:
    """A decision of Ada's."""
    return Decisions(engine, person=ADA).create(load_sample("marketing-images")).decision_id


def ask(engine: Engine, decision_id: str, **given: Any) -> None:
    """Ada asks for an exception from the first rule."""
    wanted: dict[str, Any] = {"reason": "Pilot", "until": UNTIL, "today": TODAY, "person": ADA} | given
    rule_id = wanted.pop("rule_id", "place")
    request_exception(Entries(engine, person=wanted["person"]), decision_id, POLICY, rule_id, **wanted)


def test_what_is_granted_lifts_the_rule_for_this_decision_until_its_day(
    engine: Engine, decision_id: str, catalog: Catalog
) -> None:
    """Not before, not for another decision, and not on the day after."""
    governed = under_policy(catalog, in_force(POLICY, TODAY))
    entries = Entries(engine, person=BEN)
    ask(engine, decision_id)
    assert catalog_for(governed, entries, decision_id, TODAY) is governed
    decided = decide_exception(entries, decision_id, "place", grant=True, today=TODAY, person=BEN, note="Till the move")
    assert (decided.state, decided.decided_by, decided.note) == ("granted", "ben", "Till the move")
    lifted = catalog_for(governed, entries, decision_id, UNTIL)
    assert lifted.policy is not None
    assert [one.number for one in lifted.policy.note.exceptions] == [1]
    assert [number for number, _ in lifted.policy.rules("internal")] == [2]
    assert lifted.digest != governed.digest
    assert catalog_for(governed, entries, decision_id, date(2027, 4, 1)) is governed
    other = Decisions(engine, person=BEN).create(load_sample("marketing-images")).decision_id
    assert catalog_for(governed, entries, other, TODAY) is governed
    assert verify(engine).holds


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ({"reason": " "}, "no reason"),
        ({"until": TODAY}, "name a day after"),
        ({"rule_id": "other"}, "no rule other: place, origin"),
        ({"person": LOCAL}, "nobody is named"),
    ],
)
def test_a_request_that_says_too_little_is_refused(
    engine: Engine, decision_id: str, given: dict[str, Any], what: str
) -> None:
    """Why, until when, from which rule, by whom."""
    with pytest.raises(StorageError, match=what):
        ask(engine, decision_id, **given)
    assert exceptions_of(Entries(engine), decision_id) == {}


def test_only_another_administrator_grants(engine: Engine, decision_id: str) -> None:
    """Neither the one who asked, whatever their role, nor somebody who may only approve."""
    chief = signed_in("ada")
    ask(engine, decision_id)
    for person, error in ((signed_in("cay", Role.APPROVER, "team"), NotAllowedError), (chief, StorageError)):
        with pytest.raises(error):
            decide_exception(Entries(engine, person=BEN), decision_id, "place", grant=True, today=TODAY, person=person)
    assert granted_for(Entries(engine), decision_id) == ()


def test_without_sign_in_another_name_decides(engine: Engine, decision_id: str) -> None:
    """As with approvals: names as they are typed tell people apart, and what is refused lifts nothing."""
    entries = Entries(engine)
    ask(engine, decision_id, person=LOCAL, name="A. Ada")
    with pytest.raises(StorageError, match="another person"):
        decide_exception(entries, decision_id, "place", grant=True, today=TODAY, person=LOCAL, name=" a. ADA ")
    decide_exception(entries, decision_id, "place", grant=False, today=TODAY, person=LOCAL, name="B. Ben")
    assert exceptions_of(entries, decision_id)["place"].state == "refused"
    assert granted_for(entries, decision_id) == ()
    with pytest.raises(StorageError, match="nobody asks"):
        decide_exception(entries, decision_id, "place", grant=True, today=TODAY, person=LOCAL, name="B. Ben")
