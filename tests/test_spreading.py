"""Tests go to the processes file by file: nothing is left out or run twice, and a file is shared only at the end."""

from __future__ import annotations

from itertools import zip_longest
from types import SimpleNamespace
from typing import Any

from spreading import ByFile, next_unit

FILES = {
    f"tests/{file}.py": count for file, count in {"a/one": 6, "a/two": 5, "b/one": 4, "b/long": 3, "g/whole": 4}.items()
}
EVERY = [f"{file}::test_{number}" for file, count in FILES.items() for number in range(count)]
GROUPS = {"tests/g/whole.py": "whole"}


class Process:
    """What stands for a process of pytest-xdist: it notes what it is sent."""

    def __init__(self, name: str) -> None:
        self.gateway = SimpleNamespace(id=name)
        self.sent: list[int] = []
        self.shutting_down = False

    def send_runtest_some(self, indices: list[int]) -> None:
        """Take tests, by their place in the collection."""
        self.sent += indices

    def shutdown(self) -> None:
        """Take no more."""
        self.shutting_down = True


def spread() -> tuple[list[str], list[str]]:
    """What two equally quick processes ran, in their order."""
    config: Any = SimpleNamespace(
        getvalue=lambda _: ["popen", "popen"], option=SimpleNamespace(loadscopereorder=True, tx=["popen", "popen"])
    )
    scheduler = ByFile(config, None, groups=GROUPS, first=("tests/b/long",), waiting="tests/e2e/")
    processes: list[Any] = [Process("one"), Process("other")]
    for process in processes:
        scheduler.add_node(process)
        scheduler.add_node_collection(process, EVERY)
    scheduler.schedule()
    done = [0, 0]
    while any(at < len(process.sent) for at, process in zip(done, processes, strict=True)):
        for which, process in enumerate(processes):
            if done[which] < len(process.sent):
                done[which] += 1
                scheduler.mark_test_complete(process, process.sent[done[which] - 1])
    assert not scheduler.has_pending
    one, other = ([EVERY[index] for index in process.sent] for process in processes)
    return one, other


def file_of(test: str) -> str:
    """The file of a test."""
    return test.partition("::")[0]


def test_every_test_runs_once() -> None:
    """Neither is one lost on the way from file to file, nor given to both."""
    one, other = spread()
    assert sorted(one + other) == sorted(EVERY)
    assert one
    assert other


def test_a_group_and_what_takes_long_begin() -> None:
    """Each process starts with one of them."""
    assert {file_of(tests[0]) for tests in spread()} == {"tests/g/whole.py", "tests/b/long.py"}


def test_a_file_is_shared_only_when_nothing_else_waits() -> None:
    """Only the last file may be run by both, and each of the others in one piece."""
    one, other = spread()
    assert len({file_of(test) for test in one} & {file_of(test) for test in other}) <= 1
    for tests in (one, other):
        pieces = [test for test, after in zip_longest(tests, tests[1:]) if not after or file_of(test) != file_of(after)]
        assert len(pieces) == len({file_of(test) for test in tests})


def test_what_waits_for_other_programs_leaves_a_process_to_the_rest() -> None:
    """Where enough processes are at it, it is begun last; else it goes by the same order as all."""
    files = {f"tests/{file}.py::t": f"tests/{file}.py" for file in ("e2e/two", "a/two")}
    given: dict[str, Any] = {"mine": "", "others": {"tests/e2e/one.py"}, "first": ("tests/e2e/",)}
    assert next_unit(files, files, **given) == "tests/e2e/two.py::t"
    assert next_unit(files, files, **given, full="tests/e2e/") == "tests/a/two.py::t"
    assert next_unit([*files][:1], files, **given, full="tests/e2e/") == "tests/e2e/two.py::t"


def test_a_process_goes_on_in_its_own_room() -> None:
    """Before a file of another room; one where somebody is comes last."""
    files = {f"tests/{file}.py::t": f"tests/{file}.py" for file in ("b/two", "c/one", "a/two", "b/one")}
    given: dict[str, Any] = {"others": {"tests/b/one.py"}, "first": ()}
    assert next_unit(files, files, mine="tests/a/one.py", **given) == "tests/a/two.py::t"
    assert next_unit([*files][:2], files, mine="tests/a/one.py", **given) == "tests/c/one.py::t"
    assert next_unit(["tests/b/one.py::t", "tests/b/two.py::t"], files, mine="", **given) == "tests/b/two.py::t"
