"""``advisor db``: looked at, backed up, brought back, moved and emptied by rule from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from advisor.cli import app
from advisor.errors import AdvisorError
from advisor.questionnaire.presets import load_sample
from advisor.settings import Settings
from advisor.storage.database import open_database
from advisor.storage.decisions import Decisions


def advisor(*arguments: str) -> Any:
    """Run a command in this process; what it refuses is raised."""
    result = CliRunner().invoke(app, ["db", *arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture
def decision(home: Path) -> str:
    """The id of a decision in the database that the settings name."""
    engine = open_database(Settings().resolved_database_url())
    kept = Decisions(engine).create(load_sample("marketing-images"))
    engine.dispose()
    return kept.decision_id


def ids() -> list[str]:
    """The decisions that are there, those in the bin too."""
    engine = open_database(Settings().resolved_database_url())
    found = [one.decision_id for deleted in (False, True) for one in Decisions(engine).all(deleted=deleted)]
    engine.dispose()
    return found


def test_a_database_is_backed_up_and_brought_back_after_what_stood_was_saved(decision: str, home: Path) -> None:
    """Into ``backups`` in the home folder; a restore without ``--replace`` refuses."""
    assert advisor("backup").exit_code == 0
    (backup,) = (home / "backups").iterdir()
    assert str(backup) in advisor("verify", str(backup)).stdout
    engine = open_database(Settings().resolved_database_url())
    Decisions(engine).create(load_sample("contract-analyser"))
    engine.dispose()
    with pytest.raises(AdvisorError, match="advisor db restore --replace"):
        advisor("restore", str(backup))
    replaced = advisor("restore", str(backup), "--replace")
    assert "What stood is in " in replaced.stderr
    assert ids() == [decision]
    assert len(list((home / "backups").iterdir())) == 2


def test_an_export_is_imported_elsewhere(decision: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Into an empty database that need not be there yet."""
    advisor("export", str(tmp_path / "all.zip"))
    monkeypatch.setenv("ADVISOR_HOME", str(tmp_path / "other"))
    assert "last hash of the trail" in advisor("import", str(tmp_path / "all.zip")).stdout
    assert ids() == [decision]
    assert advisor("verify").stdout.endswith("nothing was changed, nothing is damaged.\n")


def test_the_status_is_told_for_people_and_programs(decision: str) -> None:
    """Where it is, at which schema, and that all holds."""
    assert "this version's" in advisor("status").stdout
    told = json.loads(advisor("status", "--format", "json").stdout)
    assert (told["problems"], {row["table"]: row["rows"] for row in told["tables"]}["decision"]) == ([], 1)
    assert "nothing to do" in advisor("upgrade").stdout


def test_what_the_settings_no_longer_keep_goes(decision: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the command and before ``advisor watch``, where the house has set how long; counted first."""
    engine = open_database(Settings().resolved_database_url())
    Decisions(engine).delete(decision)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER decision_binned")
        connection.exec_driver_sql("UPDATE decision SET deleted_at = '2020-01-01 00:00:00.000000'")
    engine.dispose()
    assert advisor("purge").stdout == "Removed: nothing.\n"
    monkeypatch.setenv("ADVISOR_RETENTION_BIN_DAYS", "30")
    assert advisor("purge", "--dry-run").stdout == "Would be removed: 1 decisions.\n"
    assert ids() == [decision]
    watched = CliRunner().invoke(app, ["watch"])
    assert "Removed: 1 decisions." in watched.stderr
    assert ids() == []
