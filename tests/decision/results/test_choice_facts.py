"""What is said of the shortlist: the reasons in their order."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.decision.records import Choice, EvidenceNote, PriceOfAPoint
from advisor.decision.results.choice_facts import (
    cost_against,
    given_up,
    money_of,
    price_told,
    right_if,
    rival_of,
    waits_told,
)
from advisor.decision.results.choice_facts import test_told as deciding_test
from advisor.hosting.records import Deployment
from advisor.questionnaire.answers import BudgetAnswers
from advisor.words.tell import tell

EUROS = BudgetAnswers(currency="EUR", usd_per_unit=1.25)


def choice(**given: Any) -> Choice:
    """A choice of the shortlist; what is not given is whatever the class says."""
    fields = {
        "role": "best score",
        "also": (),
        "chosen": False,
        "gains": (),
        "score_given_up": 0.0,
        "monthly_cost_difference_usd": None,
        "prompts_to_decide": None,
        "proven": (),
        "name": "M on P",
        "model_name": "M",
        "deployment": Deployment(kind="provider_api", provider="p"),
    }
    return Choice.model_construct(**(fields | given))


def test_a_difference_is_dearer_cheaper_or_none() -> None:
    """Of the choice itself, and below a unit of the currency, nothing is said."""
    dearer, cheaper = (cost_against(choice(monthly_cost_difference_usd=usd), EUROS) for usd in (500.0, -500.0))
    assert dearer is not None
    assert cheaper is not None
    assert (dearer.key, cheaper.key) == ("choice.dearer", "choice.cheaper")
    assert cost_against(choice(monthly_cost_difference_usd=1.0), EUROS) is None
    assert cost_against(choice(monthly_cost_difference_usd=500.0, chosen=True), EUROS) is None


def test_less_than_a_twentieth_of_a_point_is_not_given_up() -> None:
    """More is told in points of a hundred."""
    assert given_up(choice(score_given_up=0.0004)) is None
    more = given_up(choice(score_given_up=0.02))
    assert more is not None
    assert more.values["points"].value == pytest.approx(2.0)  # type: ignore[union-attr]


def test_an_option_that_gains_nothing_is_right_only_if_it_is_proven() -> None:
    """Else it is no better."""
    assert right_if(choice(gains=("cost",))).key == "choice.right_if"
    assert right_if(choice(also=("lowest risk",))).key == "choice.right_if_proven"
    assert right_if(choice()).key == "choice.no_better"


def test_the_deciding_test_of_the_choice_is_against_the_next() -> None:
    """Of another against the choice; without numbers by the way of hosting."""
    mine, other = choice(chosen=True), choice(prompts_to_decide=200, model_name="Other")
    assert deciding_test(mine, [mine, other]).key == "test.against"
    assert deciding_test(other, [mine, other]).key == "test.against_choice"
    assert deciding_test(mine, [mine]).key == "test.provider_api"


def _note(model: str, provider: str, timed: int, dated: str) -> EvidenceNote:
    return EvidenceNote.model_construct(alternative_or_model=model, provider=provider, timed=timed, dated=dated)


def test_own_runs_of_the_waits_are_counted_and_dated() -> None:
    """Those of this model at this provider alone; none where there are none."""
    notes = [
        _note("v/m", "p", 5, "2026-11-20"),
        _note("v/m", "p", 7, "2026-11-25"),
        _note("v/m", "q", 9, "2026-11-26"),
        _note("v/n", "p", 9, "2026-11-26"),
    ]
    told = waits_told(choice(model_id="v/m"), notes)
    assert told is not None
    assert tell(told, "en") == "waits measured by 12 runs of your own, the last on 25 Nov 2026"
    assert waits_told(choice(model_id="v/m"), notes[2:]) is None


def test_a_choice_is_tested_against_one_of_unquestioned_origin_if_there_is_one() -> None:
    """Else against the next; never against another way of hosting its own model."""
    chosen = choice(chosen=True, prompts_to_decide=None)
    same, flagged, plain = choice(), choice(prompts_to_decide=9), choice(prompts_to_decide=8, proven=("unflagged",))
    assert rival_of([chosen, same, flagged, plain]) is plain
    assert rival_of([chosen, same, flagged]) is flagged
    assert rival_of([chosen, same]) is None


@pytest.mark.parametrize(("usd", "said"), [(0.5, "0.40 EUR"), (12.0, "9.60 EUR"), (1_550.0, "1,200 EUR")])
def test_a_price_of_cents_is_not_told_as_nothing(usd: float, said: str) -> None:
    """Twelve people pay little for a point; what is much is rounded."""
    price = PriceOfAPoint(step=1.0, usd_per_month=usd)
    assert f"about {said} a month" in tell(price_told("fitness", price, EUROS), "en")


@pytest.mark.parametrize(
    ("new", "own", "told"),
    [
        (1_000.0, 0.0, "800 EUR"),
        (500.0, 0.0, "800 EUR (400 EUR of it new, the rest committed already)"),
        (500.0, 500.0, "800 EUR (400 EUR committed; 400 EUR internal)"),
        (500.0, 450.0, "800 EUR (400 EUR committed; 40 EUR billed; 360 EUR internal)"),
        (0.0, 0.0, "800 EUR (all of it committed already)"),
    ],
)
def test_own_work_beside_committed_money_is_no_new_money(new: float, own: float, told: str) -> None:
    """What is committed, what is billed beyond it and own work are told each by itself."""
    assert tell(money_of(1_000.0, new, EUROS, own), "en") == told
