"""Results by tag: each prompt counts in its tags, marks by hand too, and what has no tag is told."""

from __future__ import annotations

import pytest
from running import PATIENCE_S

from advisor.trials.evaluation.by_tag import by_tag, has_tag, tag_rows, tags_of
from advisor.trials.evaluation.job import written
from advisor.trials.evaluation.plan import MemoryJournal, Plan
from advisor.trials.evaluation.results import MetricResult, results
from advisor.trials.playground.prompt_library import Prompt
from tests.trials.evaluation.fakes import job, plan, script

TAGS = (("hard", "long"), ("hard",), ("long",), ())


@pytest.fixture
def tagged() -> tuple[Plan, MetricResult]:
    """Four prompts with tags; "good" answers all right, "bad" all but the hard ones."""
    prompts = [Prompt(name=str(n), text=f"say {n}", reference=f"say {n}", tags=tags) for n, tags in enumerate(TAGS)]
    journal, of = MemoryJournal(), plan("good", "bad", prompts=prompts)
    scripts = {"good": script(), "bad": script(lambda prompt: "no" if prompt in ("say 0", "say 1") else prompt)}
    assert job(of, journal, scripts).start().wait(PATIENCE_S)
    return of, results(of, written(journal, "e"))[0]


def test_every_tag_has_its_own_scores(tagged: tuple[Plan, MetricResult]) -> None:
    """A prompt with two tags counts in both; one with none stands last, under none."""
    found = {
        part.tag: (part.prompts, {name: mean.mean for name, mean in part.means if mean is not None})
        for part in by_tag(*tagged)
    }
    assert found == {
        "hard": (2, {"good": 1.0, "bad": 0.0}),
        "long": (2, {"good": 1.0, "bad": 0.5}),
        "": (1, {"good": 1.0, "bad": 1.0}),
    }


def test_few_prompts_have_wide_intervals(tagged: tuple[Plan, MetricResult]) -> None:
    """Two right of two are no proof."""
    hard = by_tag(*tagged)[0]
    mean = dict(hard.means)["good"]
    assert mean is not None
    assert mean.count == 2
    assert mean.low < 0.6


def test_they_are_rows_of_a_file(tagged: tuple[Plan, MetricResult]) -> None:
    """A row per tag and connection, with what a table says of prompts without one."""
    of, one = tagged
    rows = tag_rows(of, [one])
    assert [(row["tag"], row["connection"], row["mean"]) for row in rows][-2:] == [
        ("(no tag)", "good", 1.0),
        ("(no tag)", "bad", 1.0),
    ]
    assert len(rows) == 6


def test_without_any_tag_there_is_nothing_to_tell() -> None:
    """Not even a row for the prompts without one."""
    assert tags_of(plan("a")) == ()
    assert has_tag((), "")
    assert not has_tag(("hard",), "")
