"""What high availability buys and costs: servers beyond those that carry the load, stated here and nowhere else.

A spare GPU in the same chassis survives no failure of the chassis. So ``another_server`` adds one whole server to those
that the peak needs, and ``second_site`` doubles them: either site carries the whole peak. Edge devices are swapped from
a pool of spare ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from advisor.arrays import Floats
from advisor.questionnaire.answers import Answers

ROUNDING = 1e-9
"""What whole units may be exceeded by before the next one is needed: binary fractions."""
AvailabilityLevel = Literal["none", "another_server", "second_site"]


@dataclass(frozen=True, slots=True)
class Availability:
    """How much failure the service survives: none, that of a server, or that of a site."""

    level: AvailabilityLevel = "none"

    @property
    def sites(self) -> int:
        """Sites that servers stand at."""
        return 2 if self.level == "second_site" else 1

    @property
    def spare_replicas(self) -> float:
        """Replicas that must run beside those that carry the peak, at the least."""
        return 0.0 if self.level == "none" else 1.0

    def servers(self, serving: Floats) -> Floats:
        """Servers in all, for those that carry the peak; any shape."""
        if self.level == "second_site":
            return 2.0 * serving
        return serving + 1.0 if self.level == "another_server" else serving

    def devices(self, serving: Floats, *, spare_share: float) -> Floats:
        """Edge devices in all, for those in use: the spare ones are a share of the fleet, at least one."""
        if self.level == "none":
            return serving
        return np.asarray(serving + np.maximum(np.ceil(serving * spare_share - ROUNDING), 1.0))


NOT_GIVEN: Final = np.zeros((1, 1), dtype=np.bool_)


class OwnServers(NamedTuple):
    """Servers that are there, arrays (n, 1): GPUs in all, GPUs of one, how many there are (nan: not stated).

    A replica takes ``gpu_count`` GPUs of one of them. Where they are ``given`` nothing is bought beside them.
    """

    gpus: Floats
    size: Floats
    servers: Floats
    gpu_count: Floats
    given: NDArray[np.bool_] = NOT_GIVEN

    @property
    def most(self) -> Floats:
        """Replicas that one server holds."""
        return replicas_per_server(self.gpu_count, self.size)

    def room(self, gpus: Floats) -> Floats:
        """Replicas that so many of the GPUs hold, in as few servers as can be."""
        whole, rest = np.divmod(gpus, self.size)
        return np.asarray(whole * self.most + np.floor(rest / self.gpu_count + ROUNDING))

    @property
    def stand_in(self) -> Floats:
        """Servers that they stand in; where nobody says how many, as few as can be, but more than one."""
        return np.where(np.isnan(self.servers), np.maximum(np.ceil(self.gpus / self.size), 2.0), self.servers)

    @property
    def sites(self) -> tuple[Floats, Floats]:
        """Replicas that the servers of each of two sites hold, which have half of them each."""
        half = np.floor(self.gpus / 2)
        stated = (np.ceil(self.servers / 2), np.floor(self.servers / 2))
        first, second = (np.where(np.isnan(each), self.room(half), each * self.most) for each in stated)
        return first, second


class Metal(NamedTuple):
    """What carries a load, arrays (n, draws): servers that are there, the replicas on them, and servers bought."""

    own: Floats
    own_replicas: Floats
    bought: Floats


def own_first(level: AvailabilityLevel, serving: Floats, own: OwnServers, each: Floats) -> Metal:
    """The servers for ``serving`` replicas (n, draws): those that are there first, new ones of ``each`` replicas then.

    As few are bought as if all of what is there were taken, and as few servers taken as carry it: people cost more than
    what a GPU could do otherwise. Where a server may fail, what is left without any one of them carries the peak: one
    that stands alone needs another beside it. Two sites carry the whole peak each. Where nothing may be bought, what is
    there carries what it can, with a spare where it suffices for one.
    """
    if not own.given.any():
        return _own_first(level, serving, own, each)
    found, alone = _own_first(level, serving, own, each), _own_first("none", serving, own, each)
    lacking = own.given & (found.bought > 0)
    servers, replicas = (np.where(lacking, getattr(alone, name), getattr(found, name)) for name in Metal._fields[:2])
    return Metal(servers, replicas, np.where(lacking, 0.0, found.bought))


def _own_first(level: AvailabilityLevel, serving: Floats, own: OwnServers, each: Floats) -> Metal:
    """The same where new ones may be bought."""
    if level == "second_site":
        first, second = (np.minimum(serving, room) for room in own.sites)
        servers, new = (
            np.ceil(one / each_holds - ROUNDING) + np.ceil(other / each_holds - ROUNDING)
            for one, other, each_holds in (
                (first, second, own.most),
                (serving - first, serving - second, each),
            )
        )
        return Metal(servers, first + second, new)
    if level == "another_server":
        return _with_another(serving, own, each)
    on_own = np.minimum(serving, own.room(own.gpus))
    return Metal(np.ceil(on_own / own.most - ROUNDING), on_own, np.ceil((serving - on_own) / each - ROUNDING))


def _with_another(serving: Floats, own: OwnServers, each: Floats) -> Metal:
    """Servers of which any one may fail: those that are there alone, else with as few new ones as will do.

    Spread evenly, n servers carry the load and what the fullest of them would lose: an (n - 1)th of it.
    """
    fewest = np.ceil(serving / own.most - ROUNDING)
    alone = serving + np.ceil(serving / fewest - ROUNDING)
    stated = ~np.isnan(own.servers)
    enough = np.where(stated, fewest + 1.0 <= own.servers, alone * own.gpu_count <= own.gpus)
    there = own.stand_in
    room = np.where(stated, there * own.most, own.room(own.gpus))
    fullest = np.minimum(own.most, np.ceil(room / there))
    lost = np.ceil((serving - room + np.maximum(fullest, each)) / each - ROUNDING)
    bought = np.where(enough, 0.0, np.maximum(lost, 1.0))
    # New servers that carry what any of those that are there loses leave the rest of these free.
    few = bought * each >= np.ceil(serving / fewest - ROUNDING)
    replaced = (serving <= room) & (few | (bought * each >= np.ceil(serving / there - ROUNDING)))
    servers = np.where(enough, fewest + 1.0, np.where(replaced & few, fewest, there))
    return Metal(servers, np.where(enough, alone, np.where(replaced, serving, room)), bought)


def availability_of(answers: Answers) -> Availability:
    """The availability that the answers ask for."""
    hosting = answers.hosting
    if not hosting.high_availability:
        return Availability("none")
    return Availability("second_site" if hosting.second_site else "another_server")


def replicas_per_server(gpu_count: Floats, unit: Floats) -> Floats:
    """Replicas of ``gpu_count`` GPUs that one server or instance of ``unit`` GPUs holds; at least one."""
    return np.maximum(np.floor(unit / gpu_count + ROUNDING), 1.0)


def gpus_per_server(gpu_count: Floats, unit: Floats) -> Floats:
    """GPUs that are paid together: a server, or as many small instances as one replica spans."""
    return np.asarray(np.ceil(gpu_count / unit - ROUNDING) * unit)
