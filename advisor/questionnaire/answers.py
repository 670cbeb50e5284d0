"""The answers to the questionnaire: the one record that describes the problem.

Every field has a default but ``title`` and the first use case's task: ten answers are enough for a first ranking.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Final, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from advisor.geography import Zone
from advisor.questionnaire.certificates import Certificate
from advisor.units import Record

Task = Literal[
    "chat_assistant",
    "rag",
    "document_processing",
    "long_document_analysis",
    "code",
    "agents",
    "classification_extraction",
    "translation",
    "summarisation",
    "semantic_search",
    "transcription",
    "speech_synthesis",
    "image_generation",
]
WITHOUT_TOKENS: frozenset[Task] = frozenset({"transcription", "speech_synthesis", "image_generation"})
"""Tasks whose amount of work is no number of tokens."""
SPEECH: frozenset[Task] = frozenset({"transcription", "speech_synthesis"})
"""Tasks that hear or speak."""
FIRST_CASE = "use_cases.0"
"""The place of the first use case in ``Answers``, with dots as in ``questionnaire.change``."""
DataClass = Literal["public", "internal", "confidential", "restricted"]
Sector = Literal["not_stated", "public_sector", "defence", "health", "finance", "other"]
DeploymentKind = Literal["provider_api", "cloud_gpu", "on_prem", "edge"]
CriterionId = Literal[
    "fitness",
    "cost",
    "latency",
    "data_control",
    "customisation",
    "operations",
    "scalability",
    "transparency",
    "lifecycle",
    "energy",
    "origin",
]
CapabilityId = Literal[
    "general",
    "reasoning",
    "code",
    "tool_use",
    "long_context",
    "multilingual",
    "instruction_following",
    "factuality",
    "embedding",
    "speech",
    "speech_output",
    "image",
]
ShortText = Annotated[str, Field(max_length=200)]
LongText = Annotated[str, Field(max_length=100_000)]
LANGUAGE_PATTERN: Final = r"^[a-z]{2,3}$"
COUNTRY_PATTERN: Final = r"^[A-Z]{2}$"
LanguageCode = Annotated[str, Field(pattern=LANGUAGE_PATTERN)]
CountryCode = Annotated[str, Field(pattern=COUNTRY_PATTERN)]


class AnswerRecord(Record):
    """Base of the answers: as strict as ``Record``, and every number is finite."""

    model_config = ConfigDict(allow_inf_nan=False)


class WorkloadAnswers(AnswerRecord):
    """How much of what, per request and per day; media fields count only for the tasks that use them."""

    requests_per_day: Annotated[float, Field(gt=0, le=1e9)] = 5_000
    input_tokens: Annotated[int, Field(ge=0, le=10_000_000)] = 1_500
    output_tokens: Annotated[int, Field(ge=0, le=1_000_000)] = 400
    cached_input_share: Annotated[float, Field(ge=0, le=1)] = 0.0
    batch_share: Annotated[float, Field(ge=0, le=1)] = 0.0
    peak_factor: Annotated[float, Field(ge=1, le=1000)] = 4.0
    active_hours_per_day: Annotated[float, Field(gt=0, le=24)] = 24.0
    concurrency: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    growth_per_year: Annotated[float, Field(ge=-0.99, le=50)] = 0.0
    audio_minutes_per_request: Annotated[float, Field(ge=0, le=10_000)] = 0.0
    images_per_request: Annotated[float, Field(ge=0, le=1000)] = 0.0
    characters_per_request: Annotated[float, Field(ge=0, le=10_000_000)] = 0.0
    corpus_tokens: Annotated[float, Field(ge=0, le=1e15)] = 0.0


class UsageAnswers(AnswerRecord):
    """How much work there is in the words of the business; what is given sets the load that is assumed.

    ``documents_per_day`` are read, translated or transcribed; ``documents_held`` are searched.
    """

    people: Annotated[int, Field(ge=1, le=10_000_000_000)] | None = None
    requests_per_person_per_day: Annotated[float, Field(gt=0, le=100_000)] | None = None
    documents_per_day: Annotated[float, Field(gt=0, le=1e9)] | None = None
    pages_per_document: Annotated[float, Field(gt=0, le=10_000)] | None = None
    documents_held: Annotated[float, Field(gt=0, le=1e12)] | None = None


class LatencyAnswers(AnswerRecord):
    """What the user waits for; ``None`` sets no limit."""

    ttft_p95_ms: Annotated[float, Field(gt=0, le=600_000)] | None = None
    itl_ms: Annotated[float, Field(gt=0, le=10_000)] | None = None
    total_s: Annotated[float, Field(gt=0, le=86_400)] | None = None


class AdaptationAnswers(AnswerRecord):
    """What the choice between prompting, retrieval and tuning turns on; what is not stated widens its interval.

    ``labelled_pairs`` are inputs with their right outputs; ``domain_text_tokens`` is plain text of the field.
    """

    knowledge_changes: Literal["unknown", "rarely", "monthly", "daily"] = "unknown"
    private_knowledge: Literal["unknown", "none", "some", "most"] = "unknown"
    form: Literal["unknown", "free", "house_style", "strict"] = "unknown"
    domain: Literal["unknown", "general", "special", "foreign"] = "unknown"
    explainability: Literal["unknown", "not_needed", "helpful", "required"] = "unknown"
    labelled_pairs: Annotated[int, Field(ge=0, le=1_000_000_000)] | None = None
    labels_quality: Literal["unknown", "poor", "mixed", "good"] = "unknown"
    domain_text_tokens: Annotated[float, Field(ge=0, le=1e15)] | None = None


class UseCase(AnswerRecord):
    """One piece of work for a model, with its load and what the model must be able to do.

    ``capability_shares`` (any non-negative numbers, normalised on use) replace the task's usual proportions in which
    capability estimates make up fitness; from ``enough_fitness`` (0 to 1) on more brings little (``None``: the
    usual for the task); ``minimum_score`` is the least score (0 to 1) that the portfolio may assign.
    """

    name: Annotated[str, Field(min_length=1, max_length=200)] = "Main use case"
    task: Task
    description: LongText = ""
    importance: Annotated[float, Field(gt=0, le=100)] = 1.0
    usage: UsageAnswers = UsageAnswers()
    workload: WorkloadAnswers = WorkloadAnswers()
    latency: LatencyAnswers = LatencyAnswers()
    adaptation: AdaptationAnswers = AdaptationAnswers()
    languages: tuple[LanguageCode, ...] = ("en",)
    modalities_in: tuple[Literal["text", "image", "audio", "video", "pdf"], ...] = ()
    context_tokens: Annotated[int, Field(ge=0, le=100_000_000)] = 0
    tools: bool = False
    structured_output: bool = False
    minimum_fitness: Annotated[float, Field(ge=0, le=1)] = 0.0
    enough_fitness: Annotated[float, Field(gt=0, le=1)] | None = None
    minimum_score: Annotated[float, Field(ge=0, le=1)] = 0.0
    capability_shares: dict[CapabilityId, Annotated[float, Field(ge=0, le=1)]] | None = None

    @model_validator(mode="after")
    def _some_share(self) -> Self:
        if self.capability_shares is not None and not sum(self.capability_shares.values()) > 0:
            raise ValueError("capability_shares must contain at least one number above 0")
        return self


class DataAnswers(AnswerRecord):
    """How sensitive the data is and what the law or the policy of the house demands of whoever processes it."""

    classification: DataClass = "internal"
    personal_data: bool = False
    health_data: bool = False
    jurisdictions: tuple[CountryCode, ...] = ()
    residency: tuple[Zone, ...] = ()
    no_training: bool = True
    max_retention_days: Annotated[int, Field(ge=0, le=3650)] | None = None
    certifications: tuple[Certificate, ...] = ()


class BudgetAnswers(AnswerRecord):
    """Money: the cap is in ``currency``; ``usd_per_unit`` converts it at the rate of ``rate_date``."""

    monthly_cap: Annotated[Decimal, Field(ge=0, le=1_000_000_000)] | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "USD"
    usd_per_unit: Annotated[float, Field(gt=0, le=1000)] = 1.0
    rate_date: date | None = None
    horizon_months: Annotated[int, Field(ge=1, le=120)] = 36

    @model_validator(mode="after")
    def _rate_given(self) -> Self:
        if self.currency != "USD" and self.usd_per_unit == 1.0:
            raise ValueError(
                f"usd_per_unit must be given when the currency is {self.currency}: US dollars per 1 {self.currency}"
            )
        return self


class OwnedGpus(AnswerRecord):
    """GPUs that the organisation already has and could use; ``servers`` is how many machines they stand in."""

    gpu: Annotated[str, Field(min_length=1, max_length=100)]
    count: Annotated[int, Field(ge=1, le=100_000)]
    servers: Annotated[int, Field(ge=1, le=100_000)] | None = None


class CommittedSpend(AnswerRecord):
    """What is spent at a provider a month whatever is decided, in the budget's currency (a commitment, credits)."""

    provider: Annotated[str, Field(min_length=1, max_length=100)]
    monthly: Annotated[Decimal, Field(gt=0, le=1_000_000_000)]


class TeamAnswers(AnswerRecord):
    """Who could run servers today.

    ``people``: full-time equivalents who run servers and could take this on (None: not stated). ``on_call``: they are
    on call around the clock already. ``count_existing``: their time counts as a cost, also against the cap.
    """

    people: Annotated[float, Field(ge=0, le=100_000)] | None = None
    on_call: bool = False
    count_existing: bool = False


class HostingAnswers(AnswerRecord):
    """Where the model may run and who would run it.

    ``managed_service``: somebody is paid to run the GPU servers, so that no skills of the house are needed.
    ``contracts`` are providers with an agreement in place; what is ``committed`` there counts against no cap.
    ``hardware_given``: of the GPUs that are owned, those that it must run on: devices at the edge (players' cards, the
    machines of a line), of which no other kind is bought; ``all``: own servers too, beside which nothing is; or none.
    """

    allowed: Annotated[tuple[DeploymentKind, ...], Field(min_length=1)] = ("provider_api", "cloud_gpu", "on_prem")
    gpus_owned: tuple[OwnedGpus, ...] = ()
    hardware_given: Literal["devices", "all", "none"] = "devices"
    contracts: tuple[str, ...] = ()
    committed: tuple[CommittedSpend, ...] = ()
    operations_skills: Literal["none", "some", "strong"] = "some"
    air_gapped: bool = False
    country: CountryCode | None = None
    providers_excluded: tuple[str, ...] = ()
    providers_allowed: tuple[str, ...] = ()
    high_availability: bool = True
    second_site: bool = False
    team: TeamAnswers = TeamAnswers()
    service_hours: Literal["business_hours", "extended_hours", "around_the_clock"] = "business_hours"
    edge_devices: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    managed_service: bool = False


class CustomisationAnswers(AnswerRecord):
    """How far the model must be bent to the task."""

    fine_tuning: Literal["not_needed", "useful", "required"] = "not_needed"
    weights_access_required: bool = False


class LicenceAnswers(AnswerRecord):
    """What the licence must allow."""

    open_weights_required: bool = False
    open_source_required: bool = False
    commercial_use: bool = True
    redistribution: bool = False
    monthly_users: Annotated[int, Field(ge=0, le=10_000_000_000)] | None = None
    annual_revenue_usd: Annotated[int, Field(ge=0)] | None = None


class OriginAnswers(AnswerRecord):
    """Which countries the models may come from: those of the vendor's seat and of the company above it.

    Seats of providers that are excluded (``governance.jurisdictions_excluded``) hold for models too where the data is
    confidential or restricted, unless ``weights_may_run_elsewhere``: the weights of a vendor there may then run at
    others, or on own servers.
    """

    countries_excluded: tuple[CountryCode, ...] = ()
    countries_preferred: tuple[CountryCode, ...] = ()
    weights_may_run_elsewhere: bool = False


class GovernanceAnswers(AnswerRecord):
    """What the oversight of the organisation demands.

    ``migration_notice_months`` is how long a change of model takes, from the decision to the last request: what ends
    sooner is out.
    """

    eu_ai_act_risk: Literal["unknown", "minimal", "limited", "high"] = "unknown"
    indemnification_required: bool = False
    allow_preview_models: bool = False
    allow_unknown_price_conflicts: bool = True
    sector: Sector = "not_stated"
    migration_notice_months: Annotated[int, Field(ge=0, le=36)] = 6
    vendors_excluded: tuple[str, ...] = ()
    jurisdictions_excluded: tuple[CountryCode, ...] = ()
    review_months: Annotated[int, Field(ge=1, le=60)] = 6


class PortfolioAnswers(AnswerRecord):
    """What several use cases must keep to together.

    ``monthly_cap`` is in the budget's currency; where it is missing the budget's own cap holds for all together.
    """

    max_vendors: Annotated[int, Field(ge=1, le=20)] | None = None
    monthly_cap: Annotated[Decimal, Field(ge=0, le=1_000_000_000)] | None = None
    share_hardware: bool = True
    owned_gpus_only: bool = False


class StakeholderWeights(AnswerRecord):
    """One stakeholder's own set of weights (any non-negative numbers; normalised on use) and how it was elicited."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    weights: dict[CriterionId, Annotated[float, Field(ge=0, le=1000)]]
    method: Literal["direct", "swing", "pairwise"] = "direct"


class Answers(AnswerRecord):
    """The whole questionnaire.

    ``priorities`` are importances 0 (ignore) to 5 (decisive) per criterion, from which weights are derived together
    with the other answers; ``weights`` (any non-negative numbers, normalised on use) replace the derived weights.
    ``as_of`` is the day the decision is taken; where it is missing, the catalog's own date is used.
    """

    schema_version: Literal[1] = Field(default=1, alias="schema")
    title: Annotated[str, Field(min_length=1, max_length=300)]
    question: LongText = ""
    owner: ShortText = ""
    notes: LongText = ""
    as_of: date | None = None
    use_cases: Annotated[tuple[UseCase, ...], Field(min_length=1, max_length=20)]
    data: DataAnswers = DataAnswers()
    budget: BudgetAnswers = BudgetAnswers()
    hosting: HostingAnswers = HostingAnswers()
    customisation: CustomisationAnswers = CustomisationAnswers()
    licence: LicenceAnswers = LicenceAnswers()
    governance: GovernanceAnswers = GovernanceAnswers()
    origin: OriginAnswers = OriginAnswers()
    portfolio: PortfolioAnswers = PortfolioAnswers()
    priorities: dict[CriterionId, Annotated[int, Field(ge=0, le=5)]] = Field(default_factory=dict)
    weights: dict[CriterionId, Annotated[float, Field(ge=0, le=1000)]] | None = None
    stakeholders: tuple[StakeholderWeights, ...] = ()

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    @model_validator(mode="after")
    def _some_weight(self) -> Self:
        if self.weights is not None and not sum(self.weights.values()) > 0:
            raise ValueError("weights must contain at least one number above 0")
        return self
