"""What forced changes of model cost: how often, the work of each, and who is not charged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from advisor.catalog.catalog import Catalog
from advisor.hosting.assumptions import assumptions_of
from advisor.hosting.costs.case import Case, stated
from advisor.hosting.costs.draws import draws_of
from advisor.hosting.costs.migrations import WORKDAYS, changes_of_offers, migration_usd, share_of_days
from advisor.hosting.costs.staffing import Team
from advisor.hosting.planning.planner import plan_alternatives
from advisor.hosting.workload import workload_of
from advisor.questionnaire.answers import Answers

TODAY = date(2026, 11, 20)
ANSWERS = Answers.model_validate(
    {"title": "t", "as_of": TODAY, "use_cases": [{"task": "chat_assistant"}], "hosting": {"country": "US"}}
)


def _case(catalog: Catalog, horizon: int = 36) -> Case:
    return Case(workload_of(ANSWERS.use_cases[0]), assumptions_of(catalog), fine_tuning=False, horizon_months=horizon)


def test_the_stated_case_is_changes_times_days_at_the_cost_of_a_day(catalog: Catalog) -> None:
    """Two changes of so many days each as the load asks for, spread over three years."""
    case, forced = _case(catalog), np.array([[2.0, 1.0, 3.0]])
    day = case.assume("staff_usd_per_year") / WORKDAYS
    share = share_of_days(case.load, case.assume("migration_usual_tokens"))
    expected = 2 * case.assume("migration_days") * share * day / 36
    assert migration_usd(forced, case, stated())[0, 0] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("load", "share"),
    [
        ({"requests_per_day": 1_000, "input_tokens": 9_000, "output_tokens": 1_000}, 1.0),
        ({"requests_per_day": 250, "input_tokens": 9_000, "output_tokens": 1_000}, 0.5),
        ({"requests_per_day": 10, "input_tokens": 900, "output_tokens": 100}, 0.1),
        ({"requests_per_day": 1e6, "input_tokens": 9_000, "output_tokens": 1_000}, 2.0),
        ({"requests_per_day": 500, "input_tokens": 0, "output_tokens": 0, "audio_minutes_per_request": 5}, 0.5),
        ({"requests_per_day": 500, "input_tokens": 0, "output_tokens": 0, "images_per_request": 5}, 0.5),
    ],
)
def test_a_change_takes_as_much_work_as_hangs_on_it(load: dict[str, float], share: float) -> None:
    """Ten million tokens a day take the stated days, a quarter of that half of them; within bounds at both ends."""
    use_case = ANSWERS.use_cases[0]
    changed = use_case.model_copy(update={"workload": use_case.workload.model_copy(update=load)})
    assert share_of_days(workload_of(changed), 10e6) == pytest.approx(share)


def test_how_often_and_how_much_work_are_both_uncertain(catalog: Catalog) -> None:
    """The band reaches below half and above twice the stated case, and is never below nothing."""
    case, forced = _case(catalog), np.array([[2.0, 1.0, 3.0]])
    drawn, point = migration_usd(forced, case, draws_of(case.assume))[0], migration_usd(forced, case, stated())[0, 0]
    assert np.percentile(drawn, 5) < point / 2
    assert np.percentile(drawn, 95) > point * 2
    assert drawn.min() >= 0


@pytest.mark.parametrize("people", [0.0, 0.001, 0.01, 1.0])
def test_people_who_are_there_change_the_model_beside_unless_their_time_counts(catalog: Catalog, people: float) -> None:
    """As they run rented machines: the more there are the less it costs; counted, it costs what it always did."""
    case, forced = _case(catalog), np.array([[2.0, 1.0, 3.0]])
    unknown = migration_usd(forced, case, stated())[0, 0]
    there = Team(people=people)
    fewer, more = (
        migration_usd(forced, replace(case, team=replace(there, people=count)), stated())[0, 0]
        for count in (people, 2 * people)
    )
    counted = migration_usd(forced, replace(case, team=replace(there, counted=True)), stated())[0, 0]
    assert more <= fewer <= unknown
    assert bool(fewer == 0.0) is (people == 1.0)
    assert counted == pytest.approx(unknown)


def test_an_offer_that_ends_within_the_horizon_costs_more_than_a_new_one(catalog: Catalog) -> None:
    """The sooner the first change comes, the more of them there are."""
    offer = next(one for one in catalog.offers if catalog.model[one.model_id].status == "current")
    soon, late = (offer.model_copy(update={"retires_on": day}) for day in (date(2027, 6, 1), date(2029, 6, 1)))
    found = changes_of_offers(catalog, [soon, late], TODAY, 36)
    assert found[0, 0] > found[1, 0]


def test_without_a_table_of_lives_nobody_is_charged(catalog: Catalog) -> None:
    """What no source says is no cost."""
    bare = replace(catalog, lifecycle_policies=(), digest="bare")
    offer = next(one for one in bare.offers if one.retires_on is None and bare.model[one.model_id].retires_on is None)
    assert changes_of_offers(bare, [offer], TODAY, 36).tolist() == [[0.0, 0.0, 0.0]]


def test_only_apis_carry_it_and_no_cap_is_held_against_the_houses_own_work(catalog: Catalog) -> None:
    """It is a line of every API's plan and of no own server's; counted people stand within the cap."""
    model = catalog.model["openai/gpt-oss-120b"]
    table = plan_alternatives([model], ANSWERS.use_cases[0], ANSWERS, catalog)
    counted = ANSWERS.model_copy(
        update={
            "hosting": ANSWERS.hosting.model_copy(
                update={"team": ANSWERS.hosting.team.model_copy(update={"count_existing": True})}
            )
        }
    )
    within = plan_alternatives([model], counted.use_cases[0], counted, catalog)
    apis = len(table.offer_rows)
    assert apis > 0
    assert all(table.components(row)["migration"].any() for row in range(apis))
    assert "migration" not in table.components(apis)
    assert (table.outside_cap_usd[:apis] > 0).all()
    assert not table.outside_cap_usd[apis:].any()
    assert not within.outside_cap_usd.any()
