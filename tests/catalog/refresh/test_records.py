"""Proposals and what identifies them."""

from __future__ import annotations

from advisor.catalog.audit.finding import Finding
from advisor.catalog.refresh.records import identity_of, problem_of


def test_a_proposal_has_the_same_name_on_every_run() -> None:
    """The name depends on cell, value and list, and on nothing else."""
    one = identity_of("offers", "a", "b", "1", "litellm")
    assert one == identity_of("offers", "a", "b", "1", "litellm")
    assert one != identity_of("offers", "a", "b", "1.0", "litellm")
    assert one != identity_of("offers", "a", "b1", "", "litellm")


def test_a_finding_keeps_its_place() -> None:
    """File, row and column."""
    finding = Finding(file="offers.csv", row="x", column="y", value="1", allowed="2", rule="unit")
    assert str(problem_of(finding)) == "offers.csv row x column y: 1 (2)"
