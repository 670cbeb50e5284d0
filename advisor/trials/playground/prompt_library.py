"""The prompt library: prompts with variables, kept with a decision, imported and exported as CSV or JSONL."""

from __future__ import annotations

import csv
import io
import json
import re
import uuid
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final

from pydantic import Field, ValidationError

from advisor.errors import InputError, Problem
from advisor.questionnaire.answers import Task
from advisor.trials.guards.control_characters import clean
from advisor.trials.playground.export import csv_text
from advisor.units import Record

MAX_FILE_BYTES: Final = 10 * 1024 * 1024
MAX_PROMPTS: Final = 5_000
_VARIABLE: Final = re.compile(r"\{\{\s*([A-Za-z_][A-Za-z0-9_]{0,49})\s*\}\}")
COLUMNS: Final = ("name", "task", "system", "text", "variables", "reference")


class Prompt(Record):
    """A prompt to keep: ``{{name}}`` in its text is a variable; ``reference`` is the answer that is hoped for."""

    prompt_id: str = Field(default_factory=lambda: uuid.uuid4().hex)
    name: Annotated[str, Field(min_length=1, max_length=200)]
    task: Task | None = None
    system: Annotated[str, Field(max_length=200_000)] = ""
    text: Annotated[str, Field(min_length=1, max_length=1_000_000)]
    variables: dict[str, str] = Field(default_factory=dict)
    reference: Annotated[str, Field(max_length=1_000_000)] = ""


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
        {**prompt.model_dump(exclude={"prompt_id"}), "variables": json.dumps(prompt.variables, ensure_ascii=False)}
        for prompt in prompts
    ]
    return csv_text(COLUMNS, rows)


def read_prompts(raw: bytes, *, name: str) -> tuple[Prompt, ...]:
    """Prompts of a CSV or JSONL file (by the name's ending); raises ``InputError`` with every bad line."""
    if len(raw) > MAX_FILE_BYTES:
        raise InputError(f"{name} is too large", [Problem(name, f"{len(raw):,} bytes", f"at most {MAX_FILE_BYTES:,}")])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{name} cannot be read", [Problem(name, "not UTF-8 text", "a UTF-8 file")]) from None
    problems: list[Problem] = []
    rows = _csv_rows(text, name, problems) if name.lower().endswith(".csv") else _jsonl_rows(text, name, problems)
    prompts = [prompt for place, row in rows[:MAX_PROMPTS] if (prompt := _prompt(place, row, problems)) is not None]
    if len(rows) > MAX_PROMPTS:
        problems.append(Problem(name, f"{len(rows):,} prompts", f"at most {MAX_PROMPTS:,}"))
    if not rows and not problems:
        problems.append(Problem(name, "empty", "at least one prompt"))
    if problems:
        raise InputError(f"{name} cannot be imported", problems)
    return tuple(prompts)


def _csv_rows(text: str, name: str, problems: list[Problem]) -> list[tuple[str, dict[str, Any]]]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    header = [column.strip().lower() for column in reader.fieldnames or []]
    if "text" not in header:
        problems.append(Problem(name, f"columns {', '.join(header) or 'none'}", "at least a column 'text'"))
        return []
    reader.fieldnames = header
    rows: list[tuple[str, dict[str, Any]]] = []
    try:
        for row in reader:
            cells = {key: _unprotected(value) for key, value in row.items() if key in COLUMNS and value}
            cells["variables"] = _variables(cells.get("variables", ""), f"{name}:{reader.line_num}", problems)
            rows.append((f"{name}:{reader.line_num}", cells))
    except csv.Error as error:
        problems.append(Problem(f"{name}:{reader.line_num}", str(error), "a CSV file"))
    return rows


def _unprotected(value: object) -> object:
    """Take away the apostrophe that the export puts before what a spreadsheet would run."""
    return value[1:] if isinstance(value, str) and value.startswith("'") else value


def _variables(cell: object, place: str, problems: list[Problem]) -> dict[str, str]:
    if not cell:
        return {}
    try:
        found = json.loads(str(cell))
    except ValueError:
        found = None
    if not isinstance(found, dict):
        problems.append(Problem(f"{place}.variables", str(cell)[:80], 'a JSON object such as {"topic": "leave"}'))
        return {}
    return {str(key): str(value) for key, value in found.items()}


def _jsonl_rows(text: str, name: str, problems: list[Problem]) -> list[tuple[str, dict[str, Any]]]:
    rows: list[tuple[str, dict[str, Any]]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if isinstance(row, dict):
            rows.append((f"{name}:{number}", row))
        else:
            problems.append(Problem(f"{name}:{number}", line[:80], "a JSON object per line"))
    return rows


def _prompt(place: str, row: dict[str, Any], problems: list[Problem]) -> Prompt | None:
    row = {key: clean(value) if isinstance(value, str) else value for key, value in row.items() if value is not None}
    row.pop("prompt_id", None)
    row.setdefault("name", " ".join(str(row.get("text", "")).split())[:60] or "Untitled")
    try:
        return Prompt.model_validate(row)
    except ValidationError as error:
        problems.extend(
            Problem(f"{place}.{'.'.join(map(str, found['loc']))}", repr(found["input"])[:80], found["msg"])
            for found in error.errors()
        )
        return None
