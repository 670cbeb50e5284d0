"""Every repository asks who somebody is: a matrix of people and what they try, each answered once for all of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import pytest
from shipped import shipped_catalog
from signed_in import signed_in
from sqlalchemy import Engine

from advisor.access.people import LOCAL, Person, Role
from advisor.access.rules import Right, Share
from advisor.assessment import Assessment, assess
from advisor.errors import NotAllowedError, NotFoundError, StorageError
from advisor.questionnaire.presets import load_sample
from advisor.storage.database import session
from advisor.storage.decisions import Decisions
from advisor.storage.entries import Entries
from advisor.storage.lifecycle import Lifecycle
from advisor.storage.rights.ownership import Ownership
from advisor.storage.rights.visible import is_seen
from advisor.storage.trials import TrialStore
from advisor.storage.working_copies import WorkingCopies

ANSWERS = load_sample("marketing-images")
ADA = signed_in("ada", Role.EDITOR)
PEOPLE = {
    "owner": ADA,
    "owner who is a reader now": signed_in("ada", Role.READER),
    "reader of the team": signed_in("tom", Role.READER, "risk"),
    "editor of the team": signed_in("tom", Role.EDITOR, "risk"),
    "approver of the team": signed_in("tom", Role.APPROVER, "risk"),
    "shared for reading": signed_in("bob", Role.APPROVER),
    "shared for editing": signed_in("eve", Role.EDITOR),
    "shared for editing, a reader": signed_in("eve", Role.READER),
    "shared for approval": signed_in("cyd", Role.APPROVER, "board"),
    "stranger": signed_in("mallory", Role.APPROVER, "sales"),
    "without a subject": signed_in("", Role.APPROVER, ""),
    "administrator": signed_in("root", Role.ADMINISTRATOR),
    "without sign-in": LOCAL,
}
LOOKS = frozenset({"get", "frozen", "comment", "saw", "export", "see belonging"})
CHANGES = LOOKS | {"change", "rename", "freeze", "entry", "propose", "evaluate", "keep a run", "keep a prompt"}
OWNS = CHANGES | {"delete", "restore", "share", "hand over"}
MATRIX = {
    "owner": OWNS,
    "owner who is a reader now": LOOKS,
    "reader of the team": LOOKS,
    "editor of the team": CHANGES,
    "approver of the team": CHANGES | {"reject"},
    "shared for reading": LOOKS,
    "shared for editing": CHANGES,
    "shared for editing, a reader": LOOKS,
    "shared for approval": LOOKS | {"reject"},
    "stranger": frozenset[str](),
    "without a subject": frozenset[str](),
    "administrator": OWNS | {"reject"},
    "without sign-in": OWNS | {"reject"},
}


@lru_cache(maxsize=1)
def assessment() -> Assessment:
    """A small assessment."""
    return assess(ANSWERS, shipped_catalog(), samples=50)


def attempts(engine: Engine, person: Person, decision_id: str) -> dict[str, Callable[[], object]]:
    """What can be done to a decision, by this person."""
    decisions, life = Decisions(engine, person=person), Lifecycle(engine, person=person)
    store, belongs = TrialStore(engine, person=person), Ownership(engine, person=person)
    share = Share(kind="team", who="audit", right=Right.READ)
    who = f"{person.subject or 'local'} {person.role}"
    return {
        "get": lambda: decisions.get(decision_id),
        "frozen": lambda: decisions.frozen(decision_id),
        "comment": lambda: life.comment(decision_id, "read", actor="Ada"),
        "saw": lambda: life.saw(decision_id, actor=who),
        "export": lambda: life.record_export(
            decision_id, assessment(), form="pdf", language="en", paper="a4", sha256="0", size=1
        ),
        "see belonging": lambda: belongs.belonging(decision_id),
        "change": lambda: decisions.change(decision_id, ANSWERS.model_copy(update={"notes": who})),
        "rename": lambda: decisions.rename(decision_id, who),
        "freeze": lambda: decisions.freeze(decision_id, assessment()),
        "entry": lambda: Entries(engine, person=person).keep(decision_id, "note", f'"{who}"'),
        "propose": lambda: life.move(decision_id, "proposed", actor="Ada"),
        "evaluate": lambda: store.save_evaluation("", decision_id=decision_id, name="", status="", payload=""),
        "keep a run": lambda: store.record_override(decision_id=decision_id, lifted="", reason=""),
        "keep a prompt": lambda: store.save_prompts([("", decision_id, "", "{}")]),
        "delete": lambda: decisions.delete(decision_id),
        "restore": lambda: decisions.restore(decision_id),
        "share": lambda: belongs.share(decision_id, share),
        "hand over": lambda: belongs.give_to(decision_id, "ada"),
        "reject": lambda: life.move(decision_id, "rejected", actor="Ada", reason="no"),
    }


@pytest.fixture(scope="module")
def decision_id(house: Engine) -> str:
    """Ada's decision, of the team "risk", shared with Bob, Eve and the board."""
    kept = Decisions(house, person=ADA).create(ANSWERS, name="Ada's").decision_id
    belongs = Ownership(house, person=ADA)
    belongs.give_to_team(kept, "risk")
    belongs.share(kept, Share(kind="person", who="bob", right=Right.READ))
    belongs.share(kept, Share(kind="person", who="eve", right=Right.EDIT))
    belongs.share(kept, Share(kind="team", who="board", right=Right.APPROVE))
    return kept


@pytest.mark.parametrize("name", PEOPLE)
def test_each_person_may_what_the_matrix_says(house: Engine, decision_id: str, name: str) -> None:
    """What they may not see is not there, what they may see and not do is refused; a later rule may refuse the rest."""
    seen, allowed, ids = PEOPLE[name], MATRIX[name], ("nobody-has-this-id", decision_id)
    found = {}
    for verb in attempts(house, seen, decision_id):
        answers = []
        for one in ids:
            try:
                attempts(house, seen, one)[verb]()
                answers.append("done")
            except (NotFoundError, NotAllowedError) as error:
                answers.append(str(error).replace(one, "ID"))
            except StorageError as error:
                answers.append(f"a later rule: {type(error).__name__}")
        found[verb] = answers
    hidden = {verb for verb, (missing, there) in found.items() if there == missing and "there is no" in there.lower()}
    refused = {verb for verb, (_, there) in found.items() if "is not one of them" in there}
    assert found.keys() - hidden - refused == allowed
    assert bool(hidden) == (not allowed)


@pytest.mark.parametrize("name", PEOPLE)
def test_lists_leave_out_what_a_person_may_not_see(house: Engine, decision_id: str, name: str) -> None:
    """Decisions, their life, versions, trail, entries, runs, votes, prompts and evaluations."""
    keeper = TrialStore(house)
    keeper.save_evaluation("e-1", decision_id=decision_id, name="kept", status="done", payload="{}")
    keeper.save_answer("e-1", 0, "c", state="done", payload="{}")
    keeper.save_prompts([("p-1", decision_id, "kept", '"mine"')])
    Lifecycle(house).comment(decision_id, "one", actor="Ada")
    Entries(house).keep(decision_id, "usage", '"kept"')
    person = PEOPLE[name]
    life, store = Lifecycle(house, person=person), TrialStore(house, person=person)
    found = {
        "decisions": [one for one in Decisions(house, person=person).all() if one.decision_id == decision_id],
        "life": life.life(decision_id),
        "versions": Decisions(house, person=person).versions(decision_id),
        "trail": Decisions(house, person=person).audit(decision_id),
        "entries": Entries(house, person=person).history(decision_id),
        "standing": Entries(house, person=person).standing(decision_id, "usage"),
        "all standing": Entries(house, person=person).all_standing(decision_id, "usage"),
        "stamp": Entries(house, person=person).stamp(decision_id),
        "evaluations": store.evaluations(decision_id),
        "answers": store.answers("e-1"),
        "prompts": '"mine"' in store.prompts(decision_id),
        "evidence": store.stamp(decision_id),
    }
    with session(house) as db:
        found["asked"] = is_seen(db, person, decision_id)
    assert {what: bool(there) for what, there in found.items()} == dict.fromkeys(found, bool(MATRIX[name]))


def test_the_whole_trail_has_only_the_lines_of_what_is_seen(house: Engine, decision_id: str) -> None:
    """The names of other decisions stand in it."""
    Decisions(house, person=signed_in("mallory", Role.EDITOR)).create(ANSWERS, name="Mallory's")
    lines = Decisions(house, person=signed_in("bob", Role.READER)).audit()
    assert {line.decision_id for line in lines} == {decision_id}


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR])
def test_whoever_makes_a_decision_owns_it_and_is_an_editor(house: Engine, role: Role) -> None:
    """A reader saves none and copies none."""
    person = signed_in(f"new-{role}", role)
    if role is Role.READER:
        with pytest.raises(NotAllowedError, match="is reader here"):
            Decisions(house, person=person).create(ANSWERS)
    made = () if role is Role.READER else (Decisions(house, person=person).create(ANSWERS).owner,)
    assert made == (() if role is Role.READER else (person.subject,))


def test_a_working_copy_is_of_whoever_began_it(house: Engine, decision_id: str) -> None:
    """Also one of a decision that both see; and not any more once the decision is hidden."""
    tom = signed_in("tom", Role.EDITOR, "risk")
    copy = WorkingCopies(house, person=tom).begin(ANSWERS, decision_id=decision_id, revision=1).copy_id
    moved = tom.model_copy(update={"groups": frozenset({"sales"})})
    for person in (ADA, signed_in("mallory", Role.EDITOR), moved):
        copies = WorkingCopies(house, person=person)
        copies.drop(copy)
        for attempt in (copies.get, lambda one, copies=copies: copies.step(one, ANSWERS)):
            with pytest.raises(NotFoundError, match="no such working copy"):
                attempt(copy)
    with pytest.raises(NotFoundError, match="there is no decision"):
        WorkingCopies(house, person=moved).begin(ANSWERS, decision_id=decision_id)
    assert WorkingCopies(house, person=tom).get(copy).copy_id == copy
