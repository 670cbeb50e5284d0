"""Facts below, words above: what the code of the rooms may hold."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor import words

ADVISOR = Path(words.__file__).parents[1]
SENTENCE = 3
"""Words from which a string counts as a sentence."""
PROSE = frozenset({"sentence", "observed", "required", "problem", "note"})
READING = frozenset({"removeprefix", "removesuffix", "partition", "rpartition", "startswith", "endswith", "split"})


def strings(tree: ast.AST) -> Iterator[str]:
    """Every string literal that is no docstring, no code of a record and in no raised error."""
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Raise, ast.Assert)):
            skipped |= {id(inner) for inner in ast.walk(node)}
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(id(node.value))
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == "Literal":
            skipped |= {id(inner) for inner in ast.walk(node)}  # codes of records
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            yield node.value


def sentences(path: Path) -> list[str]:
    """The string literals of a module that people would read as a sentence."""
    found = strings(ast.parse(path.read_text(encoding="utf-8")))
    return [text for text in found if len([word for word in text.split() if word.isalpha()]) >= SENTENCE]


def modules(*rooms: str) -> list[str]:
    """The modules of rooms, by their path in the package."""
    paths = (path for room in rooms for path in sorted((ADVISOR / room).rglob("*.py")))
    return [str(path.relative_to(ADVISOR)) for path in paths]


@pytest.mark.parametrize("module", modules("decision", "guidance", "hosting"))
def test_no_sentence_stands_below(module: str) -> None:
    """Decision, guidance and hosting hold keys and values; what people read is made in one room."""
    assert not sentences(ADVISOR / module)


@pytest.mark.parametrize("module", modules("decision", "guidance", "hosting", "ui"))
def test_no_sentence_is_read_back(module: str) -> None:
    """Nobody takes apart what is said of a record."""
    read = [
        node.lineno
        for node in ast.walk(ast.parse((ADVISOR / module).read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in READING and isinstance(node.value, ast.Attribute)
        if node.value.attr in PROSE
    ]
    assert read == []
