"""The policy of a house: rules that every decision keeps to, agreed prices, own cost figures, and how reports look.

Every rule makes one demand, so that "rule 3" says all that there is to say, and an exception lifts no more than that.
"""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, Self, get_args

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from advisor.geography import Zone
from advisor.questionnaire.answers import AnswerRecord, CountryCode, CriterionId, DataClass, DeploymentKind
from advisor.units import Record

Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=100)]
ContractName = Annotated[str, Field(min_length=1, max_length=300)]
Usd = Annotated[Decimal, Field(ge=0, le=1_000_000)]
PolicyDemand = Literal[
    "vendors_allowed",
    "vendors_excluded",
    "vendor_countries_allowed",
    "vendor_countries_excluded",
    "models_excluded",
    "providers_allowed",
    "providers_excluded",
    "provider_countries_allowed",
    "provider_countries_excluded",
    "hosting",
    "zones",
    "certificates",
    "no_training",
    "max_retention_days",
]
"""What one rule may ask of an alternative; each is a field of ``PolicyRule``."""
DEMANDS: Final[tuple[PolicyDemand, ...]] = get_args(PolicyDemand)
COVERED_PRICES: Final = ("input_usd_per_mtok", "cached_input_usd_per_mtok", "output_usd_per_mtok")
"""Prices that an agreement may state; what it does not state stays as listed."""


def _once(value: Any) -> Any:
    """A list that names something twice is a slip of the hand."""
    if isinstance(value, list) and len({str(one) for one in value}) < len(value):
        raise ValueError("names one twice")
    return value


Slugs = Annotated[tuple[Slug, ...], BeforeValidator(_once)]
Countries = Annotated[tuple[CountryCode, ...], BeforeValidator(_once)]
ModelIds = Annotated[tuple[Annotated[str, Field(pattern=r"^[a-z0-9.-]+/[a-z0-9._-]+$")], ...], BeforeValidator(_once)]


class PolicyRule(AnswerRecord):
    """One demand of the house; ``data_classes`` are those it is made for (none named: every class).

    ``why`` is the house's own reason, shown beside the rule as it was written.
    """

    id: Slug
    why: Annotated[str, Field(max_length=1000)] = ""
    data_classes: Annotated[tuple[DataClass, ...], BeforeValidator(_once)] = ()
    vendors_allowed: Slugs = ()
    vendors_excluded: Slugs = ()
    vendor_countries_allowed: Countries = ()
    vendor_countries_excluded: Countries = ()
    models_excluded: ModelIds = ()
    providers_allowed: Slugs = ()
    providers_excluded: Slugs = ()
    provider_countries_allowed: Countries = ()
    provider_countries_excluded: Countries = ()
    hosting: Annotated[tuple[DeploymentKind, ...], BeforeValidator(_once)] = ()
    zones: Annotated[tuple[Zone, ...], BeforeValidator(_once)] = ()
    certificates: Slugs = ()
    no_training: Literal[True] | None = None
    max_retention_days: Annotated[int, Field(ge=0, le=3650)] | None = None

    @model_validator(mode="after")
    def _one_demand(self) -> Self:
        made = [name for name in DEMANDS if getattr(self, name) not in ((), None)]
        if len(made) != 1:
            raise ValueError(f"makes {len(made)} demands ({', '.join(made) or 'none'}): a rule makes exactly one")
        return self

    @property
    def demand(self) -> PolicyDemand:
        """The one thing that it asks for."""
        return next(name for name in DEMANDS if getattr(self, name) not in ((), None))

    @property
    def asked(self) -> tuple[str, ...]:
        """What is named in its demand, as text; empty where the demand names nothing."""
        value = getattr(self, self.demand)
        return tuple(map(str, value)) if isinstance(value, tuple) else ()


class PriceAgreement(AnswerRecord):
    """What the house pays instead of the list price, from one day to another (the last is included).

    It covers the offers that match every list given (providers, vendors, models). ``percent`` is taken off every list
    price; ``covers`` says whether off tokens, off rented GPUs or both. Else prices are US dollars per 10^6 tokens.
    ``source`` is the contract, as the house names it.
    """

    id: Slug
    providers: Slugs = ()
    vendors: Slugs = ()
    models: ModelIds = ()
    covers: Annotated[tuple[Literal["tokens", "servers"], ...], Field(min_length=1), BeforeValidator(_once)] = (
        "tokens",
    )
    percent: Annotated[Decimal, Field(gt=0, le=100)] | None = None
    input_usd_per_mtok: Usd | None = None
    cached_input_usd_per_mtok: Usd | None = None
    output_usd_per_mtok: Usd | None = None
    valid_from: date
    valid_until: date
    source: ContractName

    @model_validator(mode="after")
    def _whole(self) -> Self:
        priced = any(getattr(self, name) is not None for name in COVERED_PRICES)
        if not (self.providers or self.vendors or self.models):
            raise ValueError("covers nothing: name providers, vendors or models")
        if priced == (self.percent is not None):
            raise ValueError("needs either percent or prices per million tokens")
        if "servers" in self.covers and (priced or self.vendors or self.models):
            raise ValueError("covers servers: then it names providers alone, and a percentage")
        if self.valid_until < self.valid_from:
            raise ValueError(f"ends on {self.valid_until}, before it begins on {self.valid_from}")
        return self


class ReportStyle(AnswerRecord):
    """How the house's reports look unless somebody asks otherwise.

    ``logo`` is a PNG or SVG file beside the policy file; ``classification`` and ``footer`` stand on every page.
    ``sections``, ``paper`` and ``language`` are the template: what a report has in it from the start.
    """

    logo: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*\.(png|svg)$", max_length=100)] | None = None
    footer: Annotated[str, Field(max_length=160)] = ""
    classification: Annotated[str, Field(max_length=60)] = ""
    paper: Literal["a4", "us-letter"] | None = None
    language: Literal["en", "de", "fr"] | None = None
    sections: Annotated[tuple[Slug, ...], BeforeValidator(_once)] = ()


class HousePolicy(AnswerRecord):
    """The whole policy: what an administrator keeps in one file.

    ``costs`` are values of the cost model's components by name (``staff_usd_per_year``, ``cost_of_capital``);
    ``weights`` are points per criterion (normalised on use) for decisions that state none of their own.
    """

    format_version: Literal[1] = Field(alias="policy")
    name: Annotated[str, Field(min_length=1, max_length=120)]
    version: Annotated[str, Field(min_length=1, max_length=40)]
    dated: date
    owner: Annotated[str, Field(max_length=200)] = ""
    rules: tuple[PolicyRule, ...] = ()
    agreements: tuple[PriceAgreement, ...] = ()
    costs: dict[Slug, Annotated[float, Field(ge=0, le=1e12)]] = Field(default_factory=dict)
    weights: dict[CriterionId, Annotated[float, Field(ge=0, le=1000)]] = Field(default_factory=dict)
    report: ReportStyle = ReportStyle()

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    @model_validator(mode="after")
    def _told_apart(self) -> Self:
        for kind, named in (("rules", self.rules), ("agreements", self.agreements)):
            ids = [one.id for one in named]
            twice = sorted({name for name in ids if ids.count(name) > 1})
            if twice:
                raise ValueError(f"{kind} have one id twice: {', '.join(twice)}")
        if self.weights and not sum(self.weights.values()) > 0:
            raise ValueError("weights must contain at least one number above 0")
        return self

    def __hash__(self) -> int:
        """By the digest: its mappings have no hash of their own."""
        return hash(self.digest)

    @property
    def digest(self) -> str:
        """SHA-256 over the canonical JSON (hexadecimal): comments and the order of keys do not count."""
        return hashlib.sha256(self.model_dump_json(by_alias=True).encode()).hexdigest()

    def number(self, rule_id: str) -> int | None:
        """The number of a rule, counted from 1; None where the policy has no such rule."""
        return next((place for place, rule in enumerate(self.rules, 1) if rule.id == rule_id), None)


class GrantedException(Record):
    """A rule that does not hold for one decision: why, until when, who asked for it and who granted it."""

    rule_id: str
    number: int
    reason: str
    until: date
    requested_by: str = ""
    granted_by: str = ""


class PolicyNote(Record):
    """Under which policy a decision was taken, as its record says it; ``exceptions`` are the rules lifted for it."""

    name: str
    version: str
    dated: date
    digest: str
    exceptions: tuple[GrantedException, ...] = ()
