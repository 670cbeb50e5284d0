"""What is kept with no decision is its keeper's; connections are for all or somebody's own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from signed_in import signed_in
from sqlalchemy import Engine

from advisor.access.people import Person, Role
from advisor.errors import NotAllowedError, NotFoundError, StorageError
from advisor.storage.database import open_database
from advisor.storage.trial_parts.owned import OwnedRows
from advisor.storage.trial_parts.records import RunKey, Vote
from advisor.storage.trials import TrialStore

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ADA, BOB = (signed_in(name, Role.EDITOR) for name in ("ada", "bob"))
READER, ROOT = signed_in("rita", Role.READER), signed_in("root")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database of several people."""
    engine = open_database(f"sqlite:///{tmp_path_factory.mktemp('house') / 'advisor.sqlite3'}")
    yield engine
    engine.dispose()


def store(house: Engine, person: Person) -> TrialStore:
    """The trials of a person."""
    return TrialStore(house, clock=lambda: NOW, person=person)


def run(run_id: str) -> RunKey:
    """A run that is kept with no decision."""
    return RunKey(run_id, "g", None, "", NOW, "c", "m", whole=True, cost_usd=None, searched="")


def test_a_run_is_its_keepers(house: Engine) -> None:
    """Another's is not there: not to read, to replace or to remove."""
    store(house, ADA).save_run(run("r-1"), '"of Ada"')
    for person in (BOB, READER):
        other = store(house, person)
        assert (other.runs(), other.left_out()) == ((), 0)
        for attempt in (other.run, other.delete_run, lambda one, other=other: other.save_run(run(one), '"other"')):
            with pytest.raises(NotFoundError, match=r"There is no run r-1\."):
                attempt("r-1")
    assert [store(house, person).runs() for person in (ADA, ROOT)] == [('"of Ada"',)] * 2


def test_a_reader_calls_no_model(house: Engine) -> None:
    """Calls cost the house money."""
    with pytest.raises(NotAllowedError, match="is reader here"):
        store(house, READER).save_run(run("r-2"), "{}")
    with pytest.raises(NotAllowedError, match="is reader here"):
        store(house, READER).save_connection("mine", "{}")


def test_votes_and_overrides_with_no_decision_are_their_givers(house: Engine) -> None:
    """Each vote counts once for each person."""
    for person in (ADA, BOB):
        store(house, person).save_vote(Vote("g", None, "", "tie", None, f'"{person.subject}"'))
        store(house, person).record_override(decision_id=None, lifted=person.subject, reason="")
    assert [vote.payload for vote in store(house, ADA).votes()] == ['"ada"']
    assert [one.lifted for one in store(house, BOB).overrides()] == ["bob"]
    assert len(store(house, ROOT).votes()) == len(store(house, ROOT).overrides()) == 2


def test_a_prompt_kept_for_all_is_changed_by_whoever_keeps_it(house: Engine) -> None:
    """Everybody reads it."""
    store(house, ADA).save_prompts([("p-1", None, "shared", '"of Ada"')])
    for attempt in (
        lambda: store(house, BOB).save_prompts([("p-1", None, "shared", '"of Bob"')]),
        lambda: store(house, BOB).delete_prompt("p-1"),
    ):
        with pytest.raises(NotAllowedError, match="kept for all by somebody else"):
            attempt()
    assert store(house, READER).prompts(None) == ('"of Ada"',)


def test_own_connections_are_ones_own_and_those_for_all_an_administrators(house: Engine) -> None:
    """Two people may call theirs alike; none takes the name of one that all use."""
    for person in (ADA, BOB):
        store(house, person).save_connection("mine", f'"{person.subject}"')
    store(house, ROOT).save_connection("house", '"house"', for_all=True)
    assert [store(house, person).connections() for person in (ADA, BOB)] == [('"house"', '"ada"'), ('"house"', '"bob"')]
    assert store(house, ADA).connections_for_all() == ('"house"',)
    assert [store(house, person).own_connections() for person in (ADA, ROOT)] == [{"mine"}, frozenset()]
    with pytest.raises(StorageError, match="give yours another name"):
        store(house, ADA).save_connection("house", "{}")
    for attempt in (
        lambda: store(house, ADA).save_connection("house", "{}", for_all=True),
        lambda: store(house, ADA).delete_connection("house"),
    ):
        with pytest.raises(NotAllowedError):
            attempt()
    store(house, ADA).delete_connection("mine")
    assert [store(house, person).connections() for person in (ADA, BOB)] == [('"house"',), ('"house"', '"bob"')]
    assert issubclass(TrialStore, OwnedRows)
