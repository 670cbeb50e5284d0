"""The connections page: added, tested, changed, removed; errors in words."""

from __future__ import annotations

from typing import Any

from ui.playground_app import opened, save

from advisor.storage.trials import TrialStore
from advisor.trials.records import Connection


def test_a_connection_is_added_tested_and_removed(store: TrialStore, server: Any) -> None:
    """The form saves it, the test says that it works, and removing forgets it."""
    app = opened("connections")
    app.text_input(key="connections.new.name").set_value("ours")
    app.text_input(key="connections.new.base_url").set_value(server.url)
    app.text_input(key="connections.new.model").set_value("well")
    app.button(key="connections.new.save").click().run()
    (payload,) = store.connections()
    assert Connection.model_validate_json(payload).scope == "loopback"
    app.button(key="connections.ours.test").click().run()
    assert any("The answer streams" in element.value for element in app.success)
    app.button(key="connections.ours.remove").click().run()
    assert store.connections() == ()


def test_a_bad_connection_is_refused_in_words(store: TrialStore) -> None:
    """An address with a password in it is not saved."""
    app = opened("connections")
    app.text_input(key="connections.new.name").set_value("bad")
    app.text_input(key="connections.new.base_url").set_value("https://user:secret@host/v1")
    app.button(key="connections.new.save").click().run()
    assert any("keys go elsewhere" in error.value for error in app.error)
    assert store.connections() == ()


def test_a_listed_model_is_picked_for_a_new_connection(store: TrialStore, server: Any) -> None:
    """Listing models asks the endpoint; choosing one fills the field, and the saved form is empty for the next."""
    app = opened("connections")
    app.text_input(key="connections.new.name").set_value("ours")
    app.text_input(key="connections.new.base_url").set_value(server.url)
    app.button(key="connections.new.list").click().run()
    assert app.selectbox(key="connections.new.listed").options == ["other", "well"]
    app.selectbox(key="connections.new.listed").set_value("well").run()
    assert app.text_input(key="connections.new.model").value == "well"
    app.button(key="connections.new.save").click().run()
    (payload,) = store.connections()
    assert Connection.model_validate_json(payload).model == "well"
    assert [app.text_input(key=f"connections.new.{field}").value for field in ("name", "base_url", "model")] == [""] * 3


def test_the_next_connection_begins_safe_whatever_the_last_one_was(store: TrialStore, server: Any) -> None:
    """A form that was saved for restricted data, with a key and a host of its own, leaves nothing of that behind."""
    app = opened("connections")
    new = "connections.new"
    first = {
        kind: app.selectbox(key=f"{new}.{kind}").value
        for kind in ("data_class", "hosting", "scope", "key_kind", "flavour")
    }
    assert first["data_class"] == "public"
    for field, text in (
        ("name", "ours"),
        ("base_url", server.url),
        ("model", "well"),
        ("key_name", "ADVISOR_KEY_OURS"),
    ):
        app.text_input(key=f"{new}.{field}").set_value(text)
    last = {"data_class": "restricted", "hosting": "on_prem", "scope": "loopback", "key_kind": "env"}
    for field, choice in last.items():
        app.selectbox(key=f"{new}.{field}").set_value(choice)
    app.selectbox(key=f"{new}.provider").set_value(app.selectbox(key=f"{new}.provider").options[1])
    app.toggle(key=f"{new}.images").set_value(True)
    app.number_input(key=f"{new}.deadline").set_value(9.0)
    app.button(key=f"{new}.save").click().run()
    (payload,) = store.connections()
    saved = Connection.model_validate_json(payload)
    assert (saved.max_data_class, saved.hosting, saved.deadline_s) == ("restricted", "on_prem", 9.0)
    assert {kind: app.selectbox(key=f"{new}.{kind}").value for kind in first} == first
    assert app.selectbox(key=f"{new}.provider").value is None
    assert not app.toggle(key=f"{new}.images").value
    assert app.number_input(key=f"{new}.deadline").value == 120.0
    assert app.text_input(key=f"{new}.key_name").value == ""


def test_an_endpoint_that_lists_nothing_says_so(store: TrialStore, server: Any) -> None:
    """Listing fails in words, and what was typed stays."""
    app = opened("connections")
    app.text_input(key="connections.new.base_url").set_value(server.url.replace("http:", "https:"))
    app.button(key="connections.new.list").click().run()
    assert any("Not available" in warning.value for warning in app.warning)
    assert app.text_input(key="connections.new.base_url").value.startswith("https:")


def test_a_saved_connection_is_pointed_to_another_listed_model(store: TrialStore, server: Any) -> None:
    """After a test the listed models can be chosen in the form that changes the connection."""
    save(store, server, "ours")
    app = opened("connections")
    app.button(key="connections.ours.test").click().run()
    app.selectbox(key="connections.ours.edit.listed").set_value("other").run()
    app.button(key="connections.ours.edit.save").click().run()
    (payload,) = store.connections()
    assert Connection.model_validate_json(payload).model == "other"


def test_the_class_question_is_asked_where_the_open_decision_needs_it(store: TrialStore, server: Any) -> None:
    """Not answered, a new connection may receive public data alone; yes raises its class, no takes that back."""
    assert not any(one.key == "connections.new.may_receive" for one in opened("connections").radio)
    app = opened("connections", "hospital-note-summariser")
    asked = app.radio(key="connections.new.may_receive")
    assert asked.value is None
    assert app.selectbox(key="connections.new.data_class").value == "public"
    asked.set_value(True).run()
    needed = app.selectbox(key="connections.new.data_class").value
    assert needed in asked.label
    assert needed != "public"
    app.radio(key="connections.new.may_receive").set_value(False).run()
    assert app.selectbox(key="connections.new.data_class").value == "public"
    app.radio(key="connections.new.may_receive").set_value(True).run()
    for field, text in (("name", "ours"), ("base_url", server.url), ("model", "well")):
        app.text_input(key=f"connections.new.{field}").set_value(text)
    app.button(key="connections.new.save").click().run()
    (payload,) = store.connections()
    assert Connection.model_validate_json(payload).max_data_class == needed
    assert app.radio(key="connections.new.may_receive").value is None
    assert app.selectbox(key="connections.new.data_class").value == "public"
