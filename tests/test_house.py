"""Facts below, words above: what the code of the rooms may hold."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor import words

ADVISOR = Path(words.__file__).parents[1]
SENTENCE = 3
"""Words from which a string counts as a sentence."""
MARKS = ".,;:!?()[]„“”\"'’"
FILLED = re.compile(r"\{[^{}]*\}")
"""A place of a text that ``format`` fills."""
PROSE = frozenset({"sentence", "observed", "required", "problem", "note", "why_not", "verdict_sentence", "effect"})
READING = frozenset(
    {"removeprefix", "removesuffix", "partition", "rpartition", "startswith", "endswith", "split", "replace", "find"}
)


def whole(node: ast.AST) -> str:
    """The text that an expression makes, as far as its code says it; what is filled in counts for nothing."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(whole(part) or " " for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return f"{whole(node.left)} {whole(node.right)}"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "join":
        return " ".join(whole(part) for given in node.args for part in getattr(given, "elts", ()))
    return ""


def strings(tree: ast.AST) -> Iterator[str]:
    """Every text that is no docstring, no code of a record and in no raised error; what is put together, as a whole."""
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Raise, ast.Assert)):
            skipped |= {id(inner) for inner in ast.walk(node)}
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(id(node.value))
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == "Literal":
            skipped |= {id(inner) for inner in ast.walk(node)}  # codes of records
    yield from (text for node in ast.walk(tree) if id(node) not in skipped and (text := whole(node)))


def sentences(tree: ast.AST) -> list[str]:
    """The texts of a module that people would read as a sentence: three words, or two with two places to fill."""
    plain = ((text, [word.strip(MARKS) for word in text.split()]) for text in strings(tree))
    return [
        text
        for text, found in plain
        if (known := sum(word.replace("’", "").replace("'", "").isalpha() for word in found)) >= SENTENCE
        or known + sum(bool(FILLED.fullmatch(word)) for word in found) > SENTENCE
    ]


def read_back(tree: ast.AST) -> list[int]:
    """The lines on which somebody takes apart what is said of a record."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in READING:
            parts: list[ast.expr] = [node.value]
        elif isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn):
            parts = node.comparators
        elif (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) == "re"
        ):
            parts = node.args
        else:
            continue
        found += [node.lineno for part in parts if isinstance(part, ast.Attribute) and part.attr in PROSE]
    return found + [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Call) and looks_for_words(node)]


def looks_for_words(call: ast.Call) -> bool:
    """Whether a text is searched or cut at a phrase of two words and more, which only a sentence holds."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in READING:
        return False
    given = [whole(part).split() for argument in call.args for part in ast.walk(argument)]
    return any(sum(word.strip(MARKS).isalpha() for word in words) >= SENTENCE - 1 for words in given)


def modules(*rooms: str) -> list[str]:
    """The modules of rooms, by their path in the package."""
    paths = (path for room in rooms for path in sorted((ADVISOR / room).rglob("*.py")))
    return [str(path.relative_to(ADVISOR)) for path in paths]


def tree_of(module: str) -> ast.Module:
    """A module, parsed."""
    return ast.parse((ADVISOR / module).read_text(encoding="utf-8"))


@pytest.mark.parametrize("module", modules("decision", "guidance", "hosting"))
def test_no_sentence_stands_below(module: str) -> None:
    """Decision, guidance and hosting hold keys and values; what people read is made in one room."""
    assert not sentences(tree_of(module))


@pytest.mark.parametrize(
    "module",
    [
        module
        for module in modules("")
        if "migrations" not in module  # which hold SQL
    ],
)
def test_no_sentence_is_read_back(module: str) -> None:
    """Nobody takes apart what is said of a record."""
    assert read_back(tree_of(module)) == []


@pytest.mark.parametrize(
    "planted",
    [
        'NOTE = "the price rises"',
        'NOTE = {"a": "keep the data, please!"}',
        'NOTE = f"of {most} GB on {gpu}, at least"',
        'NOTE = "the price " + name + " is high"',
        'NOTE = " ".join(["the", "price", name, "rises"])',
        'NOTE = "the {} of {}: known".format(a, b)',
        'NOTE = "the {} of {}".format(a, b)',
        'def note(text: str = "keep the data") -> str: return text',
        'warnings.warn("the load is odd")',
        'NOTE = "Don\'t wait, please!"',
    ],
)
def test_a_sentence_is_found_however_it_is_put_together(planted: str) -> None:
    """In one piece, with values in it, from pieces, as a default, as a warning."""
    assert sentences(ast.parse(planted))


@pytest.mark.parametrize(
    "allowed",
    [
        'def note() -> None:\n    """What it says, in words."""',
        'raise ValueError("the price rises and rises")',
        'Code = Literal["no price is known"]',
        'told("price.rises", model=model, day=day)',
        'f"{kind}:{provider}:{zone}"',
    ],
)
def test_keys_ids_docstrings_and_errors_are_no_sentences(allowed: str) -> None:
    """Who wrote the code reads these, nobody else."""
    assert not sentences(ast.parse(allowed))


@pytest.mark.parametrize(
    "planted",
    [
        'found["msg"].removeprefix("Value error, ")',
        'row.note.startswith("zone")',
        '"zone" in row.sentence',
        're.match("zone", row.observed)',
        "row.problem.split()",
    ],
)
def test_reading_back_is_found_however_it_is_done(planted: str) -> None:
    """By a method, by looking for a part, by a pattern."""
    assert read_back(ast.parse(planted))
