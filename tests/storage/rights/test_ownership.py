"""Owner, team and shares of a decision, with a line in the trail for each change."""

from __future__ import annotations

import pytest
from signed_in import signed_in
from sqlalchemy import Engine

from advisor.access.people import LOCAL, Role
from advisor.access.rules import Belonging, Right, Share
from advisor.errors import NotFoundError, StorageError
from advisor.questionnaire.presets import load_sample
from advisor.storage import audit_trail
from advisor.storage.decisions import Decisions
from advisor.storage.entries import Entries
from advisor.storage.lifecycle import Lifecycle
from advisor.storage.rights.ownership import Ownership

ANSWERS = load_sample("marketing-images")
ADA, BOB = (signed_in(name, Role.EDITOR) for name in ("ada", "bob"))
FOR_BOB = Share(kind="person", who="bob", right=Right.READ)


def test_what_is_shared_is_seen_until_it_is_taken_back(house: Engine) -> None:
    """And each change stands in the trail once."""
    made = Decisions(house, person=ADA).create(ANSWERS).decision_id
    belongs = Ownership(house, person=ADA)
    for _ in range(2):
        belongs.share(made, FOR_BOB)
    assert Decisions(house, person=BOB).get(made).owner == "ada"
    assert belongs.belonging(made) == Belonging(owner="ada", shares=(FOR_BOB,))
    belongs.unshare(made, FOR_BOB)
    belongs.unshare(made, FOR_BOB)
    with pytest.raises(NotFoundError):
        Decisions(house, person=BOB).get(made)
    trail = Decisions(house, person=ADA).audit(made)
    assert [(line.actor, line.action, line.detail) for line in trail][:2] == [
        ("ada", "unshare", "read from the person bob"),
        ("ada", "share", "read to the person bob"),
    ]
    assert [line.action for line in trail] == ["unshare", "share", "create"]
    assert audit_trail.verify(house).holds


def test_nothing_is_given_to_somebody_whom_nobody_knows(house: Engine) -> None:
    """A word that is typed is no identity: who gets something has signed in once."""
    made = Decisions(house, person=ADA).create(ANSWERS).decision_id
    belongs = Ownership(house, person=ADA)
    with pytest.raises(StorageError, match="has not signed in here"):
        belongs.share(made, Share(kind="person", who="mallory", right=Right.READ))
    with pytest.raises(StorageError, match="has not signed in here"):
        belongs.give_to(made, "mallory")
    with pytest.raises(StorageError, match="nobody is named"):
        belongs.share(made, Share(kind="team", who=" ", right=Right.READ))
    assert belongs.belonging(made) == Belonging(owner="ada")


def test_what_was_kept_before_there_was_sign_in_is_an_administrators_to_give(house: Engine) -> None:
    """Nobody owns it, and nobody else sees it until then."""
    made = Decisions(house, person=LOCAL).create(ANSWERS).decision_id
    with pytest.raises(NotFoundError):
        Ownership(house, person=BOB).give_to(made, "bob")
    Ownership(house, person=signed_in("root")).give_to(made, "bob")
    assert Ownership(house, person=BOB).belonging(made).owner == "bob"


def test_the_trail_says_what_acted_in_a_persons_name(house: Engine) -> None:
    """A token of Ada's is Ada, and no click of hers; what is kept beside the decision says so too."""
    by_token = ADA.model_copy(update={"via": "token nightly"})
    made = Decisions(house, person=by_token).create(ANSWERS, name="N").decision_id
    kept = Entries(house, person=by_token).keep(made, "note", "1")
    Lifecycle(house, person=by_token).comment(made, "checked")
    trail = Decisions(house, person=ADA).audit(made)
    assert [(line.actor, line.detail) for line in trail if line.action != "entry"] == [
        ("ada", "checked (by token nightly)"),
        ("ada", "N (by token nightly)"),
    ]
    assert kept.saved_by == "ada (by token nightly)"
    assert audit_trail.verify(house).holds


def test_a_team_sees_what_belongs_to_it(house: Engine) -> None:
    """Until it belongs to another."""
    made = Decisions(house, person=ADA).create(ANSWERS).decision_id
    tom = Decisions(house, person=signed_in("tom", Role.READER, "risk"))
    seen = []
    for team in ("risk", "sales", ""):
        Ownership(house, person=ADA).give_to_team(made, team)
        seen.append(made in {one.decision_id for one in tom.all()})
    assert seen == [True, False, False]
