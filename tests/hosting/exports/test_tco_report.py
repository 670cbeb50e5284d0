"""The cost report of the command line."""

from __future__ import annotations

from advisor.catalog.catalog import Catalog
from advisor.hosting.exports.tco_report import tco_report, tco_text
from tests.hosting.conftest import GPT_OSS, decision


def test_the_cost_report_has_plans_assumptions_and_words(catalog: Catalog) -> None:
    """The JSON of the command holds every part, and its text names every plan."""
    report = tco_report(decision(), catalog, models=[GPT_OSS])
    assert {"plans", "break_evens", "tradeoff", "assumptions", "load", "horizon_months"} <= report.keys()
    text = tco_text(report)
    for plan in report["plans"]:  # type: ignore[attr-defined]
        assert plan["alternative"]["alternative_id"] in text
