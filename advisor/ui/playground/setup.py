"""The playground's controls: panes, prompt, parameters; what they say is one frozen plan."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import streamlit as st
from pydantic import ValidationError
from streamlit.delta_generator import DeltaGenerator

from advisor.errors import refusal_of
from advisor.questionnaire.answers import Task
from advisor.trials.guards.before_sending import DEFAULT_DAY_CAP_USD, DEFAULT_RUN_CAP_USD, Caps
from advisor.trials.guards.control_characters import clean
from advisor.trials.playground.prompt_library import Prompt, filled, variables_of
from advisor.trials.playground.starter_prompts import starters
from advisor.trials.records import EMBEDDED_NAME, Connection, Message, Parameters
from advisor.trials.tools import ToolDeclaration, declarations
from advisor.ui import state
from advisor.ui.frame.markdown import option
from advisor.ui.playground import shortlist as shortlisting
from advisor.ui.playground import store as keep
from advisor.ui.playground.attached import with_attachments
from advisor.ui.words import message, say

EFFORTS = ("endpoint's default", "minimal", "low", "medium", "high")


@dataclass(frozen=True, slots=True)
class TrialSetup:
    """What the controls say now."""

    connections: tuple[Connection, ...]
    parameters: tuple[Parameters, ...]
    message: Message | None
    repetitions: int
    blind: bool
    caps: Caps
    problems: tuple[str, ...] = ()


def show(
    connections: Sequence[Connection],
    wanted: Sequence[shortlisting.Shortlisted],
    *,
    decision_id: str | None,
    task: Task | None,
    bar: DeltaGenerator,
    fields: DeltaGenerator,
) -> TrialSetup:
    """Draw the prompt into ``bar``, fields for its variables into ``fields``, the rest here; gives the plan."""
    problems: list[str] = []
    chosen = _panes(connections, wanted)
    message = _prompt(bar, fields)
    _library(decision_id, task)
    message = with_attachments(message, problems)
    shared = _parameters("playground.all", say("Parameters for every pane"), problems)
    own = [_own_parameters(index, one, shared, problems) for index, one in enumerate(chosen)]
    left, middle, right = st.columns(3, vertical_alignment="bottom")
    repetitions = left.number_input(
        say("Repeat each prompt"),
        1,
        20,
        key="playground.repeat",
        persist_state="session",
        help=say("Several runs of the same prompt show how far times and answers scatter."),
    )
    blind = middle.toggle(
        say("Blind comparison"),
        key="playground.blind",
        persist_state="session",
        help=say("Answers appear in shuffled order without names or figures, until you have voted."),
    )
    with right.popover(say("Cost caps"), help=say("What a run and a day may cost at most.")):
        caps = _caps()
    return TrialSetup(tuple(chosen), tuple(own), message, repetitions, blind, caps, tuple(problems))


def _panes(connections: Sequence[Connection], wanted: Sequence[shortlisting.Shortlisted]) -> list[Connection]:
    ranks = {entry.model_id: entry for entry in wanted}
    options = {one.name: one for one in shortlisting.ordered(connections, wanted)}
    offered = sum(one.catalog_model_id in ranks for one in connections)
    count = st.segmented_control(
        say("Panes"),
        list(range(1, 7)),
        default=min(6, max(min(2, len(options)), offered)),
        required=True,
        format_func=option,
        key="playground.panes",
        persist_state="session",
        help=say("How many models answer at once, side by side."),
    )

    def show_name(name: str) -> str:
        entry = ranks.get(options[name].catalog_model_id or "")
        return say("{name} – number {rank} on the shortlist", name=name, rank=entry.rank) if entry else name

    chosen = []
    panes = int(count or 2)
    for index, column in enumerate(places(panes)):
        name = column.selectbox(
            say("Pane {index}", index=index + 1),
            list(options),
            index=min(index, len(options) - 1),
            format_func=show_name,
            key=f"playground.pane.{index}.connection",
            persist_state="session",
            help=say("Which connection answers here. Add more under Connections."),
        )
        chosen.append(options[name])
    if any(one.name == EMBEDDED_NAME for one in chosen):
        st.caption(
            say(
                "{name} is a small model on this machine, to try the page without a key; its answers say nothing of "
                "the models of the shortlist.",
                name=EMBEDDED_NAME,
            )
        )
    _missing(connections, wanted)
    return chosen


def places(panes: int) -> list[DeltaGenerator]:
    """A place for each pane, two or three of them side by side."""
    width = 2 if panes in (2, 4) else min(3, panes)
    return [column for start in range(0, panes, width) for column in st.columns(width)[: panes - start]]


def _missing(connections: Sequence[Connection], wanted: Sequence[shortlisting.Shortlisted]) -> None:
    missing = shortlisting.without_connection(connections, wanted)
    if not missing:
        return
    names = ", ".join(say("{name} (number {rank})", name=entry.name, rank=entry.rank) for entry in missing[:4])
    left, right = st.columns([4, 1], vertical_alignment="center")
    left.caption(say("On the shortlist of this decision, but without a connection yet: {names}.", names=names))
    right.page_link("pages/connections.py", label=say("Add a connection"), icon=":material/cable:")


def _library(decision_id: str | None, task: Task | None) -> None:
    """A prompt kept with the decision, or one of the starter set, put into the field."""
    library = {prompt.prompt_id: prompt for prompt in (*keep.prompts(decision_id), *starters(task), *starters())}
    left, right = st.columns([4, 1], vertical_alignment="bottom")
    chosen = left.selectbox(
        say("From the prompt library"),
        list(library),
        index=None,
        format_func=lambda key: library[key].name,
        key="playground.library",
        placeholder=say("Choose a prompt, or write one above"),
        help=say("Prompts kept with this decision, and a starter set for its use case."),
    )
    right.button(
        say("Use it"),
        key="playground.use",
        disabled=chosen is None,
        on_click=_use,
        args=(library.get(chosen or ""),),
        help=say("Puts the prompt and its system prompt into their fields."),
    )


def _prompt(bar: DeltaGenerator, fields: DeltaGenerator) -> Message | None:
    """The field for the prompt, and those for its variables."""
    text = bar.text_area(
        say("Prompt"),
        key="playground.prompt",
        persist_state="session",
        height=100,
        max_chars=1_000_000,
        placeholder=say("Your own words, your own data: what will the model really be asked?"),
        help=say("What every pane is asked. {{name}} is a variable."),
    )
    with fields:
        values = _variables(text)
    return Message(role="user", text=clean(filled(text, values))) if text.strip() else None


def _use(prompt: Prompt | None) -> None:
    if prompt is None:
        return
    state.remember("playground.prompt", prompt.text)
    state.remember("playground.all.system", prompt.system)
    for name, value in prompt.variables.items():
        state.remember(f"playground.variable.{name}", value)


def _variables(text: str) -> dict[str, str]:
    system = state.recall("playground.all.system", "")
    names = variables_of(Prompt(name="draft", text=text or " ", system=system))
    values: dict[str, str] = {}
    for name, column in zip(names[:12], st.columns(min(len(names), 4) or 1) * 3, strict=False):
        values[name] = column.text_input(
            name,
            key=f"playground.variable.{name}",
            persist_state="session",
            help=say("Fills {name}.", name="{{" + name + "}}"),
        )
    state.remember("playground.values", values)
    return values


def _own_parameters(index: int, connection: Connection, shared: Parameters, problems: list[str]) -> Parameters:
    own = state.recall(f"playground.own.{index}", default=False)
    if not own:
        return shared
    return _parameters(
        f"playground.own.{index}.set",
        say("Parameters for pane {index} ({name})", index=index + 1, name=connection.name),
        problems,
    )


def _parameters(key: str, title: str, problems: list[str]) -> Parameters:
    with st.expander(title, icon=":material/tune:"):
        system = st.text_area(
            say("System prompt"),
            key=f"{key}.system",
            persist_state="session",
            height=80,
            help=say("The role and rules."),
        )
        fields = _sampling(key)
        schema = st.text_area(
            say("JSON schema of the answer"),
            key=f"{key}.schema",
            persist_state="session",
            height=80,
            help=say("Demands an answer of this form, where the endpoint can do that."),
        ).strip()
        tools = _tools(key, title, problems)
        if key == "playground.all":
            _own_switches()
    values: dict[str, str] = state.recall("playground.values", {})
    if schema and not _is_schema(schema):
        problems.append(say("{title}: the JSON schema is not a JSON object.", title=title))
        schema = ""
    try:
        return Parameters(system=clean(filled(system, values)), json_schema=schema or None, tools=tools, **fields)
    except ValidationError as error:
        problems.extend(f"{title}: {found['loc'][0]}: {found['msg']}" for found in error.errors())
        return Parameters()


def _tools(key: str, title: str, problems: list[str]) -> tuple[ToolDeclaration, ...]:
    """The functions that a model is offered; a field that declares none is a problem."""
    text = st.text_area(
        say("Tools (JSON)"),
        key=f"{key}.tools",
        persist_state="session",
        height=80,
        max_chars=200_000,
        placeholder='[{"name": "weather", "parameters": {"properties": {"city": {"type": "string"}}}}]',
        help=say("Functions that the model may ask for. Its calls are shown, and nothing makes them."),
    )
    try:
        return declarations(text) if text.strip() else ()
    except ValueError as error:
        said = refusal_of(error.errors()[0]) if isinstance(error, ValidationError) else str(error)
        problems.append(say("{title}: tools: {said}", title=title, said=said))
        return ()


def _sampling(key: str) -> dict[str, Any]:
    one, two, three, four = st.columns(4)
    return _randomness(one, two, key) | _length(three, key) | _ending(four, key)


def _ending(column: DeltaGenerator, key: str) -> dict[str, Any]:
    """How much it reasons first, and at which texts the answer ends."""
    effort = column.selectbox(
        say("Reasoning effort"),
        EFFORTS,
        format_func=(
            {effort: message(effort) for effort in EFFORTS} | {EFFORTS[0]: say("endpoint's default")}
        ).__getitem__,
        key=f"{key}.effort",
        persist_state="session",
        help=say("For models that reason first."),
    )
    stop = column.text_input(
        say("Stop at"),
        key=f"{key}.stop",
        persist_state="session",
        help=say("Up to four texts that end the answer, split by |."),
    )
    return {
        "stop": tuple(part for part in stop.split("|") if part)[:4],
        "reasoning_effort": None if effort == EFFORTS[0] else effort,
    }


def _randomness(one: DeltaGenerator, two: DeltaGenerator, key: str) -> dict[str, Any]:
    """How freely words are drawn."""
    return {
        "temperature": one.number_input(
            say("Temperature"),
            0.0,
            2.0,
            value=None,
            step=0.1,
            key=f"{key}.temperature",
            persist_state="session",
            placeholder="default",
            help=say("0 is the most repeatable; empty leaves the endpoint's default."),
        ),
        "top_p": two.number_input(
            say("Top-p"),
            0.01,
            1.0,
            value=None,
            step=0.05,
            key=f"{key}.top_p",
            persist_state="session",
            placeholder="default",
            help=say("Only the likeliest words with this share of probability are considered."),
        ),
    }


def _length(column: DeltaGenerator, key: str) -> dict[str, Any]:
    """How long the answer may be, and the seed of the draw."""
    return {
        "max_tokens": column.number_input(
            say("Maximum tokens"),
            1,
            200_000,
            value=512,
            step=64,
            key=f"{key}.max_tokens",
            persist_state="session",
            help=say("The longest answer; it also bounds the cost."),
        ),
        "seed": column.number_input(
            say("Seed"),
            0,
            2**31 - 1,
            value=None,
            step=1,
            key=f"{key}.seed",
            persist_state="session",
            placeholder=say("none"),
            help=say("Repeats the same draw, where the endpoint can do that."),
        ),
    }


def _own_switches() -> None:
    count = int(state.recall("playground.panes", 2) or 2)
    for index, column in enumerate(st.columns(count)):
        column.toggle(
            say("Own for pane {index}", index=index + 1),
            key=f"playground.own.{index}",
            persist_state="session",
            help=say("Gives this pane parameters of its own below."),
        )


def _is_schema(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


def _caps() -> Caps:
    run = st.number_input(
        say("Cap per run (USD)"),
        0.0,
        1000.0,
        float(DEFAULT_RUN_CAP_USD),
        key="playground.cap.run",
        persist_state="session",
        help=say("A run whose estimate is above this is not started."),
    )
    day = st.number_input(
        say("Cap per day (USD)"),
        0.0,
        10_000.0,
        float(DEFAULT_DAY_CAP_USD),
        key="playground.cap.day",
        persist_state="session",
        help=say("With what was spent in the last 24 hours, a run may not pass this."),
    )
    return Caps(Decimal(str(run)), Decimal(str(day)))


def caps_now() -> Caps:
    """The caps as they were last set in this browser session."""
    run = state.recall("playground.cap.run", float(DEFAULT_RUN_CAP_USD))
    day = state.recall("playground.cap.day", float(DEFAULT_DAY_CAP_USD))
    return Caps(Decimal(str(run)), Decimal(str(day)))
