"""Every file that a person may upload: whatever is in it, it is read or refused in words, soon, with few problems."""

from __future__ import annotations

import gzip
import io
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Final

import pytest
from shipped import shipped_catalog

from advisor.catalog.catalog import Catalog
from advisor.catalog.own.import_csv import draft_rows, read_upload
from advisor.catalog.refresh.reading import csv_of, grid_of, json_of, yaml_of
from advisor.errors import MOST_PROBLEMS, AdvisorError, InputError, Problem
from advisor.questionnaire.load import dump_answers, parse_answers
from advisor.questionnaire.presets import load_sample
from advisor.report.replay.snapshot import load_tables
from advisor.services.aside.read_files import measured_log
from advisor.trials.playground.prompt_files import read_prompts

SECONDS: Final = 60.0
"""Of one file on a busy machine; on a quiet one the longest take about five."""
MOST_MEMORY: Final = 400_000_000
LONGEST: Final = 10_000

_HEAD = "schema: 1\ntitle: x\nuse_cases:\n  - task: rag\n"


def _zip(name: str, content: bytes, *, damage: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    packed = bytearray(out.getvalue())
    if damage:
        start = 30 + len(name)
        packed[start : start + 40] = b"\xff" * 40
    return bytes(packed)


# ruff: noqa: PLW0108 - contents are made when they are asked for, alike in every line

HOSTILE: Final[dict[str, Callable[[], bytes]]] = {
    "nothing": lambda: b"",
    "NUL bytes": lambda: b"\0" * 10_000,
    "a NUL in the title": lambda: b'schema: 1\ntitle: "a\\0b"\nuse_cases:\n  - task: rag\n',
    "a lone surrogate": lambda: b'{"schema": 1, "title": "\\ud800", "text": "\\ud800", "use_cases": [{"task": "rag"}]}',
    "half a character": lambda: b"title: \xe4\xb8",
    "UTF-16": lambda: "title: ä".encode("utf-16"),
    "a key that is a list": lambda: b"? [a, b]\n: c\n",
    "a key that is a mapping": lambda: b"? {a: b}\n: c\n",
    "a key of a key": lambda: b"? ? [a]\n  : b\n: c\n",
    "a long integer": lambda: (_HEAD + "    requests_per_day: " + "9" * 100_000 + "\n").encode(),
    "a long integer as JSON": lambda: b'{"text": "x", "max_tokens": ' + b"9" * 100_000 + b"}",
    "a long hexadecimal number": lambda: (_HEAD + "    requests_per_day: 0x" + "f" * 100_000).encode(),
    "a long exponent": lambda: b'{"text": "x", "a": 1e999999999}',
    "no number": lambda: b'{"text": "x", "a": NaN, "b": -Infinity}',
    "60,000 unknown keys": lambda: (_HEAD + "".join(f"key_{n}: 1\n" for n in range(60_000))).encode(),
    "60,000 near misses": lambda: (_HEAD + "".join(f"titel{n}: 1\n" for n in range(60_000))).encode(),
    "a hundred thousand keys in a line": lambda: ("{" + ",".join(f'"k{n}":1' for n in range(100_000)) + "}").encode(),
    "a million nothings": lambda: b"[" + b"{}," * 1_000_000 + b"{}]",
    "a long hexadecimal count": lambda: (_HEAD + "    usage:\n      people: 0x" + "f" * 100_000).encode(),
    "a long octal count": lambda: (_HEAD + "    usage:\n      people: 0o" + "7" * 100_000).encode(),
    "deep brackets": lambda: b"[" * 100_000,
    "deep braces": lambda: b'{"a":' * 100_000,
    "deep flow": lambda: b"a: " + b"{b: " * 50_000,
    "deep lists that end": lambda: b"[" * 900 + b"]" * 900,
    "deep objects that end": lambda: b'{"text": ' + b'{"a":' * 900 + b"1" + b"}" * 901,
    "deep cells": lambda: b"text,variables,relevant\n" + 2 * (b'"x","' + b"[" * 900 + b"]" * 900 + b'","[{}]"\n'),
    **{
        f"a deep {field}": lambda field=field: (  # type: ignore[misc]
            b'{"text": "x", "messages": "x", "%s": ' % field.encode() + b'{"a":' * 950 + b"1" + b"}" * 951 + b"\n"
        )
        for field in ("text", "name", "system", "reference", "tags", "contexts", "relevant", "variables", "attributes")
    },
    "tags that are lists": lambda: b'{"text": "x", "tags": [["a"], {"b": 1}, null, 3]}\n',
    "deep blocks of lists": lambda: b"- " * 60_000 + b"x",
    "deep blocks of keys": lambda: b"? " * 60_000 + b"x",
    "deep blocks, line by line": lambda: b"".join(b" " * n + b"a:\n" for n in range(3_000)),
    "lines of lists": lambda: b"[1]\n" * 2_500_000,
    "lines of half objects": lambda: b'{"a":\n' * 1_500_000,
    "lines of what has a name of ours": lambda: b'{"usage":{}}\n' * 900_000,
    "aliases that unfold": lambda: b"a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: [*b,*b,*b,*b]\n",
    "a tag that runs": lambda: b"!!python/object/apply:os.system ['true']\n",
    "lines of garbage": lambda: b"garbage\n" * 600_000,
    "lines of JSON numbers": lambda: b"1\n" * 2_000_000,
    "one line without an end": lambda: b"x" * 4_900_000,
    "quotes without an end": lambda: b'text,name\n"' + b"x" * 1_000_000,
    "a million commas": lambda: b"," * 1_000_000,
    "many columns": lambda: b",".join(b"c%d" % n for n in range(100_000)) + b"\n",
    "many rows of one identity": lambda: b"model_id,name\n" + b"a/b,c\n" * 60_000,
    "many bad rows": lambda: b"model_id,parameters_total\n" + b"x,minus\n" * 60_000,
    "damaged deflate data": lambda: _zip("offers.csv", b"offer_id\n" * 1000, damage=True),
    "a bomb in an archive": lambda: _zip("offers.csv", b"0" * 50_000_000),
    "half an archive": lambda: _zip("offers.csv", b"offer_id\nx\n")[:60],
    "damaged gzip": lambda: gzip.compress(b"{}" * 1000)[:20] + b"\xff" * 50,
    "a bomb in gzip": lambda: gzip.compress(b"0" * 80_000_000),
    "damaged zlib": lambda: zlib.compress(b"{}" * 100)[:10] + b"\xff" * 20,
    "a bomb in zlib": lambda: zlib.compress(b"0" * 80_000_000),
    "a web page": lambda: b"<!doctype html><script>alert(1)</script>",
    "formulas": lambda: b"text,name\n=HYPERLINK(1),=cmd|' /C calc'!A0\n",
    "marks that reorder": lambda: "text,name\n\u202eabc,\ufeff\u2066x\n".encode(),
    "control characters": lambda: b"text,name\n\x1b[31mred\x07,\x9b0m\n",
}


@lru_cache(maxsize=1)
def _catalog() -> Catalog:
    return shipped_catalog()


READERS: Final[dict[str, Callable[[bytes], object]]] = {
    "answers": lambda content: dump_answers(parse_answers(content, name="file")),
    "prompts as lines": lambda content: read_prompts(content, name="file.jsonl"),
    "prompts as a table": lambda content: read_prompts(content, name="file.csv"),
    "own rows": lambda content: draft_rows(
        read_upload(content, "model_catalog.csv"), _catalog(), today=date(2026, 11, 28)
    ),
    "log of a pilot": lambda content: measured_log(content, name="log.json"),
    "JSON of a source": json_of,
    "table of a source": csv_of,
    "grid of a source": grid_of,
    "YAML of a source": yaml_of,
    "kept catalog": load_tables,
}


@pytest.mark.parametrize("content", HOSTILE)
@pytest.mark.parametrize("reader", READERS)
def test_it_is_read_or_refused_soon(reader: str, content: str) -> None:
    """No other error than those in words, within seconds, with a bounded number of problems of bounded length."""
    _catalog()
    made = HOSTILE[content]()
    began = time.monotonic()
    problems = refused(reader, made)
    assert len(problems) <= MOST_PROBLEMS + 1
    assert all(len(problem.found) < LONGEST for problem in problems)
    assert time.monotonic() - began < SECONDS


def refused(reader: str, content: bytes) -> tuple[Problem, ...]:
    """The problems that a reader tells of a file; none where it reads it."""
    try:
        READERS[reader](content)
    except InputError as error:
        return error.problems
    except AdvisorError as error:
        return (Problem("file", str(error), "another one"),)
    return ()


@pytest.mark.parametrize("reader", ["answers", "prompts as lines", "own rows"])
@pytest.mark.parametrize("content", ["60,000 unknown keys", "many bad rows"])
def test_its_memory_is_bounded(reader: str, content: str) -> None:
    """What a small file takes while it is read."""
    _catalog()
    made = HOSTILE[content]()
    tracemalloc.start()
    problems = refused(reader, made)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert problems
    assert most < MOST_MEMORY


def test_the_rest_of_the_problems_is_counted() -> None:
    """The last of those told says how many there are beside it."""
    with pytest.raises(InputError) as raised:
        parse_answers(HOSTILE["60,000 unknown keys"](), name="file")
    assert raised.value.problems[-1].found == "59,800 more like these"


def test_what_is_sound_is_read_as_before() -> None:
    """A limit of problems is none of answers."""
    answers = load_sample("marketing-images")
    assert parse_answers(dump_answers(answers), name="file") == answers
