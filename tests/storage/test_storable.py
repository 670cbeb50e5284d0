"""NUL and halves of characters in titles, comments, searches and addresses: the same on both databases."""

from __future__ import annotations

import pytest
from signed_in import signed_in
from sqlalchemy import Engine

from advisor.errors import StorageError
from advisor.questionnaire.presets import load_sample
from advisor.storage.audit_trail import verify
from advisor.storage.decisions import Decisions
from advisor.storage.lifecycle import Lifecycle
from advisor.storage.storable import storable
from advisor.storage.trials import TrialStore
from advisor.storage.working_copies import WorkingCopies

BAD = ["a\x00b", "a\ud800b", "\udfff", "\x00", "a\x00\ud800\x00b"]
ANSWERS = load_sample("marketing-images")


@pytest.mark.parametrize("text", BAD)
def test_it_is_kept_with_a_sign_in_its_place(engine: Engine, text: str) -> None:
    """Names, comments and people; the trail holds, and the search finds it as it was typed."""
    repository = Decisions(engine, person=signed_in(text))
    kept = repository.create(ANSWERS, name=f"name {text}")
    repository.rename(kept.decision_id, f"new {text}")
    Lifecycle(engine).comment(kept.decision_id, f"x {text}", actor=text)
    assert repository.get(kept.decision_id).name == f"new {storable(text)}"
    assert Lifecycle(engine).life(kept.decision_id)[0].text == f"x {storable(text)}"
    assert [found.decision_id for found in repository.all(search=text)] == [kept.decision_id]
    assert verify(engine).problems == ()


@pytest.mark.parametrize("text", BAD)
def test_an_address_that_has_it_names_nothing(engine: Engine, text: str) -> None:
    """Of decisions, working copies and runs: in words."""
    for asked in (Decisions(engine).get, WorkingCopies(engine).get, TrialStore(engine).run, Lifecycle(engine).kept):
        with pytest.raises(StorageError, match="no "):
            asked(text)


@pytest.mark.parametrize("text", BAD)
def test_a_title_that_has_it_is_kept_on_the_desk(engine: Engine, text: str) -> None:
    """Answers are kept as JSON, which writes a NUL as a sign of its own; half a character is no answer at all."""
    if "\ud800" in text or "\udfff" in text:
        with pytest.raises(ValueError, match="valid"):
            type(ANSWERS).model_validate(ANSWERS.model_dump() | {"title": text})
        return
    answers = ANSWERS.model_copy(update={"title": text})
    copy = WorkingCopies(engine).begin(answers)
    assert WorkingCopies(engine).get(copy.copy_id).answers == answers
    assert Decisions(engine).get(Decisions(engine).create(answers).decision_id).answers == answers
