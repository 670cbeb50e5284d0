"""Which process runs which test: a file stays in one while it can, and what takes long begins first.

Fixtures of a file and what its folder keeps (assessments, PDFs) are then made once, not once in every process.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from xdist.scheduler import LoadScopeScheduling


def room_of(file: str) -> str:
    """The folder below ``tests`` in which a file is, or the file where it is in none."""
    return "/".join(file.split("/")[:2])


class ByFile(LoadScopeScheduling):
    """Each test for itself, or with its group; a process goes on in its file, then in its room, and helps others last.

    ``first`` are beginnings of paths whose tests take long: begun last, one would keep a process while another is idle.
    ``waiting`` is the beginning of those that mostly wait for other programs: one process is kept for the rest, so that
    the machine is never idle while they wait, nor only they left at the end.
    """

    def __init__(
        self, config: Any, log: Any, *, groups: Mapping[str, str], first: tuple[str, ...], waiting: str
    ) -> None:
        super().__init__(config, log)
        self._waiting = waiting
        self._groups = groups
        self._first = first
        self._files: dict[str, str] = {}
        self._at: dict[Any, str] = {}

    def mark_test_complete(self, node: Any, item_index: int, duration: float = 0) -> None:  # noqa: ARG002 - theirs
        """As theirs; what is done is forgotten, or each of ten thousand tests would be counted at each of them."""
        nodeid = self.registered_collections[node][item_index]
        scope = self._split_scope(nodeid)
        unit = self.assigned_work[node][scope]
        unit[nodeid] = True
        if all(unit.values()):
            del self.assigned_work[node][scope]
        self._reschedule(node)

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        scope = self._groups.get(file, nodeid)
        self._files[scope] = file
        return scope

    def _assign_work_unit(self, node: Any) -> None:
        scope = self._next_for(node)
        self._at[node] = self._files[scope]
        self.workqueue.move_to_end(scope, last=False)
        super()._assign_work_unit(node)

    def _next_for(self, node: Any) -> str:
        mine = self._at.get(node, "")
        same = next((scope for scope in self.workqueue if self._files[scope] == mine), None)
        if same is not None:
            return same
        others = set(self._of_others(node))
        most = max(len(self.nodes) - 1, 1)
        full = self._waiting if sum(file.startswith(self._waiting) for file in self._of_others(node)) >= most else None
        return next_unit(self.workqueue, self._files, mine=mine, others=others, first=self._first, full=full)

    def _of_others(self, node: Any) -> list[str]:
        return [self._at[other] for other in self.nodes if other is not node and other in self._at]


def next_unit(
    waiting: Iterable[str],
    files: Mapping[str, str],
    *,
    mine: str,
    others: set[str],
    first: tuple[str, ...],
    full: str | None = None,
) -> str:
    """What a process begins whose file is done: the first of what waits that suits it best.

    A file that another is at comes last of all, a group and what takes long first; between them a file of its own room
    before one of a room in which no other is, and that before the rest. What begins with ``full`` has processes enough
    and is begun where nothing else waits.
    """
    rooms = {room_of(file) for file in others}

    def rank(scope: str) -> tuple[bool, bool, bool, bool, bool]:
        file = files[scope]
        taken = file in others
        of_a_group = "::" not in scope
        late = taken or not (of_a_group or file.startswith(first))
        crowded = full is not None and file.startswith(full)
        return crowded, taken, late, not mine or room_of(file) != room_of(mine), room_of(file) in rooms

    return min(waiting, key=rank)
