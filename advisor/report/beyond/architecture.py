"""The reference architecture and the kit of a record's first use case, for page, report and command alike."""

from __future__ import annotations

from advisor.assessment import Assessment, deployments_of
from advisor.catalog.catalog import Catalog
from advisor.guidance.architecture.blueprint import architecture_of
from advisor.guidance.architecture.fallback import Fallback
from advisor.guidance.architecture.kit.kit_files import architecture_kit
from advisor.guidance.architecture.records import Blueprint
from advisor.hosting.records import Alternative


def architecture_of_record(assessment: Assessment, catalog: Catalog) -> Blueprint | None:
    """The architecture of the first use case's choice; None where nothing fits.

    Where a portfolio named a second source for it, that is the fallback: one decision names one.
    """
    return architecture_of(
        assessment.answers,
        assessment.answers.use_cases[0],
        assessment.shortlist,
        catalog,
        second_source=_second_source(assessment),
    )


def kit_of_record(assessment: Assessment, catalog: Catalog, *, pinned: str = "") -> dict[str, str]:
    """The files that start the architecture; empty where nothing fits, SizingError where no server can be named."""
    architecture = architecture_of_record(assessment, catalog)
    if architecture is None:
        return {}
    case = assessment.answers.use_cases[0]
    return architecture_kit(architecture, assessment.answers, case, catalog, pinned=pinned)


def _second_source(assessment: Assessment) -> Fallback | None:
    """What the portfolio names for the first use case, where the record has it in full and the choice is the same."""
    choice = next((one for one in assessment.shortlist if one.chosen), None)
    assigned = assessment.portfolio.assignments if assessment.portfolio else ()
    first = next((one for one in assigned if one.use_case == assessment.answers.use_cases[0].name), None)
    if choice is None or first is None or first.alternative_id != choice.alternative_id:
        return None
    found = deployments_of(assessment).get(first.second_source_id or "")
    if found is None or first.second_source_id is None:
        return None
    model_id, deployment = found
    alternative = Alternative(alternative_id=first.second_source_id, model_id=model_id, deployment=deployment)
    return Fallback(alternative=alternative, name=first.second_source or first.second_source_id)
