"""A file that was handed over: read once for as long as it lies there, refused as often as it is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from running import PATIENCE_S
from streamlit import get_option
from streamlit.testing.v1 import AppTest

from advisor.services.aside import run


def _page(kind: str) -> None:
    from functools import partial  # noqa: PLC0415 - the text of this function is a script of its own
    from types import SimpleNamespace  # noqa: PLC0415

    import streamlit  # noqa: PLC0415 - as above

    from advisor.errors import InputError  # noqa: PLC0415
    from advisor.questionnaire.load import parse_answers  # noqa: PLC0415
    from advisor.ui.cached.uploads import read_once  # noqa: PLC0415

    content = {"sound": b"title: x\nuse_cases: [{task: rag}]", "bad": b"title: 1"}[kind]
    upload: Any = SimpleNamespace(file_id=streamlit.text_input("file", "1", key="file"), name="answers.yaml")
    try:
        streamlit.text(read_once(upload, partial(parse_answers, content, name="answers.yaml"), key="x").title)
    except InputError as error:
        streamlit.text(error.title)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was worked out aside."""
    done: list[str] = []
    pool = run._POOLS["files"]
    real = pool.run

    def counted(call: Any, *, what: str, **limits: Any) -> Any:
        done.append(what)
        return real(call, what=what, **limits)

    monkeypatch.setattr(pool, "run", counted)
    return done


@pytest.mark.parametrize(("kind", "told"), [("sound", "x"), ("bad", "answers.yaml has errors:")])
def test_each_file_is_read_once(calls: list[str], kind: str, told: str) -> None:
    """Drawn anew it is not read again; another file is."""
    page = AppTest.from_function(_page, kwargs={"kind": kind}, default_timeout=PATIENCE_S).run()
    page.run()
    assert page.text[0].value == told
    assert calls == ["answers.yaml"]
    page.text_input(key="file").set_value("2").run()
    assert page.text[0].value == told
    assert len(calls) == 2


def _field() -> None:
    from advisor.ui.cached.uploads import ask_file  # noqa: PLC0415 - the text of this function is a script of its own

    ask_file("A file", types=["csv"], key="file", help="Any")


def test_the_limit_is_said_beside_the_field() -> None:
    """What is too large the browser refuses by itself, in English alone: how large, and what to do, is said before."""
    page = AppTest.from_function(_field, default_timeout=PATIENCE_S).run()
    limit = get_option("server.maxUploadSize")
    assert [one.value for one in page.caption if f"{limit} MB" in one.value and "several parts" in one.value]


def test_every_field_says_it() -> None:
    """No page draws an uploader without the limit beside it; images have a smaller one, said in the same place."""
    ui = Path(run.__file__).parents[2] / "ui"
    drawn = {path: path.read_text(encoding="utf-8") for path in ui.rglob("*.py")}
    fields = {
        path.name: text.partition("st.file_uploader(")[2] for path, text in drawn.items() if "st.file_uploader(" in text
    }
    said = {"say_limit()", "a larger one is not taken"}
    assert [name for name, text in fields.items() if not any(words in text for words in said)] == []
    assert len(fields) > 3
