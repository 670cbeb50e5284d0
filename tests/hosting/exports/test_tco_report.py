"""The cost sheet of an answer file."""

from __future__ import annotations

from advisor.catalog.catalog import Catalog
from advisor.hosting.exports.tco_report import tco_report
from tests.hosting.conftest import GPT_OSS, decision


def test_the_cost_report_has_plans_and_assumptions(catalog: Catalog) -> None:
    """The JSON of the command holds every part."""
    report = tco_report(decision(), catalog, models=[GPT_OSS])
    assert {"plans", "break_evens", "tradeoff", "assumptions", "load", "horizon_months", "same_model"} <= report.keys()
    assert report["plans"]
