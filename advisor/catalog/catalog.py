"""The catalog in memory: frozen tables and the look-ups over them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal, TypeVar, cast

from advisor.catalog.tables.adaptation import AdaptationGain, TuningPrice, TuningRun
from advisor.catalog.tables.cells import Row
from advisor.catalog.tables.governance import GovernanceRule
from advisor.catalog.tables.retrieval import RetrievalMeasurement, VectorStore
from advisor.catalog.tables.schema import (
    Alias,
    Benchmark,
    Board,
    CapabilityEstimate,
    Gpu,
    GpuOffer,
    Grid,
    Licence,
    Model,
    Offer,
    PricePoint,
    Provider,
    Source,
)
from advisor.catalog.tables.schema_decision import AgeLimit, Judgement
from advisor.catalog.tables.schema_facts import (
    AdequacyDecision,
    ApiLimit,
    ApiSpeed,
    ApiSpeedClass,
    ApiSpeedPrior,
    ExportControl,
    LifecyclePolicy,
    ModelBase,
    ModelMark,
    RefusedProposal,
    RegionalAvailability,
    ReleaseEvent,
    Retirement,
    SoldUnder,
    SpeechStreaming,
    ThinkingMode,
    Vendor,
    VendorDisclosure,
)
from advisor.catalog.tables.schema_hosting import (
    AnnouncedPrice,
    CostDefault,
    ElectricityTariff,
    EnergyModelSize,
    HardwareOffer,
    MeasuredMemory,
    MeasuredSpeed,
    MeasuredTranscription,
    ProvisionedUnit,
    SpeedConstant,
    StaffFact,
)
from advisor.catalog.tables.schema_intake import Archetype, ExchangeRate
from advisor.catalog.tables.schema_serving import (
    ModelRetention,
    ProviderAssurance,
    QuantisedCheckpoint,
    ServingFramework,
    ServingSupport,
)
from advisor.errors import Problem
from advisor.lazy_rows import Rows
from advisor.policy.in_force import PolicyInForce
from advisor.units import Unit

K = TypeVar("K")
R = TypeVar("R")


def _grouped(rows: Iterable[R], key: Callable[[R], K]) -> dict[K, tuple[R, ...]]:
    """Rows by what a key gives of them, each group in the order of the rows."""
    grouped: defaultdict[K, list[R]] = defaultdict(list)
    for row in rows:
        grouped[key(row)].append(row)
    return {name: tuple(group) for name, group in grouped.items()}


def _model_of(row: ModelMark) -> str:
    return row.model_id


@dataclass(frozen=True)
class Catalog:
    """Every table, immutable, with a digest over the bytes it was read from.

    ``own_model_ids`` and ``own_offer_ids`` mark what came from the user's own overlay; ``own_problems`` are the rows of
    the overlay that could not be used. ``policy`` is that of the house, by which prices and defaults here are its own;
    ``at_list`` are the offers that an agreement changed as their providers list them, by id.
    """

    models: tuple[Model, ...]
    offers: tuple[Offer, ...]
    price_history: Sequence[PricePoint]
    boards: tuple[Board, ...]
    benchmarks: Sequence[Benchmark]
    capabilities: tuple[CapabilityEstimate, ...]
    providers: tuple[Provider, ...]
    licences: tuple[Licence, ...]
    gpus: tuple[Gpu, ...]
    gpu_offers: tuple[GpuOffer, ...]
    aliases: Sequence[Alias]
    grids: tuple[Grid, ...]
    sources: tuple[Source, ...]
    digest: str
    measured_speeds: tuple[MeasuredSpeed, ...] = ()
    measured_memory: tuple[MeasuredMemory, ...] = ()
    measured_transcription: tuple[MeasuredTranscription, ...] = ()
    speed_constants: tuple[SpeedConstant, ...] = ()
    cost_defaults: tuple[CostDefault, ...] = ()
    announced_prices: tuple[AnnouncedPrice, ...] = ()
    provisioned_units: tuple[ProvisionedUnit, ...] = ()
    vendors: tuple[Vendor, ...] = ()
    adequacy_decisions: tuple[AdequacyDecision, ...] = ()
    export_controls: tuple[ExportControl, ...] = ()
    sold_under: tuple[SoldUnder, ...] = ()
    vendor_disclosures: tuple[VendorDisclosure, ...] = ()
    lifecycle_policies: tuple[LifecyclePolicy, ...] = ()
    retirements: tuple[Retirement, ...] = ()
    release_events: tuple[ReleaseEvent, ...] = ()
    model_marks: tuple[ModelMark, ...] = ()
    refused_proposals: tuple[RefusedProposal, ...] = ()
    thinking_modes: tuple[ThinkingMode, ...] = ()
    model_bases: tuple[ModelBase, ...] = ()
    api_speeds: tuple[ApiSpeed, ...] = ()
    api_speed_priors: tuple[ApiSpeedPrior, ...] = ()
    api_speed_classes: tuple[ApiSpeedClass, ...] = ()
    api_limits: tuple[ApiLimit, ...] = ()
    regional_availability: tuple[RegionalAvailability, ...] = ()
    speech_streaming: tuple[SpeechStreaming, ...] = ()
    serving_support: tuple[ServingSupport, ...] = ()
    quantised_checkpoints: tuple[QuantisedCheckpoint, ...] = ()
    serving_frameworks: tuple[ServingFramework, ...] = ()
    model_retention: tuple[ModelRetention, ...] = ()
    provider_assurances: tuple[ProviderAssurance, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    age_limits: tuple[AgeLimit, ...] = ()
    archetypes: tuple[Archetype, ...] = ()
    exchange_rates: tuple[ExchangeRate, ...] = ()
    hardware_offers: tuple[HardwareOffer, ...] = ()
    electricity_tariffs: tuple[ElectricityTariff, ...] = ()
    operations_staff: tuple[StaffFact, ...] = ()
    energy_model_sizes: tuple[EnergyModelSize, ...] = ()
    governance_rules: tuple[GovernanceRule, ...] = ()
    tuning_runs: tuple[TuningRun, ...] = ()
    tuning_prices: tuple[TuningPrice, ...] = ()
    adaptation_gains: tuple[AdaptationGain, ...] = ()
    vector_stores: tuple[VectorStore, ...] = ()
    retrieval_measurements: tuple[RetrievalMeasurement, ...] = ()
    own_model_ids: frozenset[str] = field(default=frozenset())
    own_offer_ids: frozenset[str] = field(default=frozenset())
    own_problems: tuple[Problem, ...] = ()
    policy: PolicyInForce | None = None
    at_list: Mapping[str, Offer] = field(default_factory=dict)

    @classmethod
    def from_tables(cls, tables: Mapping[str, Sequence[Row]], *, digest: str) -> Catalog:
        """Build a catalog from validated tables keyed by table name (see ``rows.TABLES``)."""
        renamed = {
            ("models" if name == "model_catalog" else name): rows if isinstance(rows, Rows) else tuple(rows)
            for name, rows in tables.items()
        }
        return cls(**cast("dict[str, tuple[object, ...]]", renamed), digest=digest)  # type: ignore[arg-type]

    @cached_property
    def memories(self) -> dict[str, Any]:
        """What ``advisor.catalog.derived`` keeps of this catalog; it goes when the catalog goes."""
        return {}

    @cached_property
    def model(self) -> Mapping[str, Model]:
        """Models by id."""
        return {model.model_id: model for model in self.models}

    @cached_property
    def provider(self) -> Mapping[str, Provider]:
        """Providers by id."""
        return {provider.provider_id: provider for provider in self.providers}

    @cached_property
    def _kept_of(self) -> Mapping[tuple[str, str], ModelRetention]:
        return {(row.provider_id, row.model_id): row for row in self.model_retention}

    def keeper(self, provider_id: str, model_id: str) -> Provider | None:
        """A provider with what it keeps of requests to one model, where that differs from what it says of all."""
        provider, kept = self.provider.get(provider_id), self._kept_of.get((provider_id, model_id))
        if provider is None or kept is None:
            return provider
        fields = ("retention_default", "retention_days", "zero_retention_route", "source")
        return provider.model_copy(update={name: getattr(kept, name) for name in fields})

    @cached_property
    def assured(self) -> Mapping[tuple[str, str], ProviderAssurance]:
        """What a provider states on sub-processors, keys, incidents and deletion, by provider and matter."""
        return {(row.provider_id, row.matter): row for row in self.provider_assurances}

    @cached_property
    def vendor(self) -> Mapping[str, Vendor]:
        """Vendors of models by id."""
        return {vendor.vendor_id: vendor for vendor in self.vendors}

    @cached_property
    def lifecycle_policies_of(self) -> Mapping[str | None, tuple[LifecyclePolicy, ...]]:
        """Lifecycle policies by provider; those of ``None`` hold where a provider has none."""
        return _grouped(self.lifecycle_policies, lambda row: row.provider_id)

    @cached_property
    def marks_of(self) -> Mapping[str, tuple[str, ...]]:
        """Why models should not be chosen without a second look, by model."""
        return {name: tuple(row.mark for row in rows) for name, rows in _grouped(self.model_marks, _model_of).items()}

    @cached_property
    def thinking_mode(self) -> Mapping[str, str]:
        """How far thinking can be left out, by model, where a source states it."""
        return {row.model_id: row.mode for row in self.thinking_modes}

    @cached_property
    def bases_of(self) -> Mapping[str, tuple[ModelBase, ...]]:
        """Weights of other vendors that models stand on, by model."""
        return _grouped(self.model_bases, lambda row: row.model_id)

    @cached_property
    def api_limits_of(self) -> Mapping[str, tuple[ApiLimit, ...]]:
        """Rate limits by provider."""
        return _grouped(self.api_limits, lambda row: row.provider_id)

    @cached_property
    def served_at(self) -> Mapping[tuple[str, str], tuple[RegionalAvailability, ...]]:
        """Where calls are accepted and processed, by model and provider."""
        return _grouped(self.regional_availability, lambda row: (row.model_id, row.provider_id))

    @cached_property
    def streaming_of(self) -> Mapping[tuple[str, str | None], SpeechStreaming]:
        """Whether speech is handled while it is spoken, by model and provider (None: the weights themselves)."""
        return {(row.model_id, row.provider_id): row for row in self.speech_streaming}

    @cached_property
    def adequate(self) -> Mapping[str, AdequacyDecision]:
        """Decisions of the European Commission on the adequacy of countries outside the EEA, by country."""
        return {decision.country: decision for decision in self.adequacy_decisions}

    @cached_property
    def export_control(self) -> Mapping[str, ExportControl]:
        """How licences for advanced computing hardware are treated, by country of destination."""
        return {control.country: control for control in self.export_controls}

    @cached_property
    def _sold_under(self) -> Mapping[str, tuple[SoldUnder, ...]]:
        return _grouped(self.sold_under, lambda row: row.provider_id)

    def sellers(self, provider_id: str, covers: Literal["agreement", "commitment"]) -> tuple[str, ...]:
        """The provider, and those whose agreement or commitment holds for it as well: a cloud for its services."""
        rows = self._sold_under.get(provider_id, ())
        return (provider_id, *(row.seller_id for row in rows if getattr(row, covers)))

    def called(self, model_id: str) -> tuple[Unit, str]:
        """A model's name as a fact to tell: one of the house's own entries is marked in every sentence."""
        model = self.model.get(model_id)
        return "own_model" if model_id in self.own_model_ids else "model", model.name if model else model_id

    @cached_property
    def licence(self) -> Mapping[str, Licence]:
        """Licences by id."""
        return {licence.licence_id: licence for licence in self.licences}

    @cached_property
    def gpu(self) -> Mapping[str, Gpu]:
        """GPUs by id."""
        return {gpu.gpu_id: gpu for gpu in self.gpus}

    @cached_property
    def grid(self) -> Mapping[str, Grid]:
        """Electricity grids by country."""
        return {grid.country: grid for grid in self.grids}

    @cached_property
    def source(self) -> Mapping[str, Source]:
        """Sources by id."""
        return {source.source_id: source for source in self.sources}

    @cached_property
    def board(self) -> Mapping[str, Board]:
        """Boards by id."""
        return {board.board_id: board for board in self.boards}

    @cached_property
    def offer(self) -> Mapping[str, Offer]:
        """Offers by id."""
        return {offer.offer_id: offer for offer in self.offers}

    @cached_property
    def judgement(self) -> Mapping[str, float]:
        """The judgements of the decision method by name."""
        return {row.judgement: row.value for row in self.judgements}

    @cached_property
    def usual_numbers(self) -> Mapping[str, float]:
        """What is usual of any work until somebody says otherwise: judgements by name, requests a day by task."""
        named = {name: value for name, value in self.judgement.items() if name.startswith("usage-")}
        for row in self.archetypes:
            if row.requests_per_person_per_day is not None:
                named.setdefault(f"usage-a-day-{row.task}", row.requests_per_person_per_day)
        return named

    @cached_property
    def rate(self) -> Mapping[str, ExchangeRate]:
        """The newest exchange rate of every currency."""
        return {row.currency: row for row in sorted(self.exchange_rates, key=lambda row: row.dated)}

    @cached_property
    def disclosed(self) -> Mapping[str, float]:
        """Points of 100 of the newest transparency index by vendor; a vendor that it does not cover is absent."""
        newest: dict[str, VendorDisclosure] = {}
        for row in self.vendor_disclosures:
            known = newest.get(row.vendor_id)
            if row.topic == "all" and (known is None or row.dated > known.dated):
                newest[row.vendor_id] = row
        return {vendor: 100 * row.points / row.out_of for vendor, row in newest.items()}

    @cached_property
    def offers_of(self) -> Mapping[str, tuple[Offer, ...]]:
        """Offers by model id."""
        return _grouped(self.offers, lambda offer: offer.model_id)

    @cached_property
    def gpu_offers_of(self) -> Mapping[str, tuple[GpuOffer, ...]]:
        """GPU offers by GPU id."""
        return _grouped(self.gpu_offers, lambda offer: offer.gpu_id)

    @cached_property
    def hardware_offers_of(self) -> Mapping[str, tuple[HardwareOffer, ...]]:
        """What is sold with a GPU, by GPU id."""
        grouped: defaultdict[str, list[HardwareOffer]] = defaultdict(list)
        for item in self.hardware_offers:
            grouped[item.gpu_id].append(item)
        return {key: tuple(value) for key, value in grouped.items()}

    @cached_property
    def electricity_tariffs_of(self) -> Mapping[str, tuple[ElectricityTariff, ...]]:
        """Tariffs by country, the smallest consumers first."""
        grouped: defaultdict[str, list[ElectricityTariff]] = defaultdict(list)
        for tariff in sorted(self.electricity_tariffs, key=lambda row: row.mwh_from):
            grouped[tariff.country].append(tariff)
        return {key: tuple(value) for key, value in grouped.items()}

    @cached_property
    def capability(self) -> Mapping[tuple[str, str], CapabilityEstimate]:
        """Capability estimates by (model id, capability)."""
        return {(row.model_id, row.capability): row for row in self.capabilities}

    @cached_property
    def dated(self) -> date:
        """The newest date of any published source: the catalog's own date, whatever the user enters later."""
        return max((source.dated for source in self.sources if source.kind != "own"), default=date(1970, 1, 1))
