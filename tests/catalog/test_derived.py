"""What is kept of a catalog: once per catalog or digest, for the last arguments, and no longer than the catalog."""

from __future__ import annotations

import gc
from dataclasses import replace
from weakref import ref

from advisor.catalog.catalog import Catalog
from advisor.catalog.derived import derived


class Made:
    """Something worked out."""


@derived
def of_object(catalog: Catalog) -> Made:
    """Kept for one catalog."""
    return Made()


@derived(by="digest", keep=2)
def of_digest(catalog: Catalog, number: int) -> Made:
    """Kept for all catalogs of one digest and the last two numbers."""
    return Made()


def test_a_catalog_keeps_what_was_worked_out_until_it_is_forgotten(catalog: Catalog) -> None:
    """The same object comes back; after ``forget`` a new one."""
    own = replace(catalog)
    first = of_object(own)
    assert of_object(own) is first
    of_object.forget(own)
    assert of_object(own) is not first


def test_rows_belong_to_one_catalog_and_figures_to_a_digest(catalog: Catalog) -> None:
    """A copy with the same digest shares figures alone."""
    one, other = replace(catalog), replace(catalog)
    assert of_object(one) is not of_object(other)
    assert of_digest(one, 1) is of_digest(other, 1)
    assert of_digest(replace(catalog, digest="another"), 1) is not of_digest(one, 1)


def test_the_last_arguments_are_kept(catalog: Catalog) -> None:
    """What was asked for longest ago goes first."""
    own = replace(catalog, digest="the last two")
    first, second = of_digest(own, 1), of_digest(own, 2)
    assert of_digest(own, 1) is first
    of_digest(own, 3)
    assert of_digest(own, 1) is first
    assert of_digest(own, 2) is not second


def test_what_is_kept_goes_with_the_catalog(catalog: Catalog) -> None:
    """Nothing else holds it."""
    own = replace(catalog, digest="goes")
    kept = ref(of_object(own)), ref(of_digest(own, 1))
    del own
    gc.collect()
    assert [one() for one in kept] == [None, None]
