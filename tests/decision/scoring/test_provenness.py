"""How proven an option is: each fact counts, scores of its own twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from advisor.decision.alternatives.joined import contexts_of
from advisor.decision.criteria.fitness import Fitness
from advisor.decision.scoring.provenness import Provenness, evidence_of, provenness

OWN = Fitness(60.0, 3.0, "estimated", "", "", 0.1)


@pytest.mark.parametrize(
    ("fitness", "evidence"),
    [
        (OWN, "measured"),
        (replace(OWN, inferred_share=0.5), "inferred"),
        (replace(OWN, basis="unknown", inferred_share=0.0), "prior"),
        (replace(OWN, basis="inferred", inferred_share=1.0, prior_share=0.5), "prior"),
    ],
)
def test_what_an_ability_is_known_by(fitness: Fitness, evidence: str) -> None:
    """From the stated share on it counts as inferred."""
    assert evidence_of(fitness, 0.5) == evidence


def test_every_fact_is_a_point_and_own_scores_two() -> None:
    """Seven facts, eight points."""
    everything = Provenness(*[True] * 7)
    assert everything.points == 8.0
    assert replace(everything, own_scores=False).points == 6.0
    assert replace(everything, own_scores=False).known
    assert replace(everything, on_the_market=False).known
    assert not replace(everything, own_scores=False, on_the_market=False).known
    assert [replace(everything, **{name: False}).points for name in Provenness.__slots__ if name != "own_scores"] == [
        7.0
    ] * 6


def test_the_facts_are_those_of_the_option(kit: Any) -> None:
    """A preview of last month with one provider and a disputed price has nothing that speaks for it."""
    plain = kit.model("m", release_date=date(2026, 1, 1))
    young = kit.model("n", release_date=date(2026, 10, 10), status="preview")
    offers = [
        kit.offer(plain.model_id, "p"),
        kit.offer(plain.model_id, "q"),
        kit.offer(young.model_id, "p", agreement="conflict"),
    ]
    catalog = kit.catalog([plain, young], offers=offers, providers=[kit.provider("p"), kit.provider("q")])
    good, _, bad = contexts_of([kit.api(one) for one in offers], catalog)
    stated = {"as_of": kit.today, "inferred_most": 0.5, "months": 6.0}
    assert provenness(good, OWN, stays=True, unflagged=True, **stated).points == 8.0
    found = provenness(bad, replace(OWN, inferred_share=1.0), stays=False, unflagged=False, **stated)
    assert found == Provenness(*[False] * 7)
