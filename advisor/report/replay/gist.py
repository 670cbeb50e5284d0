"""The gist of an assessment: what a register and a watch ask of it, in a thousandth of its size.

A kept assessment has one to ten megabytes, most of them reasons why alternatives are out. Whoever looks at every
decision of a house would read gigabytes for a dozen facts of each; the gist has those facts.
"""

from __future__ import annotations

from datetime import date

from pydantic import Field

from advisor.assessment import Assessment, choice_of, deployments_of
from advisor.decision.records import Elimination
from advisor.policy.house import PolicyNote
from advisor.report.document.dates import review_date
from advisor.report.replay.replay import known_models, place_of
from advisor.units import Record
from advisor.words.language import LANGUAGES
from advisor.words.written import said


class AssessmentGist(Record):
    """Of an assessment and the alternative that was chosen on it (by default the choice of the verdict).

    ``choice_model`` and ``choice_names`` (by language) are what the verdict chooses; ``chosen_id`` to ``cost_usd`` what
    was chosen, with its median cost per month; ``standing_cost_usd`` and ``gate`` where that alternative, or the same
    model run the same way, stands. ``choice_is_new`` says that an earlier assessment did not know the choice's model.
    """

    verdict: str
    taken_on: date
    review_on: date
    horizon_months: int
    catalog_digest: str
    policy: PolicyNote | None = None
    choice_model: str = ""
    choice_names: dict[str, str] = Field(default_factory=dict)
    choice_is_new: bool = False
    chosen_id: str | None = None
    model_id: str = ""
    provider_id: str = ""
    hosting: str = ""
    place: str = ""
    cost_usd: float | None = None
    offer_id: str | None = None
    standing_cost_usd: float | None = None
    gate: Elimination | None = None


def gist_of(
    assessment: Assessment, chosen_id: str | None = None, *, before: Assessment | None = None
) -> AssessmentGist:
    """The gist; ``chosen_id`` None means the choice of the verdict, ``before`` is what it was worked out again from."""
    choice = choice_of(assessment)
    chosen = chosen_id or (None if choice is None else choice.alternative_id)
    item = next((one for one in assessment.recommendations if one.alternative_id == chosen), None)
    model_id, deployment = deployments_of(assessment).get(chosen or "", ("", None))
    stands, cost = place_of(assessment, chosen), None if item is None else item.monthly_cost_usd
    answers = assessment.answers
    return AssessmentGist(
        verdict=assessment.verdict,
        taken_on=answers.as_of or date.fromisoformat(assessment.provenance.catalog_date),
        review_on=review_date(assessment),
        horizon_months=answers.budget.horizon_months,
        catalog_digest=assessment.provenance.catalog_digest,
        policy=assessment.policy,
        choice_model="" if choice is None else choice.model_id,
        choice_names={}
        if choice is None
        else {language: said(choice, "model_name", language) for language in LANGUAGES},
        choice_is_new=before is not None and choice is not None and choice.model_id not in known_models(before),
        chosen_id=chosen,
        model_id=model_id,
        provider_id="" if deployment is None else deployment.provider or "",
        hosting="" if deployment is None else deployment.kind,
        place="" if item is None else item.place,
        cost_usd=None if cost is None else cost.p50,
        offer_id=stands.deployment.offer_id if stands.deployment else None,
        standing_cost_usd=stands.cost,
        gate=stands.gate,
    )
