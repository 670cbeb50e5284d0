"""One team for all use cases: the rule of a single plan over the sum, found by the programme as by trying all."""

from __future__ import annotations

from itertools import product
from math import ceil

import numpy as np
import pytest

from advisor.catalog.catalog import Catalog
from advisor.decision.prepared import prepare
from advisor.decision.ranked import Ranked, rank
from advisor.decision.results.portfolio.assign import Option, Pool, PortfolioLimits, assign
from advisor.decision.results.portfolio.one_team import OneTeam, PoolCrew, Runs, crew_of
from advisor.decision.results.portfolio.record import portfolio_of
from advisor.hosting.assumptions import Assumptions, assumptions_of
from advisor.hosting.costs.availability import Availability
from advisor.hosting.costs.staffing import Team
from advisor.questionnaire.answers import Answers

TEAMS = {
    "nothing is known": Team(),
    "nobody": Team(people=0.0),
    "one, who stands in": Team(people=1.0),
    "five, counted": Team(people=5.0, counted=True),
    "nobody, and no service": Team(people=0.0, closed=True),
    "three for a rota": Team(people=3.0, hours="around_the_clock"),
    "three for a rota, counted": Team(people=3.0, hours="extended_hours", counted=True),
    "three for a rota, and no service": Team(people=3.0, hours="around_the_clock", closed=True),
    "a service": Team(people=2.0, managed=True),
}


@pytest.fixture(scope="module")
def assume(catalog: Catalog) -> Assumptions:
    """The shipped defaults."""
    return assumptions_of(catalog)


def house(team: Team, assume: Assumptions) -> OneTeam:
    """A team over two years and a half."""
    return OneTeam(team, assume, Availability("another_server"), (12.0, 12.0, 6.0))


def test_two_plans_on_own_servers_share_what_is_taken_once(assume: Assumptions) -> None:
    """0.4 of a person once and a tenth for each of five servers, where a team each would be paid 1.3."""
    team = house(Team(), assume)
    two, three = (PoolCrew("on_prem", (0.0,) * 3, (0.1,) * 3) for _ in range(2))
    apart = [team.usd([(two, 2)]), team.usd([(three, 3)])]
    together = team.usd([(two, 2), (three, 3)])
    usd = sum(team.usd_per_fte)
    assert apart == pytest.approx([0.6 * usd, 0.7 * usd])
    assert together == pytest.approx(0.9 * usd)


def test_nobody_there_hires_the_least_team_once(assume: Assumptions) -> None:
    """Two people for own servers, however many plans; a rented deployment beside them asks for no third."""
    team = house(Team(people=0.0, closed=True), assume)
    own, rented = PoolCrew("on_prem", (0.0,) * 3, (0.1,) * 3), PoolCrew("cloud", (0.25,) * 3, (0.0,) * 3)
    least = assume("people_own") * sum(team.usd_per_fte)
    assert team.usd([(own, 2)]) == pytest.approx(least)
    assert team.usd([(own, 2), (own, 3), (rented, 4)]) == pytest.approx(least)


def test_a_service_covers_little_work_and_whole_people_are_hired_for_much(assume: Assumptions) -> None:
    """By hand: half as much again as 0.6 of a person is less than two people, and as 2.4 of a person more than 2.4."""
    team = house(Team(people=0.0), assume)
    crew = PoolCrew("on_prem", (0.0,) * 3, (0.1,) * 3)
    usd = sum(team.usd_per_fte)
    assert team.usd([(crew, 2)]) == pytest.approx(0.6 * 1.5 * usd)
    assert team.usd([(crew, 2), (crew, 18)]) == pytest.approx(2.4 * usd)


def test_people_who_are_there_may_suffice_for_each_and_not_for_all(assume: Assumptions) -> None:
    """A team of two that runs every plan beside other work: nine servers take more than they have."""
    team = house(Team(people=2.0), assume)
    crew = PoolCrew("on_prem", (0.0,) * 3, (0.1,) * 3)
    assert team.usd([(crew, 9)]) == 0.0
    assert team.usd([(crew, 9), (crew, 9)]) == pytest.approx((0.4 + 1.8 - 2.0) * sum(team.usd_per_fte))


@pytest.mark.parametrize("name", TEAMS)
def test_the_programme_finds_the_best_of_all_with_its_team(name: str, assume: Assumptions) -> None:
    """Twelve random problems for every kind of team: nothing that was tried costs less, to a cent."""
    team = house(TEAMS[name], assume)
    for seed in range(12):
        rng = np.random.default_rng(seed)
        kinds: tuple[Runs, ...] = ("cloud", "on_prem", "on_prem", "edge")
        pools = {
            kind + str(number): Pool(
                float(rng.uniform(100, 4_000)),
                float(rng.integers(0, 2)),
                PoolCrew(
                    kind,
                    tuple(rng.uniform(0, 0.4, 3)) if kind == "cloud" else (0.0,) * 3,
                    (0.0,) * 3 if kind == "cloud" else tuple(rng.uniform(0.01, 0.3, 3)),
                ),
            )
            for number, kind in enumerate(kinds)
        }
        options = [
            Option(
                case,
                f"a{case}-{number}",
                f"m{number}",
                f"v{number}",
                0.5,
                float(rng.uniform(0, 30_000)),
                pool=str(rng.choice(list(pools))) if number else None,
                need_replicas=float(rng.uniform(0.01, 4)),
            )
            for case in range(3)
            for number in range(5)
        ]
        found = assign(options, [1.0] * 3, pools, PortfolioLimits(), team=team, cheapest=True)
        assert found is not None
        tried = min(
            whole(chosen, pools, team)
            for chosen in product(*([one for one in options if one.use_case == case] for case in range(3)))
        )
        assert found.total_usd == pytest.approx(tried, abs=0.05)
        assert found.total_usd == pytest.approx(whole(found.options, pools, team), abs=0.005)


def whole(chosen: tuple[Option, ...], pools: dict[str, Pool], team: OneTeam) -> float:
    """What options cost together, with whole replicas and one team."""
    usd, crews = sum(option.usd for option in chosen), []
    for name in {option.pool for option in chosen if option.pool}:
        pool = pools[name]
        replicas = ceil(sum(option.need_replicas for option in chosen if option.pool == name) + pool.spare - 1e-9)
        assert pool.crew is not None
        usd += replicas * pool.usd_per_replica
        crews.append((pool.crew, replicas))
    return usd + team.usd(crews)


@pytest.fixture(scope="module")
def ranked(catalog: Catalog) -> list[Ranked]:
    """Two use cases that must run on own servers."""
    answers = Answers.model_validate(
        {
            "title": "Two",
            "use_cases": [{"name": "One", "task": "chat_assistant"}, {"name": "Other", "task": "summarisation"}],
            "hosting": {"allowed": ["on_prem"], "country": "DE"},
            "portfolio": {"share_hardware": False},
        }
    )
    return [rank(prepare(answers, catalog, case), samples=100) for case in answers.use_cases]


def test_the_lines_of_a_portfolio_add_up_to_its_total(ranked: list[Ranked]) -> None:
    """Each use case with people of its own, less one team for all, to the cent; 0.4 of a person is paid once."""
    found = portfolio_of(ranked)
    assert found is not None
    assert found.one_team_usd is not None
    assert found.total_monthly_cost_usd is not None
    lines = [item.monthly_cost_usd for item in found.assignments]
    assert all(usd is not None for usd in lines)
    total = sum(usd or 0.0 for usd in lines) - found.one_team_usd
    assert total == pytest.approx(found.total_monthly_cost_usd, abs=0.005)
    plans = ranked[0].prepared.plans
    per_person = sum(OneTeam.of(plans.case).usd_per_fte)
    assert found.one_team_usd == pytest.approx(0.4 * per_person, abs=0.005)


def test_people_of_a_plan_are_its_line_of_people(ranked: list[Ranked]) -> None:
    """What the portfolio takes out of a plan for its own team is the line that the plan shows."""
    plans = ranked[0].prepared.plans
    seen = 0
    for row in range(0, len(plans.alternatives), 7):
        people = plans.people(row)
        if people is None or plans.problems[row] is not None or np.isnan(plans.cost_usd[row, 1]):
            continue
        seen += 1
        lines = {part.component: part.usd_per_month for part in plans.record(row).components}
        assert people.usd_per_month == pytest.approx(lines.get("staff", 0.0), abs=0.005)
        replicas = plans.alternatives[row].deployment.replicas or 1
        alone = OneTeam.of(plans.case).usd([(crew_of(people, replicas, None), replicas)])
        assert alone == pytest.approx(people.usd_per_month, abs=0.005)
    assert seen
