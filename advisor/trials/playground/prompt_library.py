"""The prompt library: prompts with variables, kept with a decision, imported and exported as CSV or JSONL."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final

from pydantic import Field, ValidationError

from advisor.errors import MOST_PROBLEMS, InputError, Problem, most_problems
from advisor.questionnaire.answers import Task
from advisor.safe_cells import plain_text
from advisor.trials.guards.control_characters import clean
from advisor.trials.playground.export import csv_text
from advisor.units import Record

MAX_FILE_BYTES: Final = 10 * 1024 * 1024
MAX_PROMPTS: Final = 5_000
MAX_COLUMNS: Final = 100
"""Of one row: each that is not known is a problem of its own, and of a million of them nobody reads more."""
_LONGEST_HEAD: Final = 100_000
"""Of a header whose separator is guessed; the CSV reader takes no cell beyond 131,072 characters."""
_VARIABLE: Final = re.compile(r"\{\{\s*([A-Za-z_][A-Za-z0-9_]{0,49})\s*\}\}")
_SAID: Final = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar"}
_USUAL: Final = {
    "text": ("input", "prompt", "question", "query", "user", "user_input", "instruction", "eingabe", "frage"),
    "reference": (
        "expected", "expected_output", "expected_answer", "ideal", "answer", "target", "output", "ground_truth",
        "gold", "label", "antwort", "referenz",
    ),
    "system": ("system_prompt", "system_message"),
    "name": ("title", "id", "case"),
    "variables": ("vars",),
    "task": (),
}  # fmt: skip
"""Names that the columns usually have in the files of others."""
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


def read_prompts(raw: bytes, *, name: str, columns: Mapping[str, str] | None = None) -> tuple[Prompt, ...]:
    """Prompts of a CSV or JSONL file (by the name's ending); raises ``InputError`` with every bad line.

    ``columns`` says which column of the file is which of ours; without it, usual names are known (``column_of``).
    """
    text, problems = _text_of(raw, name), list[Problem]()
    if name.lower().endswith((".csv", ".tsv")):
        named = [(place, _renamed(row, columns)) for place, row in csv_rows(text, name, problems)]
        rows = [(place, {key: value for key, value in row.items() if key in COLUMNS}) for place, row in named]
    else:
        rows = [(place, _renamed(row, columns)) for place, row in _jsonl_rows(text, name, problems)]
    if not any("text" in row for _, row in rows) and not problems and text.strip():
        found = text.partition("\n")[0] if not rows else ", ".join(rows[0][1])
        problems.append(
            Problem(name, f"columns {found}"[:200], "at least a column 'text' (or input, prompt, question)")
        )
        rows = []
    prompts = [prompt for place, row in rows[:MAX_PROMPTS] if (prompt := _prompt(place, row, problems)) is not None]
    if len(rows) > MAX_PROMPTS:
        problems.append(Problem(name, f"{len(rows):,} prompts", f"at most {MAX_PROMPTS:,}"))
    if not rows and not problems:
        problems.append(Problem(name, "empty", "at least one prompt"))
    if problems:
        raise InputError(f"{name} cannot be imported", most_problems(problems, name))
    return tuple(prompts)


def column_of(name: str) -> str | None:
    """Which of our columns a file's column is, by its own name or a usual one; None where nobody would know."""
    word = re.sub(r"[\s-]+", "_", name.strip().lower())
    return next((column for column, names in _USUAL.items() if word in (column, *names)), None)


def _renamed(row: Mapping[str, Any], columns: Mapping[str, str] | None) -> dict[str, Any]:
    """A row under our names; a column of our own name comes before another that usually means the same."""
    found: dict[str, Any] = {}
    for key in sorted(row, key=lambda key: key not in COLUMNS):
        target = (columns or {}).get(key) if columns else column_of(key)
        if target in found and not columns:
            target = None
        found[target or key] = row[key]
    return found


def _text_of(raw: bytes, name: str) -> str:
    """The text of a file: UTF-8, or UTF-16 where the file begins with its mark (a spreadsheet's "Unicode text")."""
    if len(raw) > MAX_FILE_BYTES:
        raise InputError(f"{name} is too large", [Problem(name, f"{len(raw):,} bytes", f"at most {MAX_FILE_BYTES:,}")])
    try:
        return raw.decode("utf-16" if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig")
    except UnicodeDecodeError as error:
        problem = Problem(name, f"byte {error.start} is not UTF-8", "a UTF-8 file (in a spreadsheet: CSV UTF-8)")
        raise InputError(f"{name} cannot be read", [problem]) from None


def csv_rows(text: str, name: str, problems: list[Problem]) -> list[tuple[str, dict[str, Any]]]:
    """The rows of a CSV text by column, with their places; what would lose something is a problem with its line."""
    separator, text, skipped = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[tuple[str, dict[str, Any]]] = []
    header: list[str] = []
    try:
        for cells in reader:
            place = f"{name}:{reader.line_num + skipped}"
            if not header:
                header = [cell.strip() for cell in cells]
                doubled = sorted(one for one, count in Counter(header).items() if one and count > 1)
                problems.extend(Problem(place, f"column {one!r} stands twice", "each column once") for one in doubled)
            elif any(cells) and len(cells) != len(header):
                allowed = f"{len(header)} cells, one per column (quote a text that holds {_SAID[separator]})"
                problems.append(Problem(place, f"{len(cells)} cells", allowed))
            elif any(cells):
                row: dict[str, Any] = {key: plain_text(cell) for key, cell in zip(header, cells, strict=True) if cell}
                rows.append((place, row))
            if len(problems) > MOST_PROBLEMS or len(rows) > MAX_PROMPTS:
                break  # nobody reads more, and each line of garbage costs as much as a good one
    except csv.Error as error:
        found = "a quote is never closed" if "unexpected end" in str(error) else str(error)
        problems.append(Problem(f"{name}:{reader.line_num + skipped}", found, "a CSV file"))
    for place, row in rows:
        known = {key: column_of(key) for key in row}
        given = next((row.pop(key) for key, column in known.items() if column == "variables"), "")
        row["variables"] = _variables(given, place, problems)
    return rows


def _separator(text: str) -> tuple[str, str, int]:
    """What parts the cells, the text from its header on, and the lines before that.

    A first line "sep=;" says it; else it is the one that parts most cells of the header.
    """
    first, _, rest = text.partition("\n")
    said = re.fullmatch(r"sep=([,;|\t])\s*", first)
    if said:
        return said[1], rest, 1
    head = first[:_LONGEST_HEAD]
    counts = {mark: len(next(csv.reader([head], delimiter=mark), [])) for mark in _SAID}
    return max(counts, key=lambda mark: counts[mark]), text, 0


def _variables(cell: object, place: str, problems: list[Problem]) -> dict[str, str]:
    if not cell:
        return {}
    try:
        found = json.loads(str(cell))
    except (ValueError, RecursionError):
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
        if len(problems) > MOST_PROBLEMS or len(rows) > MAX_PROMPTS:
            break
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
    if len(row) > MAX_COLUMNS:
        problems.append(Problem(place, f"{len(row):,} columns or keys", f"at most {MAX_COLUMNS}"))
        return None
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
