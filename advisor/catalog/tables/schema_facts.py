"""Typed rows of the facts of adoption: who makes and serves a model, for how long, how fast, where and on what.

The conventions of ``advisor.catalog.tables.schema`` hold here too. Countries are ISO 3166 alpha-2 codes;
speeds are output tokens per second of one request, times are milliseconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, Final, Literal

from pydantic import Field

from advisor.catalog.tables.cells import Amount, Count, ModelId, Positive, Row, Slug, SourceRef, Texts, YesNo
from advisor.catalog.tables.schema_serving import QuantisedCheckpoint, ServingSupport

Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Months = Annotated[float, Field(gt=0, le=240)]
Days = Annotated[float, Field(ge=0, le=3650)]
NEIGHBOURS: Final[Mapping[str, str]] = MappingProxyType({"image_editing": "image"})
"""What boards test without an estimate of its own, and the capability they tell of without having measured it."""


class Vendor(Row):
    """Who makes models, and in which country it and the company above it have their seat.

    ``certainty``: ``stated`` (the source says so), ``general`` (commonly known, no page was read), ``doubtful``
    (readings differ, or a take-over is under way), ``unknown`` (nobody says; ``country`` is blank).
    """

    vendor_id: Slug
    name: str
    kind: Literal["company", "research_institute", "consortium", "community", "individual"]
    country: Country | None
    parent: str | None
    parent_country: Country | None
    certainty: Literal["stated", "general", "doubtful", "unknown"]
    checked_on: date
    source: SourceRef
    note: str | None


class AdequacyDecision(Row):
    """A decision of the European Commission that a country protects personal data as the Union does (GDPR Art. 45).

    ``covers`` names the part of the country that it holds for; blank means all of it.
    """

    country: Country
    decision: str
    adopted_on: date
    covers: str | None
    source: SourceRef


class ExportControl(Row):
    """How the United States treat licences to bring advanced computing hardware into a country.

    ``denied``: a licence is needed and as a rule refused; ``licence``: one is needed. ``groups`` are the Country Groups
    of the Export Administration Regulations that it stands in. A country without a row needs none.
    """

    country: Country
    review: Literal["denied", "licence"]
    groups: Texts
    dated: date
    source: SourceRef


class SoldUnder(Row):
    """A provider whose services another one sells, as a cloud sells its own services for models.

    ``agreement``: a contract with the seller holds for them; ``commitment``: they count against spend committed there.
    """

    provider_id: Slug
    seller_id: Slug
    agreement: YesNo | None
    commitment: YesNo | None
    dated: date
    source: SourceRef
    note: str | None


class VendorDisclosure(Row):
    """How much of a topic a vendor discloses: ``points`` of ``out_of`` indicators, as the source counts them.

    Topic ``all`` is the whole index of the source; ``eu_code_of_practice`` counts the signed chapters of three.
    A vendor without a row was not rated: unknown, not silent.
    """

    vendor_id: Slug
    topic: Literal[
        "all",
        "training_data",
        "training_methods",
        "model_documentation",
        "safety_evaluation",
        "incidents",
        "eu_code_of_practice",
    ]
    points: Annotated[int, Field(ge=0)]
    out_of: Count
    dated: date
    source: SourceRef


class LifecyclePolicy(Row):
    """How long a provider keeps a version of a model, and how long before the end it says so.

    ``minimum_notice_days`` and ``stated_life_months`` are the provider's own words; the other figures were observed
    over dated retirements: ``life_months_low`` and ``life_months_high`` are the tenth and ninetieth percentiles of
    ``lives`` versions. The row without a provider is for those that state nothing. Scope ``default`` holds for what no
    other scope of the provider does; ``vendors`` names those whose models a scope is for (blank: any).
    """

    provider_id: Slug | None
    scope: Slug
    covers: str
    vendors: Texts
    minimum_notice_days: Days | None
    stated_life_months: Months | None
    life_months_low: Months | None
    life_months_median: Months | None
    life_months_high: Months | None
    lives: Count | None
    notice_days_median: Days | None
    notice_days_least: Days | None
    notices: Count | None
    pinned_snapshots: YesNo | None
    certainty: Literal["stated", "doubtful"]
    dated: date
    source: SourceRef
    observed_source: SourceRef | None
    note: str | None


class Retirement(Row):
    """The end of one version at a provider.

    ``certainty``: ``firm`` or ``not_before``. ``ends_offer`` says that with it the provider no longer serves the model
    at all; other snapshots or a moving name may live on where it is ``no``.
    """

    provider_id: Slug
    provider_model_key: str
    model_id: ModelId
    released_on: date | None
    announced_on: date | None
    retires_on: date
    certainty: Literal["firm", "not_before"]
    ends_offer: YesNo
    successor_key: str | None
    dated: date
    source: SourceRef
    note: str | None


class ReleaseEvent(Row):
    """A step on a model's way to general use: ``release_date`` of the model is the last of these that happened."""

    model_id: ModelId
    event: Literal["limited_preview", "preview", "weights", "general_availability"]
    dated: date
    source: SourceRef


class ModelMark(Row):
    """Why a model should not be chosen without a second look, though it can be had.

    The marks ``only_`` tell of models that were made for one job: to judge content against a policy, to translate, or
    to read documents out as text. They answer nobody, whatever kind of model they are.
    """

    model_id: ModelId
    mark: Literal["research_only", "abandoned", "only_moderation", "only_translation", "only_reading"]
    reason: str
    dated: date
    source: SourceRef


class RefusedProposal(Row):
    """A line of a public list that was looked at and is wrong: a refresh does not propose this value of it again.

    ``table_name``, ``row_key`` and ``column_name`` (blank: the whole row) say what would change, ``proposed`` is the
    value as a refresh writes it, and ``list_name`` the source that proposes it. ``source`` says why not.
    """

    list_name: str
    table_name: str
    row_key: str
    column_name: str | None
    proposed: str
    reason: str
    dated: date
    source: SourceRef


class ThinkingMode(Row):
    """How far the thinking of an open model can be left out, as its card, its documentation or its chat template state.

    ``only``: it has no other mode; ``levels``: it always thinks, and the least effort can be asked for; ``switchable``:
    it answers without, once that is asked for.
    """

    model_id: ModelId
    mode: Literal["only", "levels", "switchable"]
    dated: date
    source: SourceRef


class ModelBase(Row):
    """Weights of another vendor that a model stands on: trained on from them, distilled into them, or holding them.

    ``base`` is their repository on the Hub, or their name as the source writes it. A base that is its vendor's own work
    is no row here; what a base itself stands on is a row beside it, where a source names it.
    """

    model_id: ModelId
    base: str
    base_vendor: Slug
    dated: date
    source: SourceRef


class ApiSpeed(Row):
    """A dated speed of a hosted model.

    ``statistic``: ``median`` of one host or of the route a router chose (``provider_id`` blank), ``best_host`` (the
    median at the fastest host, on each measure apart) or ``vendor_claim``. Prompt and output sizes in tokens.
    """

    model_id: ModelId
    provider_id: Slug | None
    via: Literal["direct", "router", "gateway"]
    statistic: Literal["median", "best_host", "vendor_claim"]
    client_region: str | None
    measured_from: date
    measured_to: date
    requests: Count | None
    ttft_ms_p50: Positive | None
    ttft_ms_p90: Positive | None
    ttft_ms_p95: Positive | None
    output_tokens_per_s_p50: Positive | None
    output_tokens_per_s_p5: Positive | None
    prompt_tokens: Count | None
    output_tokens: Count | None
    thinking: YesNo | None
    error_share: Annotated[float, Field(ge=0, le=1)] | None
    source: SourceRef
    note: str | None


SpeedClass = Literal["closed_large", "closed_medium", "closed_small", "open_large", "open_small", "fast_chip"]


class ApiSpeedPrior(Row):
    """What is known of a speed that nobody measured: a log-normal ``median`` and ``sigma_log``, by class of model.

    ``low`` and ``high`` are stated percentiles or extremes (see the note). Quantities that end in ``factor`` multiply
    the class figure: what a given host does against the best host, and the tail against the median.
    """

    class_id: SpeedClass | Literal["closed", "open", "all"]
    quantity: Literal[
        "ttft_ms",
        "output_tokens_per_s",
        "host_ttft_factor",
        "host_tokens_per_s_factor",
        "ttft_p90_factor",
        "ttft_p99_factor",
        "drift_factor",
        "ttft_ms_per_1k_prompt_tokens",
        "ocean_ms",
    ]
    median: Positive
    sigma_log: Annotated[float, Field(gt=0, le=3)]
    low: Positive
    high: Positive
    models: Count
    basis: Literal["measured", "judgement"]
    dated: date
    source: SourceRef
    note: str


OPEN_LARGE_FROM_B = 100.0
"""Billions of parameters from which hosted open weights belong to the class ``open_large``."""


class ApiSpeedClass(Row):
    """The class of a closed model among its vendor's, by its name and place in the line (a judgement).

    Open weights need no row: ``open_large`` from 100 billion parameters, else ``open_small``.
    """

    model_id: ModelId
    class_id: Literal["closed_large", "closed_medium", "closed_small"]
    source: SourceRef


class ApiLimit(Row):
    """A rate limit or promise of a provider's tier; ``model_id`` is blank where it holds for all or a class."""

    provider_id: Slug
    tier: str
    applies_to: str
    model_id: ModelId | None
    requests_per_minute: Positive | None
    tokens_per_minute: Positive | None
    uptime_pct: Annotated[float, Field(gt=0, le=100)] | None
    latency_promise: str | None
    dated: date
    source: SourceRef
    note: str | None


class RegionalAvailability(Row):
    """Where a cloud accepts calls to a model, and where the work may then happen.

    ``places`` are countries, and ``EU`` where the source names the union alone. ``processing``: ``region`` (the work
    stays in the country of the call), ``geography`` (in the group of regions around it) or ``global`` (anywhere).
    """

    model_id: ModelId
    provider_id: Slug
    processing: Literal["region", "geography", "global"]
    places: Texts
    dated: date
    source: SourceRef


class SpeechStreaming(Row):
    """Whether speech is handled while it is spoken: text comes as somebody speaks, or sound before the end of the text.

    ``streams`` is ``no`` where only whole recordings or texts are taken and given back. Without a provider it is said
    of the weights, wherever they run. ``streamed_usd_per_audio_minute`` is what a minute of live audio costs (US
    dollars); the price in ``offers.csv`` is that of recordings. Who has no row: nobody stated it.
    """

    model_id: ModelId
    provider_id: Slug | None
    streams: YesNo
    streamed_usd_per_audio_minute: Amount | None
    dated: date
    source: SourceRef
    price_source: SourceRef | None
    note: str | None


FACT_TABLES: dict[str, type[Row]] = {
    "vendors": Vendor,
    "adequacy_decisions": AdequacyDecision,
    "export_controls": ExportControl,
    "sold_under": SoldUnder,
    "vendor_disclosures": VendorDisclosure,
    "lifecycle_policies": LifecyclePolicy,
    "retirements": Retirement,
    "release_events": ReleaseEvent,
    "model_marks": ModelMark,
    "refused_proposals": RefusedProposal,
    "thinking_modes": ThinkingMode,
    "model_bases": ModelBase,
    "api_speeds": ApiSpeed,
    "api_speed_priors": ApiSpeedPrior,
    "api_speed_classes": ApiSpeedClass,
    "api_limits": ApiLimit,
    "regional_availability": RegionalAvailability,
    "speech_streaming": SpeechStreaming,
    "serving_support": ServingSupport,
    "quantised_checkpoints": QuantisedCheckpoint,
}
FACT_KEYS: dict[str, tuple[str, ...]] = {
    "vendors": ("vendor_id",),
    "adequacy_decisions": ("country",),
    "export_controls": ("country",),
    "sold_under": ("provider_id", "seller_id"),
    "vendor_disclosures": ("vendor_id", "topic", "dated"),
    "lifecycle_policies": ("provider_id", "scope"),
    "retirements": ("provider_id", "provider_model_key"),
    "release_events": ("model_id", "event"),
    "model_marks": ("model_id", "mark"),
    "refused_proposals": ("list_name", "table_name", "row_key", "column_name"),
    "thinking_modes": ("model_id",),
    "model_bases": ("model_id", "base"),
    "api_speeds": ("model_id", "provider_id", "statistic", "measured_to", "source"),
    "api_speed_priors": ("class_id", "quantity"),
    "api_speed_classes": ("model_id",),
    "api_limits": ("provider_id", "tier", "applies_to"),
    "regional_availability": ("model_id", "provider_id", "processing"),
    "speech_streaming": ("model_id", "provider_id"),
    "serving_support": ("vendor", "architecture", "engine"),
    "quantised_checkpoints": ("model_id", "format", "hub_id"),
}
