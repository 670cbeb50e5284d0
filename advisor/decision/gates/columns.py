"""What gates read: one value of each model, alternative or plan, and where that value comes from."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, NamedTuple

from advisor.catalog.catalog import Catalog
from advisor.catalog.indemnity import indemnity_of
from advisor.catalog.tables.schema import Model, Provider
from advisor.catalog.tables.schema_facts import SpeechStreaming
from advisor.decision.alternatives.joined import NUMBERS, JoinedAlternative
from advisor.decision.criteria.documented import known_languages
from advisor.decision.gates.rule import API, OWN, RENTED, GateColumn, PlanOutcome, of
from advisor.geography import zone_of
from advisor.hosting.prices.announced_prices import announced_told
from advisor.hosting.records import Deployment
from advisor.units import Told


def _identity(model: Model, _: Catalog) -> str:
    return model.identity_source


def _features(model: Model, _: Catalog) -> str:
    return model.features_source or model.identity_source


def _limits(model: Model, _: Catalog) -> str:
    return model.limits_source or model.identity_source


def _licensed(model: Model, _: Catalog) -> str:
    return model.licence_source or model.identity_source


def _yours(_: Any, __: Catalog) -> str:
    return "your answers"


KIND: Final = GateColumn("model", of(lambda m: m.kind), _identity)
STATUS: Final = GateColumn("model", of(lambda m: (m.status, m.retires_on)), _identity)
RELEASED: Final = GateColumn("model", of(lambda m: m.release_date), _identity)
READS: Final = GateColumn("model", of(lambda m: m.modalities_in), _features)
WRITES: Final = GateColumn("model", of(lambda m: m.modalities_out), _features)
TOOLS: Final = GateColumn("model", of(lambda m: m.tools), _features)
STRUCTURED: Final = GateColumn("model", of(lambda m: m.structured_output), _features)
CONTEXT: Final = GateColumn("model", of(lambda m: (m.kind, m.context_tokens)), _limits)
INPUT: Final = GateColumn("model", of(lambda m: m.max_input_tokens), _limits)
OUTPUT: Final = GateColumn("model", of(lambda m: m.max_output_tokens), _limits)
SPOKEN: Final = GateColumn("model", known_languages, _features)
OPENNESS: Final = GateColumn("model", of(lambda m: m.openness), _licensed)
VENDOR: Final = GateColumn("model", of(lambda m: m.vendor), _yours)


class Opened(NamedTuple):
    """Whether the weights are given out, the name of their licence where it is known, and whether it is open source."""

    given: bool
    licence: str | None
    free: bool


def _opened(model: Model, catalog: Catalog) -> Opened:
    licence = catalog.licence.get(model.licence_id or "")
    return Opened(
        model.openness == "open_weights", licence.name if licence else None, bool(licence and licence.open_source)
    )


OPENED: Final = GateColumn("model", _opened, _licensed)


def _after(model: Model, catalog: Catalog) -> tuple[str, str | None]:
    """The status, and the name of the model that follows."""
    after = catalog.model.get(model.successor_id or "")
    return model.status, after.name if after else model.successor_id


MARKS: Final = GateColumn("model", lambda m, catalog: catalog.marks_of.get(m.model_id, ()), _identity)
AFTER: Final = GateColumn("model", _after, _identity)
FITNESS: Final = GateColumn("fitness", of(lambda g: (g.fitness.points, g.fitness.high)), lambda g, _: g.fitness.source)


class LicenceTerms(NamedTuple):
    """The licence of the weights, by its id (None where it is unknown), and whether the model takes more than text."""

    licence_id: str | None
    multimodal: bool


def multimodal(model: Model) -> bool:
    """Whether a model reads images, sound or films."""
    return bool({"image", "audio", "video"}.intersection(model.modalities_in))


def _licence_source(context: JoinedAlternative, _: Catalog) -> str:
    model = context.model
    return context.licence.source if context.licence else model.licence_source or model.identity_source


TERMS: Final = GateColumn(
    "terms",
    of(lambda c: LicenceTerms(c.licence.licence_id if c.licence else None, multimodal(c.model))),
    _licence_source,
    OWN,
)


def _yours_here(_: JoinedAlternative, __: Catalog) -> str:
    return "your answers"


WAY: Final = GateColumn("hosting", of(lambda c: c.deployment.kind), _yours_here)


def _machine(context: JoinedAlternative, _: Catalog) -> tuple[str, str]:
    return context.deployment.kind, context.deployment.gpu or ""


MACHINE: Final = GateColumn("place", _machine, _yours_here, frozenset({"on_prem", "edge"}))
KEEPER: Final = GateColumn("keeper", of(lambda c: c.deployment.provider or ""), _yours_here, RENTED)


def _kept(context: JoinedAlternative, _: Catalog) -> str:
    return context.provider.source if context.provider else "unknown"


def _provider(field: str, kinds: frozenset[str] = API) -> GateColumn:
    """A column with what a provider states; None where the provider is unknown."""
    return GateColumn("keeper", lambda c, _: getattr(c.provider, field) if c.provider else None, _kept, kinds)


SEAT: Final = _provider("jurisdiction", RENTED)
TRAINING: Final = _provider("training_default")
AGREEMENT: Final = _provider("data_processing_agreement")
INDEMNIFICATION: Final = GateColumn(
    "offer", lambda c, _: indemnity_of(c.provider, c.model) if c.provider else None, _kept, API
)
RUN_BY_YOU: Final = GateColumn("keeper", lambda c, _: c.deployment.kind, _yours_here, OWN)
CERTIFICATES: Final = _provider("certifications", RENTED)


class Retention(NamedTuple):
    """For how many days prompts are kept (None: nobody states it), and whether a way to keep nothing is stated."""

    days: int | None
    route: bool | None


def _retention(provider: Provider | None) -> Retention:
    if provider is None:
        return Retention(None, None)
    days = 0 if provider.retention_default == "none" else provider.retention_days
    return Retention(days, provider.zero_retention_route)


RETENTION: Final = GateColumn("keeper", of(lambda c: _retention(c.provider)), _kept, API)
HANDLING: Final = GateColumn(
    "keeper", of(lambda c: (c.provider.training_default if c.provider else None, _retention(c.provider))), _kept, API
)


class ProcessingZones(NamedTuple):
    """The zone of an offer, that of the country of rented servers, and the zones that processing can be pinned to.

    These are the zones where a cloud is known to process this very model, and those that other providers state for all,
    which are ``listed`` by themselves: who names the zones that it has does not leave open whether it has others.
    """

    zone: str | None
    land: str | None
    pinned: tuple[str, ...]
    listed: tuple[str, ...] = ()


def _offered(context: JoinedAlternative, catalog: Catalog) -> str:
    return context.offer.source if context.offer else _kept(context, catalog)


def _placed(context: JoinedAlternative, _: Catalog) -> ProcessingZones:
    deployment, provider = context.deployment, context.provider
    land = zone_of(deployment.country)
    zone = deployment.zone or (context.offer.zone if context.offer else None) or land
    listed = provider.residency_zones if provider is not None and provider.kind != "hyperscaler" else ()
    return ProcessingZones(
        None if zone == "unspecified" else zone,
        land if deployment.kind == "cloud_gpu" else None,
        (*listed, *context.served),
        listed,
    )


PLACE: Final = GateColumn("place", _placed, _offered, RENTED)


def _offer_source(context: JoinedAlternative, _: Catalog) -> str:
    return context.offer.source if context.offer else context.model.identity_source


OFFER_CONTEXT: Final = GateColumn("offer", of(NUMBERS["limit"]), _offer_source, API, number="limit")
END: Final = GateColumn("offer", of(NUMBERS["end"]), _offer_source, API, number="end")


def _announced(context: JoinedAlternative, catalog: Catalog) -> tuple[tuple[date, ...], Told] | None:
    """The days from which other prices are announced for an offer, with what is announced."""
    said = None if context.offer is None else announced_told(catalog, context.offer)
    if said is None or context.offer is None:
        return None
    mine = (row for row in catalog.announced_prices if row.announced_offer_id == context.offer.offer_id)
    return tuple(row.valid_from for row in mine), said


ANNOUNCED: Final = GateColumn("offer", _announced, _offer_source, API)
AGREED: Final = GateColumn("offer", of(NUMBERS["agreement"]), _offer_source, API, number="agreement")
TUNED: Final = GateColumn(
    "offer", of(lambda c: c.model.fine_tuning), lambda c, _: c.model.features_source or _offer_source(c, _), API
)


def _streaming(context: JoinedAlternative, catalog: Catalog) -> SpeechStreaming | None:
    """What is stated of speech while it is spoken: by a provider of its interface, of weights by whoever made them."""
    by = context.deployment.provider if context.deployment.kind == "provider_api" else None
    return catalog.streaming_of.get((context.model.model_id, by))


def _streams(context: JoinedAlternative, catalog: Catalog) -> bool | None:
    row = _streaming(context, catalog)
    return None if row is None else row.streams


def _streaming_source(context: JoinedAlternative, catalog: Catalog) -> str:
    row = _streaming(context, catalog)
    return _offer_source(context, catalog) if row is None else row.source


STREAMS: Final = GateColumn("offer", _streams, _streaming_source)
SERVED: Final = GateColumn("offer", of(lambda c: (c.model.model_id, c.deployment.provider or "")), _offer_source, API)


def _plan_source(plan: PlanOutcome, _: Catalog) -> str:
    return plan.context.offer.source if plan.context.offer else "hosting plan"


def short_of(deployment: Deployment) -> float:
    """GPUs that a plan lacks on machines beside which nothing may be bought."""
    return float(deployment.machines.short) if deployment.machines else 0.0


PROBLEM: Final = GateColumn("plan", of(lambda p: p.problem), _plan_source, number="problem")
PLAN: Final = GateColumn("plan", of(lambda p: p), _plan_source)
SHORT: Final = GateColumn("plan", of(lambda p: short_of(p.context.deployment)), _plan_source, number="short")
COST: Final = GateColumn("plan", of(lambda p: p.cost_usd), _plan_source, number="cost")
BILLED: Final = GateColumn("plan", of(lambda p: p.billed_usd), _plan_source, number="billed")
FIRST_TOKEN: Final = GateColumn("plan", of(lambda p: p.ttft_ms), _plan_source, number="ttft")
GAP: Final = GateColumn("plan", of(lambda p: p.itl_ms), _plan_source, number="itl")
WHOLE: Final = GateColumn("plan", of(lambda p: p.total_s), _plan_source, number="total")
