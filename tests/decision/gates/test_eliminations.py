"""What is out and why: one row each, by the gate that weighs most."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.decision.gates.eliminations import Eliminated
from advisor.decision.gates.registry import GATES
from advisor.decision.prepared import prepare
from advisor.words.written import written


@pytest.fixture
def rows(kit: Any) -> Any:
    """The eliminations of a small decision: a retired model, one without a licence to pay it, one that fits."""

    def of(**given: Any) -> dict[str, Any]:
        models = [kit.model("fits"), kit.model("retired", status="retired"), kit.model("dear")]
        offers = [kit.offer(model.model_id, "p") for model in models]
        catalog = kit.catalog(
            models,
            offers=offers,
            providers=[kit.provider("p", training_default="trains")],
            abilities={model.model_id: 50.0 for model in models},
        )
        plans = kit.plans([kit.api(offers[0]), kit.api(offers[2])], cost=[10.0, 9_000.0])
        prepared = prepare(kit.answers(**given), catalog, plans=plans)
        return {row.alternative_id: row for row in written(prepared.eliminated.records)}

    return of


def test_a_model_that_fails_whatever_runs_it_has_one_row(rows: Any) -> None:
    """At any place, with the gate and the sentence."""
    found = rows(data={"no_training": False})
    assert found["vendor-retired/retired@any"].gate == "status"
    assert found["vendor-retired/retired@any"].sentence.startswith("Retired is out: it is retired")
    assert not any(name.startswith("vendor-fits") for name in found)


def test_the_gate_that_weighs_most_is_named_and_the_others_beside_it(rows: Any) -> None:
    """A cap weighs less than training on data."""
    found = rows(budget={"monthly_cap": 100}, data={"no_training": True})
    row = found["vendor-dear/dear@provider_api:p"]
    assert (row.gate, row.also) == ("training", ("budget",))
    assert (GATES["training"].burden or 0) > (GATES["budget"].burden or 0)
    assert found["vendor-fits/fits@provider_api:p"].also == ()


def test_a_way_of_hosting_that_is_not_allowed_has_one_row_per_model(rows: Any) -> None:
    """And says so of the model there."""
    found = rows(hosting={"allowed": ["on_prem"]})
    row = found["vendor-fits/fits@provider_api:any"]
    assert row.gate == "hosting"
    assert "provider" in row.sentence


def test_who_is_out_is_counted_without_being_listed(kit: Any) -> None:
    """The list is made when somebody reads it, and is as long as was said."""
    models = [kit.model("fits"), kit.model("retired", status="retired")]
    offers = [kit.offer(model.model_id, "p") for model in models]
    catalog = kit.catalog(models, offers=offers, providers=[kit.provider("p")])
    plans = kit.plans([kit.api(offers[0])], cost=[10.0])
    eliminated = prepare(kit.answers(), catalog, plans=plans).eliminated
    assert isinstance(eliminated, Eliminated)
    assert len({row.alternative_id for row in eliminated.records}) == len(eliminated.records) > 0
