"""Help that fits a terminal of 80 columns and shows how a command is typed, for every command there is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import typer
from typer.testing import CliRunner

from advisor.cli import app

GROUP = typer.main.get_command(app)


def _commands(command: object, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield words
    for name, child in getattr(command, "commands", {}).items():
        yield from _commands(child, (*words, name))


COMMANDS = tuple(_commands(GROUP))


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_help_fits_eighty_columns_and_shows_an_example(words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """What the example types begins with the command itself, and nothing is wider than the terminal."""
    monkeypatch.setenv("COLUMNS", "80")
    shown = CliRunner().invoke(app, [*words, "--help"]).stdout
    lines = shown.splitlines()
    assert max(map(len, lines)) <= 80
    examples = [line.strip() for line in lines[lines.index("  Example:") + 1 :]]
    assert examples[0].startswith(" ".join(("advisor", *words)))


def test_every_group_and_command_was_looked_at() -> None:
    """The walk above reaches the commands of groups too."""
    assert {("assess",), ("demo",), ("catalog", "refresh"), ("audit", "verify")} <= set(COMMANDS)
