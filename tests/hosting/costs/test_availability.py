"""More availability never costs less."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from advisor.hosting.costs.availability import Availability, AvailabilityLevel, OwnServers, own_first
from advisor.hosting.planning.planner import PlanTable
from tests.hosting.costs.conftest import SHARED, never_below, paid

LEVELS: tuple[AvailabilityLevel, ...] = ("none", "another_server", "second_site")


@SHARED
@given(growth=st.floats(-0.5, 3.0), months=st.integers(1, 72), volume=st.floats(0.01, 30.0))
def test_high_availability_never_costs_less(table: PlanTable, growth: float, months: int, volume: float) -> None:
    """Another server costs at least as much as none, a second site at least as much as another server."""
    load = table.load
    moved = load.model_copy(
        update={
            "growth_per_year": growth,
            "requests_per_month": load.requests_per_month * volume,
            "peak_requests_per_s": load.peak_requests_per_s * volume,
            "mean_requests_per_s": load.mean_requests_per_s * volume,
        }
    )
    case = replace(table.case, load=moved, horizon_months=months)
    none, server, site = (paid(table, replace(case, availability=Availability(level))) for level in LEVELS)
    assert never_below(server, none)
    assert never_below(site, server)


@SHARED
@given(
    serving=st.integers(1, 40),
    servers=st.integers(1, 6),
    size=st.integers(1, 8),
    replica=st.integers(1, 8),
    each=st.integers(1, 8),
)
def test_what_is_left_without_any_one_server_carries_the_peak(
    serving: int, servers: int, size: int, replica: int, each: int
) -> None:
    """Whichever fails, one that is there or a new one; two sites each carry it alone; and no level takes less metal."""
    replica = min(replica, size)
    own = OwnServers(*(np.array([[float(value)]]) for value in (servers * size, size, servers, replica)))
    found = [own_first(level, np.array([[float(serving)]]), own, np.array([[float(each)]])) for level in LEVELS]
    none, server, site = ([float(value[0, 0]) for value in metal] for metal in found)
    for there, replicas, _ in (none, server, site):
        assert there <= servers
        assert replicas <= there * (size // replica)
    assert none[1] + none[2] * each >= serving
    assert (
        server[1] + server[2] * each - max(np.ceil(server[1] / max(server[0], 1)), each if server[2] else 0) >= serving
    )
    assert site[1] + site[2] * each >= 2 * serving
    assert none[2] <= server[2] <= site[2]
    for less, more in ((none, server), (server, site)):
        assert sum(less[::2]) <= sum(more[::2])


@SHARED
@given(serving=st.integers(1, 40), servers=st.integers(1, 6), size=st.integers(1, 8), replica=st.integers(1, 8))
def test_beside_given_servers_nothing_is_bought(serving: int, servers: int, size: int, replica: int) -> None:
    """They carry what they can, with a spare wherever they suffice for one."""
    replica, need, one = min(replica, size), np.array([[float(serving)]]), np.ones((1, 1))
    columns = [np.array([[float(value)]]) for value in (servers * size, size, servers, replica)]
    for level in LEVELS:
        bought = own_first(level, need, OwnServers(*columns), one)
        given_ones = own_first(level, need, OwnServers(*columns, given=one > 0), one)
        assert given_ones.bought[0, 0] == 0
        assert given_ones.own[0, 0] <= servers
        if bought.bought[0, 0] == 0:
            assert given_ones == bought
        else:
            assert given_ones.own_replicas[0, 0] == min(serving, servers * (size // replica))
