"""What a process does besides serving pages."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from running import in_a_loop, until

from advisor.storage.database import open_database
from advisor.storage.replicas.evaluation_leases import EvaluationLeases
from advisor.storage.trials import TrialStore
from advisor.ui.cached import installation
from advisor.ui.replicas.on_duty import on_duty
from tests.trials.evaluation import fakes


async def served(condition: object = None) -> None:
    """Start and end an application, in between waiting for something."""
    async with on_duty(None):
        if callable(condition):
            await asyncio.to_thread(until, condition)


def test_a_database_of_this_machine_alone_is_not_opened(home: Path) -> None:
    """Nobody has saved anything: no file is made, neither at the start nor at the end."""
    in_a_loop(served)
    assert not (home / "advisor.sqlite3").exists()


@pytest.mark.postgres
def test_what_a_dead_process_left_is_finished_from_the_start(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No page need be opened; here every answer is there already, so that nothing is asked."""
    monkeypatch.setenv("ADVISOR_DATABASE_URL", postgres_url)
    database = open_database(postgres_url)
    store, of = TrialStore(database), fakes.plan("one")
    text = of.model_dump_json(by_alias=True)
    store.save_evaluation("e", decision_id=None, name="E", status="running", payload=text)
    store.save_answers("e", [(item, "one", "failed", "{}") for item in range(4)])
    EvaluationLeases(database, holder="dead", lease_s=-1.0).begin("e", anywhere=True)
    in_a_loop(lambda: served(lambda: store.evaluations()[0].status != "running"))
    assert store.evaluations()[0].status == "stopped"
    assert not installation.evaluations().busy("e")
    installation.database().dispose()
    database.dispose()
