"""Prompts that are asked several times: averaged, their spread told, counted as one prompt, and never paid twice."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from running import PATIENCE_S

from advisor.trials.evaluation.archive import dump, load
from advisor.trials.evaluation.by_tag import by_tag
from advisor.trials.evaluation.job import progress, written
from advisor.trials.evaluation.marks_by_hand import Mark, keep_mark
from advisor.trials.evaluation.matrix import matrix_lines
from advisor.trials.evaluation.metrics import Metric
from advisor.trials.evaluation.plan import MemoryJournal
from advisor.trials.evaluation.results import result_rows, results
from advisor.trials.evaluation.statistics import designs, mean_of, mean_of_repeated, spread_within
from advisor.trials.playground.prompt_library import Prompt
from tests.trials.evaluation.fakes import connection, job, plan, script

AT = datetime(2026, 11, 29, tzinfo=UTC)


def every_other() -> dict[str, object]:
    """A model that is right the first and third time it is asked anything."""
    times: dict[str, int] = {}

    def answer(prompt: str) -> str:
        times[prompt] = times.get(prompt, 0) + 1
        return prompt if times[prompt] % 2 else "no"

    return script(answer)


def test_every_prompt_is_asked_so_often_and_averaged() -> None:
    """First all once, then all again; the spread of a prompt's answers and the unsteady prompts are told."""
    journal, of = MemoryJournal(), plan("a", "steady", prompts=4, repeats=3)
    scripts = {"a": every_other(), "steady": script()}
    work = job(of, journal, scripts).start()
    assert work.wait(PATIENCE_S)
    assert scripts["a"]["calls"] == [f"say {n}" for n in range(4)] * 3
    found = written(journal, "e")
    assert (of.calls, progress(of, found).done, work.state) == (24, 24, "done")
    (one,) = results(of, found)
    steady, a = one.connections
    assert a.scores == (pytest.approx(2 / 3),) * 4
    assert (a.unsteady, steady.unsteady, steady.spread) == (4, 0, 0.0)
    assert a.spread == pytest.approx(np.std([1, 0, 1], ddof=1))
    assert one.tests[0].count == 4
    row = result_rows([one])[1]
    assert (row["prompts"], row["answers"], row["prompts_unsteady"]) == (4, 12, 4)
    assert [run.repetition for (item, name), run in found.runs.items() if (item, name) == (9, "a")] == [2]


def test_repeats_are_resumed_without_paying_twice() -> None:
    """A second start makes the missing calls alone."""
    journal, of = MemoryJournal(), plan("a", prompts=2, repeats=3)
    for item in (0, 4):
        whole = MemoryJournal()
        assert job(of, whole, {"a": script()}).start().wait(PATIENCE_S)
        (payload,) = [text for number, _, _, text in whole.answers("e") if number == item]
        journal.save_answer("e", item, "a", state="done", payload=payload)
    rest = script()
    assert job(of, journal, {"a": rest}).start().wait(PATIENCE_S)
    assert rest["calls"] == ["say 1", "say 0", "say 1", "say 1"]


def test_each_repeat_is_judged_marked_and_shown() -> None:
    """A mark belongs to one answer; the matrix has all of them; a file brings them all back."""
    judge = connection("judge")
    metrics = [Metric(kind="exact"), Metric(kind="judge")]
    of = plan("a", prompts=1, repeats=2, judge=judge, metrics=metrics)
    journal = MemoryJournal()
    scripts = {"a": every_other(), "judge": script(lambda _: "GRADE: 5")}
    assert job(of, journal, scripts).start().wait(PATIENCE_S)
    keep_mark(journal, "e", Mark(item=1, connection="a", metric=0, score=0.5, reason="half", at=AT))
    found = written(journal, "e")
    assert len(scripts["judge"]["calls"]) == 2
    (cell,) = matrix_lines(of, found)[0].cells
    assert [(one.score, one.metric_score) for one in cell.answers] == [(1.0, 1.0), (0.5, 0.0)]
    assert (cell.score, cell.mark is not None) == (0.75, True)
    assert [row.mean.mean for one in results(of, found) for row in one.connections if row.mean] == [0.75, 1.0]
    back = load("".join(dump(of, journal.answers("e"))).encode(), name="e.jsonl")
    assert (back.plan.repeats, len(back.rows)) == (2, 5)


def test_tags_average_repeats_too() -> None:
    """By prompt, as everywhere."""
    prompts = [Prompt(name="0", text="say 0", reference="say 0", tags=("x",))]
    journal, of = MemoryJournal(), plan("a", prompts=prompts, repeats=2)
    of = of.model_copy(update={"prompts": of.prompts[:1]})
    assert job(of, journal, {"a": every_other()}).start().wait(PATIENCE_S)
    (part, *_) = by_tag(of, results(of, written(journal, "e"))[0])
    ((_, mean),) = part.means
    assert mean is not None
    assert (mean.count, mean.mean) == (1, 0.5)


def test_repeats_are_no_further_prompts() -> None:
    """Ten prompts of which half are always right: twenty repeats leave the interval as wide as one."""
    once = mean_of([1.0] * 5 + [0.0] * 5, binary=True)
    often = mean_of_repeated([[1.0] * 20] * 5 + [[0.0] * 20] * 5, binary=True)
    assert once is not None
    assert often is not None
    assert often.high - often.low == pytest.approx(once.high - once.low, abs=0.03)


def test_repeats_narrow_where_prompts_are_alike() -> None:
    """All chance lies within the prompt: then twenty answers of each say more than one."""
    alike = [[1.0, 0.0] * 10] * 10
    once = mean_of([1.0] * 5 + [0.0] * 5, binary=True)
    often = mean_of_repeated(alike, binary=True)
    assert once is not None
    assert often is not None
    assert often.high - often.low < (once.high - once.low) * 0.6


def test_all_right_is_not_certain() -> None:
    """However often three prompts are repeated."""
    found = mean_of_repeated([[1.0] * 20] * 3, binary=True)
    assert found is not None
    assert (found.low < 0.5, found.high) == (True, 1.0)
    assert found.standard_error > 0.05


def test_the_interval_of_clustered_answers_holds_the_truth() -> None:
    """95 of 100 and not much fewer, over 400 evaluations of 40 prompts that differ and are asked five times."""
    draw, inside = np.random.default_rng(18), 0
    for _ in range(400):
        chances = draw.beta(1.4, 0.6, size=40)
        found = mean_of_repeated(draw.binomial(1, chances[:, None], size=(40, 5)).astype(float).tolist(), binary=True)
        assert found is not None
        inside += found.low <= 0.7 <= found.high
    assert inside >= 0.92 * 400


def test_repeats_save_prompts_never_calls() -> None:
    """The planner's figures: without chance within a prompt, repeats save nothing at all."""
    chance = designs(0.1, between=0.3, within=0.3)
    assert [one.repeats for one in chance] == [1, 2, 3, 5]
    assert [one.prompts for one in chance] == sorted((one.prompts for one in chance), reverse=True)
    assert [one.calls for one in chance] == sorted(one.calls for one in chance)
    assert chance[0].prompts == pytest.approx((1.96 + 0.8416) ** 2 * 0.27 / 0.01, abs=2)
    assert len({one.prompts for one in designs(0.1, between=0.5, within=0.0)}) == 1
    assert spread_within([[1.0], []]) is None
