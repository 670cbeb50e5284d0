"""Sessions whose window was closed go in time, and what they hold with them."""

from __future__ import annotations

import asyncio
from threading import Thread
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.runtime.memory_session_storage import MemorySessionStorage

from advisor.ui import let_go as letting
from advisor.ui.let_go import LettingGo, let_go


class Held:
    """A session, as Streamlit keeps one."""

    def __init__(self, name: str) -> None:
        self.id = name
        self.ended: list[str] = []
        self.session_state = {"upload": "its bytes"}

    def shutdown(self) -> None:
        """Let go of its files."""
        self.ended.append(self.id)


def served(monkeypatch: pytest.MonkeyPatch, storage: object) -> None:
    """A running server that keeps its closed sessions in ``storage``."""
    manager = SimpleNamespace(_session_mgr=SimpleNamespace(_session_storage=storage))
    monkeypatch.setattr(letting.runtime, "exists", lambda: True)
    monkeypatch.setattr(letting.runtime, "get_instance", lambda: manager)


def kept(storage: MemorySessionStorage) -> Held:
    """A session whose window was closed."""
    session = Held("one")
    info: Any = SimpleNamespace(session=session)
    storage.save(info)
    return session


def test_a_session_goes_when_its_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Though nobody else comes or goes."""
    storage = MemorySessionStorage(ttl_seconds=0)
    served(monkeypatch, storage)
    session = kept(storage)
    assert let_go() == 0
    assert session.ended == ["one"]
    assert session.session_state == {}


def test_one_that_may_come_back_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is counted, so that it is looked for again."""
    storage = MemorySessionStorage(ttl_seconds=600)
    served(monkeypatch, storage)
    session = kept(storage)
    assert let_go() == 1
    assert session.ended == []
    assert session.session_state


def test_a_closed_window_has_it_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once for all that close meanwhile, and again while any session is left."""
    left = iter([1, 0])
    looked: list[int] = []
    monkeypatch.setattr(letting, "let_go", lambda: looked.append(1) or next(left))
    monkeypatch.setattr(letting, "_SPARE_S", 0.01)
    monkeypatch.setattr(letting.st, "get_option", lambda _: 0)

    async def close() -> None:
        going = LettingGo()
        going.closed()
        going.closed()
        await asyncio.sleep(0.2)

    in_a_thread = Thread(target=asyncio.run, args=(close(),))  # another test's browser may have a loop in this one
    in_a_thread.start()
    in_a_thread.join()
    assert looked == [1, 1]


@pytest.mark.parametrize("storage", [None, SimpleNamespace(), SimpleNamespace(_cache={})])
def test_another_version_of_streamlit_is_left_alone(storage: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it keeps elsewhere is its own to forget."""
    served(monkeypatch, storage)
    assert let_go() == 0
