"""The model card: what the catalog knows about one model, each figure with its source and date."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from advisor.catalog.browse.adoption import adoption_of
from advisor.catalog.browse.card_records import (
    CardEstimate,
    CardFact,
    CardLicence,
    CardOffer,
    CardPrice,
    CardScore,
    ModelCard,
)
from advisor.catalog.browse.citation import cite
from advisor.catalog.browse.find_model import find_model
from advisor.catalog.browse.note_sources import read_note
from advisor.catalog.capability_points import interval_90
from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import LANGUAGE_KINDS, Licence, Model, Offer

FieldGroup = Literal["identity", "size", "shape", "limits", "abilities"]
TOKEN_PRICES: Final = {
    "input_usd_per_mtok": "input",
    "cached_input_usd_per_mtok": "cached input",
    "cache_write_usd_per_mtok": "cache write",
    "output_usd_per_mtok": "output",
    "batch_input_usd_per_mtok": "batch input",
    "batch_output_usd_per_mtok": "batch output",
    "long_input_usd_per_mtok": "long-context input",
    "long_output_usd_per_mtok": "long-context output",
}
"""What a price per million tokens is for."""
_OTHER_PRICES: Final = {
    "usd_per_image": "USD per image",
    "usd_per_audio_minute": "USD per audio minute",
    "usd_per_mchar": "USD per million characters",
    "usd_per_1k_searches": "USD per 1,000 searches",
}
PRICE_NAMES: Final = TOKEN_PRICES | _OTHER_PRICES
"""Every price of an offer by a short name."""
PRICE_UNITS: Final = {
    column: f"{name}, USD per million tokens" for column, name in TOKEN_PRICES.items()
} | _OTHER_PRICES
_SHAPE: Final = "shape_source"
_ALL_KINDS: Final = frozenset[str]()
_TOKENS: Final = LANGUAGE_KINDS | {"embedding", "rerank"}
# column, name in words, unit, group, source column, kinds it matters for (empty: all), only for open weights
_FACTS: Final[tuple[tuple[str, str, str, FieldGroup, str, frozenset[str], bool], ...]] = (
    ("release_date", "released", "", "identity", "identity_source", _ALL_KINDS, False),
    ("knowledge_cutoff", "knowledge until", "", "identity", "identity_source", LANGUAGE_KINDS, False),
    ("retires_on", "retires on", "", "identity", "identity_source", _ALL_KINDS, False),
    ("architecture", "architecture", "", "identity", "identity_source", _ALL_KINDS, False),
    ("openness", "weights", "", "identity", "identity_source", _ALL_KINDS, False),
    ("hub_id", "Hub repository", "", "identity", "identity_source", _ALL_KINDS, True),
    ("total_params_b", "parameters", "billion", "size", "params_source", _ALL_KINDS, False),
    ("active_params_b", "active parameters", "billion", "size", "params_source", LANGUAGE_KINDS, False),
    ("layers", "layers", "", "shape", _SHAPE, LANGUAGE_KINDS, True),
    ("hidden_size", "hidden size", "", "shape", _SHAPE, LANGUAGE_KINDS, True),
    ("attention_heads", "attention heads", "", "shape", _SHAPE, LANGUAGE_KINDS, True),
    ("kv_heads", "KV heads", "", "shape", _SHAPE, LANGUAGE_KINDS, True),
    ("head_dim", "head dimension", "", "shape", _SHAPE, LANGUAGE_KINDS, True),
    ("kv_lora_rank", "latent attention rank", "", "shape", _SHAPE, LANGUAGE_KINDS, True),
    ("sliding_window", "sliding window", "tokens", "shape", _SHAPE, LANGUAGE_KINDS, True),
    ("attention_layers", "layers with a KV cache", "", "shape", _SHAPE, LANGUAGE_KINDS, True),
    ("global_layers", "layers over the whole context", "", "shape", _SHAPE, LANGUAGE_KINDS, True),
    ("experts", "experts", "", "shape", _SHAPE, LANGUAGE_KINDS, True),
    ("experts_per_token", "experts per token", "", "shape", _SHAPE, LANGUAGE_KINDS, True),
    ("native_precision", "precision of the published weights", "", "shape", _SHAPE, _ALL_KINDS, True),
    ("context_tokens", "context window", "tokens", "limits", "limits_source", _TOKENS, False),
    ("max_input_tokens", "input limit", "tokens", "limits", "limits_source", LANGUAGE_KINDS, False),
    ("max_output_tokens", "output limit", "tokens", "limits", "limits_source", LANGUAGE_KINDS, False),
    ("embedding_dim", "embedding dimension", "", "limits", "limits_source", frozenset({"embedding"}), False),
    ("modalities_in", "takes", "", "abilities", "features_source", _ALL_KINDS, False),
    ("modalities_out", "gives", "", "abilities", "features_source", _ALL_KINDS, False),
    ("tools", "calls tools", "", "abilities", "features_source", LANGUAGE_KINDS, False),
    ("structured_output", "structured output", "", "abilities", "features_source", LANGUAGE_KINDS, False),
    ("reasoning", "reasons before it answers", "", "abilities", "features_source", LANGUAGE_KINDS, False),
    ("prompt_caching", "prompt caching", "", "abilities", "features_source", LANGUAGE_KINDS, False),
    ("fine_tuning", "fine-tuning offered", "", "abilities", "features_source", _ALL_KINDS, False),
    ("languages", "languages named by a source", "", "abilities", "features_source", _ALL_KINDS, False),
)
# Blank in these means that the model has no such thing, or that no such date was announced.
_MAY_BE_ABSENT: Final = frozenset(
    {
        "retires_on",
        "max_input_tokens",
        "head_dim",
        "kv_lora_rank",
        "sliding_window",
        "attention_layers",
        "global_layers",
        "experts",
        "experts_per_token",
    }
)


def build_card(catalog: Catalog, name: str) -> ModelCard:
    """The card of the model that goes by ``name``; raises InputError with near matches."""
    model = find_model(catalog, name)
    facts = tuple(_facts(catalog, model))
    offers = tuple(_offer(catalog, offer) for offer in catalog.offers_of.get(model.model_id, ()))
    return ModelCard(
        model_id=model.model_id,
        name=model.name,
        vendor=model.vendor,
        kind=model.kind,
        status=model.status,
        own=model.model_id in catalog.own_model_ids,
        good_for=model.good_for,
        note=read_note(model.note).rest,
        checked_on=model.checked_on,
        identity=cite(catalog, model.identity_source),
        facts=facts,
        unknown=tuple(fact.name for fact in facts if fact.value is None),
        licence=card_licence(catalog, model),
        predecessors=tuple(chain(catalog, model, "predecessor_id")),
        successors=tuple(chain(catalog, model, "successor_id")),
        offers=offers,
        runs=tuple(_runs(model, offers)),
        price_history=tuple(_history(catalog, model)),
        scores=tuple(_scores(catalog, model)),
        estimates=tuple(_estimates(catalog, model)),
        adoption=adoption_of(catalog, model),
    )


def chain(catalog: Catalog, model: Model, column: Literal["predecessor_id", "successor_id"]) -> Iterator[str]:
    """The ids along a model's line of succession, nearest first; a circle ends it."""
    seen = {model.model_id}
    step = getattr(model, column)
    while step and step in catalog.model and step not in seen:
        yield step
        seen.add(step)
        step = getattr(catalog.model[step], column)


def card_licence(catalog: Catalog, model: Model) -> CardLicence:
    """A model's licence in plain words; unknown when no source names one."""
    licence = catalog.licence.get(model.licence_id or "")
    source = cite(catalog, model.licence_source) if model.licence_source else None
    if licence is None:
        return CardLicence(
            licence_id=model.licence_id,
            name="unknown",
            plain_words="No licence is known: treat it as not permitted until the vendor says otherwise.",
            commercial_use="unknown",
            redistribution="unknown",
            derivatives="unknown",
            conditions=(),
            link=None,
            source=source,
        )
    return CardLicence(
        licence_id=licence.licence_id,
        name=licence.name,
        plain_words=licence.plain_words,
        commercial_use=licence.commercial_use,
        redistribution=licence.redistribution,
        derivatives=licence.derivatives,
        conditions=tuple(_conditions(licence)),
        link=licence.link if model.openness == "open_weights" else _terms_of(catalog, model),
        source=source,
    )


def _terms_of(catalog: Catalog, model: Model) -> str | None:
    """Where the vendor of a proprietary model states its terms, since no one text is the licence of all of them."""
    vendor = catalog.provider.get(model.vendor)
    return vendor.policy_url if vendor else None


def _conditions(licence: Licence) -> Iterator[str]:
    if licence.max_monthly_users:
        yield f"Free up to {licence.max_monthly_users:,} monthly users; above that, ask the vendor."
    if licence.max_annual_revenue_usd:
        yield f"Free up to {licence.max_annual_revenue_usd:,} US dollars of annual revenue."
    if licence.use_restrictions:
        yield "Some uses are forbidden; read the use policy."
    if licence.attribution_required:
        yield "The origin must be named."
    if licence.excluded_jurisdictions:
        yield f"Not licensed in: {', '.join(licence.excluded_jurisdictions)}."
    if licence.obligations:
        yield licence.obligations


def _facts(catalog: Catalog, model: Model) -> Iterator[CardFact]:
    told = read_note(model.note).sources
    for column, name, unit, group, source_column, kinds, open_only in _FACTS:
        if (kinds and model.kind not in kinds) or (open_only and model.openness != "open_weights"):
            continue
        value = getattr(model, column)
        blank = value is None or value in ((), "unknown")
        if blank and (column in _MAY_BE_ABSENT or (column == "prompt_caching" and model.openness == "open_weights")):
            continue
        reference = told.get(column) or getattr(model, source_column)
        source = cite(catalog, reference) if reference and not blank else None
        yield CardFact(group=group, name=name, value=None if blank else _worded(value), unit=unit, source=source)


def _worded(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:.4g}" if isinstance(value, float) else str(value).replace("_", " ")


def _offer(catalog: Catalog, offer: Offer) -> CardOffer:
    provider = catalog.provider.get(offer.provider_id)
    prices = {name: price for name in PRICE_UNITS if (price := getattr(offer, name)) is not None}
    return CardOffer(
        offer_id=offer.offer_id,
        provider_id=offer.provider_id,
        provider=provider.name if provider else offer.provider_id,
        zone=offer.zone,
        tier=offer.tier,
        prices=prices,
        priced_on=offer.priced_on,
        agreement=offer.agreement,
        conflict=offer.conflict,
        own=offer.offer_id in catalog.own_offer_ids,
        source=cite(catalog, offer.source),
        second_source=cite(catalog, offer.second_source) if offer.second_source else None,
    )


def _runs(model: Model, offers: tuple[CardOffer, ...]) -> Iterator[str]:
    """Where it runs, in words."""
    providers = dict.fromkeys(offer.provider for offer in offers)
    if providers:
        yield f"As an API of {', '.join(providers)}."
    if model.openness == "open_weights":
        yield "On rented or own GPUs: the weights are published."
    elif not providers:
        yield "Nowhere that the catalog knows of: no public offer and no published weights."


def _history(catalog: Catalog, model: Model) -> Iterator[CardPrice]:
    for point in sorted(catalog.price_history, key=lambda row: (row.provider_id, row.dated)):
        if point.model_id == model.model_id:
            yield CardPrice(
                provider_id=point.provider_id,
                dated=point.dated,
                input_usd_per_mtok=point.input_usd_per_mtok,
                output_usd_per_mtok=point.output_usd_per_mtok,
                source=cite(catalog, point.source),
            )


def _scores(catalog: Catalog, model: Model) -> Iterator[CardScore]:
    for score in catalog.benchmarks:
        if score.model_id != model.model_id:
            continue
        board = catalog.board.get(score.board_id)
        yield CardScore(
            board_id=score.board_id,
            board=board.name if board else score.board_id,
            capability=board.capability if board else "unknown",
            variant=score.variant,
            score=score.score,
            unit=board.unit if board else "unknown",
            standard_error=score.standard_error,
            self_reported=score.self_reported,
            scored_on=score.scored_on,
            source=cite(catalog, score.source),
        )


def _estimates(catalog: Catalog, model: Model) -> Iterator[CardEstimate]:
    for row in catalog.capabilities:
        if row.model_id == model.model_id:
            low, high = interval_90(row.estimate, row.standard_error)
            yield CardEstimate(
                capability=row.capability,
                estimate=row.estimate,
                low=low,
                high=high,
                basis=row.basis,
                scores=row.scores,
                from_model_id=row.from_model_id,
            )
