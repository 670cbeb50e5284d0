"""The record of an option on the shortlist, against the choice of the verdict."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from advisor.decision.prepared import prepare
from advisor.decision.ranked import Ranked, rank
from advisor.decision.results.choice_facts import TEST, WAIT
from advisor.decision.results.choice_record import GAINS, choice_of, with_test
from advisor.decision.results.shortlist import shortlist_of
from advisor.decision.results.verdict_facts import verdict_told
from advisor.words.tell import tell


def _ranked(kit: Any, **given: Any) -> Ranked:
    """An able model for 2,000 dollars a month, far ahead, and a weaker one for 500."""
    models = [kit.model("able"), kit.model("weak")]
    offers = [kit.offer(one.model_id, "p") for one in models]
    abilities = {models[0].model_id: 80.0, models[1].model_id: 40.0}
    catalog = kit.catalog(models, offers=offers, providers=[kit.provider("p")], abilities=abilities)
    plans = kit.plans([kit.api(one) for one in offers], cost=[2_000.0, 500.0])
    return rank(prepare(kit.answers(priorities={"fitness": 5, "cost": 1}, **given), catalog, plans=plans), samples=500)


def _rows(ranked: Ranked) -> tuple[int, int]:
    """The row of the verdict's choice, and the other one."""
    choice = ranked.finding.choice
    assert choice is not None
    return choice, 1 - choice


def test_the_choice_is_measured_against_itself_and_others_against_it(kit: Any) -> None:
    """It costs nothing more than itself; the other is cheaper by the difference of the two, and gives points up."""
    ranked = _ranked(kit)
    chosen, other = (choice_of(ranked, row, ("best score",)) for row in _rows(ranked))
    assert (chosen.chosen, chosen.monthly_cost_difference_usd, chosen.score_given_up) == (True, 0.0, 0.0)
    assert (other.chosen, other.monthly_cost_difference_usd) == (False, -1_500.0)
    assert other.score_given_up == pytest.approx(chosen.score - other.score)


def test_the_first_role_is_what_it_is_listed_for(kit: Any) -> None:
    """The others stand beside it, in their order."""
    ranked = _ranked(kit)
    record = choice_of(ranked, 0, ("best score", "abler", "lowest risk"))
    assert (record.role, record.also) == ("best score", ("abler", "lowest risk"))


def test_an_option_is_right_for_what_it_gains_most_by(kit: Any) -> None:
    """The able one for its ability, the cheap one for its price; never more than two criteria."""
    ranked = _ranked(kit)
    chosen, other = (choice_of(ranked, row, ("best score",)) for row in _rows(ranked))
    assert chosen.gains[0] == "fitness"
    assert other.gains[0] == "cost"
    assert max(len(chosen.gains), len(other.gains)) <= GAINS


def test_a_wait_that_is_likely_missed_is_told_and_is_what_is_tested(kit: Any) -> None:
    """Without a limit neither is there."""
    late, free = _ranked(kit, use_case={"latency": {"ttft_p95_ms": 450.0}}), _ranked(kit)
    told = choice_of(late, _rows(late)[0], ("best score",)).told
    assert told[WAIT].key == "wait.ttft_ms"
    assert told[TEST].key == "test.wait"
    assert not {WAIT, TEST} & choice_of(free, _rows(free)[0], ("best score",)).told.keys()


def test_each_of_two_is_tested_against_the_other(kit: Any) -> None:
    """Where the verdict itself names no test."""
    ranked = _ranked(kit)
    rows = _rows(ranked)
    records = [choice_of(ranked, row, ("best score",)) for row in rows]
    tested = [with_test(ranked, row, one, records) for row, one in zip(rows, records, strict=True)]
    assert [one.told[TEST].key for one in tested] == ["test.trial", "test.trial"]


@pytest.mark.parametrize(("error", "told"), [(1.0, "unnamed"), (8.0, "of your own prompts")], ids=["alike", "apart"])
def test_what_is_called_abler_is_not_called_one_that_no_test_tells_apart(kit: Any, error: float, told: str) -> None:
    """Where prompts would hardly show it, people say whether they feel it, on both cards and in the verdict."""
    models = [kit.model("cheap"), kit.model("able")]
    offers = [kit.offer(one.model_id, "p") for one in models]
    abilities = {models[0].model_id: 60.0, models[1].model_id: 64.0}
    catalog = kit.catalog(models, offers=offers, providers=[kit.provider("p")], abilities=abilities, error=error)
    plans = kit.plans([kit.api(one) for one in offers], cost=[500.0, 4_000.0])
    ranked = rank(prepare(kit.answers(), catalog, plans=plans), samples=500)
    cheap, able = (next(row for row in range(2) if ranked.model_id(row) == one.model_id) for one in models)
    ranked.__dict__["finding"] = replace(
        ranked.finding, verdict="equivalent set", choice=cheap, abler=able, beside=False, spared=None
    )
    shortlist = shortlist_of(ranked)
    said = [tell(one.told[TEST]) for one in shortlist] + [tell(verdict_told(ranked, shortlist))]
    assert "abler for" in tell(shortlist[1].told["abler"])
    assert len(said) == 3
    assert all(told in text for text in said)
    assert not any("hardly tell" in text for text in said)
