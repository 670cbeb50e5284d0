"""PostgreSQL crashes and comes back under a writer and a reader: faults are explained, nothing is lost or doubled."""

from __future__ import annotations

import time
from collections import Counter
from threading import Event, Thread

import pytest
from postgres_cluster import PostgresCluster

from advisor.errors import ConflictError, StorageError
from advisor.questionnaire.presets import load_sample
from advisor.storage.audit_trail import verify
from advisor.storage.database import open_database
from advisor.storage.decisions import Decisions

pytestmark = pytest.mark.postgres
ANSWERS = load_sample("marketing-images")
RESTARTS = 3
PATIENCE_S = 60


class Load:
    """Saves one answer after the other, each until it is in, and reads all the while; as two people would."""

    def __init__(self, repository: Decisions) -> None:
        self._repository = repository
        self.kept = repository.create(ANSWERS)
        self.over = Event()
        self.acknowledged: list[int] = []
        self.faults: list[StorageError] = []
        self.reads = 0

    def write(self) -> None:
        """Save what was not refused as saved already: a save whose answer got lost is not repeated."""
        revision, number = self.kept.revision, 0
        while not self.over.is_set():
            number += 1
            changed = ANSWERS.model_copy(update={"notes": str(number)})
            while True:
                try:
                    revision = self._repository.change(self.kept.decision_id, changed, revision=revision).revision
                except ConflictError:  # it was stored, and the crash took the answer
                    revision += 1
                except StorageError as error:
                    self.faults.append(error)
                    time.sleep(0.02)
                    continue
                self.acknowledged.append(number)
                break

    def read(self) -> None:
        """Ask for the decision again and again."""
        while not self.over.is_set():
            try:
                self._repository.get(self.kept.decision_id)
                self.reads += 1
            except StorageError as error:
                self.faults.append(error)
            time.sleep(0.01)


def test_a_server_that_crashes_and_comes_back_loses_and_doubles_nothing(
    postgres_cluster: PostgresCluster, postgres_url: str
) -> None:
    """Three crashes under load; the same engine goes on by itself, and every fault says that it cannot be reached."""
    engine = open_database(postgres_url)
    load = Load(Decisions(engine))
    threads = [Thread(target=load.write), Thread(target=load.read)]
    for thread in threads:
        thread.start()
    for _ in range(RESTARTS):
        wait_for_more(load)
        postgres_cluster.stop()
        time.sleep(0.2)
        postgres_cluster.start()
    wait_for_more(load)
    load.over.set()
    for thread in threads:
        thread.join()
    stored = Counter(v.answers.notes for v in Decisions(engine).versions(load.kept.decision_id) if v.revision > 1)
    check = verify(engine)
    engine.dispose()
    assert stored == Counter(map(str, load.acknowledged))
    assert {error.fault for error in load.faults} == {"gone"}
    assert [str(error) for error in load.faults if "\n" in str(error)] == []
    assert (check.problems, check.lines) == ((), len(load.acknowledged) + 1)


def wait_for_more(load: Load) -> None:
    """Until ten more saves and reads went well."""
    saves, reads, end = len(load.acknowledged) + 10, load.reads + 10, time.monotonic() + PATIENCE_S
    while (len(load.acknowledged) < saves or load.reads < reads) and time.monotonic() < end:
        time.sleep(0.02)
    assert len(load.acknowledged) >= saves, load.faults[-3:]
