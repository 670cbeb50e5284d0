"""The cost sheet of an answer file."""

from __future__ import annotations

from typing import Any

from advisor.catalog.catalog import Catalog
from advisor.hosting.exports.tco_report import tco_report
from advisor.words.written import written
from tests.hosting.conftest import GPT_OSS, decision


def test_the_cost_report_has_plans_and_assumptions(catalog: Catalog) -> None:
    """The JSON of the command holds every part."""
    report = tco_report(decision(), catalog, models=[GPT_OSS], written=written)
    assert {"plans", "break_evens", "tradeoff", "assumptions", "load", "horizon_months", "same_model"} <= report.keys()
    assert report["plans"]


def test_ways_to_buy_and_the_tradeoff_are_given_out_with_their_sentences(catalog: Catalog) -> None:
    """Whoever reads the JSON needs no table of sentences."""
    report: dict[str, Any] = tco_report(decision(), catalog, models=[GPT_OSS], written=written)
    ways = [way for found in report["ways_to_buy"].values() for way in found]
    assert ways
    assert all(way["label"] and way["note"] for way in ways)
    assert report["tradeoff"]
    assert all(spoke["facts"] for spoke in report["tradeoff"])
