"""A PostgreSQL server of the tests' own, from the system's binaries on loopback, and empty databases in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from running import free_port
from sqlalchemy import NullPool, create_engine, text


class PostgresCluster:
    """A server in a folder; ``stop`` is a crash to whoever is connected, ``start`` brings the same one back.

    PostgreSQL refuses to run as root: root starts it as the user ``postgres`` that the system's package makes, in
    ``/tmp``, which that user may enter. It listens on a port alone: the path of a socket file could be too long.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._binaries = _binaries()
        self._port = 0

    @property
    def address(self) -> str:
        """What a database's name is put behind."""
        return f"postgresql+psycopg://advisor@127.0.0.1:{self._port}"

    def make(self) -> None:
        """Make the files of the server and start it on a free port."""
        failure = self._run("initdb", "-U", "advisor", "--auth=trust", "-E", "UTF8", "--no-locale", "--no-sync")
        assert not failure, failure
        for _ in range(5):  # somebody else may take the port between its choice and its use
            self._port = free_port()
            failure = self._started()
            if not failure:
                break
        assert not failure, failure + (self._folder / "log").read_text(errors="replace")[-3000:]

    def start(self) -> None:
        """Start it again on its port, and wait until it answers."""
        failure = self._started()
        assert not failure, failure + (self._folder / "log").read_text(errors="replace")[-3000:]

    def stop(self) -> None:
        """End it at once, as a crash does."""
        self._run("pg_ctl", "-m", "immediate", "stop")

    def _started(self) -> str:
        options = f"-p {self._port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
        return self._run("pg_ctl", "-w", "-t", "300", "-l", str(self._folder / "log"), "-o", options, "start")

    def _run(self, program: str, *arguments: str) -> str:
        command = [str(self._binaries / program), "-D", str(self._folder / "data"), *arguments]
        as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        done = subprocess.run([*as_user, *command], check=False, capture_output=True, text=True, cwd=self._folder)
        return "" if done.returncode == 0 else f"{program} failed: {done.stdout}{done.stderr}"


@contextmanager
def running_cluster() -> Iterator[PostgresCluster]:
    """A server that is there within."""
    root = os.geteuid() == 0
    folder = Path(tempfile.mkdtemp(prefix="advisor-pg-", dir="/tmp" if root else None))  # noqa: S108 - mkdtemp
    if root:
        shutil.chown(folder, "postgres", "postgres")
    cluster = PostgresCluster(folder)
    try:
        cluster.make()
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgres_database(server: str, *, like: str = "template1") -> Iterator[str]:
    """The URL of a database on a server, which is there within: an empty one, or a copy of the one named ``like``."""
    name = f"test_{uuid.uuid4().hex}"
    engine = create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {like}"))
    yield f"{server}/{name}".replace("+psycopg", "")
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def _binaries() -> Path:
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = packaged[-1] if packaged else Path(shutil.which("initdb") or "")
    assert found.name == "initdb", "PostgreSQL is missing: run make test, which installs it"
    return found.parent
