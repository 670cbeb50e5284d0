"""The records of a model card: every figure with where it comes from, unknown said as such."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from advisor.catalog.browse.adoption_records import CardAdoption
from advisor.catalog.browse.citation import Citation
from advisor.units import Record


class CardFact(Record):
    """One fact of a model in words; ``value`` is None when nobody knows it."""

    group: Literal["identity", "size", "shape", "limits", "abilities"]
    name: str
    value: str | None
    unit: str
    source: Citation | None


class CardOffer(Record):
    """A price as the card shows it: only what is known, each amount with its unit."""

    offer_id: str
    provider_id: str
    provider: str
    zone: str
    tier: str
    prices: dict[str, Decimal]
    priced_on: date
    agreement: Literal["agreed", "single", "conflict"]
    conflict: str | None
    own: bool
    source: Citation
    second_source: Citation | None


class CardScore(Record):
    """A public score with its board, release and variant."""

    board_id: str
    board: str
    capability: str
    variant: str | None
    score: float
    unit: str
    standard_error: float | None
    self_reported: bool
    scored_on: date
    source: Citation


class CardEstimate(Record):
    """A fitted capability estimate with its 90% interval."""

    capability: str
    estimate: float
    low: float
    high: float
    basis: Literal["fitted", "inferred", "prior"]
    scores: int
    from_model_id: str | None


class CardPrice(Record):
    """A price of the past."""

    provider_id: str
    dated: date
    input_usd_per_mtok: Decimal | None
    output_usd_per_mtok: Decimal | None
    source: Citation


class CardLicence(Record):
    """The licence in plain words; for a proprietary model the provider's terms take its place."""

    licence_id: str | None
    name: str
    plain_words: str
    commercial_use: Literal["yes", "no", "conditional", "unknown"]
    redistribution: Literal["yes", "no", "conditional", "unknown"]
    derivatives: Literal["yes", "no", "conditional", "unknown"]
    conditions: tuple[str, ...]
    link: str | None
    source: Citation | None


class ModelCard(Record):
    """Everything the catalog knows about one model, and the list of what it does not know."""

    model_id: str
    name: str
    vendor: str
    kind: str
    status: str
    own: bool
    good_for: str | None
    note: str | None
    checked_on: date
    identity: Citation
    facts: tuple[CardFact, ...]
    unknown: tuple[str, ...]
    licence: CardLicence
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]
    offers: tuple[CardOffer, ...]
    runs: tuple[str, ...]
    price_history: tuple[CardPrice, ...]
    scores: tuple[CardScore, ...]
    estimates: tuple[CardEstimate, ...]
    adoption: CardAdoption
