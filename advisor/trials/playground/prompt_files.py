"""Files of prompts, ours and those of other programs: how they are written, what their columns mean, every bad line.

A file is looked at first: its columns, its first rows, and which of our columns each is by its usual name. What nobody
can know from a name is asked (on the page), and only then is the file read.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from pydantic import ValidationError

from advisor.errors import MOST_PROBLEMS, InputError, Problem, most_problems
from advisor.safe_cells import plain_text
from advisor.trials.clients.loose_json import is_deep
from advisor.trials.guards.control_characters import clean
from advisor.trials.playground.prompt_library import TAG_MARK, Prompt

MAX_FILE_BYTES: Final = 10 * 1024 * 1024
MAX_PROMPTS: Final = 5_000
MAX_COLUMNS: Final = 100
"""Of one row: each that is not known is a problem of its own, and of a million of them nobody reads more."""
PREVIEWED: Final = 3
"""Rows that are shown of a file before it is read."""
_LONGEST_HEAD: Final = 100_000
"""Of a header whose separator is guessed; the CSV reader takes no cell beyond 131,072 characters."""
_LONGEST_PREVIEW: Final = 200
_LOOKED_AT: Final = 200
"""Lines of JSON whose keys are a file's columns, as far as they are shown."""
_SAID: Final = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar"}
_TABLES: Final = (".csv", ".tsv")
ENCODINGS: Final = ("cp1252", "iso8859_15", "mac_roman", "cp1250", "cp1251", "cp1253", "shift_jis", "gb18030", "big5")
"""What a file may be written in that is not UTF-8; nothing in it says which, so a person does."""
_USUAL: Final[dict[str, tuple[str, ...]]] = {
    "text": (
        "input", "prompt", "question", "query", "user", "user_input", "instruction", "request", "eingabe", "frage",
    ),
    "reference": (
        "expected", "expected_output", "expected_answer", "expected_response", "ideal", "reference_answer",
        "ground_truth", "gold", "target", "answer", "output", "label", "antwort", "referenz", "erwartet",
    ),
    "system": ("system_prompt", "system_message"),
    "tags": ("tag", "category", "categories", "topic", "kategorie", "thema"),
    "name": ("title", "id", "case"),
    "variables": ("vars",),
    "task": (),
    "contexts": ("context", "retrieved", "retrieved_contexts", "passages", "documents", "kontext"),
    "relevant": ("relevant_ids", "reference_contexts", "gold_contexts", "relevant_documents"),
}  # fmt: skip
"""Names that our columns usually have in the files of others; an earlier one is the likelier."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A file before it is read: its columns, its first rows (texts, cut), and which column each of ours is by its name.

    ``doubtful`` are those of ours that several columns could be; ``unreadable`` says that no known encoding fits.
    """

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]
    taken: Mapping[str, str]
    doubtful: tuple[str, ...] = ()
    unreadable: bool = False

    @property
    def unused(self) -> tuple[str, ...]:
        """Columns whose names say nothing that we know."""
        return tuple(one for one in self.columns if one not in self.taken.values())

    @property
    def asks(self) -> bool:
        """Whether a person has to say what is what: no prompt, no reference though a column is left, or several."""
        missing = "text" not in self.taken or ("reference" not in self.taken and bool(self.unused))
        return bool(self.columns) and (missing or bool(self.doubtful))


def look_at(raw: bytes, *, name: str, encoding: str | None = None) -> Looked:
    """What a file of prompts seems to hold; raises ``InputError`` for one that is too large or not in ``encoding``."""
    try:
        text = _text_of(raw, name, encoding)
    except InputError:
        if encoding is not None or len(raw) > MAX_FILE_BYTES:
            raise
        return Looked((), (), {}, unreadable=True)
    problems: list[Problem] = []
    if _is_table(name):
        found = [row for _, row in islice(_cells(text, name, problems), PREVIEWED)]
        columns = _header(text)
    else:
        found = [row for _, row in islice(_lines(text, name, problems), _LOOKED_AT)]
        columns = tuple(dict.fromkeys(key for row in found for key in row))
    columns = columns[:MAX_COLUMNS]
    rows = tuple({key: _shown(row[key]) for key in columns if key in row} for row in found[:PREVIEWED])
    return Looked(columns, rows, *_taken(columns))


def read_prompts(
    raw: bytes, *, name: str, columns: Mapping[str, str] | None = None, encoding: str | None = None
) -> tuple[Prompt, ...]:
    """Prompts of a CSV or JSONL file (by the name's ending); raises ``InputError`` with every bad line.

    ``columns`` says for each of our columns which of the file's it is, and no other is read; without it, usual names
    are known. A file that is neither UTF-8 nor UTF-16 with its mark is read by ``encoding``.
    """
    text, problems = _text_of(raw, name, encoding), list[Problem]()
    table = _is_table(name)
    rows = list(islice((_cells if table else _lines)(text, name, problems), MAX_PROMPTS + 1))
    known = columns if columns is not None else _taken(tuple(dict.fromkeys(key for _, row in rows for key in row)))[0]
    named = [(place, _renamed(row, known, others=not table and columns is None)) for place, row in rows]
    if not any("text" in row for _, row in named) and not problems and text.strip():
        found = text.partition("\n")[0] if not rows else ", ".join(rows[0][1])
        problems.append(
            Problem(name, f"columns {found}"[:200], "at least a column 'text' (or input, prompt, question)")
        )
        named = []
    prompts = [prompt for place, row in named[:MAX_PROMPTS] if (prompt := _prompt(place, row, problems)) is not None]
    if len(rows) > MAX_PROMPTS:
        problems.append(Problem(name, f"more than {MAX_PROMPTS:,} prompts", f"at most {MAX_PROMPTS:,}"))
    if not rows and not problems:
        problems.append(Problem(name, "empty", "at least one prompt"))
    if problems:
        raise InputError(f"{name} cannot be imported", most_problems(problems, name))
    return tuple(prompts)


def _taken(columns: Sequence[str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Which column each of ours is by its own name or a usual one, and those of ours that several could be."""
    words = {re.sub(r"[\s-]+", "_", column.strip().lower()): column for column in reversed(columns)}
    could = {ours: [words[word] for word in (ours, *usual) if word in words] for ours, usual in _USUAL.items()}
    doubtful = tuple(ours for ours in ("text", "reference") if len(could[ours]) > 1)
    return {ours: found[0] for ours, found in could.items() if found}, doubtful


def _renamed(row: Mapping[str, Any], known: Mapping[str, str], *, others: bool) -> dict[str, Any]:
    """A row under our names; ``others`` keeps what has no name of ours, so that it is told."""
    found = {ours: row[theirs] for ours, theirs in known.items() if theirs in row}
    return found | ({key: value for key, value in row.items() if key not in known.values()} if others else {})


def _is_table(name: str) -> bool:
    return name.lower().endswith(_TABLES)


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return clean(text[:_LONGEST_PREVIEW])


def _text_of(raw: bytes, name: str, encoding: str | None) -> str:
    """The text of a file: UTF-8, UTF-16 where it begins with its mark (a spreadsheet's "Unicode text"), or as said."""
    if len(raw) > MAX_FILE_BYTES:
        raise InputError(f"{name} is too large", [Problem(name, f"{len(raw):,} bytes", f"at most {MAX_FILE_BYTES:,}")])
    marked = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    wanted = "utf-16" if marked else encoding or "utf-8-sig"
    try:
        return raw.decode(wanted)
    except UnicodeDecodeError as error:
        said = "UTF-8" if encoding is None else encoding
        problem = Problem(name, f"byte {error.start} is not {said}", "a UTF-8 file (in a spreadsheet: CSV UTF-8)")
        raise InputError(f"{name} cannot be read", [problem]) from None


def _header(text: str) -> tuple[str, ...]:
    """The names of a table's columns, each once."""
    separator, text, _ = _separator(text)
    try:
        cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])
    except csv.Error:
        cells = []
    return tuple(dict.fromkeys(cell.strip() for cell in cells if cell.strip()))


def _cells(text: str, name: str, problems: list[Problem]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of a CSV text by column, with their places; what would lose something is a problem with its line."""
    separator, text, skipped = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
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
                yield place, {key: plain_text(cell) for key, cell in zip(header, cells, strict=True) if cell}
            if len(problems) > MOST_PROBLEMS:
                return  # nobody reads more, and each line of garbage costs as much as a good one
    except csv.Error as error:
        found = "a quote is never closed" if "unexpected end" in str(error) else str(error)
        problems.append(Problem(f"{name}:{reader.line_num + skipped}", found, "a CSV file"))


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


def _lines(text: str, name: str, problems: list[Problem]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a text that has one a line, with their places."""
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        if len(problems) > MOST_PROBLEMS:
            return
        row = _json(line)
        if isinstance(row, dict):
            yield f"{name}:{number}", row
        else:
            problems.append(Problem(f"{name}:{number}", line[:80], "a JSON object per line"))


def _json(text: str) -> object:
    """The value of a JSON text; None for what is none, or is nested deeper than anybody writes."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return None if is_deep(found) else found


def _variables(cell: object, place: str, problems: list[Problem]) -> dict[str, str]:
    found = cell if isinstance(cell, dict) else _json(str(cell))
    if not isinstance(found, dict):
        problems.append(Problem(f"{place}.variables", str(cell)[:80], 'a JSON object such as {"topic": "leave"}'))
        return {}
    return {str(key): str(value) for key, value in found.items()}


def _tags(cell: object) -> object:
    """The tags of a cell: a list, or a text that semicolons, commas or bars part."""
    given = re.split(rf"[{TAG_MARK},|]", cell) if isinstance(cell, str) else cell
    if not isinstance(given, list):
        return given
    if not all(isinstance(one, str) for one in given):
        return given
    return tuple(dict.fromkeys(one.strip() for one in given if one not in ("", " ")))


def _passages(cell: object) -> object:
    """The passages of a cell: a list, a JSON list, or a text with one a line; objects give their id or text."""
    if isinstance(cell, str):
        found = _json(cell)
        cell = found if isinstance(found, list) else [line.strip() for line in cell.split("\n") if line.strip()]
    if not isinstance(cell, list):
        return cell
    inner = [
        next((one[key] for key in ("id", "text") if key in one), one) if isinstance(one, dict) else one for one in cell
    ]
    return tuple(clean(str(one)) if isinstance(one, str | int) and not isinstance(one, bool) else one for one in inner)


def _text_said(value: object, *, any_kind: bool) -> object:
    """A text, or what a file of others has in its place: a number, and for a reference any JSON."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if isinstance(value, str) or not (number or any_kind):
        return value
    return json.dumps(value, ensure_ascii=False)


def _prompt(place: str, row: dict[str, Any], problems: list[Problem]) -> Prompt | None:
    if len(row) > MAX_COLUMNS:
        problems.append(Problem(place, f"{len(row):,} columns or keys", f"at most {MAX_COLUMNS}"))
        return None
    row = {key: clean(value) if isinstance(value, str) else value for key, value in row.items() if value is not None}
    row.pop("prompt_id", None)
    if "variables" in row:
        row["variables"] = _variables(row["variables"], place, problems)
    if "tags" in row:
        row["tags"] = _tags(row["tags"])
    for key in ("contexts", "relevant"):
        if key in row:
            row[key] = _passages(row[key])
    for key in ("text", "name", "system", "reference"):
        if key in row:
            row[key] = _text_said(row[key], any_kind=key == "reference")
    row.setdefault("name", " ".join(str(row.get("text", "")).split())[:60] or "Untitled")
    try:
        return Prompt.model_validate(row)
    except ValidationError as error:
        problems.extend(
            Problem(f"{place}.{'.'.join(map(str, found['loc']))}", repr(found["input"])[:80], found["msg"])
            for found in error.errors()
        )
        return None
