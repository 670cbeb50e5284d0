"""The people that running a plan takes: time by servers, the least number for the hours of service, who is there.

People who are there already, by the answers, are shown apart and cost nothing more unless the answers count them; where
nothing is said about them, the time that the plan takes is paid for. Where nobody is there, or a rota must be filled,
people are hired whole; where somebody is there and more must be able to do it, they stand in beside other work. They
share the time evenly: who is there carries their part of it, and only the part of those who are missing is paid anew.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from advisor.arrays import Floats
from advisor.catalog.catalog import Catalog
from advisor.hosting.assumptions import Assumptions
from advisor.hosting.costs.availability import ROUNDING, Availability
from advisor.questionnaire.answers import Answers

ServiceHours = Literal["business_hours", "extended_hours", "around_the_clock"]
SALARIES_OF = "US"
"""The country whose cost of a person the default states; others stand to it as their salaries do."""
PayBasis = Literal["salary", "labour_cost", "none"]
"""How the pay of a country is known: by a salary there, by what an hour of any work costs there, or not at all."""


@dataclass(frozen=True, slots=True)
class Team:
    """Who is there and when the service must be watched.

    ``people`` None: nothing is known; ``counted``: their time counts as a cost; ``managed``: a service is paid to run
    the servers; ``salary_index``: cost of a person over that in the United States, which is taken where no source
    states anything of the user's ``country``; ``pay_basis`` says what does.
    """

    people: float | None = None
    on_call: bool = False
    counted: bool = False
    managed: bool = False
    hours: ServiceHours = "business_hours"
    salary_index: float = 1.0
    pay_basis: PayBasis = "salary"
    country: str | None = None


@dataclass(frozen=True, slots=True)
class StaffNeed:
    """People for every row and draw, arrays that broadcast to (n, draws), in full-time equivalents.

    ``time`` is what the plan takes, ``new`` what must be paid anew (``must_hire_whole`` or stand in), ``existing``
    the time of those who are there, ``paid`` what counts as a cost; ``least`` the least number of people.
    """

    time: Floats
    least: Floats
    new: Floats
    existing: Floats
    paid: Floats


def team_of(answers: Answers, catalog: Catalog) -> Team:
    """The team that the answers describe; skills "none" without a number mean that nobody is there."""
    hosting, team = answers.hosting, answers.hosting.team
    people = team.people if team.people is not None else 0.0 if hosting.operations_skills == "none" else None
    index, basis = salary_index(catalog, hosting.country)
    return Team(
        people=people,
        on_call=team.on_call,
        counted=team.count_existing,
        managed=hosting.managed_service,
        hours=hosting.service_hours,
        salary_index=index,
        pay_basis=basis,
        country=hosting.country,
    )


def salary_index(catalog: Catalog, country: str | None) -> tuple[float, PayBasis]:
    """Pay of a country over that of the United States, and how it is known; 1 where nothing is.

    Without a salary an hour of any work there says it, in the proportion of the countries of which both are known
    (their geometric mean). Engineers' pay differs less between countries than all pay, so that it is low rather than
    high where work is cheap (a judgement).
    """
    facts = catalog.operations_staff
    salary, labour = (
        {row.country: row.value for row in facts if row.topic == topic and row.country and row.value}
        for topic in ("base_salary", "labour_cost")
    )
    there = salary.get(SALARIES_OF)
    if there and country in salary:
        return salary[country] / there, "salary"
    both = [salary[name] / labour[name] for name in sorted(salary.keys() & labour.keys())]
    if there and both and country in labour:
        return labour[country] * math.prod(both) ** (1 / len(both)) / there, "labour_cost"
    return 1.0, "none"


def usd_per_person(team: Team, assume: Assumptions) -> float:
    """US dollars per year and full-time equivalent; the user's own figure holds for every country."""
    stated = "staff_usd_per_year" in dict(assume.changed)
    return assume("staff_usd_per_year") * (1.0 if stated else team.salary_index)


def staff_need(
    team: Team,
    assume: Assumptions,
    *,
    cloud: NDArray[np.bool_],
    on_prem: NDArray[np.bool_],
    servers: Floats,
    there: Floats,
    availability: Availability,
) -> StaffNeed:
    """The people for rows (n, 1) that run ``servers`` (n, draws), or as many edge devices, some of them there."""
    added = added_time(assume, cloud=cloud, on_prem=on_prem, servers=servers, there=there)
    return team_need(team, assume, added=added, cloud=cloud, on_prem=on_prem, availability=availability)


def added_time(
    assume: Assumptions, *, cloud: NDArray[np.bool_], on_prem: NDArray[np.bool_], servers: Floats, there: Floats
) -> Floats:
    """What each deployment adds to the time of a team: by rented deployment, own server or edge device.

    Devices that are ``there`` (n, draws) are looked after already, whatever runs on them: a model adds a part of it.
    """
    spared = there * (1.0 - assume("staff_edge_there"))
    devices = assume("staff_edge") * (servers - spared)
    return np.where(cloud, assume("staff_cloud"), np.where(on_prem, assume("staff_on_prem") * servers, devices))


def team_need(
    team: Team,
    assume: Assumptions,
    *,
    added: Floats,
    cloud: NDArray[np.bool_],
    on_prem: NDArray[np.bool_],
    availability: Availability,
) -> StaffNeed:
    """One team for all that it runs: what each ``added``, and once what any own servers and the hours of service take.

    ``cloud`` and ``on_prem`` say whether rented GPUs and own servers are among it.
    """
    time = added + assume("staff_on_prem_base") * on_prem + watched_time(team, assume) * (cloud | on_prem)
    rented, own = least_people(team, assume, availability)
    least = np.maximum(np.where(cloud, rented, 0.0), np.where(on_prem, own, 0.0))
    if team.managed or team.people is None:
        nothing, served = np.zeros_like(time), time * (1.0 + (assume("managed_margin") if team.managed else 0.0))
        return StaffNeed(time=time, least=nothing if team.managed else least, new=served, existing=nothing, paid=served)
    short = np.maximum(least - team.people, 0.0)
    if not must_hire_whole(team):  # they stand in while one is away: their part of the time, not all of it
        short = time * short / np.maximum(least, 1.0)
    new = np.maximum(np.maximum(time - team.people, 0.0), short)
    existing = np.maximum(time - new, 0.0)
    return StaffNeed(time=time, least=least, new=new, existing=existing, paid=new + existing * team.counted)


def watched_time(team: Team, assume: Assumptions) -> float:
    """What watching around the clock takes beside running, in full-time equivalents."""
    return assume("staff_on_call") if team.hours == "around_the_clock" else 0.0


def paid_time(team: Team, time: Floats) -> Floats:
    """What of some time of people counts as a cost where no rota asks for more of them, in full-time equivalents.

    All of it where nothing is known of a team; else what those who are there cannot do beside, and their time too where
    the answers count it. So an hour of theirs is worth the same whatever it is spent on.
    """
    if team.people is None:
        return time
    new = np.maximum(time - team.people, 0.0)
    return np.asarray(new + (time - new) * team.counted, dtype=np.float64)


def must_hire_whole(team: Team) -> bool:
    """Whether who is missing is hired whole: nobody is there to stand in for, or hours of service must be filled."""
    filled = team.hours == "business_hours" or (team.hours == "around_the_clock" and team.on_call)
    return not team.people or not filled


def hired_alone(
    team: Team, assume: Assumptions, *, cloud: bool, on_prem: bool, time: float, availability: Availability
) -> float:
    """Whole people of a team that is hired for one plan alone: it has no rota yet; ``time`` is what the plan takes."""
    rented, own = least_people(replace(team, on_call=False), assume, availability)
    least = rented if cloud else own if on_prem else 1.0
    return math.ceil(max(time, least) - ROUNDING)


def least_people(team: Team, assume: Assumptions, availability: Availability) -> tuple[float, float]:
    """The least number of people for rented GPUs and for own servers; a team that is on call has its rota."""
    rented, own = assume("people_rented"), assume("people_own")
    if team.hours == "business_hours" or (team.hours == "around_the_clock" and team.on_call):
        return rented, own
    if team.hours == "extended_hours":
        least = assume("people_extended")
    else:
        least = assume("people_two_sites" if availability.sites > 1 else "people_around_the_clock")
    return max(rented, least), max(own, least)
