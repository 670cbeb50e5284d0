"""The reference pages of the docs site, made from the command line, the questionnaire and REST themselves.

``python -m advisor.cli.reference_pages`` writes them into ``docs/reference``; a test finds them stale.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import typer
from typer.testing import CliRunner

from advisor.api.reference import MADE, document_text, rest_page
from advisor.cli import app
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.question import Question
from advisor.questionnaire.questions import SECTIONS, USE_CASE_SECTIONS

FOLDER: Final = Path(__file__).resolve().parents[2] / "docs" / "reference"


def command_line_page() -> str:
    """Every command with its help, as it prints it on a terminal of 80 columns."""
    lines = [
        "# Command line",
        "",
        MADE,
        "",
        "Exit status: 0 done; 1 the answer is “nothing fits” or a check failed; 2 bad input, with every error listed.",
        "Colours come on a terminal alone, and not where `NO_COLOR` is set. `--format json` prints JSON alone.",
        "",
    ]
    for words in commands(typer.main.get_command(app)):
        shown = (
            CliRunner(env={"COLUMNS": "80", "TERMINAL_WIDTH": "80"})
            .invoke(app, [*words, "--help"], prog_name="advisor")
            .stdout
        )
        lines += [f"## {' '.join(('advisor', *words))}", "", "```text", *map(str.rstrip, shown.splitlines()), "```", ""]
    return "\n".join(lines)


def commands(command: Any, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of every command and group below ``command``, which is click's."""
    yield words
    for name, child in getattr(command, "commands", {}).items():
        yield from commands(child, (*words, name))


def answers_page() -> str:
    """Every answer that the questionnaire asks for: its place in a file of answers, and why it is asked."""
    lines = [
        "# Answers",
        "",
        MADE,
        "",
        "What a file of answers may hold (YAML or JSON), as the questionnaire asks it. The page Requirements shows",
        "the same; its tab “File” opens and saves it. The samples in `data/samples` are whole files.",
        "A field that is left out takes its usual value; an unknown field is refused with its place.",
        "",
    ]
    for section in SECTIONS:
        lines += [f"## {section.title}", "", "| field | question | why it is asked |", "| --- | --- | --- |"]
        within = "use_cases[]." if section in USE_CASE_SECTIONS else ""
        lines += [_row(question, within) for question in section.questions]
        lines.append("")
    lines += [
        "## Every field",
        "",
        "Those too that are asked elsewhere: what the house has and has agreed (`hosting`), what it excludes, weights.",
        "",
        "| field | holds | usual value |",
        "| --- | --- | --- |",
        *(f"| `{place}` | {holds} | {usual} |" for place, holds, usual in every_field()),
        "",
    ]
    return "\n".join(lines)


def every_field() -> Iterator[tuple[str, str, str]]:
    """Place, what it holds and usual value of every field of a file of answers, as their schema says."""
    schema = Answers.model_json_schema(by_alias=True)
    return _fields(schema, schema["$defs"], "")


def _fields(schema: dict[str, Any], known: dict[str, Any], within: str) -> Iterator[tuple[str, str, str]]:
    for name, field in schema["properties"].items():
        inner = _resolved(field, known)
        item = _resolved(inner.get("items", {}), known)
        if "properties" in inner:
            yield from _fields(inner, known, f"{within}{name}.")
        elif "properties" in item:
            yield from _fields(item, known, f"{within}{name}[].")
        else:
            usual = field.get("default")
            yield f"{within}{name}", _holds(inner, known), "" if usual is None else f"`{json.dumps(usual)}`"


def _resolved(field: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """What a field holds where it holds something: references followed, the empty choice left out."""
    choices = [one for one in field.get("anyOf", ()) if one.get("type") != "null"]
    found = choices[0] if choices else field
    return known[found["$ref"].rpartition("/")[2]] if "$ref" in found else found


def _holds(field: dict[str, Any], known: dict[str, Any]) -> str:
    """The values that a field takes, in words."""
    if field.get("type") == "array":
        return f"list of {_holds(_resolved(field.get('items', {}), known), known)}"
    if field.get("type") == "object":
        return f"{_holds(_resolved(field.get('additionalProperties', {}), known), known)} per key"
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    if "const" in field:
        return f"`{field['const']}`"
    limits = [f"{word} {field[key]:,}" for key, word in _LIMITS.items() if key in field]
    return " ".join([str(field.get("format", field.get("type", "any value"))), *limits])


_LIMITS: Final = {"exclusiveMinimum": "above", "minimum": "from", "maximum": "to", "maxLength": "of at most"}


def _row(question: Question, within: str) -> str:
    cells = (f"`{within}{question.path}`", question.label, question.why)
    return f"| {' | '.join(' '.join(cell.replace('|', '/').split()) for cell in cells)} |"


PAGES: Final = {
    "command-line.md": command_line_page,
    "answers.md": answers_page,
    "rest.md": rest_page,
    "openapi.json": document_text,
}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")
