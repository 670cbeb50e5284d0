"""The reference pages of the docs site, made from the command line, the questionnaire and REST themselves.

``python -m advisor.cli.reference_pages`` writes them into ``docs/reference``; a test finds them stale.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import typer
from typer.testing import CliRunner

from advisor.api.reference import MADE, document_text, rest_page
from advisor.cli import app
from advisor.questionnaire.fields import every_field
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
        *(f"| `{place}` | {holds} | {usual} |" for place, holds, usual, _ in every_field()),
        "",
    ]
    return "\n".join(lines)


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
