"""What the model card says about adopting a model: origin, disclosure, life, speed as a service, engines, places."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.catalog.browse.adoption_records import (
    CardAdoption,
    CardBase,
    CardCheckpoint,
    CardDisclosure,
    CardEnd,
    CardEngine,
    CardMark,
    CardOrigin,
    CardPlaces,
    CardRelease,
    CardSpeed,
)
from advisor.catalog.browse.citation import cite
from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Model
from advisor.catalog.tables.schema_facts import OPEN_LARGE_FROM_B


def adoption_of(catalog: Catalog, model: Model) -> CardAdoption:
    """The facts of adoption of one model, each with its source; what no table has is left out."""
    return CardAdoption(
        origin=origin_of(catalog, model.vendor),
        disclosures=tuple(_disclosures(catalog, model.vendor)),
        marks=tuple(
            CardMark(mark=row.mark, reason=row.reason, source=cite(catalog, row.source))
            for row in catalog.model_marks
            if row.model_id == model.model_id
        ),
        bases=tuple(_bases(catalog, model)),
        releases=tuple(
            CardRelease(event=row.event, dated=row.dated, source=cite(catalog, row.source))
            for row in catalog.release_events
            if row.model_id == model.model_id
        ),
        ends=tuple(_ends(catalog, model)),
        speed_class=speed_class_of(catalog, model),
        speeds=tuple(_speeds(catalog, model)),
        engines=tuple(_engines(catalog, model)),
        checkpoints=tuple(_checkpoints(catalog, model)),
        places=tuple(
            CardPlaces(
                provider_id=row.provider_id,
                processing=row.processing,
                places=row.places,
                dated=row.dated,
                source=cite(catalog, row.source),
            )
            for row in catalog.regional_availability
            if row.model_id == model.model_id
        ),
    )


def origin_of(catalog: Catalog, vendor_id: str) -> CardOrigin | None:
    """Where a vendor and the company above it have their seat; None where the catalog does not know the vendor."""
    vendor = catalog.vendor.get(vendor_id)
    if vendor is None:
        return None
    return CardOrigin(
        name=vendor.name,
        country=vendor.country,
        parent=vendor.parent,
        parent_country=vendor.parent_country,
        certainty=vendor.certainty,
        note=vendor.note,
        source=cite(catalog, vendor.source),
    )


def speed_class_of(catalog: Catalog, model: Model) -> str | None:
    """The class whose prior stands for the speed of a hosted model that nobody measured; None where it has none.

    Open weights are classed by their total parameters, closed models by the table of classes.
    """
    if model.openness == "open_weights":
        if model.total_params_b is None:
            return None
        return "open_large" if model.total_params_b >= OPEN_LARGE_FROM_B else "open_small"
    return next((row.class_id for row in catalog.api_speed_classes if row.model_id == model.model_id), None)


def _disclosures(catalog: Catalog, vendor_id: str) -> Iterator[CardDisclosure]:
    for row in catalog.vendor_disclosures:
        if row.vendor_id == vendor_id:
            yield CardDisclosure(
                topic=row.topic,
                points=row.points,
                out_of=row.out_of,
                dated=row.dated,
                source=cite(catalog, row.source),
            )


def _bases(catalog: Catalog, model: Model) -> Iterator[CardBase]:
    for row in catalog.bases_of.get(model.model_id, ()):
        vendor = catalog.vendor.get(row.base_vendor)
        seats = (vendor.country, vendor.parent_country) if vendor else ()
        yield CardBase(
            base=row.base,
            vendor=vendor.name if vendor else row.base_vendor,
            countries=tuple(dict.fromkeys(country for country in seats if country)),
            source=cite(catalog, row.source),
        )


def _ends(catalog: Catalog, model: Model) -> Iterator[CardEnd]:
    for row in catalog.retirements:
        if row.model_id == model.model_id:
            yield CardEnd(
                provider_id=row.provider_id,
                version=row.provider_model_key,
                retires_on=row.retires_on,
                firm=row.certainty == "firm",
                ends_offer=row.ends_offer,
                source=cite(catalog, row.source),
            )


def _speeds(catalog: Catalog, model: Model) -> Iterator[CardSpeed]:
    for row in catalog.api_speeds:
        if row.model_id == model.model_id:
            yield CardSpeed(
                provider_id=row.provider_id,
                via=row.via,
                statistic=row.statistic,
                measured_to=row.measured_to,
                requests=row.requests,
                ttft_ms=row.ttft_ms_p50,
                output_tokens_per_s=row.output_tokens_per_s_p50,
                note=row.note,
                source=cite(catalog, row.source),
            )


def _engines(catalog: Catalog, model: Model) -> Iterator[CardEngine]:
    for row in catalog.serving_support:
        if model.model_id in row.model_ids:
            yield CardEngine(
                engine=row.engine,
                supported=row.supported,
                since_version=row.since_version,
                at_most=row.at_most,
                architecture=row.architecture,
                source=cite(catalog, row.source),
            )


def _checkpoints(catalog: Catalog, model: Model) -> Iterator[CardCheckpoint]:
    for row in catalog.quantised_checkpoints:
        if row.model_id == model.model_id:
            yield CardCheckpoint(
                format=row.format,
                hub_id=row.hub_id,
                official=row.official,
                file_gb=row.file_gb,
                least_gpu_memory_gb=row.least_gpu_memory_gb,
                source=cite(catalog, row.source),
            )
