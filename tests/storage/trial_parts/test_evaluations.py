"""Evaluations with no decision are their keeper's, with every answer."""

from __future__ import annotations

import pytest
from signed_in import signed_in
from sqlalchemy import Engine

from advisor.access.people import Role
from advisor.errors import NotFoundError
from advisor.storage.trial_parts.evaluations import EvaluationStore

ADA, BOB = (signed_in(name, Role.EDITOR) for name in ("ada", "bob"))


def test_another_neither_reads_nor_writes_an_evaluation_or_its_answers(engine: Engine) -> None:
    """As if it were not there, whichever way."""
    ada, bob = EvaluationStore(engine, person=ADA), EvaluationStore(engine, person=BOB)
    ada.save_evaluation("e", decision_id=None, name="Ada's", status="ready", payload="{}")
    assert ada.claim_answer("e", 0, "c", payload="{}")
    assert (bob.evaluations(), bob.answers("e"), bob.answers_stamp("e")) == ((), (), ("0", "None"))
    for evaluation in ("e", "nobody's"):
        for attempt in (
            lambda one: bob.claim_answer(one, 1, "c", payload="{}"),
            lambda one: bob.save_answer(one, 0, "c", state="done", payload="{}"),
            lambda one: bob.release_answer(one, 0, "c"),
            lambda one: bob.save_answers(one, [(1, "c", "done", "{}")]),
            bob.delete_evaluation,
        ):
            with pytest.raises(NotFoundError, match=f"There is no evaluation {evaluation}"):
                attempt(evaluation)
    with pytest.raises(NotFoundError, match="There is no evaluation e"):
        bob.save_evaluation("e", decision_id=None, name="Bob's", status="ready", payload="{}")
    assert [(item, state) for item, _, state, _ in ada.answers("e")] == [(0, "sent")]
