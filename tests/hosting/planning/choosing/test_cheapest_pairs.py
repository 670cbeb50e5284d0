"""Which pairs of a configuration and a way to have it are kept."""

from __future__ import annotations

import numpy as np
import pytest

from advisor.hosting.planning.choosing.cheapest_pairs import CLASSES, KEEP, Pairs


def pairs(*rows: tuple[int, int, int, bool]) -> Pairs:
    """Pairs by place, group, rank and whether they are owned; two may be kept of each group."""
    pair_class, group, rank, owned = (np.array(column) for column in zip(*rows, strict=True))
    count = len(rows)
    return Pairs(
        pairs=np.stack([np.arange(count), np.zeros(count, dtype=np.intp)], axis=1),
        pair_class=pair_class.astype(np.intp),
        group=group.astype(np.intp),
        limit=np.full(count, 2, dtype=np.intp),
        rank=rank.astype(np.intp),
        owned=owned.astype(bool),
    )


def test_one_per_gpu_and_the_cheapest_few_of_those() -> None:
    """Two configurations of one GPU do not both stay."""
    some = pairs((0, 0, 0, False), (0, 0, 0, False), (1, 0, 0, False), (2, 0, 0, False))
    assert some.handful(np.array([3.0, 1.0, 2.0, 4.0])).tolist() == [1, 2]


def test_what_holds_the_request_goes_before_what_is_cheaper() -> None:
    """Rank before price."""
    some = pairs((0, 0, 2, False), (0, 0, 0, False))
    assert some.handful(np.array([1.0, 9.0])).tolist() == [1]


def test_owned_gpus_stay_whatever_they_cost() -> None:
    """Beside the cheapest few."""
    some = pairs((0, 0, 0, False), (1, 0, 0, False), (2, 0, 0, True))
    assert some.handful(np.array([1.0, 2.0, 99.0])).tolist() == [0, 1, 2]


def test_near_ones_hold_the_handful_and_nothing_far_dearer() -> None:
    """An unknown price is never near."""
    some = pairs((0, 0, 0, False), (1, 0, 0, False), (2, 0, 0, False), (3, 0, 0, False))
    cost = np.array([1.0, 1.1, 1.15, np.nan])
    near = some.near(cost).tolist()
    assert set(some.handful(cost).tolist()) <= set(near)
    assert near == [0, 1, 2]
    assert some.near(cost * np.array([1, 1, 9, 1])).tolist() == [0, 1]


def test_nothing_is_near_nothing() -> None:
    """No pairs, none kept."""
    none = pairs((0, 0, 0, False)).take(np.zeros(0, dtype=np.intp))
    assert none.near(np.zeros(0)).tolist() == []


@pytest.mark.parametrize("name", CLASSES)
def test_every_class_may_keep_at_least_one(name: tuple[str, bool]) -> None:
    """Otherwise a way of hosting would never be shown."""
    assert KEEP[name] >= 1
