"""Variants of prompt and parameters, tried beside the models: a column of the matrix is their product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final, Self

from pydantic import Field, model_validator

from advisor.trials.playground.prompt_library import Prompt, filled
from advisor.trials.records import Connection, Message, Parameters, ReasoningEffort, TrialRequest
from advisor.units import Record

PLACE: Final = "{input}"
"""Where a template takes the prompt."""
_BETWEEN: Final = " · "
MOST_COLUMNS: Final = 24


class PromptVariant(Record):
    """A way to ask: another system prompt, a template around the prompt, other parameters; None and "" change nothing.

    ``template`` holds ``{input}`` where the prompt goes. A variant's system prompt stands before a prompt's own.
    """

    name: Annotated[str, Field(min_length=1, max_length=60)]
    system: Annotated[str, Field(max_length=200_000)] = ""
    template: Annotated[str, Field(max_length=200_000)] = ""
    temperature: Annotated[float, Field(ge=0, le=2)] | None = None
    top_p: Annotated[float, Field(gt=0, le=1)] | None = None
    max_tokens: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    reasoning_effort: ReasoningEffort | None = None

    @model_validator(mode="after")
    def _takes_the_prompt(self) -> Self:
        if self.template and PLACE not in self.template:
            raise ValueError(f"the template of {self.name!r} has no {PLACE}, where the prompt goes")
        return self


@dataclass(frozen=True, slots=True)
class AskedColumn:
    """One column of the matrix: a connection, and how it is asked (None: as the evaluation says)."""

    name: str
    connection: Connection
    variant: PromptVariant | None = None


def column_name(connection: str, variant: PromptVariant) -> str:
    """What a connection asked in a way of its own is called."""
    return f"{connection}{_BETWEEN}{variant.name}"


def asked(prompt: Prompt, parameters: Parameters, variant: PromptVariant | None) -> TrialRequest:
    """What is sent for one prompt: variables filled, then the template put around it, once."""
    text = filled(prompt.text, prompt.variables)
    system = prompt.system or parameters.system
    changes: dict[str, object] = {}
    if variant is not None:
        system = variant.system or system
        if variant.template:
            before, after = filled(variant.template, prompt.variables).split(PLACE, 1)
            text = f"{before}{text}{after}"
        given = ("temperature", "top_p", "max_tokens", "reasoning_effort")
        changes = {name: value for name in given if (value := getattr(variant, name)) is not None}
    return TrialRequest(
        messages=(Message(role="user", text=text),),
        parameters=parameters.model_copy(update={"system": filled(system, prompt.variables), **changes}),
    )


def crossed(prompts: Sequence[PromptVariant], parameters: Sequence[PromptVariant]) -> tuple[PromptVariant, ...]:
    """Every variant of the prompt with every variant of the parameters; where one kind is missing, the other alone."""
    if not prompts or not parameters:
        return (*prompts, *parameters)
    return tuple(
        second.model_copy(
            update={
                "name": f"{first.name}, {second.name}"[:60],
                "system": first.system,
                "template": first.template,
            }
        )
        for first in prompts
        for second in parameters
    )
