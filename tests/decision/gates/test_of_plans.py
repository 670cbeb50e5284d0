"""Gates on the offer and the plan."""

from __future__ import annotations

import numpy as np

from advisor.decision.alternatives.joined import AGREEMENTS
from advisor.decision.gates.of_plans import CONFLICT, OFFER_GATES, PLAN_GATES, SINGLE
from advisor.decision.gates.rule import API


def test_agreements_of_sources_are_told_apart_by_number() -> None:
    """Conflict and single are not the same, and neither is agreement."""
    assert (AGREEMENTS[CONFLICT], AGREEMENTS[SINGLE]) == ("conflict", "single")


def test_offers_are_judged_at_providers_and_plans_everywhere() -> None:
    """A self-hosted plan has no offer to end."""
    assert all(rule.reads.kinds == API for gate in OFFER_GATES for rule in gate.rules if rule.reads.aspect == "offer")
    assert {rule.reads.aspect for gate in PLAN_GATES for rule in gate.rules} == {"plan"}


def test_a_figure_that_nobody_knows_does_not_pass_for_zero() -> None:
    """NaN is unknown to every rule on a number that says so."""
    numbers = [rule for gate in PLAN_GATES for rule in gate.rules if rule.reads.number in ("cost", "billed", "ttft")]
    assert numbers
    assert all(np.asarray(rule.unknown(None, np.array([np.nan, 1.0]))).tolist() == [True, False] for rule in numbers)  # type: ignore[arg-type] # reads no answers
