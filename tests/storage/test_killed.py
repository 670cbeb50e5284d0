"""Killed while saving, 200 times on each database: no acknowledged save is lost; on SQLite by no power cut either."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from advisor.storage.audit_trail import verify
from advisor.storage.database import open_database
from advisor.storage.decisions import Decisions

pytestmark = pytest.mark.slow
KILLS = int(os.environ.get("KILLS", "200"))
SAVING = """
import os, sys
from advisor.questionnaire.presets import load_sample
from advisor.storage.database import open_database
from advisor.storage.decisions import Decisions
answers = load_sample("marketing-images")
def save(most):
    repository = Decisions(open_database(sys.argv[1]))
    kept = repository.create(answers)
    for number in range(1, most + 1):
        changed = repository.change(kept.decision_id, answers.model_copy(update={"notes": str(number)}))
        os.write(1, f"{kept.decision_id} {changed.revision} {number}\\n".encode())
"""
SAVES = 40
COUNTED = f"{SAVING}save({SAVES})"
# Everything is imported and worked out once, by a first save; each writer is a fork with a connection of its own.
FORKING = f"""{SAVING}
first = open_database(sys.argv[1])
Decisions(first).create(answers)
first.dispose()
for line in sys.stdin:
    pid = os.fork()
    if pid == 0:
        os.write(1, f"{{os.getpid()}}\\n".encode())
        save(10**9)
    os.waitpid(pid, 0)
    os.write(1, b"over\\n")
"""


def test_no_acknowledged_save_is_lost_by_a_kill(url: str) -> None:
    """A writer after the other, killed at random moments; what one said is in the database, and the chain holds."""
    draw = random.Random(17)
    acknowledged: list[tuple[str, int, str]] = []
    open_database(url).dispose()
    command = [sys.executable, "-c", FORKING, url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writers:
        assert writers.stdin is not None
        assert writers.stdout is not None
        for _ in range(KILLS):
            writers.stdin.write("go\n")
            writers.stdin.flush()
            pid = int(writers.stdout.readline())
            acknowledged.append(save_of(writers.stdout.readline()))
            time.sleep(draw.random() * 0.1)
            os.kill(pid, signal.SIGKILL)
            acknowledged += map(save_of, iter(writers.stdout.readline, "over\n"))
        writers.stdin.close()
    engine = open_database(url)
    repository = Decisions(engine)
    stored = {
        (kept.decision_id, version.revision, version.answers.notes)
        for kept in repository.all()
        for version in repository.versions(kept.decision_id)
    }
    problems = verify(engine).problems
    engine.dispose()
    assert [save for save in acknowledged if save not in stored] == []
    assert len(acknowledged) > KILLS
    assert problems == ()


def save_of(line: str) -> tuple[str, int, str]:
    """An acknowledged save: decision, revision and what was saved."""
    decision_id, revision, number = line.split()
    return decision_id, int(revision), number


CALL = re.compile(r"^(\d+ +)?(?P<name>\w+)\((?P<rest>.*)\) += +(?P<result>-?\w+)")
PATH = re.compile(r"\d+<(?P<path>[^>]*)>")
TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


def told(text: str) -> str:
    """Text that strace wrote as bytes."""
    return bytes.fromhex(text.replace("\\x", "")).decode() if text.startswith("\\x") else text


class Disk:
    """Files as they are after a power cut: what was written and flushed, without (or with some of) what was not."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now: dict[str, bytearray] = {}
        self.flushed: dict[str, bytes] = {}

    def apply(self, name: str, rest: str, result: int) -> None:
        """One call of the kernel, as strace tells it."""
        if name.startswith("unlink"):
            named = TEXT.search(rest)
            gone = told(named[1]) if named else ""
            self.now.pop(gone, None)
            self.flushed.pop(gone, None)
            return
        where = PATH.search(rest)
        path = told(where["path"]) if where else ""
        if not path.startswith(str(self.folder)) or path.endswith("-shm"):
            return
        content = self.now.setdefault(path, bytearray())
        if name == "pwrite64":
            text = TEXT.search(rest)
            assert text is not None, rest[:200]
            data = bytes.fromhex(text[1].replace("\\x", ""))[:result]
            start = int(rest.rsplit(",", 1)[1])
            content.extend(b"\0" * (start + len(data) - len(content)))
            content[start : start + len(data)] = data
        elif name == "ftruncate":
            size = int(rest.rsplit(",", 1)[1])
            del content[size:]
            content.extend(b"\0" * (size - len(content)))
        elif name in ("fsync", "fdatasync"):
            self.flushed[path] = bytes(content)

    def cut(self, place: Path, *, torn: random.Random | None = None) -> None:
        """Write the files as a power cut leaves them; ``torn`` keeps some pages of what was not flushed."""
        for path in self.now:
            kept = bytearray(self.flushed.get(path, b""))
            if torn is not None:
                later = self.now[path]
                for start in range(0, len(later), 4096):
                    if torn.random() < 0.5:
                        kept.extend(b"\0" * (start - len(kept)))
                        kept[start : start + 4096] = later[start : start + 4096]
            (place / Path(path).name).write_bytes(kept)


def test_no_acknowledged_save_is_lost_by_a_power_cut(tmp_path: Path) -> None:
    """Cut at every acknowledgement: what was flushed by then alone, and with random pages of the rest."""
    home, log = tmp_path / "home", tmp_path / "calls.txt"
    calls = "trace=pwrite64,ftruncate,fsync,fdatasync,write,unlink,unlinkat"
    traced = ["strace", "-f", "-y", "-xx", "-s", "2000000", "-e", calls, "-e", "signal=none", "-o", str(log)]
    command = [*traced, sys.executable, "-c", COUNTED, f"sqlite:///{home / 'a.sqlite3'}"]
    subprocess.run(command, check=True, capture_output=True)
    disk, draw, cuts = Disk(home), random.Random(17), 0
    for line in log.read_text().split("\n"):
        call = CALL.match(line)
        if call is None:
            continue
        text = TEXT.search(call["rest"])
        if call["name"] == "write" and call["rest"].startswith("1<") and text is not None:
            save = save_of(told(text[1]))
            for torn in (None, draw):
                place = tmp_path / "cut"
                place.mkdir()
                disk.cut(place, torn=torn)
                engine = open_database(f"sqlite:///{place / 'a.sqlite3'}")
                versions = {(v.revision, v.answers.notes) for v in Decisions(engine).versions(save[0])}
                assert save[1:] in versions
                engine.dispose()
                shutil.rmtree(place)
                cuts += 1
        else:
            disk.apply(call["name"], call["rest"], int(call["result"], 0))
    assert cuts == 2 * SAVES
