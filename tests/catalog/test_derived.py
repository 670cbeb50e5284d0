"""What is kept of a catalog: once per catalog or digest, for the last arguments, and no longer than the catalog."""

from __future__ import annotations

import gc
import itertools
from dataclasses import replace
from weakref import ref

from advisor.catalog.catalog import Catalog
from advisor.catalog.derived import derived

NUMBERS = itertools.count()


class Made:
    """Something worked out; each has a number of its own."""

    def __init__(self) -> None:
        self.number = next(NUMBERS)


@derived
def of_object(catalog: Catalog) -> Made:
    """Kept for one catalog."""
    return Made()


@derived(by="digest", keep=2)
def of_digest(catalog: Catalog, number: int) -> Made:
    """Kept for all catalogs of one digest and the last two numbers."""
    return Made()


def test_a_catalog_keeps_what_was_worked_out_until_it_is_forgotten(catalog: Catalog) -> None:
    """It is not worked out again; after ``forget`` it is."""
    own = replace(catalog)
    first = of_object(own).number
    assert of_object(own).number == first
    of_object.forget(own)
    assert of_object(own).number > first


def test_rows_belong_to_one_catalog_and_figures_to_a_digest(catalog: Catalog) -> None:
    """A copy with the same digest shares figures alone."""
    one, other = replace(catalog), replace(catalog)
    assert of_object(one).number != of_object(other).number
    assert of_digest(one, 1).number == of_digest(other, 1).number
    assert of_digest(replace(catalog, digest="another"), 1).number != of_digest(one, 1).number


def test_the_last_arguments_are_kept(catalog: Catalog) -> None:
    """What was asked for longest ago goes first."""
    own = replace(catalog, digest="the last two")
    first, second = of_digest(own, 1).number, of_digest(own, 2).number
    assert of_digest(own, 1).number == first
    of_digest(own, 3)
    assert of_digest(own, 1).number == first
    assert of_digest(own, 2).number > second


def test_what_is_kept_goes_with_the_catalog(catalog: Catalog) -> None:
    """Nothing else holds it."""
    own = replace(catalog, digest="goes")
    kept = ref(of_object(own)), ref(of_digest(own, 1))
    del own
    gc.collect()
    assert [one() for one in kept] == [None, None]
