"""``advisor try`` under guards: money, class of data, personal data, overrides, and runs kept with a decision."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from trials import servers

from advisor import cli
from advisor.catalog.catalog import Catalog
from advisor.questionnaire.load import dump_answers
from advisor.questionnaire.presets import load_sample
from advisor.storage.database import open_database
from advisor.storage.decisions import Decisions
from advisor.storage.trials import TrialStore
from advisor.trials.records import Connection, Run

ROOT = Path(__file__).resolve().parents[2]
REASON = "Made-up text, approved by the data owner"


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    """Our own server of chat completions."""
    with servers.running() as running:
        yield running


@pytest.fixture
def store(home: Path) -> TrialStore:
    """The database that the command uses."""
    return TrialStore(open_database(f"sqlite:///{home / 'advisor.sqlite3'}"))


def run(
    *arguments: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[int, dict[str, Any], str]:
    """Exit status, what was printed as JSON, and what stood on standard error."""
    monkeypatch.setattr(sys, "argv", ["advisor", "try", "--format", "json", *arguments])
    with pytest.raises(SystemExit) as left:
        cli.main()
    out, err = capsys.readouterr()
    return int(left.value.code or 0), json.loads(out) if out.strip() else {}, err


@pytest.fixture
def advisor_try(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run the command."""
    return lambda *arguments: run(*arguments, monkeypatch=monkeypatch, capsys=capsys)


def test_data_of_a_higher_class_is_not_sent(server: Any, advisor_try: Any, store: TrialStore) -> None:
    """An endpoint that nobody cleared gets public data only; a reason lifts that and is recorded."""
    target = ("--endpoint", f"{server.url}#well", "--prompt", "Hi", "--data-class", "confidential")
    before = len(server.seen.bodies)
    status, printed, words = advisor_try(*target)
    assert (status, printed["runs"]) == (1, [])
    assert printed["findings"][0]["subject"] == "data_class"
    assert "Nothing was sent" in words
    assert len(server.seen.bodies) == before
    status, printed, words = advisor_try(*target, "--override", REASON)
    assert (status, printed["runs"][0]["text"]) == (0, "The answer is forty-two.")
    assert "Lifted" in words
    (override,) = store.overrides()
    assert override.reason == REASON


def test_the_class_comes_from_a_file_of_answers(server: Any, advisor_try: Any, tmp_path: Path) -> None:
    """The confidential sample's class counts without being said again; a class that is said counts more."""
    answers = tmp_path / "answers.yaml"
    answers.write_text(dump_answers(load_sample("eu-bank-customer-service")), encoding="utf-8")
    target = ("--endpoint", f"{server.url}#well", "--prompt", "Hi", "--decision", str(answers))
    assert advisor_try(*target)[0] == 1
    assert advisor_try(*target, "--data-class", "public")[0] == 0


def test_runs_for_a_saved_decision_are_kept_with_it(
    server: Any, advisor_try: Any, home: Path, store: TrialStore
) -> None:
    """They are listed like those of the page, with decision and use case."""
    answers = load_sample("eu-bank-customer-service")
    kept = Decisions(open_database(f"sqlite:///{home / 'advisor.sqlite3'}")).create(answers)
    cleared = Connection(
        name="ours", base_url=server.url, model="well", scope="loopback", hosting="on_prem", max_data_class="restricted"
    )
    store.save_connection("ours", cleared.model_dump_json())
    status, _, _ = advisor_try("--connection", "ours", "--prompt", "Hi", "--decision", kept.decision_id)
    assert status == 0
    (found,) = (Run.model_validate_json(payload) for payload in store.runs(decision_id=kept.decision_id))
    assert (found.connection, found.use_case) == ("ours", answers.use_cases[0].name)


def test_runs_for_no_decision_are_not_kept(server: Any, advisor_try: Any, store: TrialStore) -> None:
    """A prompt at the command line leaves nothing behind."""
    assert advisor_try("--endpoint", f"{server.url}#well", "--prompt", "Hi")[0] == 0
    assert store.runs() == ()


def test_a_cap_is_not_passed_and_no_reason_lifts_it(
    server: Any, advisor_try: Any, store: TrialStore, catalog: Catalog
) -> None:
    """A priced model whose answer may cost more than the cap is not asked."""
    priced = next(
        offer
        for offer in catalog.offers
        if offer.tier == "standard" and offer.input_usd_per_mtok and (offer.output_usd_per_mtok or 0) > 1
    )
    dear = Connection(
        name="dear",
        base_url=server.url,
        model="well",
        scope="loopback",
        catalog_model_id=priced.model_id,
        provider_id=priced.provider_id,
    )
    store.save_connection("dear", dear.model_dump_json())
    target = ("--connection", "dear", "--prompt", "Hi")
    status, printed, words = advisor_try(*target, "--max-cost", "0.0000001", "--override", REASON)
    assert (status, printed["runs"]) == (1, [])
    assert "the cap per run" in words
    assert "--override" not in words
    assert advisor_try(*target)[0] == 0


def test_personal_data_warns_and_blocks_where_restricted(server: Any, advisor_try: Any) -> None:
    """A warning for public data; nothing is sent when the data is restricted and leaves this machine."""
    target = ("--endpoint", f"{server.url}#well", "--prompt", "Write to jane@example.com")
    status, _, words = advisor_try(*target)
    assert status == 0
    assert "personal data: e-mail address" in words
    status, printed, _ = advisor_try(*target, "--data-class", "restricted")
    assert (status, printed["runs"]) == (1, [])
    assert {finding["subject"] for finding in printed["findings"]} == {"data_class", "personal_data"}


@pytest.mark.parametrize(
    ("option", "value"),
    [("--data-class", "secret"), ("--max-cost", "-1"), ("--override", "short"), ("--decision", "no-such-decision")],
)
def test_bad_options_are_bad_input(advisor_try: Any, option: str, value: str) -> None:
    """Each is named with what is allowed; the status is 2."""
    status, printed, words = advisor_try("--connection", "embedded", "--prompt", "Hi", option, value)
    assert (status, printed) == (2, {})
    assert option in words
