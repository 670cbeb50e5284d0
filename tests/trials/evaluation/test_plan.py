"""The definition of an evaluation: how many calls it makes, what is asked, and a journal that no call passes twice."""

from __future__ import annotations

from typing import Any

from advisor.trials.evaluation.plan import MemoryJournal, Plan, judge_name

CONNECTION = {"name": "a", "base_url": "https://example.org", "model": "m"}


def plan(**given: Any) -> Plan:
    """Two prompts for one model."""
    prompts = [
        {"name": "one", "text": "Say {{word}}", "variables": {"word": "yes"}},
        {"name": "two", "text": "Say no", "system": "Be {{how}}", "variables": {"how": "brief"}},
    ]
    fields = {
        "evaluation_id": "e",
        "name": "n",
        "prompts": prompts,
        "connections": [CONNECTION],
        "metrics": [{"kind": "exact"}],
    }
    return Plan.model_validate(fields | given)


def test_calls_are_prompts_times_models_and_twice_with_a_judge() -> None:
    """A judge that no metric asks for is not called."""
    judge = CONNECTION | {"name": "judge"}
    two = [CONNECTION, CONNECTION | {"name": "b"}]
    assert plan().calls == 2
    assert plan(connections=two).calls == 4
    assert plan(connections=two, judge=judge).calls == 4
    graded = [{"kind": "exact"}, {"kind": "judge"}]
    assert plan(connections=two, judge=judge, metrics=graded).calls == 8


def test_variables_are_filled_in_prompt_and_system() -> None:
    """A prompt's own system goes before the one of all."""
    whole = plan(parameters={"system": "Be kind"})
    assert whole.request(0).prompt == "Say yes"
    assert whole.request(0).parameters.system == "Be kind"
    assert whole.request(1).parameters.system == "Be brief"


def test_answers_are_asked_for_without_chance() -> None:
    """At temperature 0 unless another is given."""
    assert plan().parameters.temperature == 0.0


def test_a_call_is_claimed_once_until_it_is_released() -> None:
    """By this evaluation; another one's claims are its own."""
    journal = MemoryJournal()
    assert journal.claim_answer("e", 0, "a", payload="sent")
    assert not journal.claim_answer("e", 0, "a", payload="again")
    assert journal.claim_answer("other", 0, "a", payload="sent")
    journal.save_answer("e", 0, "a", state="done", payload="whole")
    assert journal.answers("e") == ((0, "a", "done", "whole"),)
    journal.release_answer("e", 0, "a")
    assert journal.answers("e") == ()
    assert journal.claim_answer("e", 0, "a", payload="sent")


def test_long_names_never_share_a_place_in_the_journal() -> None:
    """Two connections that differ in their last letter alone keep their judges and marks apart."""
    first, second = "x" * 99 + "a", "x" * 99 + "b"
    assert judge_name(first) != judge_name(second)
    assert len(judge_name(first)) == 100
    assert judge_name("short") == "judge of short"
