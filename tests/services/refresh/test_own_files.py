"""What the installation itself knows: endpoints' lists and trials' speeds."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from refresh_shapes import TODAY
from sqlalchemy import Engine

from advisor.services.kept_runs import save_run
from advisor.services.refresh.own_files import OwnFiles
from advisor.storage.trials import TrialStore
from advisor.trials.clients.diagnose import DiagnosisStep
from advisor.trials.records import Connection, Measurement, Message, Run, TrialRequest

OURS = Connection(name="ours", base_url="https://api.example.com/v1", model="gpt-5", provider_id="openai")


@pytest.fixture
def store(engine: Engine) -> TrialStore:
    """A database with one connection."""
    kept = TrialStore(engine)
    kept.save_connection(OURS.name, OURS.model_dump_json())
    return kept


def run(number: int, **changes: object) -> Run:
    """A whole run at the provider."""
    given = {
        "run_id": f"run-{number}",
        "group_id": "group",
        "started_at": datetime(2026, 11, 20, 12, tzinfo=UTC),
        "connection": OURS.name,
        "flavour": "openai_chat",
        "model": "gpt-5",
        "catalog_model_id": "openai/gpt-5",
        "hosting": "provider_api",
        "request": TrialRequest(messages=(Message(role="user", text="hello"),)),
        "measurement": Measurement(ttft_s=0.5, itl_ms=12.5, total_s=3.0),
    }
    return Run.model_validate(given | changes)


def files(store: TrialStore, names: tuple[str, ...], *wanted: str) -> tuple[dict[str, object], list[str]]:
    """The documents by source, and what could not be had."""
    step = DiagnosisStep("List of models", bool(names), "the endpoint is away")
    own = OwnFiles(store, TODAY, lambda _connection: (names, step))
    found, problems = own.files(wanted, lambda _name, _text: None)
    return {file.source.name: json.loads(file.content) for file in found if file.source}, [p.message for p in problems]


def test_endpoints_are_asked_by_their_connections(store: TrialStore) -> None:
    """Names with the connection and the provider that it names."""
    found, problems = files(store, ("gpt-5", "gpt-9"))
    assert found == {
        "own-endpoints": {"endpoints": [{"connection": "ours", "provider_id": "openai", "models": ["gpt-5", "gpt-9"]}]}
    }
    assert problems == []


def test_an_endpoint_that_is_away_is_one_sentence(store: TrialStore) -> None:
    """And makes no file."""
    assert files(store, ()) == ({}, ["ours lists no models: the endpoint is away"])


def test_whole_streamed_runs_at_providers_are_speeds(store: TrialStore) -> None:
    """A run that broke off, or came in one piece, says nothing of speed."""
    save_run(store, run(1))
    save_run(store, run(2, partial=True))
    save_run(store, run(3, measurement=Measurement(ttft_s=0.5, itl_ms=12.5, total_s=3.0, streamed=False)))
    save_run(store, run(4, hosting="on_prem"))
    found, _ = files(store, (), "own-trials")
    (entry,) = found["own-trials"]["trials"]  # type: ignore[index]
    assert (entry["ttft_ms"], entry["output_tokens_per_s"], entry["measured_on"]) == (500.0, 80.0, "2026-11-20")
    assert (entry["provider_id"], entry["catalog_model_id"]) == ("openai", "openai/gpt-5")


def test_only_what_is_wanted_is_asked(store: TrialStore) -> None:
    """Naming another source asks no endpoint."""
    assert files(store, ("gpt-5",), "litellm") == ({}, [])
