"""How an evaluation asks: at which temperature, how often, in which variants of prompt and parameters, until when."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from pydantic import ValidationError

from advisor.errors import refusal_of
from advisor.trials.evaluation.plan import StopRule
from advisor.trials.evaluation.variants import PLACE, PromptVariant, crossed
from advisor.ui.frame.markdown import escaped
from advisor.ui.words import say

MOST_OF_A_KIND = 5
_KEY = "evaluation.ways"


@dataclass(frozen=True, slots=True)
class Ways:
    """What was chosen; without a choice every prompt is asked once, at temperature 0, as it stands."""

    temperature: float = 0.0
    repeats: int = 1
    variants: tuple[PromptVariant, ...] = ()
    stop: StopRule | None = None


def ask_ways() -> Ways | None:
    """The fields, in an expander; None where one of them is wrong, which is said."""
    with st.expander(say("Repeats, variants, and when to stop"), icon=":material/tune:", key=_KEY):
        left, right = st.columns(2)
        temperature = left.number_input(
            say("Temperature"), 0.0, 2.0, 0.0, 0.1, key=f"{_KEY}.temperature", help=say("0 asks without chance.")
        )
        repeats = right.number_input(
            say("Ask each prompt so many times"),
            1,
            20,
            1,
            key=f"{_KEY}.repeats",
            help=say("Scores are averaged by prompt; intervals count prompts, not answers. Calls cost as often."),
        )
        if repeats > 1 and temperature == 0:
            st.caption(say("At temperature 0 most endpoints repeat themselves: repeats then show little."))
        stop = _stop()
        try:
            variants = crossed(_prompt_variants(), _parameter_variants())
        except ValidationError as error:
            st.error(escaped(refusal_of(error.errors()[0])))
            return None
        names = [one.name for one in variants]
        if len(set(names)) < len(names):
            st.error(say("Two variants have one name: give each a name of its own."))
            return None
        return Ways(float(temperature), int(repeats), variants, stop)


def _stop() -> StopRule | None:
    if not st.toggle(
        say("Stop when the difference is known well enough"),
        key=f"{_KEY}.stop",
        help=say(
            "Prompts are drawn by lot; after every few the difference of each column to the best is looked at, by an "
            "interval that holds at all looks (Waudby-Smith and Ramdas, 2024). It stops when each is surely not 0, or "
            "known closely."
        ),
    ):
        return None
    within = st.slider(
        say("Known to within ± (%)"), 1, 30, 10, key=f"{_KEY}.within", help=say("Half the width of the interval.")
    )
    return StopRule(within=within / 100)


def _prompt_variants() -> list[PromptVariant]:
    number = st.number_input(
        say("Variants of the prompt"),
        0,
        MOST_OF_A_KIND,
        0,
        key=f"{_KEY}.prompts",
        help=say("Each with a system prompt or a template of its own; every model is asked in each."),
    )
    found = []
    for index in range(int(number)):
        key = f"{_KEY}.prompts.{index}"
        with st.container(border=True):
            name = _name(say("Prompt {letter}", letter=chr(65 + index)), key)
            system = st.text_area(
                say("System prompt"),
                key=f"{key}.system",
                max_chars=20_000,
                height=80,
                help=say("Empty leaves that of the prompt."),
            )
            template = st.text_area(
                say("Template"),
                key=f"{key}.template",
                max_chars=20_000,
                height=80,
                placeholder=say("Answer in one word.\n\n{place}", place=PLACE),
                help=say("{place} is where the prompt goes; empty sends the prompt as it is.", place=PLACE),
            )
        found.append(PromptVariant(name=name, system=system.strip(), template=template.strip()))
    return found


def _parameter_variants() -> list[PromptVariant]:
    number = st.number_input(
        say("Variants of the parameters"),
        0,
        MOST_OF_A_KIND,
        0,
        key=f"{_KEY}.parameters",
        help=say("Each with a temperature and a length of its own; crossed with the variants of the prompt."),
    )
    found = []
    for index in range(int(number)):
        key = f"{_KEY}.parameters.{index}"
        with st.container(border=True):
            name = _name(say("Parameters {letter}", letter=chr(65 + index)), key)
            left, middle, right = st.columns(3)
            temperature = left.number_input(
                say("Temperature"), 0.0, 2.0, None, 0.1, key=f"{key}.temperature", help=say("Empty leaves it.")
            )
            top_p = middle.number_input(
                say("Top p"), 0.01, 1.0, None, 0.05, key=f"{key}.top_p", help=say("Empty leaves it.")
            )
            tokens = right.number_input(
                say("Maximum tokens per answer"), 1, 100_000, None, key=f"{key}.tokens", help=say("Empty leaves it.")
            )
        found.append(PromptVariant(name=name, temperature=temperature, top_p=top_p, max_tokens=tokens))
    return found


def _name(usual: str, key: str) -> str:
    given = st.text_input(
        say("Name"), usual, key=f"{key}.name", max_chars=28, help=say("Stands in the matrix beside the model's.")
    )
    return given.strip() or usual
