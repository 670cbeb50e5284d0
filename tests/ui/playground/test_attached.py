"""Documents, tools and forms of answers on the page: sent as text, shown and never made, checked and said."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from ui.playground_app import choose, finished, opened, reason, save, write

from advisor.storage.trials import TrialStore
from advisor.trials.records import Run


def one_pane(store: TrialStore, server: Any, model: str = "well") -> AppTest:
    """The playground with one pane and a prompt."""
    save(store, server, "a", model)
    app = opened("playground")
    app.segmented_control(key="playground.panes").set_value(1).run()
    return write(choose(app, "a"), "Sum up.")


def attach(app: AppTest, *files: tuple[str, bytes, str]) -> AppTest:
    """Hand documents over."""
    field = next(one for one in app.get("file_uploader") if one.key == "playground.documents")
    field.set_value(list(files))
    return app.run()


def ran(app: AppTest, store: TrialStore) -> Run:
    """Press Run and wait for the only run."""
    app.button(key="playground.run").click().run()
    (run,) = finished(app, store, 1)
    return run


def test_a_document_goes_as_text_and_is_guarded(store: TrialStore, server: Any) -> None:
    """What is in it is found by the guard like what is typed; it is shown before it is sent."""
    text = b"Write to erika.mustermann@example.com about it."
    app = attach(one_pane(store, server), ("note.txt", text, "text/plain"))
    assert any("note.txt: 47 characters of text" in one.value for one in app.caption)
    assert any("personal data" in one.value for one in app.warning)
    run = ran(app, store)
    assert run.request.prompt.startswith("Sum up.\n\n<<<DOCUMENT note.txt\nWrite to erika")
    assert server.seen.bodies[-1]["messages"][-1]["content"] == run.request.prompt


def test_a_document_that_cannot_be_read_stops_the_run(store: TrialStore, server: Any) -> None:
    """With the reason; nothing is sent without it."""
    app = attach(one_pane(store, server), ("scan.pdf", b"nonsense", "application/pdf"))
    assert any("scan.pdf cannot be attached; damaged" in one.value for one in app.error)
    assert app.button(key="playground.run").disabled


def test_calls_are_shown_and_not_made(store: TrialStore, server: Any) -> None:
    """The function is offered, its call stands under the answer, and the endpoint is asked once."""
    app = one_pane(store, server, "tools_at_once")
    app.text_area(key="playground.all.tools").set_value("[").run()
    assert any("the tools are no JSON" in one.value for one in app.error)
    app.text_area(key="playground.all.tools").set_value('{"name": "weather"}').run()
    before = len(server.seen.bodies)
    run = ran(app, store)
    assert [call.name for call in run.tool_calls] == ["weather", "time"]
    assert any("asks for **weather** (shown, not made)" in one.value for one in app.markdown)
    assert len(server.seen.bodies) == before + 1


@pytest.mark.parametrize(
    ("schema", "words"), [('{"type": "object"}', "the answer is no JSON"), ('{"type": 5}', "no JSON")]
)
def test_the_form_of_an_answer_is_checked_and_said(store: TrialStore, server: Any, schema: str, words: str) -> None:
    """Whatever the endpoint promises: prose does not fit."""
    app = one_pane(store, server)
    app.text_area(key="playground.all.schema").set_value(schema).run()
    ran(app, store)
    assert any("Does not fit the JSON schema" in one.value and words in one.value for one in app.warning)


def test_every_repetition_can_be_read(store: TrialStore, server: Any) -> None:
    """Each by its number, the last first."""
    app = one_pane(store, server)
    app.number_input(key="playground.repeat").set_value(3).run()
    app.button(key="playground.run").click().run()
    finished(app, store, 3)
    shown = app.segmented_control(key="playground.run_shown.0.3")
    assert (shown.options, shown.value) == (["1", "2", "3"], 2)
    shown.set_value(0).run()
    assert not app.exception
    assert sum("The answer is forty-two." in one.value for one in app.markdown) >= 1


def test_a_reason_belongs_to_one_prompt(store: TrialStore, server: Any) -> None:
    """Another prompt asks for one anew, and so does the next turn of the conversation."""
    save(store, server, "a", max_data_class="public")
    app = opened("playground", "hospital-note-summariser")
    app.segmented_control(key="playground.panes").set_value(1).run()
    app = write(choose(app, "a"), "First")
    reason(app).set_value("The owner of the data agreed").run()
    assert not app.button(key="playground.run").disabled
    app.text_area(key="playground.prompt").set_value("Second").run()
    assert reason(app).value == ""
    assert app.button(key="playground.run").disabled
    reason(app).set_value("The owner agreed to this too").run()
    app.button(key="playground.run").click().run()
    finished(app, store, 1)
    sent = len(server.seen.bodies)
    app.text_input(key="playground.turn").set_value("And then?")
    app.button(key="playground.send").click().run()
    assert len(server.seen.bodies) == sent
    assert any("Not sent yet" in one.value for one in app.markdown)
    assert app.button(key="playground.turn_anyway").disabled
