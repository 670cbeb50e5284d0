"""Contexts: made once per alternative, with codes that say what they share."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from advisor.catalog.catalog import Catalog
from advisor.decision.alternatives.codes import by_first
from advisor.decision.alternatives.joined import ASPECT, ASPECTS, codes_of, contexts_of
from advisor.decision.gates.evaluate import PASSED
from advisor.decision.prepared import prepare
from advisor.questionnaire.presets import load_sample


def test_codes_are_renumbered_by_first_appearance() -> None:
    """The numbers depend on the order of the rows alone, not on what was coded before."""
    index, firsts = by_first(np.array([7, 3, 7, 9, 3]))
    assert index.tolist() == [0, 1, 0, 2, 1]
    assert firsts == [0, 1, 3]
    assert by_first(np.array([], dtype=np.int64))[1] == []


def test_equal_codes_mean_the_same_and_others_do_not(catalog: Catalog) -> None:
    """Per aspect, codes agree exactly where what the aspect reads agrees."""
    prepared = prepare(load_sample("eu-bank-customer-service"), catalog)
    contexts = prepared.contexts[::7]
    codes = codes_of(contexts)
    for name, reads in ASPECTS.items():
        meaning: dict[int, object] = {}
        for context, code in zip(contexts, codes[:, ASPECT[name]].tolist(), strict=True):
            assert meaning.setdefault(code, reads(context)) == reads(context)
        assert len(set(meaning.values())) == len(meaning)


def test_what_an_alternative_is_joined_with_does_not_depend_on_what_was_joined_before(catalog: Catalog) -> None:
    """Its rows and its name are the same alone, among others and in another order."""
    alternatives = prepare(load_sample("call-centre-transcription"), catalog).plans.alternatives[:5]
    together = contexts_of(alternatives, catalog)
    fresh = contexts_of(alternatives[::-1], replace(catalog))[::-1]
    for one, other in zip(together, fresh, strict=True):
        assert replace(one, codes=()) == replace(other, codes=())
    assert contexts_of(alternatives[:1], catalog) == together[:1]


@pytest.mark.parametrize("sample", ["eu-bank-customer-service", "contract-analyser"])
def test_rows_with_the_same_failures_share_one_record(catalog: Catalog, sample: str) -> None:
    """Thousands of eliminated alternatives need a few records; a feasible one has no failure."""
    prepared = prepare(load_sample(sample), catalog)
    failed = [verdict for verdict in prepared.verdicts if verdict.failures]
    assert len(prepared.verdicts.alike[0]) < len(failed)
    assert all(not prepared.verdicts[index].failures for index in prepared.feasible)
    assert PASSED.failures == PASSED.warnings == ()
