"""What was typed a moment before a link was followed is taken all the same."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.scriptrunner import script_runner
from streamlit.runtime.scriptrunner_utils import script_requests
from streamlit.runtime.scriptrunner_utils.exceptions import RerunException
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests
from streamlit.runtime.state import safe_session_state

from advisor.ui import no_answer_lost

ScriptRunner = script_runner.ScriptRunner


@pytest.fixture(autouse=True)
def as_served(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the app is served; the tests after this one find Streamlit as it was."""
    for owner, name in (
        (script_requests, "_coalesce_widget_states"),
        (ScriptRunner, "_maybe_handle_execution_control_request"),
        (safe_session_state.SafeSessionState, "on_script_will_rerun"),
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
    no_answer_lost.take_values("session", "sent")  # type: ignore[arg-type]  # the callbacks above ask nothing of it
    assert done == [("session", "sent")]
    with pytest.raises(RerunException) as given_way:
        no_answer_lost.give_way(runner)  # type: ignore[arg-type]  # as above
    assert given_way.value.rerun_data.page_script_hash == "hosting"
