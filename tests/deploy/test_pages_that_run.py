"""The commands of the pages on operating it, run as they stand there, from the first block to the last.

Nothing in them is replaced but addresses and folders. Containers are stood in for by programs of this machine:
``docker compose exec`` and ``run`` run what they are told against a PostgreSQL of the test's own; of ``up`` and
``stop`` it is checked that every file that the compose file names is there. Images are neither built nor run.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from filled_tables import fill
from running import ROOT
from sqlalchemy import NullPool, create_engine, text

from advisor.storage.database import as_it_stands
from advisor.storage.upkeep import schema

PAGES = ROOT / "docs" / "how-to"
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EARLIER = "0009"
"""A schema of an earlier version, which pages upgrade."""
DOCKER = """#!/bin/sh
set -eu
echo "docker $*" >> "$DONE"
shift
case "$1" in
  up|stop) "$PYTHON" "$CHECK" compose.yaml; exit ;;
esac
while [ $# -gt 0 ]; do
  case "$1" in
    exec|run|-T|--rm) shift ;;
    *) break ;;
  esac
done
service="$1"; shift
case "$service $1" in
  "proxy nginx") exit ;;
  "database psql") shift; exec psql --set ON_ERROR_STOP=1 --dbname "$ADVISOR_DATABASE_URL" ;;
  app-*) exec "$@" ;;
esac
echo "no such service: $service" >&2
exit 1
"""
CHECK = """
import pathlib, sys, yaml
compose = yaml.safe_load(open(sys.argv[1]))
named = [one["file"] for one in compose["secrets"].values()]
for service in compose["services"].values():
    named += service.get("env_file", [])
    named += [mount.split(":")[0] for mount in service.get("volumes", []) if mount.startswith("./")]
missing = [one for one in named if not pathlib.Path(one).exists()]
missing += [one for one in ("tls/tls.crt", "tls/tls.key") if not pathlib.Path(one).stat().st_size]
assert "ADVISOR_PUBLIC_URL=https://" in open(".env").read()
assert not missing, missing
"""


def blocks(page: str) -> list[str]:
    """The commands of a page, block by block."""
    return BLOCK.findall((PAGES / page).read_text(encoding="utf-8"))


def run(page: str, folder: Path, replaced: Mapping[str, str], environment: Mapping[str, str]) -> str:
    """Run all blocks of a page in one shell, which stops at the first command that fails; gives what was printed."""
    script = "\n".join(blocks(page))
    for before, after in replaced.items():
        assert before in script, before
        script = script.replace(before, after)
    programs = folder / "programs"
    programs.mkdir()
    (folder / "check.py").write_text(CHECK, encoding="utf-8")
    advisor = f'#!/bin/sh\nexec "{sys.executable}" -m advisor.cli "$@"\n'
    for name, content in (("advisor", advisor), ("docker", DOCKER)):
        (programs / name).write_text(content, encoding="utf-8")
        (programs / name).chmod(0o755)
    named = {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "PYTHON": sys.executable,
        "CHECK": str(folder / "check.py"),
        "DONE": str(folder / "done"),
    }
    command = ["sh", "-eu", "-c", script]
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **named, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout + done.stderr


def made(url: str) -> None:
    """A database of an earlier version, with a row in every table."""
    with as_it_stands(url, writing=True, make=True) as connection:
        schema.move(connection, next(one for one in schema.revisions() if one.startswith(EARLIER)))
        fill(connection, schema.tables_in(connection), "one")


@pytest.mark.postgres
def test_back_up_and_move_runs_from_top_to_bottom(tmp_path: Path, home: Path, postgres_url: str) -> None:
    """Looked at, upgraded, backed up, brought back, moved to PostgreSQL, purged, and somebody looked for."""
    made(f"sqlite:///{home / 'advisor.sqlite3'}")
    replaced = {
        "/backups": str(tmp_path / "backups"),
        "/srv/empty": str(tmp_path / "empty"),
        "postgresql://advisor@db/advisor": postgres_url,
        "ada@example.org": "ada",
    }
    said = run("back-up-and-move.md", tmp_path, replaced, {"ADVISOR_HOME": str(home)})
    newest = schema.revisions()[-1]
    assert f"-> {newest}" in said
    assert "not encrypted" in said
    assert "What stood is in" in said
    assert "Would be removed: " in said
    assert "Removed: " in said
    found = sorted([*(tmp_path / "backups").glob("*.zip"), *(home / "backups").glob("*.zip"), tmp_path / "all.zip"])
    assert len(found) == 4
    assert {one.stat().st_mode & 0o777 for one in found} == {0o600}
    with as_it_stands(postgres_url) as moved:
        assert moved.exec_driver_sql("SELECT count(*) FROM decision").scalar_one() > 0


@pytest.mark.postgres
def test_operate_runs_from_top_to_bottom(tmp_path: Path, home: Path, postgres_url: str) -> None:
    """Installed, upgraded, backed up and brought back, and each key replaced: what compose reads is there each time."""
    made(postgres_url)
    shutil.copytree(ROOT / "deploy", tmp_path / "deploy")
    for name in ("your.crt", "your.key"):
        (tmp_path / name).write_text("of this test", encoding="utf-8")
    replaced = {"/path/to": str(tmp_path), "/var/lib/advisor": str(home)}
    settings = {"ADVISOR_HOME": str(home), "ADVISOR_DATABASE_URL": postgres_url}
    before = password(postgres_url)
    said = run("operate.md", tmp_path, replaced, settings)
    assert f"Schema {schema.revisions()[-1]}" in said or f"-> {schema.revisions()[-1]}" in said
    assert "nothing is damaged" in said
    assert password(postgres_url) not in (None, before)
    secrets = {path.name: path.read_text() for path in (tmp_path / "deploy" / "secrets").iterdir()}
    assert secrets["database_password"].strip() in secrets["database_url"]
    done = (tmp_path / "done").read_text(encoding="utf-8").splitlines()
    assert [line for line in done if "force-recreate" in line][-2:] == [
        f"docker compose up --detach --force-recreate {one}" for one in ("app-one", "app-two")
    ]


def password(url: str) -> str | None:
    """The password of the role as PostgreSQL keeps it."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"), poolclass=NullPool)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT rolpassword FROM pg_authid WHERE rolname = 'advisor'")).scalar_one()
    return None if found is None else str(found)


def test_no_command_stands_in_a_block_that_is_not_run() -> None:
    """A block of another kind than ``sh`` shows what is printed, never what is typed."""
    for page in ("operate.md", "back-up-and-move.md"):
        rest = BLOCK.sub("", (PAGES / page).read_text(encoding="utf-8"))
        shown = "".join(re.findall(r"^```.*?^```$", rest, re.MULTILINE | re.DOTALL))
        assert not re.search(r"^(\$ )?(advisor|docker|ADVISOR_)\b", shown, re.MULTILINE)
        assert blocks(page)


def test_the_compose_file_can_be_pinned() -> None:
    """Each image that is not ours has a variable, which a digest can stand in, and the page names it."""
    compose = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8"))
    page = (PAGES / "operate.md").read_text(encoding="utf-8")
    images = [compose["services"][name]["image"] for name in ("proxy", "database")]
    images.append(compose["x-app"]["build"]["args"]["PYTHON_IMAGE"])
    for image in images:
        assert f"{image.removeprefix('${').partition(':-')[0]}=" in page
    dockerfile = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
    assert re.findall(r"^FROM (\S+)", dockerfile, re.MULTILINE) == ["${PYTHON_IMAGE}", "${PYTHON_IMAGE}"]
