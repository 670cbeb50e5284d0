"""No answer is lost between a field and what is done next: two ways in which Streamlit (1.67) drops one are closed.

**What waits is kept.** A browser sends every field's value with each change, but with a change of page only the values
of what stands on all pages. Where the first still waits for a busy run to reach a point at which it may be stopped, the
two are folded together, and of the older one what was pressed is kept, not what was typed. Here both are.

**What is taken is taken whole.** A run gives way to the next at any touch of the session, also before it has taken its
values and within their callbacks: what was typed would be dropped, or read and dropped half-way into the answers. Here
a run gives way once its values are taken and their callbacks have run.

There is no setting for either, so the three functions are wrapped; ``runner.fastReruns`` is off (``.streamlit``), which
would start the next run without looking at what waits. ``advisor.ui.typed_first`` is the browser's part.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import local
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils import script_requests
from streamlit.runtime.state.safe_session_state import SafeSessionState

_fold = script_requests._coalesce_widget_states  # noqa: SLF001 - named above
_give_way = ScriptRunner._maybe_handle_execution_control_request  # noqa: SLF001 - named above
_take_values: Callable[..., None] = SafeSessionState.on_script_will_rerun
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


def take_values(session: SafeSessionState, *values: Any, **more: Any) -> None:
    """Take what a browser sent and call the callbacks of what changed, without giving way to the next run meanwhile."""
    _here.taking = True
    try:
        _take_values(session, *values, **more)
    finally:
        _here.taking = False


def give_way(runner: ScriptRunner) -> None:
    """Give way to the next run where one is asked for, but not amid callbacks."""
    if not getattr(_here, "taking", False):
        _give_way(runner)


def keep_all() -> None:
    """Let Streamlit work this way from now on."""
    script_requests._coalesce_widget_states = folded  # type: ignore[assignment]  # noqa: SLF001 - as said above
    ScriptRunner._maybe_handle_execution_control_request = give_way  # type: ignore[method-assign,assignment]  # noqa: SLF001
    SafeSessionState.on_script_will_rerun = take_values  # type: ignore[method-assign,assignment]  # as said above
