"""Several use cases in one decision: the best assignment of alternatives under a total budget and a number of vendors.

A mixed-integer linear programme, solved exactly by HiGHS (``scipy.optimize.milp``): one alternative per use case, the
sum of importance x score as large as possible. Use cases that run the same model on the same hardware share one pool
of replicas, with one spare: the pool's replicas cover the sum of what each needs at its peak. One team runs all that
the house runs itself. Where every use case can have its best option, and nothing that another costs less could make up
for its score, no search is needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from advisor.arrays import Floats
from advisor.decision.results.portfolio.one_team import OneTeam, PoolCrew

_TEAM_RUNS: Final = ("cloud", "on_prem", "any")
"""What a team may run in data centres, in the order of its variables."""
CHOSEN: Final = 0.5
"""The solver's zeros and ones are exact only to its tolerance."""
TIE_BREAK: Final = 1e-9
"""Among equally good assignments the cheaper one wins: a dollar counts this much of a score point."""
VENDOR_USD: Final = 1e-2
"""Of assignments that cost the same to the cent the one with fewer vendors is taken."""
PAID_SHARE: Final = 1e-2
"""What a dollar that is committed anyway counts beside a new one: used up here, it is missing elsewhere."""
SCALE: Final = 1e5
"""The solver stops within 1e-6 of the best objective, whatever it is asked: scores are made large beside that."""
SLACK: Final = 1e-9
"""What a limit may be exceeded by: rounding."""


@dataclass(frozen=True, slots=True)
class Option:
    """An alternative for one use case; ``usd`` is its cost without what its ``pool`` of hardware and people pay.

    ``people_usd`` is what a team of its own would be paid.
    No cap is held against ``outside_cap_usd`` of it; ``paid_usd`` of that is committed and speaks for no other option.
    """

    use_case: int
    alternative_id: str
    model_id: str
    vendor: str
    score: float
    usd: float
    pool: str | None = None
    need_replicas: float = 0.0
    gpus_per_replica: int = 0
    gpu: str = ""
    outside_cap_usd: float = 0.0
    paid_usd: float = 0.0
    people_usd: float = 0.0


@dataclass(frozen=True, slots=True)
class Pool:
    """Hardware that use cases may share: monthly cost of a replica without people, spare replicas kept, its people."""

    usd_per_replica: float
    spare: float
    crew: PoolCrew | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """The chosen option per use case, replicas per pool, the total cost and the number of vendors.

    ``team_usd`` of it is paid for people: one team for all.
    """

    options: tuple[Option, ...]
    replicas: Mapping[str, int]
    total_usd: float
    vendors: int
    objective: float
    team_usd: float = 0.0

    @property
    def one_team_usd(self) -> float:
        """What one team for all costs less than a team for each: below 0 where people who are there are too few."""
        return sum(option.people_usd for option in self.options) - self.team_usd


@dataclass(frozen=True, slots=True)
class PortfolioLimits:
    """What the portfolio must keep to; None is no limit. ``floors`` are least scores per use case."""

    total_usd: float | None = None
    vendors: int | None = None
    floors: Mapping[int, float] | None = None
    gpus: Mapping[str, int] | None = None


def assign(
    options: Sequence[Option],
    importance: Sequence[float],
    pools: Mapping[str, Pool],
    limits: PortfolioLimits,
    *,
    team: OneTeam | None = None,
    cheapest: bool = False,
) -> Assignment | None:
    """The best assignment (or the ``cheapest``), or None when no assignment keeps to the limits.

    Without a ``team`` nobody is paid for what pools run.
    """
    kept = [option for option in options if option.score >= (limits.floors or {}).get(option.use_case, 0.0)]
    if {option.use_case for option in kept} != set(range(len(importance))):
        return None
    model = _Programme(kept, importance, pools, limits, team)
    obvious = None if cheapest else model.best_of_each()
    if obvious is not None:
        return model.read(obvious)
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 - 0.15 s that one use case need not wait

    answer = milp(
        model.new + VENDOR_USD * model.is_vendor if cheapest else SCALE * model.cost,
        constraints=[LinearConstraint(np.array(model.rows), model.low, model.high)],
        integrality=model.whole,
        bounds=Bounds(np.zeros(model.size), model.upper),
        options={"mip_rel_gap": 0.0},
    )
    if answer.x is None or not answer.success:
        return None
    return model.read(np.where(model.whole, np.rint(answer.x), answer.x))


def cheapest_near_best(
    options: Sequence[Option],
    importance: Sequence[float],
    pools: Mapping[str, Pool],
    limits: PortfolioLimits,
    *,
    within: float,
    team: OneTeam | None = None,
) -> Assignment | None:
    """The cheapest assignment in which every use case stays within so much score of its best option.

    Where the limits leave none, the best assignment that keeps to them; None where nothing does.
    """
    best: dict[int, float] = {}
    for option in options:
        best[option.use_case] = max(best.get(option.use_case, 0.0), option.score)
    near = [option for option in options if option.score >= best[option.use_case] - within - SLACK]
    cheapest = assign(near, importance, pools, limits, team=team, cheapest=True)
    return cheapest or assign(options, importance, pools, limits, team=team)


class _Programme:
    """Variables: x per option, y per vendor, open per pool, replicas per pool, and those of the team.

    The team's: whether it runs rented GPUs, own servers, either; where it may, whether it hires whole people or pays a
    service, in every year; and the people that are paid in every year.
    """

    def __init__(
        self,
        options: Sequence[Option],
        importance: Sequence[float],
        pools: Mapping[str, Pool],
        limits: PortfolioLimits,
        team: OneTeam | None,
    ) -> None:
        self.options, self.pools = options, pools
        self.vendors = sorted({option.vendor for option in options})
        self.used = sorted({option.pool for option in options if option.pool is not None})
        count, vendors, used = len(options), len(self.vendors), len(self.used)
        self.vendor_at, self.open_at, self.replica_at = count, count + vendors, count + vendors + used
        self.team_at = count + vendors + 2 * used
        self.team = team if any(pools[name].crew for name in self.used) else None
        self.hired_at = self.team_at + (len(_TEAM_RUNS) if self.team else 0)
        self.paid_at = self.hired_at + (len(self.team.months) if self.team and self.team.chooses else 0)
        self.size = self.paid_at + (len(self.team.months) if self.team else 0)
        self.whole = np.ones(self.size, dtype=np.int64)
        self.whole[self.paid_at :] = 0
        self.upper = self._upper()
        self._price(importance)
        self.rows: list[Floats] = []
        self.low: list[float] = []
        self.high: list[float] = []
        self._constrain(len(importance), limits)

    def _upper(self) -> Floats:
        """The most of each variable: one, as many replicas as all options together need, any number of people."""
        spare = max([pool.spare for pool in self.pools.values()] or [0.0])
        upper = np.ones(self.size)
        needs = sum(option.need_replicas for option in self.options)
        upper[self.replica_at : self.team_at] = np.ceil(1.0 + needs + spare)
        upper[self.paid_at :] = np.inf
        return upper

    def _price(self, importance: Sequence[float]) -> None:
        """What each variable costs, what of it is new money, and what it brings."""
        count = len(self.options)
        self.usd = np.zeros(self.size)
        self.usd[:count] = [option.usd for option in self.options]
        self.usd[self.replica_at : self.team_at] = [self.pools[name].usd_per_replica for name in self.used]
        if self.team:
            self.usd[self.paid_at :] = self.team.usd_per_fte
        self.new = self.usd.copy()
        self.new[:count] -= [(1.0 - PAID_SHARE) * option.paid_usd for option in self.options]
        scale = float(sum(importance)) or 1.0
        self.is_vendor = np.zeros(self.size)
        self.is_vendor[self.vendor_at : self.open_at] = 1.0
        self.gain = np.zeros(self.size)
        self.gain[:count] = [importance[option.use_case] / scale * option.score for option in self.options]
        self.cost = -self.gain + TIE_BREAK * self.new

    def _add(self, terms: Mapping[int, float], low: float, high: float) -> None:
        row = np.zeros(self.size)
        for index, value in terms.items():
            row[index] += value
        self.rows.append(row)
        self.low.append(low)
        self.high.append(high)

    def _constrain(self, cases: int, limits: PortfolioLimits) -> None:
        for case in range(cases):
            self._add({i: 1.0 for i, option in enumerate(self.options) if option.use_case == case}, 1.0, 1.0)
        for i, option in enumerate(self.options):
            self._add({i: 1.0, self.vendor_at + self.vendors.index(option.vendor): -1.0}, -np.inf, 0.0)
            if option.pool is not None:
                self._add({i: 1.0, self.open_at + self.used.index(option.pool): -1.0}, -np.inf, 0.0)
        for number, name in enumerate(self.used):
            needs = {i: option.need_replicas for i, option in enumerate(self.options) if option.pool == name}
            self._add(
                {**needs, self.open_at + number: self.pools[name].spare, self.replica_at + number: -1.0}, -np.inf, SLACK
            )
        if limits.total_usd is not None:
            billed = self.usd.copy()
            billed[: len(self.options)] -= [option.outside_cap_usd for option in self.options]
            self._add({i: value for i, value in enumerate(billed) if value}, -np.inf, limits.total_usd)
        if limits.vendors is not None:
            self._add({self.vendor_at + i: 1.0 for i in range(len(self.vendors))}, -np.inf, float(limits.vendors))
        for gpu, owned in (limits.gpus or {}).items():
            taken = {
                self.replica_at + number: float(next(o.gpus_per_replica for o in self.options if o.pool == name))
                for number, name in enumerate(self.used)
                if next(o.gpu for o in self.options if o.pool == name) == gpu
            }
            if taken:
                self._add(taken, -np.inf, float(owned))
        if self.team:
            self._staff(self.team)

    def _staff(self, team: OneTeam) -> None:
        """What the team runs follows from the open pools, and whom it pays in every year from its time."""
        runs = {kind: self.team_at + number for number, kind in enumerate(_TEAM_RUNS)}
        crews = [(number, crew) for number, name in enumerate(self.used) if (crew := self.pools[name].crew)]
        for number, crew in crews:
            if crew.runs in runs:
                self._add({self.open_at + number: 1.0, runs[crew.runs]: -1.0}, -np.inf, 0.0)
        for kind in ("cloud", "on_prem"):
            self._add({runs[kind]: 1.0, runs["any"]: -1.0}, -np.inf, 0.0)
        for year in range(len(team.months)):
            time = {runs["on_prem"]: team.base_fte, runs["any"]: team.watched_fte}
            for number, crew in crews:
                time[self.open_at + number] = crew.once[year]
                time[self.replica_at + number] = crew.per_replica[year]
            most = sum(value * self.upper[index] for index, value in time.items())
            for needed in team.needed():
                terms = {index: needed.of_time * value for index, value in time.items()}
                terms[self.paid_at + year] = -1.0
                spared = needed.there
                if needed.where is not None:
                    # Where the team runs nothing of the kind, the line is spared all that it could ask.
                    spared = needed.of_time * most
                    at = runs[needed.where]
                    terms[at] = terms.get(at, 0.0) + spared + needed.whole
                if needed.hired is not None:
                    # Whole people are asked for where they are hired, and a service's part where they are not.
                    terms[self.hired_at + year] = needed.whole if needed.hired else -needed.of_time * most
                    spared += needed.whole if needed.hired else 0.0
                self._add(terms, -np.inf, spared)

    def best_of_each(self) -> Floats | None:
        """The solution in which every use case has its best option, or None.

        It is the best where it keeps to every limit and any other loses more score than all that it costs is worth.
        """
        answer, margin = np.zeros(self.size), np.inf
        cases: dict[int, list[int]] = {}
        for index, option in enumerate(self.options):
            cases.setdefault(option.use_case, []).append(index)
        for members in cases.values():
            first, *others = sorted(members, key=lambda index: -self.options[index].score)
            margin = min([margin, *(float(self.gain[first] - self.gain[index]) for index in others[:1])])
            option = self.options[first]
            answer[[first, self.vendor_at + self.vendors.index(option.vendor)]] = 1.0
            if option.pool is not None:
                pool = self.used.index(option.pool)
                answer[self.open_at + pool] = 1.0
                answer[self.replica_at + pool] += option.need_replicas
        for pool, name in enumerate(self.used):
            if answer[self.open_at + pool]:
                answer[self.replica_at + pool] = np.ceil(
                    answer[self.replica_at + pool] + self.pools[name].spare - SLACK
                )
        self._pay(answer)
        held = np.array(self.rows) @ answer
        kept = bool((held >= np.array(self.low) - SLACK).all() and (held <= np.array(self.high) + SLACK).all())
        return answer if kept and margin > TIE_BREAK * float(self.usd @ answer) else None

    def _pay(self, answer: Floats) -> None:
        """Put in what the team runs and whom it pays, for the pools of a solution."""
        if self.team is None:
            return
        crews = [(crew, answer[self.replica_at + number]) for number, crew in self._open(answer)]
        runs = [crew.runs for crew, _ in crews]
        center = "cloud" in runs or "on_prem" in runs
        answer[self.team_at : self.hired_at] = ["cloud" in runs, "on_prem" in runs, center]
        added = sum((crew.time(replicas) for crew, replicas in crews), np.zeros(len(self.team.months)))
        if self.paid_at > self.hired_at:
            answer[self.hired_at : self.paid_at] = self.team.hired(runs, added) if crews else 0.0
        answer[self.paid_at :] = self.team.paid_fte(runs, added) if crews else 0.0

    def _open(self, answer: Floats) -> list[tuple[int, PoolCrew]]:
        """The pools that chosen options run on, by number, as far as people run them."""
        chosen = {option.pool for i, option in enumerate(self.options) if answer[i] > CHOSEN}
        return [(i, crew) for i, name in enumerate(self.used) if name in chosen and (crew := self.pools[name].crew)]

    def read(self, answer: Floats) -> Assignment:
        """The assignment in a solution; people as the rule of staffing has them, not as the solver's tolerance."""
        self._pay(answer)
        picked = sorted(
            (option for i, option in enumerate(self.options) if answer[i] > CHOSEN),
            key=lambda option: option.use_case,
        )
        replicas = {
            name: int(answer[self.replica_at + i])
            for i, name in enumerate(self.used)
            if answer[self.open_at + i] > CHOSEN
        }
        open_pools = {option.pool for option in picked if option.pool}
        return Assignment(
            options=tuple(picked),
            replicas={name: count for name, count in replicas.items() if name in open_pools},
            total_usd=float(self.usd @ answer),
            vendors=len({option.vendor for option in picked}),
            objective=float(self.gain @ answer),
            team_usd=float(self.usd[self.paid_at :] @ answer[self.paid_at :]),
        )


def one_model(
    options: Sequence[Option],
    importance: Sequence[float],
    pools: Mapping[str, Pool],
    limits: PortfolioLimits,
    *,
    team: OneTeam | None = None,
) -> Assignment | None:
    """The best assignment that uses the same model for every use case, or None when no model serves them all."""
    by_model: dict[str, list[Option]] = {}
    for option in options:
        by_model.setdefault(option.model_id, []).append(option)
    whole = {name: own for name, own in by_model.items() if len({o.use_case for o in own}) == len(importance)}
    most = {name: best_possible(own, importance) for name, own in whole.items()}
    best: Assignment | None = None
    for name in sorted(whole, key=lambda name: (-most[name], name)):
        if best is not None and most[name] <= best.objective + 1e-12:
            break
        found = assign(whole[name], importance, pools, limits, team=team)
        if found is not None and (best is None or found.objective > best.objective + 1e-12):
            best = found
    return best


def best_possible(options: Sequence[Option], importance: Sequence[float]) -> float:
    """The objective without any limit: every use case takes its best option; no assignment is better."""
    best: dict[int, float] = {}
    for option in options:
        best[option.use_case] = max(best.get(option.use_case, 0.0), option.score)
    return sum(importance[case] * score for case, score in best.items()) / (float(sum(importance)) or 1.0)
