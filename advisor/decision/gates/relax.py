"""How a gate is relaxed: the answers changed just so far that the alternative it is about passes.

Each function changes the fields in its hand and says whether an answer could do it. What no answer decides (a policy
that nobody states, a licence, a contract) is not relaxed here.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from advisor.catalog.lifecycle import end_of
from advisor.decision.alternatives.joined import JoinedAlternative
from advisor.decision.criteria.task_needs import NEEDS
from advisor.decision.scoring.rounding import digits
from advisor.geography import ZONES
from advisor.hosting.workload import LIVE_WAIT_S
from advisor.questionnaire.intake.usual import WAITS
from advisor.units import DAYS_PER_MONTH, Quantity, Told

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Relaxing:
    """One gate to pass: the answers and the use case to change, and the alternative with its planned figures.

    ``told`` is what the gate says of it. Cost in US dollars a month; waits in ms, ms and s as in ``LatencyAnswers``.
    """

    fields: Fields
    case: Fields
    context: JoinedAlternative
    told: Told
    fitness: float
    cost_usd: float
    waits: tuple[float, float, float]
    as_of: date


Relax = Callable[[Relaxing], bool]
CANNOT: None = None
"""What stands in a gate's entry where no change of answers can open it."""


def _above(number: float) -> float:
    """The next number above with three significant digits."""
    step = 10.0 ** (math.floor(math.log10(number)) - 2) if number > 0 else 1.0
    return digits((math.floor(number / step) + 1) * step)


def budget(change: Relaxing) -> bool:
    """Raise the cap just above the cost."""
    change.fields["budget"]["monthly_cap"] = Decimal(
        str(_above(change.cost_usd / change.fields["budget"]["usd_per_unit"]))
    )
    return True


def latency(change: Relaxing) -> bool:
    """Raise every limit that is exceeded just above what is waited for."""
    for name, seen in zip(WAITS, change.waits, strict=True):
        limit = change.case["latency"][name]
        if limit is not None and seen > limit:
            change.case["latency"][name] = _above(seen)
    return True


def streaming(change: Relaxing) -> bool:
    """Wait for the whole recording or text: no limit on a wait that only what streams can keep."""
    waits = change.case["latency"]
    waits["ttft_p95_ms"] = waits["itl_ms"] = None
    if waits["total_s"] is not None and waits["total_s"] <= LIVE_WAIT_S:
        waits["total_s"] = None
    return True


def context(change: Relaxing) -> bool:
    """Send what fits the context window."""
    offer = change.context.offer
    limits = [change.context.model.context_tokens, offer.max_context_tokens if offer else None]
    limit, load = min(tokens for tokens in limits if tokens), change.case["workload"]
    change.case["context_tokens"] = min(change.case["context_tokens"], limit)
    load["output_tokens"] = min(load["output_tokens"], limit // 2)
    load["input_tokens"] = min(load["input_tokens"], limit - load["output_tokens"])
    most = change.context.model.max_input_tokens
    if most:
        load["input_tokens"] = min(load["input_tokens"], most)
        change.case["context_tokens"] = min(change.case["context_tokens"], most + load["output_tokens"])
    return True


def output(change: Relaxing) -> bool:
    """Ask for what the model can write at once."""
    change.case["workload"]["output_tokens"] = change.context.model.max_output_tokens or 0
    return True


def languages(change: Relaxing) -> bool:
    """Do without the languages that are not listed."""
    change.case["languages"] = tuple(
        code for code in change.case["languages"] if code in change.context.model.languages
    )
    return True


def modality(change: Relaxing) -> bool:
    """Do without the inputs that the model cannot read; what the task itself needs stays."""
    reads = set(change.context.model.modalities_in)
    if not set(NEEDS[change.case["task"]].modalities_in) <= reads or change.told.key == "modality.writes":
        return False
    change.case["modalities_in"] = tuple(name for name in change.case["modalities_in"] if name in reads)
    return True


def fitness(change: Relaxing) -> bool:
    """Lower the least fitness to the model's own, in whole points."""
    change.case["minimum_fitness"] = math.floor(change.fitness) / 100
    return True


def lifecycle(change: Relaxing) -> bool:
    """Migrate faster: within the whole months before the end."""
    offer, model = change.context.offer, change.context.model
    ends = end_of(model, offer)
    if ends is None:
        return False
    months = math.ceil((ends - change.as_of).days / DAYS_PER_MONTH) - 1
    change.fields["governance"]["migration_notice_months"] = max(months, 0)
    return months >= 0


def origin(change: Relaxing) -> bool:
    """Lift the exclusion of the model's countries, and let weights from excluded seats run elsewhere."""
    fact = change.told.values.get("countries")
    out = set(fact.value if isinstance(fact, Quantity) and isinstance(fact.value, tuple) else ())
    asked = change.fields["origin"]
    asked["countries_excluded"] = tuple(code for code in asked["countries_excluded"] if code not in out)
    if out & set(change.fields["governance"]["jurisdictions_excluded"]):
        asked["weights_may_run_elsewhere"] = True
    return bool(out)


def vendor(change: Relaxing) -> bool:
    """Lift the exclusion of the vendor."""
    _without(change.fields["governance"], "vendors_excluded", change.context.model.vendor)
    return True


def provider(change: Relaxing) -> bool:
    """Allow the provider, and whoever sells it."""
    hosting, who = change.fields["hosting"], change.context.deployment.provider
    sellers = change.context.sellers or (who,)
    for seller in sellers:
        _without(hosting, "providers_excluded", seller)
    if hosting["providers_allowed"] and not set(sellers) & set(hosting["providers_allowed"]):
        hosting["providers_allowed"] = (*hosting["providers_allowed"], who)
    return True


def jurisdiction(change: Relaxing) -> bool:
    """Lift the exclusion of the provider's seat."""
    provider = change.context.provider
    _without(change.fields["governance"], "jurisdictions_excluded", provider.jurisdiction if provider else None)
    return True


def residency(change: Relaxing) -> bool:
    """Allow the zone, or the first of those that the provider has; where is none, any zone must be allowed."""
    fact = change.told.values.get("zone")
    said = fact.value if isinstance(fact, Quantity) else ""
    known = [zone for zone in (said if isinstance(said, tuple) else (said,)) if zone in ZONES]
    asked = change.fields["data"]["residency"]
    change.fields["data"]["residency"] = (*asked, known[0]) if known else ()
    return True


def retention(change: Relaxing) -> bool:
    """Allow what the provider keeps."""
    provider = change.context.provider
    change.fields["data"]["max_retention_days"] = provider.retention_days if provider else None
    return True


def certifications(change: Relaxing) -> bool:
    """Do without the certificates that the provider does not state."""
    provider = change.context.provider
    held = set(provider.certifications) if provider else set()
    data = change.fields["data"]
    data["certifications"] = tuple(name for name in data["certifications"] if name in held)
    return True


def hosting(change: Relaxing) -> bool:
    """Allow the way of hosting."""
    hosting = change.fields["hosting"]
    hosting["allowed"] = (*hosting["allowed"], change.context.deployment.kind)
    return True


def _without(fields: Fields, name: str, dropped: str | None) -> None:
    fields[name] = tuple(item for item in fields[name] if item != dropped)


def setting(section: str | None, **values: Any) -> Callable[[Relaxing], bool]:
    """A change that is the same for every alternative; without a section it is in the use case."""

    def apply(change: Relaxing) -> bool:
        (change.case if section is None else change.fields[section]).update(values)
        return True

    return apply


def open_weights(change: Relaxing) -> bool:
    """Accept weights that are not given out."""
    change.fields["licence"]["open_weights_required"] = False
    change.fields["customisation"]["weights_access_required"] = False
    return True
