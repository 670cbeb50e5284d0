"""A file of prompts on the page: known names are shown, others asked, another encoding too."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from ui.playground_app import opened, save

from advisor.storage.trials import TrialStore
from advisor.trials.playground.prompt_library import Prompt

READ = "evaluation.file.read"


def handed(store: TrialStore, server: Any, content: bytes, name: str = "p.csv") -> AppTest:
    """The form of an evaluation with a file of prompts in it."""
    save(store, server, "one")
    app = opened("evaluation")
    given(app, "evaluation.file", (name, content, "text/csv"))
    assert not app.exception
    return app


def given(app: AppTest, key: str, file: tuple[str, bytes, str]) -> None:
    """Hand a file over to a field of the page."""
    next(one for one in app.get("file_uploader") if one.key == key).set_value(file)
    app.run()


def choices(app: AppTest) -> dict[str, Any]:
    """The fields that say which column is what."""
    return {str(one.key).rpartition(".")[2]: one for one in app.selectbox if f"{READ}.column" in str(one.key)}


def said(app: AppTest) -> str:
    """Everything that the page says in words."""
    return "\n".join(one.value for one in (*app.markdown, *app.caption, *app.warning))


def tables(app: AppTest) -> list[list[str]]:
    """The columns of every table on the page."""
    return [list(table.value.columns) for table in app.dataframe]


def test_usual_names_are_taken_and_shown(store: TrialStore, server: Any) -> None:
    """What each column was taken for and what is not read, with the first three rows as they are in the file."""
    rows = "".join(f"{n};Where {n}?;Here {n};x\n" for n in range(5))
    app = handed(store, server, f"id;question;ground_truth;split\n{rows}".encode())
    assert "Prompt = question · Reference answer = ground\\_truth · Name = id" in said(app)
    assert "Not read: split" in said(app)
    raw = next(table.value for table in app.dataframe if "split" in table.value.columns)
    assert list(raw["question"]) == ["Where 0?", "Where 1?", "Where 2?"]
    assert "5 prompts, 5 with a reference answer" in said(app)


def test_names_that_nobody_knows_are_asked(store: TrialStore, server: Any) -> None:
    """No prompt is read until somebody says which column it is; what was said stays for a file of the same columns."""
    app = handed(store, server, b"utterance,should_say\nWhere?,Here\n")
    assert any("Which column is the prompt?" in one.value for one in app.warning)
    assert app.button(key="evaluation.start").disabled
    assert ["utterance", "should_say"] in tables(app)
    choices(app)["text"].set_value("utterance").run()
    choices(app)["reference"].set_value("should_say").run()
    assert not app.exception
    assert "1 prompts, 1 with a reference answer" in said(app)
    assert ["Prompt", "Reference"] in tables(app)


def test_a_taken_column_can_be_changed(store: TrialStore, server: Any) -> None:
    """Where two columns could be the reference it is asked, and the person decides."""
    app = handed(store, server, b"question,answer,expected\nWhere?,There,Here\n")
    assert "**Which column is what?**" in said(app)
    assert choices(app)["reference"].value == "expected"
    choices(app)["reference"].set_value("answer").run()
    assert any("There" in list(table.value.get("Reference", [])) for table in app.dataframe)


def test_another_encoding_is_asked_and_seen(store: TrialStore, server: Any) -> None:
    """Nothing is read of a file that is not UTF-8 before somebody said how it is written."""
    app = handed(store, server, "text;reference\nWo liegt Köln?;am Rhein\n".encode("cp1252"))
    assert any("not written in UTF-8" in one.value for one in app.warning)
    app.selectbox(key=f"{READ}.encoding").set_value("cp1252").run()
    assert not app.exception
    assert any("Wo liegt Köln?" in list(table.value.get("Prompt", [])) for table in app.dataframe)


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"text,reference\nHello, world,Hi\n", "3 cells"), (b"text,text\na,b\n", "stands twice")],
)
def test_a_damaged_file_is_refused_with_its_line(store: TrialStore, server: Any, content: bytes, words: str) -> None:
    """Nothing of it is read."""
    app = handed(store, server, content)
    assert any("cannot be imported" in error.value for error in app.error)
    assert any(words in str(table.value.to_dict()) for table in app.dataframe)
    assert app.button(key="evaluation.start").disabled


def test_the_library_takes_a_file_in(store: TrialStore, server: Any) -> None:
    """With its tags; the field is empty afterwards, so that nothing is imported twice."""
    save(store, server, "one")
    app = opened("playground")
    app.session_state["playground.tabs"] = "Prompt library"
    app.run()
    given(app, "playground.prompt.file.0", ("p.csv", b"question,category\nWhere?,hard;long\n", "text/csv"))
    app.button(key="playground.prompt.read").click().run()
    assert not app.exception
    (payload,) = store.prompts(None)
    prompt = Prompt.model_validate_json(payload)
    assert (prompt.text, prompt.tags) == ("Where?", ("hard", "long"))
    assert any("1 prompts were imported" in one.value for one in app.success)
    assert not any(one.key == "playground.prompt.read" for one in app.button)
