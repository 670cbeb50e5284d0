"""A whole evaluation as a file: its definition, every answer and every mark, to be looked at elsewhere without a call.

What comes from a file was answered elsewhere: it is marked so, gets ids of its own and makes no call here, since its
connections are what the file says they are.
"""

from __future__ import annotations

import json
import uuid
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from pydantic import ValidationError

from advisor.errors import MOST_PROBLEMS, InputError, Problem, most_problems
from advisor.trials.evaluation.marks_by_hand import Mark, mark_name
from advisor.trials.evaluation.plan import Answered, Plan, judge_name, meaning_name
from advisor.trials.records import KeySource
from advisor.units import Record, parsed

FORM: Final = "advisor-evaluation"
MAX_FILE_BYTES: Final = 64 * 1024 * 1024
"""Unpacked, of which a packed file says nothing before; as much as is read of kept answers at once."""
MAX_LINE_CHARACTERS: Final = 16 * 1024 * 1024
"""Of the definition, which a page reads at every click (prompts come in files of 10 MB), and of an answer."""
_GZIP: Final = b"\x1f\x8b"
State = Literal["done", "failed", "sent", "marked"]
AnswerRow = tuple[int, str, str, str]
"""One call or mark as the journal has it: the prompt's number, the name it is kept under, state, JSON."""


class _Head(Record):
    """The first line of the file."""

    form: Literal["advisor-evaluation"]
    version: Literal[1]
    plan: Plan


class _Answer(Record):
    """A further line: a call, or a mark made by hand."""

    item: int
    name: str = ""
    state: State = "marked"
    answered: Answered | None = None
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Archived:
    """An evaluation as a file gives it, ready to be kept."""

    plan: Plan
    rows: tuple[AnswerRow, ...]


def dump(plan: Plan, rows: Iterable[AnswerRow]) -> Iterator[str]:
    """The lines of the file: the definition, then every call and mark. Where a key is kept is nobody's business."""
    bare = _without_keys(plan)
    yield json.dumps({"form": FORM, "version": 1, "plan": bare.model_dump(mode="json", by_alias=True)}) + "\n"
    for item, name, state, payload in rows:
        kept = json.loads(payload)
        what = {"mark": kept} if state == "marked" else {"name": name, "state": state, "answered": kept}
        yield json.dumps({"item": item, **what}) + "\n"


def _without_keys(plan: Plan) -> Plan:
    """The definition without where its keys are kept."""
    plain = [one.model_copy(update={"key": KeySource()}) for one in plan.connections]
    others = {
        name: one.model_copy(update={"key": KeySource()})
        for name, one in (("judge", plan.judge), ("embedder", plan.embedder))
        if one is not None
    }
    return plan.model_copy(update={"connections": tuple(plain), **others})


def load(raw: bytes, *, name: str) -> Archived:
    """The evaluation of a file (plain or packed with gzip); raises ``InputError`` with every line that is wrong."""
    lines = _text(raw, name).split("\n")
    problems: list[Problem] = []
    if len(lines[0]) > MAX_LINE_CHARACTERS:
        raise InputError(f"{name} is too large", [_too_long(f"{name}:1", lines[0])])
    plan = _without_keys(_plan(lines[0], name))
    identity = uuid.uuid4().hex
    mine = plan.model_copy(
        update={
            "evaluation_id": identity,
            "decision_id": None,
            "used_as_evidence": False,
            "imported_from": name[-200:],
        }
    )
    rows: dict[tuple[int, str], AnswerRow] = {}
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            continue
        if len(line) > MAX_LINE_CHARACTERS:
            problems.append(_too_long(f"{name}:{number}", line))
            continue
        row = _row(line, mine, f"{name}:{number}", problems)
        if row is not None and (row[0], row[1]) in rows:
            problems.append(Problem(f"{name}:{number}", f"prompt {row[0]}, {row[1]!r} again", "each answer once"))
        if row is not None:
            rows[row[0], row[1]] = row
        if len(problems) > MOST_PROBLEMS:
            break
    if problems:
        raise InputError(f"{name} cannot be imported", most_problems(problems, name))
    return Archived(mine, tuple(rows.values()))


def _text(raw: bytes, name: str) -> str:
    packed = raw.startswith(_GZIP)
    try:
        content = _unpacked(raw) if packed else raw
        text = content.decode("utf-8")
    except (UnicodeDecodeError, zlib.error):
        raise InputError(f"{name} cannot be read", [Problem(name, "damaged", "an exported evaluation")]) from None
    if len(content) > MAX_FILE_BYTES:
        problem = Problem(name, f"more than {MAX_FILE_BYTES:,} bytes", f"at most {MAX_FILE_BYTES:,}")
        raise InputError(f"{name} is too large", [problem])
    return text


def _unpacked(raw: bytes) -> bytes:
    """What a gzip file holds, part after part, to a byte beyond the limit; raises zlib.error where it is cut off."""
    content = b""
    while raw and len(content) <= MAX_FILE_BYTES:
        opened = zlib.decompressobj(wbits=31)
        content += opened.decompress(raw, MAX_FILE_BYTES + 1 - len(content))
        if not opened.eof and len(content) <= MAX_FILE_BYTES:
            raise zlib.error("the file ends in the middle")
        raw = opened.unused_data.lstrip(b"\0")
    return content


def _too_long(place: str, line: str) -> Problem:
    return Problem(place, f"{len(line):,} characters in one line", f"at most {MAX_LINE_CHARACTERS:,}")


def _plan(line: str, name: str) -> Plan:
    try:
        return _Head.model_validate_json(line).plan
    except ValidationError as error:
        found = error.errors()[0]
        place = ".".join(map(str, found["loc"]))
        problem = Problem(f"{name}:1", f"{place}: {found['msg']}"[:200], "the definition of an exported evaluation")
        raise InputError(f"{name} is no exported evaluation", [problem]) from None


def _row(line: str, plan: Plan, place: str, problems: list[Problem]) -> AnswerRow | None:
    try:
        found = _Answer.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        problems.append(Problem(place, f"{where}: {first['msg']}"[:200], "an answer or a mark"))
        return None
    known = {one.name for one in plan.columns}
    names = known | {name(one) for one in known for name in (judge_name, meaning_name)}
    mark = found.mark
    if not 0 <= found.item < plan.items:
        problems.append(Problem(place, f"prompt {found.item}", f"0 to {plan.items - 1}"))
    elif mark is not None:
        if mark.item == found.item and mark.connection in known and mark.metric < len(plan.metrics):
            return mark.item, mark_name(mark), "marked", mark.model_dump_json()
        problems.append(Problem(place, f"a mark of {mark.connection!r}", "a connection and a metric of the evaluation"))
    elif found.name not in names or found.answered is None:
        problems.append(Problem(place, f"an answer of {found.name!r}", "an answer of a connection of the evaluation"))
    else:
        row = _answer(found.item, found.name, found.answered, plan)
        if parsed(Answered, row[3]) is not None:
            return row
        problems.append(Problem(place, "a figure that is no number", "an answer that can be kept"))
    return None


def _answer(item: int, name: str, answered: Answered, plan: Plan) -> AnswerRow:
    """A call under this evaluation's ids; whether it is whole is said by the run, not by the file's word for it."""
    run = answered.run
    if run is None:
        return item, name, "sent", answered.model_dump_json()
    ids = {"run_id": uuid.uuid4().hex, "group_id": plan.evaluation_id, "decision_id": None}
    mine = answered.model_copy(update={"run": run.model_copy(update=ids)})
    return item, name, "done" if run.whole else "failed", mine.model_dump_json(by_alias=True)
