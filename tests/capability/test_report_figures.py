"""The figures of the report on estimates."""

from __future__ import annotations

import json
import math

from advisor.capability.report_figures import BASES, empty_report, rounded
from advisor.catalog.catalog import Catalog
from advisor.catalog.load import SHIPPED


def test_a_figure_is_never_a_negative_zero() -> None:
    """It would be printed as -0.0."""
    assert math.copysign(1.0, rounded(-0.0001)) == 1.0
    assert rounded(1.23456) == 1.235
    assert rounded(12.345, 1) == 12.3


def test_the_committed_report_has_every_part_of_an_empty_one() -> None:
    """And the rolling validation beside them."""
    report = json.loads((SHIPPED / "capability_report.json").read_text(encoding="utf-8"))
    assert empty_report().keys() | {"rolling_origin"} == report.keys()


def test_models_by_basis_add_up_to_the_rows_of_the_catalog(catalog: Catalog) -> None:
    """Per capability, nobody is counted twice or forgotten."""
    report = json.loads((SHIPPED / "capability_report.json").read_text(encoding="utf-8"))
    for capability, figures in report["capabilities"].items():
        rows = [row for row in catalog.capabilities if row.capability == capability]
        assert sum(figures[f"models_{basis}"] for basis in BASES) == len(rows), capability
        assert figures["scores"] == sum(row.scores for row in rows), capability
