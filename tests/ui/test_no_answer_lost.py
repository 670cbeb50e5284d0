"""What was typed a moment before a link was followed is taken all the same."""

from __future__ import annotations

from threading import Thread
from types import SimpleNamespace
from typing import Any, cast

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.scriptrunner import script_runner
from streamlit.runtime.scriptrunner_utils import script_requests
from streamlit.runtime.scriptrunner_utils.exceptions import RerunException
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests
from streamlit.runtime.state import safe_session_state
from streamlit.testing.v1 import AppTest

from advisor.ui import no_answer_lost

ScriptRunner = script_runner.ScriptRunner


@pytest.fixture(autouse=True)
def as_served(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the app is served; the tests after this one find Streamlit as it was."""
    for owner, name in (
        (script_requests, "_coalesce_widget_states"),
        (ScriptRunner, "_maybe_handle_execution_control_request"),
        (ScriptRequests, "request_rerun"),
        (ScriptRequests, "_request_rerun_locked"),
        (ScriptRunner, "__init__"),
        (safe_session_state.SafeSessionState, "on_script_will_rerun"),
        (safe_session_state.SafeSessionState, "register_widget"),
    ):
        monkeypatch.setattr(owner, name, getattr(owner, name))
    no_answer_lost.keep_all()


def values(**given: float) -> WidgetStates:
    """The values of number fields."""
    states = WidgetStates()
    for name, value in given.items():
        states.widgets.add(id=name, double_value=value)
    return states


def taken(requests: ScriptRequests) -> RerunData:
    """What a run would take at the next point where it may be stopped."""
    request = requests.on_scriptrunner_yield()
    assert request is not None
    return request.rerun_data


def by_name(data: RerunData) -> dict[str, float]:
    """The values of number fields, by name."""
    assert data.widget_states is not None
    return {state.id: state.double_value for state in data.widget_states.widgets}


def test_a_typed_value_outlives_the_page_change_that_follows_it() -> None:
    """The field is on the page that is left, so the request for the next page does not have it."""
    requests = ScriptRequests()
    requests.request_rerun(RerunData(widget_states=values(users=12345, language=1), page_script_hash="requirements"))
    requests.request_rerun(RerunData(widget_states=values(language=1), page_script_hash="hosting"))
    data = taken(requests)
    assert data.page_script_hash == "hosting"
    assert by_name(data) == {"users": 12345, "language": 1}


def test_a_value_told_after_the_page_change_comes_to_the_new_page() -> None:
    """A busy browser tells a field's value behind the link, with the page that it still shows."""
    requests = ScriptRequests()
    requests.request_rerun(RerunData(widget_states=values(users=1, language=1), page_script_hash="requirements"))
    requests.request_rerun(RerunData(widget_states=values(language=1), page_script_hash="hosting"))
    requests.request_rerun(RerunData(widget_states=values(users=12345, language=1), page_script_hash="requirements"))
    data = taken(requests)
    assert data.page_script_hash == "hosting"
    assert by_name(data) == {"users": 12345, "language": 1}


@pytest.mark.parametrize("asked", [{"language": 1}, {}])
def test_who_goes_elsewhere_while_a_page_is_still_made_gets_there(asked: dict[str, float]) -> None:
    """By a link, which brings what stands on all pages alone; from a page that has told its values, and back to it."""
    requests = ScriptRequests()
    requests.request_rerun(RerunData(widget_states=values(users=12345, language=1), page_script_hash="requirements"))
    for page in ("hosting", "requirements", "report"):
        requests.request_rerun(RerunData(widget_states=values(**asked), page_script_hash=page))
        assert taken(requests).page_script_hash == page


@pytest.mark.parametrize("before", [("", {}), ("requirements", {"users": 1.0, "language": 1.0}), ("requirements", {})])
def test_a_link_is_followed_amid_a_first_run_and_after_the_page_has_asked_to_be_drawn_anew(
    before: tuple[str, dict[str, float]],
) -> None:
    """A page asks so in its own thread and brings no values; a first run has none yet."""
    requests = ScriptRequests()
    page, sent = before
    requests.request_rerun(RerunData(widget_states=values(**sent) if sent else None, page_script_hash=page))
    requests.request_rerun(RerunData(page_script_hash=page))
    requests.request_rerun(RerunData(widget_states=values(language=1), page_script_hash="hosting"))
    assert taken(requests).page_script_hash == "hosting"


def test_a_page_that_goes_to_the_one_before_gets_there() -> None:
    """A button leads to the page from which the reader came, while that page's link is still followed."""
    requests = ScriptRequests()
    for page in ("recommendation", "start"):
        requests.request_rerun(RerunData(widget_states=values(language=1), page_script_hash=page))
    requests.request_rerun(RerunData(page_script_hash="recommendation"))
    assert taken(requests).page_script_hash == "recommendation"


def test_back_gets_there_whatever_it_brings() -> None:
    """The browser says that its history was gone through."""
    requests = ScriptRequests()
    for page in ("requirements", "hosting"):
        requests.request_rerun(RerunData(widget_states=values(language=1), page_script_hash=page))
    back = RerunData(widget_states=values(users=1), page_script_hash="requirements", is_history_navigation=True)
    requests.request_rerun(back)
    assert taken(requests).page_script_hash == "requirements"


def test_the_newer_of_two_values_counts() -> None:
    """A field that was changed twice has what was typed last."""
    requests = ScriptRequests()
    requests.request_rerun(RerunData(widget_states=values(users=1)))
    requests.request_rerun(RerunData(widget_states=values(users=2)))
    assert by_name(taken(requests)) == {"users": 2}


@pytest.mark.parametrize(("waiting", "newer"), [(None, values(users=3)), (values(users=3), None)])
def test_a_request_without_values_takes_none_away(waiting: WidgetStates | None, newer: WidgetStates | None) -> None:
    """A run that a timer asks for brings no values of its own."""
    states = no_answer_lost.folded(waiting, newer)
    assert states is not None
    assert [(state.id, state.double_value) for state in states.widgets] == [("users", 3)]


def test_a_run_gives_way_after_its_callbacks_and_not_amid_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a callback does is done whole, however soon the next page is asked for."""
    requests = ScriptRequests()
    runner = SimpleNamespace(_requests=requests, _execing=True, _is_in_script_thread=lambda: True)
    done = []

    def callbacks(session: object, sent: object) -> None:
        """Half-way through, the next page is asked for, and the session is touched as by any callback."""
        requests.request_rerun(RerunData(page_script_hash="hosting"))
        no_answer_lost.give_way(runner)  # type: ignore[arg-type]  # as much of a runner as is asked
        done.append((session, sent))

    monkeypatch.setattr(no_answer_lost, "_take_values", callbacks)
    sent = values(users=1)
    no_answer_lost.take_values("session", sent)  # type: ignore[arg-type]  # the callbacks above ask nothing of it
    assert done == [("session", sent)]
    with pytest.raises(RerunException) as given_way:
        no_answer_lost.give_way(runner)  # type: ignore[arg-type]  # as above
    assert given_way.value.rerun_data.page_script_hash == "hosting"


def pressed_and_interrupted() -> None:
    """A page with a button; in the run of its press the browser tells something else: above it, there or below it."""
    import threading  # noqa: PLC0415 - the text of this function is run as a page

    import streamlit as st  # noqa: PLC0415
    from streamlit.proto.WidgetStates_pb2 import WidgetStates  # noqa: PLC0415
    from streamlit.runtime.scriptrunner import get_script_run_ctx  # noqa: PLC0415
    from streamlit.runtime.scriptrunner_utils.script_requests import RerunData  # noqa: PLC0415

    def called() -> None:
        st.session_state["called"] = st.session_state.get("called", 0) + 1
        st.session_state["told"] = False

    def browser_tells(at: str) -> None:
        run = get_script_run_ctx()
        if run and run.script_requests and st.session_state["at"] == at and st.session_state.get("told") is False:
            st.session_state["told"] = True
            width = RerunData(widget_states=WidgetStates(), page_script_hash=run.page_script_hash)
            other = threading.Thread(target=run.script_requests.request_rerun, args=(width,))
            other.start()
            other.join()

    browser_tells("above")
    st.write("Above")
    browser_tells("there")
    if st.button("Go", key="go", on_click=called):
        browser_tells("below")
        st.write("Doing it")
        st.session_state["done"] = st.session_state.get("done", 0) + 1
        if st.session_state.get("anew"):
            st.rerun()
            st.session_state["done"] = "went on"
    st.session_state["drawn"] = st.session_state.get("drawn", 0) + 1


@pytest.mark.parametrize("anew", [False, True])
@pytest.mark.parametrize("at", ["above", "there", "below"])
def test_a_press_is_done_once_whatever_the_browser_tells_meanwhile(at: str, anew: bool) -> None:  # noqa: FBT001
    """Its callback is called once too, what was told has its run, and a page that asks to be drawn anew stops there."""
    page = AppTest.from_function(pressed_and_interrupted)
    page.session_state["at"], page.session_state["anew"] = at, anew
    page.run().button(key="go").click().run()
    assert page.session_state["told"]
    assert (page.session_state["done"], page.session_state["called"]) == (1, 1)
    assert page.session_state["drawn"] == (2 if at == "above" or anew else 3)
    assert page.run().session_state["done"] == 1


@pytest.mark.parametrize(
    "asked",
    [
        RerunData(page_script_hash="hosting"),
        RerunData(widget_states=WidgetStates(widgets=[WidgetState(id="stop", trigger_value=True)])),
    ],
)
def test_another_page_or_press_does_not_wait_for_what_a_press_does(
    monkeypatch: pytest.MonkeyPatch, asked: RerunData
) -> None:
    """So that a long piece of work can be stopped or left."""
    for name in ("_take_values", "_register"):
        monkeypatch.setattr(no_answer_lost, name, lambda *_, **__: None)
    requests = ScriptRequests()
    runner: Any = SimpleNamespace(_requests=requests, _execing=True, _is_in_script_thread=lambda: True)
    session: Any = SimpleNamespace()
    run = SimpleNamespace(parallel_coordinator=runner, page_script_hash="playground", fragment_ids_this_run=None)
    monkeypatch.setattr(no_answer_lost, "get_script_run_ctx", lambda **_: run)
    no_answer_lost.take_values(session, WidgetStates(widgets=[WidgetState(id="go", trigger_value=True)]))
    no_answer_lost.register(session, cast("Any", SimpleNamespace(id="go")), None)
    browser = Thread(target=requests.request_rerun, args=(RerunData(widget_states=values(width=390)),))
    browser.start()
    browser.join()
    no_answer_lost.give_way(runner)  # what is told meanwhile waits
    browser = Thread(target=requests.request_rerun, args=(asked,))
    browser.start()
    browser.join()
    with pytest.raises(RerunException) as given_way:
        no_answer_lost.give_way(runner)
    assert "width" in by_name(given_way.value.rerun_data)
