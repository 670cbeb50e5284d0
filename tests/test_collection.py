"""Garbage collection is paused while many objects are made, and goes on as before afterwards."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from advisor.assessment import assess
from advisor.catalog.catalog import Catalog
from advisor.collection import many_new_objects
from advisor.decision.prepared import _kept
from advisor.questionnaire.presets import load_sample


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """Whatever a test does, the next finds the collection running and nothing frozen."""
    yield
    gc.enable()
    gc.unfreeze()


def test_it_is_paused_and_goes_on() -> None:
    """Also after an error, and when one pause lies in another."""
    with many_new_objects():
        assert not gc.isenabled()
        with many_new_objects():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ValueError, match="on purpose"), many_new_objects():
        raise ValueError("on purpose")
    assert gc.isenabled()


def test_whoever_switched_it_off_finds_it_off() -> None:
    """A host that collects by itself is not overruled."""
    gc.disable()
    with many_new_objects():
        pass
    assert not gc.isenabled()


def test_an_assessment_leaves_nothing_to_collect(catalog: Catalog) -> None:
    """What refers to itself would fill the memory until a collection finds it: thousands of rows at a time."""
    answers = load_sample("insurer-claims-portfolio")

    def concluded() -> None:
        _kept.forget(catalog)
        found = assess(answers, catalog, samples=100)
        for case in (found, *found.other_use_cases):
            assert len(case.eliminations) + len(case.also_ranked) > 100
        assert len(found.sources) > 1

    concluded()
    gc.collect()
    gc.disable()
    concluded()
    _kept.forget(catalog)
    assert gc.collect() < 500


def test_what_lasts_is_not_searched_later() -> None:
    """Only where the caller says so."""
    gc.unfreeze()
    with many_new_objects():
        pass
    assert gc.get_freeze_count() == 0
    with many_new_objects(lasting=True):
        pass
    assert gc.get_freeze_count() > 0
