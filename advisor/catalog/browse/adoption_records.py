"""Records of the part of a model card that says what adopting the model means."""

from __future__ import annotations

from datetime import date

from advisor.catalog.browse.citation import Citation
from advisor.units import Record


class CardOrigin(Record):
    """Who made the model, and in which countries it and the company above it have their seat (ISO 3166 alpha-2)."""

    name: str
    country: str | None
    parent: str | None
    parent_country: str | None
    certainty: str
    note: str | None
    source: Citation


class CardDisclosure(Record):
    """How much of a topic the vendor discloses: ``points`` of ``out_of`` indicators."""

    topic: str
    points: int
    out_of: int
    dated: date
    source: Citation


class CardMark(Record):
    """Why the model wants a second look."""

    mark: str
    reason: str
    source: Citation


class CardBase(Record):
    """Weights of another vendor that the model stands on, and the countries of that vendor (ISO 3166 alpha-2)."""

    base: str
    vendor: str
    countries: tuple[str, ...]
    source: Citation


class CardRelease(Record):
    """A step on the model's way to general use."""

    event: str
    dated: date
    source: Citation


class CardEnd(Record):
    """The end of one version at a provider."""

    provider_id: str
    version: str
    retires_on: date
    firm: bool
    ends_offer: bool
    source: Citation


class CardSpeed(Record):
    """A dated speed of the hosted model: milliseconds to the first token, output tokens per second."""

    provider_id: str | None
    via: str
    statistic: str
    measured_to: date
    requests: int | None
    ttft_ms: float | None
    output_tokens_per_s: float | None
    note: str | None
    source: Citation


class CardEngine(Record):
    """Since which version an engine runs the model's architecture; ``at_most``: it may have run it earlier."""

    engine: str
    supported: bool
    since_version: str | None
    at_most: bool
    architecture: str
    source: Citation


class CardCheckpoint(Record):
    """A published quantised copy with its true size in 10^9 bytes."""

    format: str
    hub_id: str
    official: bool
    file_gb: float | None
    least_gpu_memory_gb: float | None
    source: Citation


class CardPlaces(Record):
    """Where a cloud accepts calls, and where the work may then happen."""

    provider_id: str
    processing: str
    places: tuple[str, ...]
    dated: date
    source: Citation


class CardAdoption(Record):
    """Origin, disclosure, life, speed, engines, copies and places of one model."""

    origin: CardOrigin | None
    disclosures: tuple[CardDisclosure, ...]
    marks: tuple[CardMark, ...]
    bases: tuple[CardBase, ...]
    releases: tuple[CardRelease, ...]
    ends: tuple[CardEnd, ...]
    speed_class: str | None
    speeds: tuple[CardSpeed, ...]
    engines: tuple[CardEngine, ...]
    checkpoints: tuple[CardCheckpoint, ...]
    places: tuple[CardPlaces, ...]
