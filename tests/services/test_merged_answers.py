"""Two people changed one decision: both sets of answers can be told apart, kept and put together."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.errors import AnswersError, ConflictError
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.presets import load_sample, sample_paths
from advisor.services.merged_answers import begun_with, contested_answers, merged
from advisor.storage.database import open_database
from advisor.storage.decisions import Decisions
from advisor.words.tell import tell

BASE = load_sample("eu-bank-customer-service")


def changed(answers: Answers = BASE, **values: object) -> Answers:
    """Answers with other values."""
    return answers.model_copy(update=values)


MINE = changed(
    notes="mine",
    budget=BASE.budget.model_copy(update={"monthly_cap": Decimal(70_000)}),
    priorities={**BASE.priorities, "cost": 5},
)
THEIRS = changed(
    notes="theirs",
    data=BASE.data.model_copy(update={"residency": ("eu", "ch")}),
    use_cases=(BASE.use_cases[0].model_copy(update={"context_tokens": 64_000}),),
)


def test_each_answer_says_who_changed_it_and_what_it_is_now() -> None:
    """One line for every answer that differs, with both values in words."""
    lines = {tell(line.told.part("answer")): line for line in contested_answers(BASE, MINE, THEIRS)}
    assert {name: (line.mine_changed, line.theirs_changed) for name, line in lines.items()} == {
        "notes": (True, True),
        "budget: monthly cap": (True, False),
        "priority of cost": (True, False),
        "data: residency": (False, True),
        "use case “Customer-service assistant”: context tokens": (False, True),
    }
    cap = lines["budget: monthly cap"].told
    assert [tell(cap.part(side)) for side in ("before", "after")] == ["60000", "70000"]


def test_what_each_changed_alone_is_taken_where_nobody_chooses() -> None:
    """Both changes stay; where both changed one answer, mine is suggested."""
    lines = contested_answers(BASE, MINE, THEIRS)
    both = merged(MINE, THEIRS, {line.place for line in lines if line.usual})
    assert (both.notes, both.budget.monthly_cap, both.priorities["cost"]) == ("mine", Decimal(70_000), 5)
    assert (both.data.residency, both.use_cases[0].context_tokens) == (("eu", "ch"), 64_000)


def test_an_answer_that_one_side_took_away_can_be_taken_away() -> None:
    """A priority that I removed is gone from what is made of both, and comes back when theirs is chosen."""
    mine = changed(priorities={})
    places = {line.place for line in contested_answers(BASE, mine, BASE)}
    assert merged(mine, BASE, places).priorities == {}
    assert merged(mine, BASE, set()) == BASE


def test_another_number_of_use_cases_is_one_line() -> None:
    """A use case that was added is taken or left as a whole."""
    more = changed(use_cases=(*BASE.use_cases, BASE.use_cases[0].model_copy(update={"name": "second"})))
    (line,) = contested_answers(BASE, more, BASE)
    assert line.place == ("use_cases",)
    assert len(merged(more, BASE, {line.place}).use_cases) == 2


def test_answers_that_do_not_go_together_are_refused_by_name() -> None:
    """The list of use cases must not be empty; the message says whose answers these are."""
    bad = changed(use_cases=())
    with pytest.raises(AnswersError, match="made of both"):
        merged(bad, BASE, {("use_cases",)})


SAMPLES = tuple(load_sample(path.stem) for path in sample_paths())


@given(st.sampled_from(SAMPLES), st.sampled_from(SAMPLES))
def test_taking_all_of_one_side_gives_that_side(mine: Answers, theirs: Answers) -> None:
    """Whatever differs: every line mine is mine, none is theirs."""
    places = {line.place for line in contested_answers(mine, mine, theirs)}
    assert merged(mine, theirs, places) == mine
    assert merged(mine, theirs, set()) == theirs


def test_what_both_began_with_is_the_revision_that_was_read(tmp_path: Path) -> None:
    """The save that comes second is refused with nothing stored, and finds what it began with."""
    repository = Decisions(open_database(f"sqlite:///{tmp_path / 'a.sqlite3'}"))
    kept = repository.create(BASE)
    repository.change(kept.decision_id, THEIRS, revision=kept.revision)
    with pytest.raises(ConflictError):
        repository.change(kept.decision_id, MINE, revision=kept.revision)
    stored = repository.get(kept.decision_id)
    assert stored.answers == THEIRS
    assert begun_with(repository, stored, kept.revision) == BASE
    assert begun_with(repository, stored, None) == THEIRS
