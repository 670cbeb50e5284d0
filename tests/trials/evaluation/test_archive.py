"""An evaluation as a file: what comes back is what went out, and a damaged file is refused."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from running import PATIENCE_S

from advisor.errors import InputError
from advisor.trials.evaluation import archive
from advisor.trials.evaluation.archive import Archived, dump, load
from advisor.trials.evaluation.job import Written, written
from advisor.trials.evaluation.marks_by_hand import Mark, keep_mark
from advisor.trials.evaluation.matrix import matrix_lines
from advisor.trials.evaluation.metrics import Metric
from advisor.trials.evaluation.plan import MemoryJournal, Plan
from advisor.trials.evaluation.results import result_rows, results
from advisor.trials.playground.prompt_library import Prompt
from advisor.trials.records import KeySource
from tests.trials.evaluation.fakes import connection, job, plan, script

AT = datetime(2026, 11, 29, tzinfo=UTC)


@pytest.fixture
def kept() -> tuple[Plan, MemoryJournal]:
    """A judged evaluation of two models, one of which fails, with tags and a mark by hand."""

    def fails(_: str) -> str:
        raise ValueError

    prompts = [Prompt(name=str(n), text=f"say {n}", reference=f"say {n}", tags=("a", "b")[: n + 1]) for n in range(2)]
    secret = connection("good", key=KeySource(kind="env", name="ADVISOR_KEY_GOOD"))
    of = plan(
        prompts=prompts,
        connections=[secret, connection("bad")],
        judge=connection("judge"),
        metrics=[Metric(kind="exact"), Metric(kind="judge")],
        used_as_evidence=True,
        decision_id="d",
    )
    scripts = {"good": script(), "bad": script(fails), "judge": script(lambda _: "GRADE: 4")}
    journal = MemoryJournal()
    assert job(of, journal, scripts).start().wait(PATIENCE_S)
    mark = Mark(item=1, connection="good", metric=0, score=0.5, reason="half of it", at=AT)
    keep_mark(journal, "e", mark)
    return of, journal


def file_of(kept: tuple[Plan, MemoryJournal]) -> bytes:
    """The file of an evaluation."""
    return "".join(dump(kept[0], kept[1].answers("e"))).encode()


def journal_of(found: Archived) -> MemoryJournal:
    """A journal that holds what came from a file."""
    journal = MemoryJournal()
    for item, name, state, payload in found.rows:
        journal.save_answer(found.plan.evaluation_id, item, name, state=state, payload=payload)
    return journal


def told(of: Plan, found: Written) -> Any:
    """Everything that a page says of an evaluation."""
    lines = [
        [(cell.connection, cell.score, cell.metric_score, cell.mark) for cell in line.cells]
        for metric in range(len(of.metrics))
        for line in matrix_lines(of, found, metric=metric)
    ]
    return result_rows(results(of, found)), lines


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_what_comes_back_is_what_went_out(kept: tuple[Plan, MemoryJournal], pack: Any) -> None:
    """Scores, failures, grades, marks, costs and times; packed or not."""
    found = load(pack(file_of(kept)), name="e.jsonl")
    back = written(journal_of(found), found.plan.evaluation_id)
    assert told(found.plan, back) == told(kept[0], written(kept[1], "e"))
    assert [prompt.tags for prompt in found.plan.prompts] == [("a",), ("a", "b")]


def test_it_is_another_evaluation_and_says_where_it_came_from(kept: tuple[Plan, MemoryJournal]) -> None:
    """With ids of its own, of no decision, no evidence, and with no place of a key."""
    raw = file_of(kept)
    assert b"ADVISOR_KEY_GOOD" not in raw
    found = load(raw, name="e.jsonl")
    assert found.plan.evaluation_id != "e"
    assert (found.plan.decision_id, found.plan.used_as_evidence) == (None, False)
    assert found.plan.imported_from == "e.jsonl"
    mine = {run.run_id for run in written(kept[1], "e").runs.values()}
    back = written(journal_of(found), found.plan.evaluation_id).runs.values()
    assert not mine & {run.run_id for run in back}
    assert {run.group_id for run in back} == {found.plan.evaluation_id}


def changed(raw: bytes, line: int, **changes: Any) -> bytes:
    """The file with one of its lines changed."""
    lines = raw.decode().splitlines()
    lines[line] = json.dumps(json.loads(lines[line]) | changes)
    return "\n".join(lines).encode()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda _: b"", "is no exported evaluation"),
        (lambda _: b'{"text": "Hi"}\n', "is no exported evaluation"),
        (lambda raw: changed(raw, 0, version=2), "is no exported evaluation"),
        (lambda raw: changed(raw, 1, item=9), "e.jsonl:2: prompt 9"),
        (lambda raw: changed(raw, 1, name="someone"), "an answer of 'someone'"),
        (lambda raw: changed(raw, 1, answered=None), "an answer of a connection"),
        (lambda raw: raw + raw.splitlines(keepends=True)[1], "each answer once"),
        (lambda raw: raw + b"nonsense\n", "an answer or a mark"),
        (lambda raw: b"\xff\xfe" + raw, "cannot be read"),
        (lambda raw: gzip.compress(raw)[:30] + b"\xff" * 40, "e.jsonl"),
    ],
)
def test_a_damaged_file_is_refused_with_its_line(kept: tuple[Plan, MemoryJournal], spoil: Any, words: str) -> None:
    """Nothing of it is kept."""
    with pytest.raises(InputError) as caught:
        load(spoil(file_of(kept)), name="e.jsonl")
    assert words in str(caught.value)


def test_a_file_cannot_call_a_failed_answer_whole(kept: tuple[Plan, MemoryJournal]) -> None:
    """Whether an answer is whole is read from the answer."""
    raw = file_of(kept)
    failed = next(number for number, line in enumerate(raw.decode().splitlines()) if '"state": "failed"' in line)
    found = load(changed(raw, failed, state="done"), name="e.jsonl")
    assert [state for _, name, state, _ in found.rows if name == "bad"] == ["failed", "failed"]


def test_a_packed_file_that_grows_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is unpacked to the limit and no further."""
    monkeypatch.setattr(archive, "MAX_FILE_BYTES", 100_000)
    with pytest.raises(InputError, match="too large"):
        load(gzip.compress(b" " * 10_000_000), name="e.gz")


def test_a_file_in_several_packed_parts_is_read_whole(kept: tuple[Plan, MemoryJournal]) -> None:
    """As ``cat`` makes one of two; its second half is no less of it."""
    raw = file_of(kept)
    half = raw.index(b"\n") + 1
    found = load(gzip.compress(raw[:half]) + gzip.compress(raw[half:]), name="e.jsonl.gz")
    assert len(found.rows) == len(load(raw, name="e.jsonl").rows) > 0


def test_a_packed_file_that_was_cut_off_is_refused(kept: tuple[Plan, MemoryJournal]) -> None:
    """Also where what is left of it ends with a whole line."""
    raw = file_of(kept)
    packed = zlib.compressobj(wbits=31)
    whole_lines = packed.compress(raw[: raw.index(b"\n") + 1]) + packed.flush(zlib.Z_SYNC_FLUSH)
    with pytest.raises(InputError, match="cannot be read"):
        load(whole_lines, name="e.jsonl.gz")


def test_a_line_beyond_the_limit_is_refused(kept: tuple[Plan, MemoryJournal], monkeypatch: pytest.MonkeyPatch) -> None:
    """A packed file of 150 kB may hold one answer of 150 MB, which every page that shows it would read."""
    raw = file_of(kept)
    longest = len(raw.split(b"\n")[0])
    monkeypatch.setattr(archive, "MAX_LINE_CHARACTERS", longest)
    bloated = raw.replace(b'"say 1"', b'"' + b"say 1" * longest + b'"', 1)
    with pytest.raises(InputError, match=r"e\.jsonl:1: .* characters in one line"):
        load(bloated, name="e.jsonl")
    head, _, answers = raw.partition(b"\n")
    with pytest.raises(InputError, match=r"e\.jsonl:2: .* characters in one line"):
        load(head + b"\n" + b" " * longest + answers, name="e.jsonl")


@pytest.mark.parametrize("figure", ["NaN", "1e999", "-1e999"])
def test_a_figure_that_cannot_be_kept_is_refused(kept: tuple[Plan, MemoryJournal], figure: str) -> None:
    """It would be kept as nothing, and the answer could not be read again."""
    raw = re.sub(rb'"total_s": ?[\d.e-]+', f'"total_s": {figure}'.encode(), file_of(kept))
    with pytest.raises(InputError, match="can be kept"):
        load(raw, name="e.jsonl")


def test_a_file_names_no_key_of_this_installation(kept: tuple[Plan, MemoryJournal]) -> None:
    """Whoever wrote the file may have put one in."""
    head, _, answers = file_of(kept).partition(b"\n")
    named = json.loads(head)
    for one in (*named["plan"]["connections"], named["plan"]["judge"]):
        one["key"] = {"kind": "env", "name": "ADVISOR_KEY_OURS"}
    found = load(json.dumps(named).encode() + b"\n" + answers, name="e.jsonl")
    assert {one.key for one in found.plan.connections} == {KeySource()}
    assert found.plan.judge is not None
    assert found.plan.judge.key == KeySource()


def test_the_limits_are_those_that_the_page_on_security_states() -> None:
    """In the units in which the code has them."""
    stated = (Path(__file__).parents[3] / "docs/security.md").read_text(encoding="utf-8")
    unpacked, line = archive.MAX_FILE_BYTES // 1024**2, archive.MAX_LINE_CHARACTERS
    assert f"at most {unpacked} MiB unpacked and {line:,} characters in a line" in stated
