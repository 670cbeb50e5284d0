"""A database into a file and back, on either kind: every row, all or nothing, and nothing that is not ours."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from filled_tables import SAMPLE, fill
from postgres_cluster import postgres_database
from sqlalchemy import text

from advisor.errors import StorageError
from advisor.questionnaire.presets import load_sample
from advisor.storage.audit_trail import verify
from advisor.storage.database import as_it_stands, open_database
from advisor.storage.decisions import Decisions
from advisor.storage.upkeep import schema
from advisor.storage.upkeep.backup_file import Manifest
from advisor.storage.upkeep.contents import TableContents, contents
from advisor.storage.upkeep.moving import back_up, check_file, export_database, import_database

NOW = datetime(2026, 11, 29, 15, 0, tzinfo=UTC)
KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


def full(url: str, revision: str = "head") -> str:
    """A database with a row in every table, at a revision."""
    with as_it_stands(url, writing=True, make=True) as connection:
        schema.move(connection, revision)
        fill(connection, schema.tables_in(connection), "one")
    return url


def held(url: str) -> dict[str, TableContents]:
    """Every table with its rows and their hash."""
    with as_it_stands(url) as connection:
        return contents(connection, schema.tables_in(connection))


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The export of a full database."""
    folder = tmp_path_factory.mktemp("exported")
    export_database(full(f"sqlite:///{folder / 'a.sqlite3'}"), folder / "a.zip", now=NOW)
    return folder / "a.zip"


@pytest.fixture
def target(tmp_path: Path) -> str:
    """The address of a database that is not there."""
    return f"sqlite:///{tmp_path / 'target' / 'b.sqlite3'}"


@pytest.mark.postgres
def test_sqlite_goes_to_postgresql_and_back_without_loss(tmp_path: Path, exported: Path, postgres_server: str) -> None:
    """Every table, row for row by their hashes; and each of the two goes on counting its ids."""
    ways = {}
    with postgres_database(postgres_server) as middle:
        import_database(middle, exported)
        ways["postgresql"] = held(middle)
        export_database(middle, tmp_path / "back.zip", now=NOW)
        engine = open_database(middle)
        Decisions(engine).create(load_sample(SAMPLE))
        assert verify(engine).holds
        engine.dispose()
    end = f"sqlite:///{tmp_path / 'end.sqlite3'}"
    import_database(end, tmp_path / "back.zip")
    ways["sqlite"] = held(end)
    given = check_file(exported).tables
    assert ways == {"postgresql": given, "sqlite": given}
    assert all(table.rows for table in given.values())
    engine = open_database(end)
    Decisions(engine).create(load_sample(SAMPLE))
    assert verify(engine).holds
    engine.dispose()


def test_rules_stand_again_after_an_import(target: str, exported: Path) -> None:
    """What was approved is refused to whoever would change it, as before."""
    import_database(target, exported)
    with pytest.raises(StorageError, match="cannot be changed"), as_it_stands(target, writing=True) as connection:
        connection.execute(text("UPDATE decision SET name = 'x' WHERE status = 'approved'"))


@pytest.mark.parametrize("revision", [schema.revisions()[place] for place in (0, 4, -2)])
def test_a_file_of_an_earlier_schema_comes_back_into_the_newest(tmp_path: Path, target: str, revision: str) -> None:
    """Put in as it was written, then brought up to date."""
    source = full(f"sqlite:///{tmp_path / 'old.sqlite3'}", revision)
    export_database(source, tmp_path / "old.zip", now=NOW)
    _, trail = import_database(target, tmp_path / "old.zip")
    engine = open_database(target)
    found = {decision.decision_id: decision.status for decision in Decisions(engine).all()}
    engine.dispose()
    assert found == {"draft-one": "draft", "approved-one": "approved"}
    assert (trail.holds, trail.records) == (True, 1)


def test_what_stands_is_not_overwritten_unless_asked(url: str, exported: Path) -> None:
    """Refused with what to do; replaced, it is what the file holds, whatever stood there."""
    engine = open_database(url)
    Decisions(engine).create(load_sample(SAMPLE))
    engine.dispose()
    before = held(url)
    with pytest.raises(StorageError, match=r"holds 3 rows, and nothing was changed"):
        import_database(url, exported)
    assert held(url) == before
    import_database(url, exported, replace=True)
    assert held(url) == check_file(exported).tables


def test_an_export_is_of_one_moment_while_others_write(url: str, tmp_path: Path) -> None:
    """As many revisions as lines of the trail tell of, whatever is saved meanwhile."""
    engine = open_database(url)
    kept = Decisions(engine).create(load_sample(SAMPLE))
    over: list[bool] = []

    def write() -> None:
        for number in range(60):
            changed = load_sample(SAMPLE).model_copy(update={"notes": str(number)})
            Decisions(engine).change(kept.decision_id, changed)
        over.append(True)

    writer = Thread(target=write)
    writer.start()
    found: list[Manifest] = []
    while not over:
        found.append(export_database(url, tmp_path / "a.zip", now=NOW))
        if len(found) == 1:
            started = found[0].tables["decision_version"].rows
    writer.join()
    engine.dispose()
    assert all(one.tables["decision_version"].rows == one.tables["audit"].rows for one in found)
    assert all(one.trail_problems == 0 for one in found)
    assert started < 61


def test_a_backup_is_private_and_the_oldest_beyond_those_kept_go(tmp_path: Path, target: str) -> None:
    """0600, under its moment, without anything half written beside it."""
    open_database(target).dispose()
    moments = [NOW.replace(minute=minute) for minute in range(4)]
    made = [back_up(target, tmp_path / "kept", now=moment, keep=2)[0] for moment in moments]
    assert sorted((tmp_path / "kept").iterdir()) == made[2:]
    assert {path.stat().st_mode & 0o777 for path in made[2:]} == {0o600}


def test_what_sqlite_holds_and_cannot_be_read_is_in_the_backup(tmp_path: Path, target: str) -> None:
    """A date that is none and bytes that are no text come back to SQLite as they were."""
    source = full(f"sqlite:///{tmp_path / 'a.sqlite3'}")
    with as_it_stands(source, writing=True) as connection:
        for change in ("created_at = 'yesterday'", "name = x'c328'", "answers_json = CAST(x'ff00fe' AS TEXT)"):
            connection.execute(text(f"UPDATE decision SET {change} WHERE status = 'draft'"))  # noqa: S608 - above
    export_database(source, tmp_path / "a.zip", now=NOW)
    import_database(target, tmp_path / "a.zip")
    query = text("SELECT created_at, name, CAST(answers_json AS BLOB) FROM decision WHERE status = 'draft'")
    with as_it_stands(target) as connection:
        assert tuple(connection.execute(query).one()) == ("yesterday", b"\xc3(", b"\xff\x00\xfe")


@pytest.mark.postgres
def test_what_only_sqlite_can_hold_is_refused_by_name(tmp_path: Path, postgres_url: str) -> None:
    """The row and the table are told, and PostgreSQL stays empty."""
    source = full(f"sqlite:///{tmp_path / 'a.sqlite3'}")
    with as_it_stands(source, writing=True) as connection:
        connection.execute(text("UPDATE decision SET created_at = 'yesterday' WHERE status = 'draft'"))
    export_database(source, tmp_path / "a.zip", now=NOW)
    with pytest.raises(StorageError, match=r"nothing was changed: row 2 of decision holds a value"):
        import_database(postgres_url, tmp_path / "a.zip")
    assert held(postgres_url) == {}


@pytest.mark.postgres
def test_a_decimal_that_sqlite_would_round_is_refused(tmp_path: Path, target: str, postgres_url: str) -> None:
    """It keeps fifteen digits: nothing comes in otherwise than it stands in the file."""
    source = full(postgres_url)
    with as_it_stands(source, writing=True) as connection:
        connection.execute(text("UPDATE trial_run SET cost_usd = 1234567890.0123456789"))
    export_database(source, tmp_path / "a.zip", now=NOW)
    with pytest.raises(StorageError, match="nothing was changed: this database would keep trial_run otherwise"):
        import_database(target, tmp_path / "a.zip")
    assert not Path(target.removeprefix("sqlite:///")).exists()


def rewritten(path: Path, change: Callable[[dict[str, bytes]], Any]) -> Path:
    """A copy of a file with its parts changed."""
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    change(parts)
    copy = path.with_name(f"changed-{path.name}")
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return copy


def manifest_with(**changes: Any) -> Callable[[dict[str, bytes]], None]:
    """Change fields of the manifest."""

    def change(parts: dict[str, bytes]) -> None:
        parts["manifest.json"] = json.dumps(json.loads(parts["manifest.json"]) | changes).encode()

    return change


def without_rows(parts: dict[str, bytes]) -> None:
    """Take the rows of decisions out, with a manifest that says so: versions then belong to nothing."""
    parts["tables/decision.jsonl"] = b""
    _say(parts, "decision")


def as_line(row: list[Any]) -> bytes:
    """A row as a file has it."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def approved_otherwise(parts: dict[str, bytes]) -> None:
    """Rename an approved decision, with a manifest that says so."""
    rows = [json.loads(line) for line in parts["tables/decision.jsonl"].splitlines()]
    place = json.loads(parts["manifest.json"])["tables"]["decision"]["columns"].index("name")
    for row in rows:
        row[place] = "Another"
    parts["tables/decision.jsonl"] = b"".join(map(as_line, rows))
    _say(parts, "decision")


def _say(parts: dict[str, bytes], table: str) -> None:
    manifest, content = json.loads(parts["manifest.json"]), parts[f"tables/{table}.jsonl"]
    manifest["tables"][table] |= {"rows": content.count(b"\n"), "sha256": hashlib.sha256(content).hexdigest()}
    parts["manifest.json"] = json.dumps(manifest).encode()


HOSTILE: dict[str, tuple[Callable[[dict[str, bytes]], Any], str]] = {
    "no manifest": (lambda parts: parts.pop("manifest.json"), "it has no manifest"),
    "foreign": (
        lambda parts: parts.update({"manifest.json": b'{"form": "other"}'}),
        "its manifest says something else",
    ),
    "huge manifest": (lambda parts: parts.update({"manifest.json": b" " * 1_000_001}), "its manifest is too long"),
    "newer": (
        manifest_with(revision="9999", advisor="7.0"),
        r"written by version 7\.0 of the advisor with revision 9999",
    ),
    "a row less": (lambda parts: parts.update({"tables/audit.jsonl": b""}), "what stands in audit is not what was"),
    "no rows": (
        lambda parts: parts.update({"tables/audit.jsonl": b"{" * 100_000 + b"\n"}),
        "a row of audit is no JSON",
    ),
    "a part more": (lambda parts: parts.update({"../../etc/passwd": b"x"}), "its parts are not those"),
    "a table of another": (manifest_with(tables={}), "its parts are not those"),
    "loose rows": (without_rows, "contradicts itself or another table"),
    "a changed record": (approved_otherwise, "its audit trail does not hold"),
}


@pytest.mark.parametrize("named", HOSTILE)
def test_a_file_that_is_not_what_it_says_changes_nothing(target: str, exported: Path, named: str) -> None:
    """One sentence that says so, and no database is left where none was."""
    change, said = HOSTILE[named]
    with pytest.raises(StorageError, match=said) as raised:
        import_database(target, rewritten(exported, change))
    assert "\n" not in str(raised.value)
    assert "nothing was changed" in str(raised.value).lower()
    assert not list(Path(target.removeprefix("sqlite:///")).parent.glob("*"))


@pytest.mark.parametrize("size", [0, 1_000, -1_000])
def test_a_file_that_was_cut_off_is_refused(target: str, exported: Path, tmp_path: Path, size: int) -> None:
    """Empty, the beginning alone, and without its last bytes."""
    cut = tmp_path / "cut.zip"
    cut.write_bytes(exported.read_bytes()[: size or None] if size else b"")
    with pytest.raises(StorageError, match="cannot be used, and nothing was changed"):
        import_database(target, cut)


def test_a_bomb_is_not_unpacked(target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table that would be two hundred times its size is refused before it is read."""
    monkeypatch.setattr("advisor.storage.upkeep.backup_file.SMALL_BYTES", 1_000_000)
    source = f"sqlite:///{tmp_path / 'a.sqlite3'}"
    open_database(source).dispose()
    export_database(source, tmp_path / "a.zip", now=NOW)
    bomb = rewritten(
        tmp_path / "a.zip", lambda parts: parts.update({"tables/audit.jsonl": b"[" + b" " * 2_000_000 + b"]\n"})
    )
    with pytest.raises(StorageError, match="audit would unpack to 2,000,003 bytes"):
        import_database(target, bomb)
