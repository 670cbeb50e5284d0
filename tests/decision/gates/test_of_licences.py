"""Gates on the licence of the weights."""

from __future__ import annotations

from advisor.decision.gates.of_licences import LICENCE_GATES
from advisor.decision.gates.rule import OWN


def test_a_licence_governs_those_who_run_the_weights_and_nobody_else() -> None:
    """A provider's own contract governs its API."""
    on_terms = [rule for gate in LICENCE_GATES for rule in gate.rules if rule.reads.aspect == "terms"]
    assert on_terms
    assert all(rule.reads.kinds == OWN for rule in on_terms)


def test_an_unknown_licence_permits_no_business() -> None:
    """Commercial use is closed where nobody states it."""
    commercial = next(gate for gate in LICENCE_GATES if any(rule.when_unknown == "closed" for rule in gate.rules))
    assert all(rule.unsaid is not None or rule.said is not None for rule in commercial.rules)
    assert "closed" in {rule.when_unknown for rule in commercial.rules}
