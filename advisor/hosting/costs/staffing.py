"""The people that running a plan takes: time by servers, the least number for the hours of service, who is there.

People who are there already, by the answers, are shown apart and cost nothing more unless the answers count them; where
nothing is said about them, the time that the plan takes is paid for. Where somebody is there and more must be able to
do it, others stand in beside other work. Where nobody is there, or a rota must be filled, the cheaper of two ways
counts: people are hired whole, or a service that has a rota for all its customers covers the part of those who are
missing, at their time and a margin (``managed_margin``). Nobody hires a rota of eight for half a person's work; where
nobody from outside reaches the machines, there is no other way. They share the time evenly: who is there carries their
part of it, and only the part of those who are missing is paid anew.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from statistics import median
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from advisor.arrays import Z_80, Floats
from advisor.catalog.catalog import Catalog
from advisor.catalog.derived import derived
from advisor.hosting.assumptions import Assumptions, assumptions_of
from advisor.hosting.costs.availability import ROUNDING, Availability
from advisor.questionnaire.answers import Answers

ServiceHours = Literal["business_hours", "extended_hours", "around_the_clock"]
SALARIES_OF = "US"
"""The country whose cost of a person the default states; others stand to it as their salaries do."""
PayBasis = Literal["salary", "labour_cost", "survey", "none", "unsaid"]
"""How the pay of a country is known: by a salary there, by what an hour of any work costs there, by what a survey found
there and in the United States, or not at all; ``unsaid`` where the answers name no country."""


@dataclass(frozen=True, slots=True)
class Team:
    """Who is there and when the service must be watched.

    ``people`` None: nothing is known; ``counted``: their time counts as a cost; ``managed``: a service is paid to run
    the servers; ``closed``: nobody from outside reaches them; ``salary_index``: cost of a person over that in the
    United States, which is taken where the answers name no ``country``; ``pay_basis`` says what states it, and
    ``least_index`` is the least that it may be.
    """

    people: float | None = None
    on_call: bool = False
    counted: bool = False
    managed: bool = False
    closed: bool = False
    hours: ServiceHours = "business_hours"
    salary_index: float = 1.0
    least_index: float = 1.0
    pay_basis: PayBasis = "salary"
    country: str | None = None


@dataclass(frozen=True, slots=True)
class StaffNeed:
    """People for every row and draw, arrays that broadcast to (n, draws), in full-time equivalents.

    ``time`` is what the plan takes, ``new`` what must be paid anew (hired, covered by a service or stood in for),
    ``existing`` the time of those who are there, ``paid`` what counts as a cost; ``least`` the least number of people.
    ``covered`` says where ``new`` is a service's, with its margin, since hiring whole people costs more.
    """

    time: Floats
    least: Floats
    new: Floats
    existing: Floats
    paid: Floats
    covered: NDArray[np.bool_]


def team_of(answers: Answers, catalog: Catalog) -> Team:
    """The team that the answers describe; skills "none" without a number mean that nobody is there."""
    hosting, team = answers.hosting, answers.hosting.team
    people = team.people if team.people is not None else 0.0 if hosting.operations_skills == "none" else None
    index, basis = salary_index(catalog, hosting.country)
    least = least_index(catalog) if basis == "none" else index
    return Team(
        people=people,
        on_call=team.on_call,
        counted=team.count_existing,
        managed=hosting.managed_service,
        closed=hosting.air_gapped,
        hours=hosting.service_hours,
        salary_index=index,
        least_index=least,
        pay_basis=basis,
        country=hosting.country,
    )


def salary_index(catalog: Catalog, country: str | None) -> tuple[float, PayBasis]:
    """Pay of a country over that of the United States, and how it is known.

    Where nothing is known of a country it may be anything that is paid anywhere, and the middle of what is known of
    the others stands in. Where no country is named, the pay of the United States counts.
    """
    if country is None:
        return 1.0, "unsaid"
    found = known_pay(catalog)
    if country in found:
        return found[country]
    return (median(index for index, _ in found.values()) if found else 1.0), "none"


def least_index(catalog: Catalog) -> float:
    """The least pay that is known of any country, over that of the United States."""
    return min((index for index, _ in known_pay(catalog).values()), default=1.0)


@derived
def known_pay(catalog: Catalog) -> Mapping[str, tuple[float, PayBasis]]:
    """Pay over that of the United States by country, and how it is known: the best of what is known of each.

    Without a salary an hour of any work there says it, in the proportion of the countries of which both are known
    (their geometric mean). Engineers' pay differs less between countries than all pay, so that it is low rather than
    high where work is cheap (a judgement). Then comes what a survey found there over what it found in the United
    States, the mean of the surveys where there are several.
    """
    facts = catalog.operations_staff
    salary, labour = (
        {row.country: row.value for row in facts if row.topic == topic and row.country and row.value}
        for topic in ("base_salary", "labour_cost")
    )
    there = salary.get(SALARIES_OF)
    found: dict[str, tuple[float, PayBasis]] = {name: (index, "survey") for name, index in _surveyed(catalog).items()}
    if not there:
        return found
    both = [salary[name] / labour[name] for name in sorted(salary.keys() & labour.keys())]
    if both:
        scale = math.prod(both) ** (1 / len(both)) / there
        found |= {name: (hour * scale, "labour_cost") for name, hour in labour.items()}
    return found | {name: (pay / there, "salary") for name, pay in salary.items()}


def _surveyed(catalog: Catalog) -> Mapping[str, float]:
    """Pay in a survey over that of the United States in the same one, by country."""
    surveys: dict[str, dict[str, float]] = {}
    for row in catalog.operations_staff:
        if row.topic == "survey_salary" and row.country and row.value:
            surveys.setdefault(row.source.partition("#")[0], {})[row.country] = row.value
    found: dict[str, list[float]] = {}
    for pay in surveys.values():
        for name, usd in pay.items() if SALARIES_OF in pay else ():
            found.setdefault(name, []).append(usd / pay[SALARIES_OF])
    return {name: math.prod(each) ** (1 / len(each)) for name, each in found.items()}


def pay_unknown(team: Team, assume: Assumptions) -> bool:
    """Whether what people cost is a guess: nobody states the pay of the country, and the user no cost of a person."""
    return team.pay_basis == "none" and "staff_usd_per_year" not in dict(assume.changed)


def pay_guessed(answers: Answers, catalog: Catalog) -> bool:
    """Whether what people cost is a guess for these answers."""
    return pay_unknown(team_of(answers, catalog), assumptions_of(catalog))


def pay_sigma(team: Team, assume: Assumptions) -> float:
    """Standard deviation of the logarithm of pay that is unknown: one in ten lies below the least known anywhere."""
    return math.log(team.salary_index / team.least_index) / Z_80 if pay_unknown(team, assume) else 0.0


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
        covered = np.zeros(time.shape, dtype=np.bool_)
        return StaffNeed(time, nothing if team.managed else least, served, nothing, served, covered)
    return _with_who_is_there(team, assume, time, least)


def _with_who_is_there(team: Team, assume: Assumptions, time: Floats, least: Floats) -> StaffNeed:
    """Who is paid beside the people who are there, for time and least people (n, draws): the cheaper way open."""
    people = team.people or 0.0
    beyond, short = np.maximum(time - people, 0.0), np.maximum(least - people, 0.0)
    missing = time * short / np.maximum(least, 1.0)  # the part of those who are missing, not all of the time
    if not must_hire_whole(team):  # they stand in while one is away
        new = np.maximum(beyond, missing)
        existing = np.maximum(time - new, 0.0)
        covered = np.zeros(time.shape, dtype=np.bool_)
        return StaffNeed(time, least, new, existing, new + existing * team.counted, covered)
    hired = np.maximum(beyond, short)
    served = np.maximum(beyond, missing * (1.0 + assume("managed_margin")))
    left_hired, left_served = np.maximum(time - hired, 0.0), time - missing
    dearer = hired + left_hired * team.counted > served + left_served * team.counted
    covered = dearer & (not team.closed)
    new, existing = np.where(covered, served, hired), np.where(covered, left_served, left_hired)
    return StaffNeed(time, least, new, existing, new + existing * team.counted, covered)


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
    """Whether who is missing is hired whole or covered by a service: nobody stands in, or hours must be filled."""
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
