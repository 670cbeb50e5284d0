"""What a tool is: what it takes, gives and may do; and arguments checked so that every wrong one is told."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Generic, TypeVar

from mcp.types import Tool as ToolShown
from mcp.types import ToolAnnotations
from pydantic import BaseModel, ConfigDict, ValidationError

from advisor.errors import InputError, Problem, refusal_of
from advisor.mcp_server.caller import Scope
from advisor.mcp_server.tool_context import ToolContext
from advisor.units import Record

_SHOWN = 80


class Arguments(BaseModel):
    """Base of what tools take: frozen, and strict about unknown names."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Taken = TypeVar("Taken", bound=Arguments)


@dataclass(frozen=True, slots=True)
class McpTool(Generic[Taken]):
    """One tool: its name and words, the records it takes and gives, the work, and the scope that this asks for."""

    name: str
    title: str
    description: str
    takes: type[Taken]
    gives: type[Record]
    work: Callable[[ToolContext, Taken], Record]
    scope: Scope

    @property
    def writes(self) -> bool:
        """Whether anything is stored."""
        return self.scope == "write"

    def shown(self) -> ToolShown:
        """The tool as a client lists it."""
        return ToolShown(
            name=self.name,
            title=self.title,
            description=self.description,
            input_schema=_plain(self.takes.model_json_schema()),
            output_schema=_plain(self.gives.model_json_schema(mode="validation")),
            annotations=ToolAnnotations(
                title=self.title,
                read_only_hint=not self.writes,
                destructive_hint=False,
                idempotent_hint=not self.writes,
                open_world_hint=False,
            ),
        )

    def run(self, context: ToolContext, given: Mapping[str, Any]) -> Record:
        """The answer; raises InputError with every wrong argument, or another AdvisorError."""
        context.caller.check_may(self.scope)
        return self.work(context, self._checked(given))

    def _checked(self, given: Mapping[str, Any]) -> Taken:
        try:
            return self.takes.model_validate({name: self._opened(name, value) for name, value in given.items()})
        except ValidationError as error:
            problems = [_problem(item, tuple(self.takes.model_fields)) for item in error.errors()]
            raise InputError(f"{self.name} cannot use these arguments:", problems) from error

    def _opened(self, name: str, value: Any) -> Any:
        """A list or mapping that came as a text of JSON, as some clients send them."""
        field = self.takes.model_fields.get(name)
        if field is None or field.annotation is str or not isinstance(value, str):
            return value
        try:
            found = json.loads(value)
        except ValueError:
            return value
        return found if isinstance(found, list | dict) else value


def _problem(item: Any, names: tuple[str, ...]) -> Problem:
    place = ".".join(str(part) for part in item["loc"])
    if item["type"] == "extra_forbidden":
        near = get_close_matches(place, names, n=1)
        meant = f"did you mean {near[0]}? " if near else ""
        return Problem(place, "unknown argument", f"{meant}allowed: {', '.join(names)}")
    if item["type"] == "missing":
        return Problem(place, "missing", "a value is required")
    if item["type"] in ("tuple_type", "list_type"):
        return Problem(place, repr(item["input"])[:_SHOWN], 'a list, such as ["one", "another"]')
    return Problem(place, repr(item["input"])[:_SHOWN], refusal_of(item))


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema without the titles that pydantic makes of the names: they say nothing, and every client reads them."""
    return dict(_without_titles(schema))


def _without_titles(schema: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in schema.items():
        if name == "title" and isinstance(value, str):
            continue
        yield name, _stripped(value, named=name in ("properties", "$defs"))


def _stripped(value: Any, *, named: bool) -> Any:
    if isinstance(value, list):
        return [_stripped(item, named=False) for item in value]
    if not isinstance(value, dict):
        return value
    if named:  # what stands here are names of fields, of which one may be called title
        return {name: _stripped(item, named=False) for name, item in value.items()}
    return dict(_without_titles(value))
