"""Records of measured fairness."""

from __future__ import annotations

from advisor.guidance.measured_fairness import FairnessEvidence, GroupDifference, GroupRate, MeasuredFairness


def test_evidence_is_suspicious_where_one_difference_is_found() -> None:
    """Of any measure."""
    pair = GroupDifference(
        measure="demographic_parity",
        first="a",
        second="b",
        difference=0.1,
        low=0.01,
        high=0.2,
        p_adjusted=0.01,
        found=True,
    )
    measure = MeasuredFairness(measure="demographic_parity", rates=(), greatest=0.1, pairs=(pair,))
    assert FairnessEvidence(source="table", name="x", measures=(measure,)).suspicious
    assert not FairnessEvidence(source="table", name="x").suspicious


def test_nobody_has_no_rate() -> None:
    """Not zero."""
    assert GroupRate(group="a", count=0, positive=0).rate is None
