"""What if: conditions tried on the hosting page, shared by every page and named in the address; no answer changes.

Each condition is a widget of the hosting page with a key of its own. What stands elsewhere than the answers say is kept
here: a page that draws the widget starts it there, the address names it, and ``applied`` gives the answers as they
would be, for a page that shows what would be advised then.
"""

from __future__ import annotations

import json
from typing import Any, Final, TypeVar, cast

import streamlit as st

from advisor.questionnaire.answers import Answers
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.words import say, words

T = TypeVar("T")
_CHANGED: Final = "what_if.changed"
_STARTED: Final = "what_if.started"
_OPENED: Final = "what_if.opened"
_ADDRESS: Final = "whatif"
_KEY: Final = "hosting."
NAMES: Final = frozenset(
    {
        "use_case",
        "volume",
        "growth",
        "peak",
        "token_prices",
        "gpu_prices",
        "kinds",
        "gpu",
        "commitment",
        "zone",
        "country",
        "spare",
        "rate",
        "models",
    }
)
"""Conditions that the address may name."""
OF_ANSWERS: Final = ("volume", "growth", "peak", "country", "spare", "rate")
"""Conditions that answers could state; the others change the hosting page alone."""
VOLUMES: Final = (0.01, 0.03, 0.1, 0.3, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 30.0, 100.0)
"""So many times the stated volume can be tried."""
LOWEST_RATE: Final = 1e-9
_WHOLE: Final = {"use_case": (0, 19), "growth": (-50, 5000), "token_prices": (20, 200), "gpu_prices": (20, 200)}
_BROKEN: Final = {"peak": (1.0, 1000.0), "rate": (LOWEST_RATE, 1000.0)}
"""Between which numbers an address may name one, a whole one or any: what answers may state."""
_LONGEST_ADDRESS: Final = 2000


def key(name: str) -> str:
    """The key of a condition's widget."""
    return f"{_KEY}{name}"


def start(name: str, stated: T) -> str:
    """Put a condition's widget where it was left, else where the answers have it; gives the widget's key.

    Call it before the widget is drawn, and draw that without a value of its own.
    """
    started = state.recall(_STARTED, cast("dict[str, Any]", {}))
    there, missing = state.recall(key(name), cast("Any", _STARTED)), _STARTED
    if there is missing:
        state.remember(key(name), changes().get(name, stated))
    elif name in started and started[name] != stated and there == started[name]:
        state.remember(key(name), stated)
    state.remember(_STARTED, started | {name: stated})
    return key(name)


def note() -> None:
    """Keep what the widgets that were drawn say now, where it differs from the answers."""
    changed = dict(changes())
    for name, stated in state.recall(_STARTED, cast("dict[str, Any]", {})).items():
        now = state.recall(key(name), stated)
        if now == stated:
            changed.pop(name, None)
        else:
            changed[name] = now
    state.remember(_CHANGED, changed)
    _show_in_address(changed)


def keep() -> None:
    """Name in the address what is tried; call it on every page, after the decision on the desk is known."""
    _show_in_address(changes())


def changes() -> dict[str, Any]:
    """What differs from the answers, by name: read from the address when a session begins, of this decision alone."""
    opened, before = state.opened_count(), state.recall(_OPENED, -1)
    state.remember(_OPENED, opened)
    if before == -1:
        state.remember(_CHANGED, _read(st.query_params.get(_ADDRESS, "")))
    elif before != opened:
        forget()
    return state.recall(_CHANGED, cast("dict[str, Any]", {}))


def forget() -> None:
    """Go back to the answers."""
    for name in NAMES:
        state.forget(key(name))
    state.remember(_CHANGED, {})
    state.remember(_STARTED, {})


def of_answers() -> dict[str, Any]:
    """Those changes that the answers could state."""
    return {name: value for name, value in changes().items() if name in OF_ANSWERS}


def applied(answers: Answers) -> Answers:
    """The answers as they would be under what is tried; the very same where nothing is."""
    found = of_answers()
    if not found:
        return answers
    place: int = changes().get("use_case", 0)
    case = answers.use_cases[min(place, len(answers.use_cases) - 1)]
    load = case.workload
    workload = load.model_copy(
        update={
            "requests_per_day": min(load.requests_per_day * float(found.get("volume", 1.0)), 1e9),
            "growth_per_year": found["growth"] / 100 if "growth" in found else load.growth_per_year,
            "peak_factor": float(found.get("peak", load.peak_factor)),
        }
    )
    hosting = answers.hosting
    country = found.get("country", hosting.country)
    changed_case = case.model_copy(update={"workload": workload})
    return answers.model_copy(
        update={
            "use_cases": tuple(changed_case if each is case else each for each in answers.use_cases),
            "hosting": hosting.model_copy(
                update={
                    "country": None if country == "any" else country,
                    "high_availability": bool(found.get("spare", hosting.high_availability)),
                }
            ),
            "budget": answers.budget.model_copy(
                update={"usd_per_unit": float(found.get("rate", answers.budget.usd_per_unit))}
            ),
        }
    )


def in_words() -> str:
    """What is tried, in few words."""
    found = changes()
    told = {
        "volume": lambda value: say("volume × {factor}", factor=words().sensible(float(value))),
        "growth": lambda value: say("growth {share} a year", share=words().percent(value / 100)),
        "peak": lambda value: say("peak {factor} times the mean", factor=words().sensible(float(value))),
        "token_prices": lambda value: say("token prices at {share}", share=words().percent(value / 100)),
        "gpu_prices": lambda value: say("GPU prices at {share}", share=words().percent(value / 100)),
        "spare": lambda value: say("with a spare server") if value else say("without a spare server"),
        "country": lambda value: say("own servers in {country}", country=_country(str(value))),
        "rate": lambda value: say("another rate of exchange"),  # noqa: ARG005 - one shape for all
    }
    parts = [told[name](found[name]) for name in told if name in found]
    if any(name not in told and name != "use_case" for name in found):
        parts.append(say("other machines, places or models to compare"))
    return " · ".join(parts)


def show_notice(answers: Answers) -> None:
    """Say on a page that it shows what is tried, with the ways back and on."""
    if not of_answers():
        return
    st.warning(
        say("**What if:** {conditions}. This page shows what would be advised then.", conditions=in_words()),
        icon=":material/experiment:",
    )
    row = st.container(horizontal=True)
    row.button(say("Back to the answers"), key="what_if.back", icon=":material/undo:", on_click=forget)
    row.button(
        say("Make these the answers"),
        key="what_if.take",
        icon=":material/check:",
        on_click=_take,
        args=(applied(answers),),
        help=say("Volume, growth, peak, country, spare and rate become answers; undo brings the old ones back."),
    )


def _take(answers: Answers) -> None:
    state.change_answers(answers)
    state.restart_widgets()
    forget()


def _country(code: str) -> str:
    return say("any country") if code == "any" else words().territory(code.upper())


def _read(text: str) -> dict[str, Any]:
    """What an address names; whatever is no condition, or no value that it can have, is left out."""
    try:
        found = json.loads(text[:_LONGEST_ADDRESS]) if text else {}
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: value for name, value in found.items() if name in NAMES and _possible(name, value)}


def _possible(name: str, value: object) -> bool:
    if name in {"kinds", "models"}:
        return isinstance(value, list) and all(isinstance(each, str) for each in value)
    if name == "spare":
        return isinstance(value, bool)
    if name in {"gpu", "commitment", "zone"}:
        return isinstance(value, str)
    if name == "country":
        return isinstance(value, str) and (value == "any" or value in installation.catalog().grid)
    if name == "volume":
        return isinstance(value, float) and value in VOLUMES
    low, high = (_WHOLE | _BROKEN)[name]
    return type(value) is type(low) and low <= cast("float", value) <= high


def _show_in_address(changed: dict[str, Any]) -> None:
    if not changed:
        st.query_params.pop(_ADDRESS, None)
        return
    text = json.dumps(changed, separators=(",", ":"), sort_keys=True)
    if st.query_params.get(_ADDRESS) != text:
        st.query_params[_ADDRESS] = text
