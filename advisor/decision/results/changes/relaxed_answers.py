"""The answers after a relaxation: changed just so far that the alternative it is about passes the gates it failed.

What no answer decides (a policy that nobody states, a licence, a contract) cannot be relaxed here: the result is None.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from advisor.decision.alternatives.joined import Context
from advisor.decision.criteria.task_needs import NEEDS
from advisor.decision.gates.registry import Failure
from advisor.decision.prepared import Prepared
from advisor.decision.records import Relaxation
from advisor.decision.results.changes.relaxations import burden_of
from advisor.decision.scoring.rounding import digits
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.labels import ZONES
from advisor.units import DAYS_PER_MONTH, Quantity

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Change:
    """One gate to pass: the answers and the use case to change, and the alternative with its planned figures.

    Cost in US dollars a month; waits in ms, ms and s as in ``LatencyAnswers``.
    """

    fields: Fields
    case: Fields
    context: Context
    failure: Failure
    fitness: float
    cost_usd: float
    waits: tuple[float, float, float]
    as_of: date


def relaxed_answers(prepared: Prepared, answers: Answers, use_case: int, relaxation: Relaxation) -> Answers | None:
    """The answers that admit what ``relaxation`` is about.

    ``prepared`` must have planned everything (``prepare(everything=True)``). None where answers cannot do it.
    """
    index = _easiest(prepared, relaxation)
    if index is None:
        return None
    failures = prepared.verdicts[index].failures
    if any(failure.unknown or failure.gate not in _CHANGES for failure in failures):
        return None
    fields = answers.model_dump()
    for failure in failures:
        if not _CHANGES[failure.gate](_change(prepared, index, failure, fields, use_case)):
            return None
    return Answers.model_validate(fields)


def _easiest(prepared: Prepared, relaxation: Relaxation) -> int | None:
    """The plan index of the alternative that the relaxation is stated for.

    The easiest with just these failures; where something fits already, the best that it names.
    """
    wanted = set(relaxation.gates)
    place = {item.alternative_id: index for index, item in enumerate(prepared.plans.alternatives)}
    if len(prepared.feasible) and relaxation.admits:
        return place.get(relaxation.admits[0])
    found = []
    for index, verdict in enumerate(prepared.verdicts):
        if {failure.gate for failure in verdict.failures} == wanted:
            burden = burden_of(verdict.failures)
            if burden is not None:
                found.append((burden, index))
    return min(found)[1] if found else None


def _change(prepared: Prepared, index: int, failure: Failure, fields: Fields, use_case: int) -> _Change:
    context, plans = prepared.contexts[index], prepared.plans
    known = prepared.fitness.get(context.model.model_id)
    return _Change(
        fields=fields,
        case=fields["use_cases"][use_case],
        context=context,
        failure=failure,
        fitness=known.points if known else 0.0,
        cost_usd=float(plans.cost_usd[index, 1]),
        waits=(float(plans.ttft_ms[index, 0]), float(plans.itl_ms[index, 0]), float(plans.total_s[index, 0])),
        as_of=prepared.setting.as_of,
    )


def _above(number: float) -> float:
    """The next number above with three significant digits."""
    step = 10.0 ** (math.floor(math.log10(number)) - 2) if number > 0 else 1.0
    return digits((math.floor(number / step) + 1) * step)


def _budget(change: _Change) -> bool:
    change.fields["budget"]["monthly_cap"] = Decimal(
        str(_above(change.cost_usd / change.fields["budget"]["usd_per_unit"]))
    )
    return True


def _latency(change: _Change) -> bool:
    for name, seen in zip(("ttft_p95_ms", "itl_ms", "total_s"), change.waits, strict=True):
        limit = change.case["latency"][name]
        if limit is not None and seen > limit:
            change.case["latency"][name] = _above(seen)
    return True


def _context(change: _Change) -> bool:
    offer = change.context.offer
    limits = [change.context.model.context_tokens, offer.max_context_tokens if offer else None]
    limit, load = min(tokens for tokens in limits if tokens), change.case["workload"]
    change.case["context_tokens"] = min(change.case["context_tokens"], limit)
    load["output_tokens"] = min(load["output_tokens"], limit // 2)
    load["input_tokens"] = min(load["input_tokens"], limit - load["output_tokens"])
    return True


def _output(change: _Change) -> bool:
    change.case["workload"]["output_tokens"] = change.context.model.max_output_tokens or 0
    return True


def _languages(change: _Change) -> bool:
    change.case["languages"] = tuple(
        code for code in change.case["languages"] if code in change.context.model.languages
    )
    return True


def _modality(change: _Change) -> bool:
    reads = set(change.context.model.modalities_in)
    if not set(NEEDS[change.case["task"]].modalities_in) <= reads or change.failure.told.key == "modality.writes":
        return False
    change.case["modalities_in"] = tuple(name for name in change.case["modalities_in"] if name in reads)
    return True


def _fitness(change: _Change) -> bool:
    change.case["minimum_fitness"] = math.floor(change.fitness) / 100
    return True


def _lifecycle(change: _Change) -> bool:
    offer, model = change.context.offer, change.context.model
    ends = min(day for day in ((offer.retires_on if offer else None), model.retires_on) if day)
    months = math.ceil((ends - change.as_of).days / DAYS_PER_MONTH) - 1
    change.fields["budget"]["horizon_months"] = months
    return months >= 1


def _vendor(change: _Change) -> bool:
    _without(change.fields["governance"], "vendors_excluded", change.context.model.vendor)
    return True


def _provider(change: _Change) -> bool:
    hosting, who = change.fields["hosting"], change.context.deployment.provider
    _without(hosting, "providers_excluded", who)
    if hosting["providers_allowed"] and who not in hosting["providers_allowed"]:
        hosting["providers_allowed"] = (*hosting["providers_allowed"], who)
    return True


def _jurisdiction(change: _Change) -> bool:
    provider = change.context.provider
    _without(change.fields["governance"], "jurisdictions_excluded", provider.jurisdiction if provider else None)
    return True


def _residency(change: _Change) -> bool:
    """Where the zone is no single one, nothing less than any zone admits it."""
    fact = change.failure.told.values.get("zone")
    zone = fact.value if isinstance(fact, Quantity) else ""
    asked = change.fields["data"]["residency"]
    change.fields["data"]["residency"] = (*asked, zone) if zone in ZONES else ()
    return True


def _retention(change: _Change) -> bool:
    provider = change.context.provider
    change.fields["data"]["max_retention_days"] = provider.retention_days if provider else None
    return True


def _certifications(change: _Change) -> bool:
    provider = change.context.provider
    held = set(provider.certifications) if provider else set()
    data = change.fields["data"]
    data["certifications"] = tuple(name for name in data["certifications"] if name in held)
    return True


def _hosting(change: _Change) -> bool:
    hosting = change.fields["hosting"]
    hosting["allowed"] = (*hosting["allowed"], change.context.deployment.kind)
    return True


def _without(fields: Fields, name: str, dropped: str | None) -> None:
    fields[name] = tuple(item for item in fields[name] if item != dropped)


def _set(section: str | None, **values: Any) -> Callable[[_Change], bool]:
    """A change that is the same for every alternative; without a section it is in the use case."""

    def apply(change: _Change) -> bool:
        (change.case if section is None else change.fields[section]).update(values)
        return True

    return apply


def _open_weights(change: _Change) -> bool:
    change.fields["licence"]["open_weights_required"] = False
    change.fields["customisation"]["weights_access_required"] = False
    return True


_CHANGES: Final[Mapping[str, Callable[[_Change], bool]]] = MappingProxyType(
    {
        "budget": _budget,
        "latency": _latency,
        "context": _context,
        "output": _output,
        "languages": _languages,
        "modality": _modality,
        "fitness": _fitness,
        "lifecycle": _lifecycle,
        "vendor": _vendor,
        "provider": _provider,
        "jurisdiction": _jurisdiction,
        "residency": _residency,
        "retention": _retention,
        "certifications": _certifications,
        "hosting": _hosting,
        "open_weights": _open_weights,
        "tools": _set(None, tools=False),
        "structured_output": _set(None, structured_output=False),
        "preview": _set("governance", allow_preview_models=True),
        "price_conflict": _set("governance", allow_unknown_price_conflicts=True),
        "indemnification": _set("governance", indemnification_required=False),
        "open_source": _set("licence", open_source_required=False),
        "redistribution": _set("licence", redistribution=False),
        "fine_tuning": _set("customisation", fine_tuning="useful"),
        "air_gap": _set("hosting", air_gapped=False),
        "training": _set("data", no_training=False),
    }
)
"""How each gate is relaxed by changing answers; gates that are missing here cannot be."""
