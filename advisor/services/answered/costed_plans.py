"""What ``advisor tco`` and REST give of the costs of a decision."""

from __future__ import annotations

from advisor.assessment import Assessment
from advisor.catalog.catalog import Catalog
from advisor.hosting.exports.tco_report import tco_report
from advisor.words.written import written


def plans_costed(assessment: Assessment, catalog: Catalog) -> dict[str, object]:
    """The plans of an assessment's hosting view with every line; the catalog must be the assessment's."""
    view = assessment.hosting
    chosen = [plan.alternative.alternative_id for plan in view.plans]
    return tco_report(assessment.answers, catalog, chosen=chosen, view=view, written=written)
