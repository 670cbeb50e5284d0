"""Every place in a sentence is filled by whoever says it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import advisor

ROOT = Path(advisor.__file__).parent


def unfilled(call: ast.Call, given: set[str]) -> Iterator[str]:
    """The places of a call's sentences that neither its names nor ``given`` fill."""
    named = {keyword.arg for keyword in call.keywords}
    if None in named:  # names that are worked out
        return
    for sentence in call.args[:2]:
        if isinstance(sentence, ast.Constant) and isinstance(sentence.value, str):
            parts = Formatter().parse(sentence.value)
            # What a chart fills is written with a per cent sign before it.
            places = {name.partition(".")[0] for before, name, _, _ in parts if name and not before.endswith("%")}
            yield from sorted(places - given - {name for name in named if name})


def test_no_place_stays_open() -> None:
    """One that is not filled stops the page just when its sentence is needed: often when something is amiss."""
    found = []
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            said = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
            if said in ("say", "say_n") and isinstance(node, ast.Call):
                given = {"n"} if said == "say_n" else set()
                found += [f"{path.name}:{node.lineno} {name}" for name in unfilled(node, given)]
    assert found == []
