"""Tools as declared functions: what a model is offered, and the calls it asks for, which are shown and never made."""

from __future__ import annotations

import json
from typing import Annotated, Any, Final, Self

from pydantic import Field, model_validator

from advisor.units import Record

MOST_TOOLS: Final = 64
_NAME: Final = r"^[A-Za-z0-9_.-]{1,64}$"


class ToolCall(Record):
    """A call that a model asked for: the function and its arguments as the model wrote them. Nobody made it."""

    name: str
    arguments: str

    @property
    def values(self) -> object:
        """The arguments as a JSON value; None where they are no JSON."""
        try:
            return json.loads(self.arguments or "{}")
        except (ValueError, RecursionError):
            return None


class ToolDeclaration(Record):
    """A function that a model may ask for: its name, what it does, and the JSON schema of its arguments."""

    name: Annotated[str, Field(pattern=_NAME)]
    description: Annotated[str, Field(max_length=5_000)] = ""
    parameters: dict[str, Any] = Field(default_factory=lambda: {"type": "object", "properties": {}})

    @model_validator(mode="before")
    @classmethod
    def _unwrapped(cls, given: Any) -> Any:
        """A function as it is, or wrapped as ``{"type": "function", "function": {...}}``; the rest is dropped."""
        inner = given.get("function", given) if isinstance(given, dict) else given
        return {name: inner[name] for name in cls.model_fields if name in inner} if isinstance(inner, dict) else inner

    @model_validator(mode="after")
    def _of_an_object(self) -> Self:
        if self.parameters.get("type", "object") != "object":
            raise ValueError(f"the arguments of {self.name} must be an object")
        return self


def declarations(text: str) -> tuple[ToolDeclaration, ...]:
    """The functions that a JSON list (or a single one) declares; raises ``ValueError`` that says what is wrong."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("the tools are no JSON: a list of functions with name, description and parameters") from None
    listed = found if isinstance(found, list) else [found]
    if not 0 < len(listed) <= MOST_TOOLS:
        raise ValueError(f"{len(listed)} tools, 1 to {MOST_TOOLS} are allowed")
    tools = tuple(ToolDeclaration.model_validate(one) for one in listed)
    if len({one.name for one in tools}) < len(tools):
        raise ValueError("two tools have one name")
    return tools
