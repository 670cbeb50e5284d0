"""Usage beside a decision: held against its plan, kept month by month, and what it says of replaying it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from advisor.arrays import Z_95
from advisor.assessment import Assessment
from advisor.catalog.catalog import Catalog
from advisor.catalog.identity.identify import identify
from advisor.catalog.tables.schema import Offer
from advisor.guidance.after_go_live.explained import UsagePrices
from advisor.guidance.after_go_live.planned import PlannedUsage, TokenPrices, planned_usage
from advisor.guidance.after_go_live.review import UsageReview, review
from advisor.hosting.assumptions import assumptions_of
from advisor.hosting.records import HostingPlan
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.change import with_answers
from advisor.questionnaire.intake.usage.months import Usage, added
from advisor.storage.entries import Entries
from advisor.units import parsed

USAGE_KIND: Final = "usage"
"""Of the entries that hold it."""
_PER_MTOK: Final = 1e6
_SCHEME: Final = "litellm"
"""How gateways spell names of models."""


def planned_of(assessment: Assessment, catalog: Catalog, *, chosen_id: str | None = None) -> PlannedUsage | None:
    """What the chosen alternative's plan says of usage (the first use case's); None where it has no costed plan."""
    plan = _plan(assessment, chosen_id or assessment.choice_id)
    if plan is None:
        return None
    offer = next((one for one in catalog.offers if one.offer_id == plan.alternative.deployment.offer_id), None)
    cached = None if offer is None else offer.cached_input_usd_per_mtok
    return planned_usage(
        assessment.answers.use_cases[0],
        plan,
        retries=assumptions_of(catalog)("retries"),
        cached_usd_per_token=None if cached is None else float(cached) / _PER_MTOK,
    )


def _plan(assessment: Assessment, chosen: str | None) -> HostingPlan | None:
    """The plan of the choice; of another plan of the same model in the same way, where that one was not kept."""
    plans = {plan.alternative.alternative_id: plan for plan in assessment.hosting.plans}
    if chosen is None or chosen in plans:
        return plans.get(chosen or "")
    model_id, _, place = chosen.partition("@")
    kind = place.partition(":")[0]
    alike = (plan for name, plan in plans.items() if name.startswith(f"{model_id}@{kind}"))
    return next(alike, None)


def review_usage(
    assessment: Assessment,
    usage: Usage,
    catalog: Catalog,
    *,
    chosen_id: str | None = None,
    usd_per_unit_in: Mapping[tuple[str, date], float] | None = None,
) -> UsageReview | None:
    """Usage against the plan of a decision; None where the decision has no costed plan.

    Rates are the catalog's dated ones, and the answers' own; ``usd_per_unit_in`` those of a month, where stated.
    """
    plan = planned_of(assessment, catalog, chosen_id=chosen_id)
    if plan is None:
        return None
    budget = assessment.answers.budget
    rates = {code: row.usd_per_unit for code, row in catalog.rate.items()} | {"USD": 1.0}
    note = next((one for one in assessment.evidence if one.alternative_or_model == plan.model_id), None)
    return review(
        plan,
        usage,
        prices=prices_of(usage, plan, catalog),
        usd_per_unit=rates | {budget.currency: budget.usd_per_unit},
        usd_per_unit_in=usd_per_unit_in,
        quality=None
        if note is None
        else (note.estimate - Z_95 * note.standard_error, note.estimate + Z_95 * note.standard_error),
    )


def prices_of(usage: Usage, plan: PlannedUsage, catalog: Catalog) -> UsagePrices:
    """Which names in the usage are the chosen model, and the list prices of the others that the catalog knows."""
    names = {one.model for month in usage.months for one in (*month.logged, *month.billed) if one.model}
    meant = {name: identify(catalog, name, scheme=_SCHEME).model_id for name in sorted(names)}
    provider = plan.alternative_id.partition("@provider_api:")[2].partition(":")[0]
    others = {
        name: found
        for name, model_id in meant.items()
        if model_id not in (None, plan.model_id)
        for found in [_listed(catalog.offers_of.get(model_id or "", ()), provider)]
        if found is not None
    }
    return UsagePrices(
        planned=frozenset(name for name, found in meant.items() if found == plan.model_id), others=others
    )


def _listed(offers: Iterable[Offer], provider: str) -> TokenPrices | None:
    """Standard prices of a model: at the plan's provider where it has some, else the cheapest."""
    known = [
        one
        for one in offers
        if one.tier == "standard" and one.input_usd_per_mtok is not None and one.output_usd_per_mtok is not None
    ]
    best = min(
        known,
        key=lambda one: (one.provider_id != provider, (one.input_usd_per_mtok or 0) + (one.output_usd_per_mtok or 0)),
        default=None,
    )
    if best is None:
        return None
    cached = best.cached_input_usd_per_mtok
    return TokenPrices(
        input=float(best.input_usd_per_mtok or 0) / _PER_MTOK,
        cached=None if cached is None else float(cached) / _PER_MTOK,
        output=float(best.output_usd_per_mtok or 0) / _PER_MTOK,
    )


def keep_usage(entries: Entries, decision_id: str, usage: Usage) -> None:
    """Keep the usage of a file beside a decision; the same file again changes nothing."""
    (file,) = usage.files
    entries.keep(decision_id, USAGE_KIND, usage.model_dump_json(), name=file.sha256[:32], phase="operation")


def kept_usage(entries: Entries, decision_id: str) -> Usage | None:
    """All usage kept beside a decision; None where there is none that can be read."""
    found = [parsed(Usage, entry.content or "") for entry in entries.all_standing(decision_id, USAGE_KIND)]
    known = [usage for usage in found if usage is not None]
    return added(known) if known else None


def forget_file(entries: Entries, decision_id: str, sha256: str) -> None:
    """Take a file's usage back; the entry can still be read in the history."""
    entries.withdraw(decision_id, USAGE_KIND, name=sha256[:32], phase="operation")


def measured_answers(answers: Answers, found: UsageReview, catalog: Catalog) -> Answers:
    """The answers with the load that was measured: what a replay of the decision begins with."""
    return with_answers(answers, found.measured, catalog.usual_numbers)
