"""The prompt library: prompts with variables and tags, kept with a decision, exported as CSV or JSONL."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Mapping, Sequence
from typing import Annotated, Final

from pydantic import Field

from advisor.questionnaire.answers import Task
from advisor.trials.playground.export import csv_text
from advisor.units import Record

_VARIABLE: Final = re.compile(r"\{\{\s*([A-Za-z_][A-Za-z0-9_]{0,49})\s*\}\}")
TAG_MARK: Final = ";"
"""What parts the tags in one cell of a table."""
COLUMNS: Final = ("name", "task", "system", "text", "variables", "reference", "tags", "contexts", "relevant")
Passage = Annotated[str, Field(min_length=1, max_length=200_000)]
Tag = Annotated[str, Field(min_length=1, max_length=60)]


class Prompt(Record):
    """A prompt to keep: ``{{name}}`` in its text is a variable; ``reference`` is the answer that is hoped for.

    ``tags`` say what kind of prompt it is, so that results can be told apart by kind. ``contexts`` are the passages
    that a search found for it (ids or texts, best first), ``relevant`` those that answer it.
    """

    prompt_id: str = Field(default_factory=lambda: uuid.uuid4().hex)
    name: Annotated[str, Field(min_length=1, max_length=200)]
    task: Task | None = None
    system: Annotated[str, Field(max_length=200_000)] = ""
    text: Annotated[str, Field(min_length=1, max_length=1_000_000)]
    variables: dict[str, str] = Field(default_factory=dict)
    reference: Annotated[str, Field(max_length=1_000_000)] = ""
    tags: Annotated[tuple[Tag, ...], Field(max_length=20)] = ()
    contexts: Annotated[tuple[Passage, ...], Field(max_length=200)] = ()
    relevant: Annotated[tuple[Passage, ...], Field(max_length=200)] = ()


def variables_of(prompt: Prompt) -> tuple[str, ...]:
    """Names of the variables in text and system prompt, in their order."""
    return tuple(dict.fromkeys(_VARIABLE.findall(prompt.text) + _VARIABLE.findall(prompt.system)))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its variables replaced, once; a variable without a value stays as it is."""
    return _VARIABLE.sub(lambda match: values.get(match.group(1)) or match.group(), text)


def to_jsonl(prompts: Sequence[Prompt]) -> str:
    """One prompt per line."""
    return "".join(prompt.model_dump_json(exclude={"prompt_id"}) + "\n" for prompt in prompts)


def to_csv(prompts: Sequence[Prompt]) -> str:
    """One row per prompt; variables as JSON; safe to open in a spreadsheet."""
    rows = [
        {
            **prompt.model_dump(exclude={"prompt_id"}),
            "variables": json.dumps(prompt.variables, ensure_ascii=False),
            "tags": f"{TAG_MARK} ".join(prompt.tags),
            **{name: _listed(getattr(prompt, name)) for name in ("contexts", "relevant")},
        }
        for prompt in prompts
    ]
    return csv_text(COLUMNS, rows)


def _listed(passages: Sequence[str]) -> str:
    """Passages in one cell, as a JSON list: they hold marks and line breaks of their own."""
    return json.dumps(passages, ensure_ascii=False) if passages else ""
