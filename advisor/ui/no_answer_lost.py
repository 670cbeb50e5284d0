"""No answer and no press is lost to what is done next: four ways in which Streamlit (1.67) drops one are closed.

**What waits is kept.** A browser sends every field's value with each change, but with a change of page only the values
of what stands on all pages. Where the first still waits for a busy run to reach a point at which it may be stopped, the
two are folded together, and of the older one what was pressed is kept, not what was typed. Here both are.

**What is taken is taken whole.** A run gives way to the next at any touch of the session, also before it has taken its
values and within their callbacks: what was typed would be dropped, or read and dropped half-way into the answers. Here
a run gives way once its values are taken and their callbacks have run.

**What is pressed is done.** A run that gives way forgets what was pressed, also where its button, further down, was not
reached yet, and amid what the press has done: a window that changed its width at that moment took the press with it.
Here the next run is told of a press whose button was not reached (without its callbacks, which have run). Where it was
reached the run goes on to its end, unless the page itself asks to be drawn anew or somebody presses again, goes to
another page or leaves.

**A page that was gone to stays.** A browser tells every value with the page that it shows, and shows the next one only
once its run has begun: what it tells in between asks for the old page again, and the link was pressed in vain. Here it
brings its values to the page that was gone to. A request to go elsewhere is told from it by what it brings: values of
what stands on all pages, and of nothing else.

There is no setting for any of it, so the functions are wrapped; ``runner.fastReruns`` is off (``.streamlit``), which
would start the next run without looking at what waits. ``advisor.ui.typed_first`` is the browser's part. Left: a
press that waits when another page is asked for has no button there; its callback alone is called.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import local
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils import script_requests
from streamlit.runtime.scriptrunner_utils.exceptions import RerunException
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests, ScriptRequestType
from streamlit.runtime.state.common import RegisterWidgetResult, WidgetMetadata
from streamlit.runtime.state.safe_session_state import SafeSessionState

_fold = script_requests._coalesce_widget_states  # noqa: SLF001 - named above
_give_way = ScriptRunner._maybe_handle_execution_control_request  # noqa: SLF001 - named above
_take_values: Callable[..., None] = SafeSessionState.on_script_will_rerun
_register: Callable[..., RegisterWidgetResult[Any]] = SafeSessionState.register_widget
_request: Callable[..., bool] = ScriptRequests.request_rerun
_request_alone: Callable[..., bool] = ScriptRequests._request_rerun_locked  # noqa: SLF001 - named above
_begin: Callable[..., None] = ScriptRunner.__init__
_is_press = script_requests._has_active_trigger_value  # noqa: SLF001 - named above
_here = local()


def folded(waiting: WidgetStates | None, newer: WidgetStates | None) -> WidgetStates | None:
    """The values of two requests in one: the newer where both have a field, else whichever has it."""
    both = _fold(waiting, newer)
    if waiting is None or both is None:
        return both
    known = {state.id for state in both.widgets}
    kept = WidgetStates()
    kept.CopyFrom(both)
    kept.widgets.extend(state for state in waiting.widgets if state.id not in known)
    return kept


def take_values(session: SafeSessionState, *values: WidgetStates | None, **more: Any) -> None:
    """Take what a browser sent and call the callbacks of what changed, without giving way to the next run meanwhile."""
    sent = (*values, more.get("replay_trigger_states"))
    _here.pressed = {state.id: state for states in sent if states for state in states.widgets if _is_press(state)}
    _here.pressed_in, _here.told = _this_run(), False
    _here.taking = True
    try:
        _take_values(session, *values, **more)
    finally:
        _here.taking = False


def register(session: SafeSessionState, metadata: WidgetMetadata[Any], user_key: str | None) -> Any:
    """Register a field or button; what is done of one that is pressed begins here."""
    if _of_this_run() and _here.pressed.pop(metadata.id, None) is not None:
        _here.told = True
    return _register(session, metadata, user_key)


def ask_for_run(requests: ScriptRequests, data: RerunData) -> bool:
    """Ask for a run; a page that does so in its own thread wants to go no further."""
    _here.told = False
    return _request(requests, data)


def ask_once(requests: ScriptRequests, data: RerunData) -> bool:
    """Ask for a run while nobody else does, on the page that was gone to."""
    return _request_alone(requests, _on_the_page_gone_to(requests, data))


def begin(runner: ScriptRunner, *args: Any, **more: Any) -> None:
    """Begin runs: until the first of them has begun, the browser shows the page of the run before."""
    _begin(runner, *args, **more)
    shown = runner._pages_manager.current_page_script_hash  # noqa: SLF001 - named above
    requests: Any = runner._requests  # noqa: SLF001 - named above
    requests.gone_to = (shown, *requests.gone_to[1:])


def _on_the_page_gone_to(requests: ScriptRequests, data: RerunData) -> RerunData:
    """What is asked for, on the page that was asked for last where these are only values of the page that was left.

    Kept with what waits for this run (the page that was left, the one gone to, and the values that came with that) and
    ends with it: by then the browser shows the page that it is told.
    """
    brought = frozenset(state.id for state in data.widget_states.widgets) if data.widget_states else frozenset()
    left, page, known = getattr(requests, "gone_to", ("", "", brought))
    late = left and data.page_script_hash == left != page and not data.is_history_navigation
    if late and brought and not brought <= known:
        return replace(data, page_script_hash=page)
    asked = data.page_script_hash or page
    told = (left if asked == page else page, asked, brought or known)
    requests.gone_to = told  # type: ignore[attr-defined]  # as said above
    return data


def give_way(runner: ScriptRunner) -> None:
    """Give way to the next run where one is asked for, not amid callbacks, and with what this one has not reached."""
    if getattr(_here, "taking", False) or (_of_this_run() and _here.told and _can_wait(runner._requests)):  # noqa: SLF001
        return
    try:
        _give_way(runner)
    except RerunException as asked:
        if not _of_this_run() or not _here.pressed:
            raise
        raise RerunException(_both(WidgetStates(widgets=_here.pressed.values()), asked.rerun_data)) from None


def _this_run() -> object:
    """Whatever is there anew in each run: a press belongs to one."""
    run = get_script_run_ctx(suppress_warning=True)
    return run and run.parallel_coordinator


def _of_this_run() -> bool:
    """Whether what is known of presses is known of this run."""
    return hasattr(_here, "pressed_in") and _here.pressed_in is _this_run()


def _can_wait(requests: ScriptRequests) -> bool:
    """Whether the next run is asked for by what is no press, and on the same page."""
    run = get_script_run_ctx(suppress_warning=True)
    asked = requests._rerun_data  # noqa: SLF001 - named above
    states = asked.widget_states.widgets if asked.widget_states else ()
    stays = run is None or asked.page_script_hash in {"", run.page_script_hash}
    return requests._state is not ScriptRequestType.STOP and stays and not any(map(_is_press, states))  # noqa: SLF001


def _both(unreached: WidgetStates, asked: RerunData) -> RerunData:
    """The next run and what is left of this one, folded as Streamlit folds requests that wait."""
    run = get_script_run_ctx(suppress_warning=True)
    fragments = list(run.fragment_ids_this_run or ()) if run else []
    requests = ScriptRequests()
    requests.request_rerun(RerunData(replay_trigger_states=unreached, fragment_id_queue=fragments))
    requests.request_rerun(asked)
    return requests.on_scriptrunner_ready().rerun_data


def keep_all() -> None:
    """Let Streamlit work this way from now on."""
    script_requests._coalesce_widget_states = folded  # type: ignore[assignment]  # noqa: SLF001 - as said above
    ScriptRunner._maybe_handle_execution_control_request = give_way  # type: ignore[method-assign,assignment]  # noqa: SLF001
    SafeSessionState.on_script_will_rerun = take_values  # type: ignore[method-assign,assignment]  # as said above
    ScriptRequests.request_rerun = ask_for_run  # type: ignore[method-assign,assignment]  # as said above
    ScriptRequests._request_rerun_locked = ask_once  # type: ignore[method-assign,assignment]  # noqa: SLF001 - as said above
    ScriptRunner.__init__ = begin  # type: ignore[method-assign,assignment]  # as said above
    SafeSessionState.register_widget = register  # type: ignore[method-assign,assignment]  # as said above
