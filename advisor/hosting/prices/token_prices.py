"""Token prices of a catalog's offers as arrays, and the cost of a workload at each (built once per catalog digest)."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from advisor.arrays import Floats, Index
from advisor.catalog.catalog import Catalog
from advisor.catalog.derived import derived
from advisor.catalog.tables.schema import Offer
from advisor.hosting.assumptions import Assumptions
from advisor.hosting.records import Alternative, Deployment
from advisor.hosting.speed.thinking_tokens import factors, habits
from advisor.hosting.workload import Workload

AGREEMENT_SIGMA = {"agreed": 0.0, "single": 0.03, "conflict": 0.35}
"""Relative uncertainty of a price by how well its sources agree (conflicts found were mostly of factor 2)."""

KIND_CODES = ("tokens", "embedding", "rerank", "speech_to_text", "text_to_speech", "image")


@dataclass(frozen=True, slots=True)
class OfferTable:
    """Standard offers in columns of shape (n,): US dollars per 10^6 tokens or per unit; nan = unknown.

    ``least_cached`` are the tokens of the shortest prompt of which a prefix is charged as cached input;
    ``per_streamed`` is what a minute of audio costs while it is spoken (nan also where nothing is known to stream).
    """

    offers: tuple[Offer, ...]
    alternatives: tuple[Alternative, ...]
    model_ids: tuple[str, ...]
    kind: Floats
    thinks: NDArray[np.intp]
    input: Floats
    cached: Floats
    output: Floats
    batch_input: Floats
    batch_output: Floats
    cache_write: Floats
    least_cached: Floats
    long_above: Floats
    long_input: Floats
    long_output: Floats
    per_image: Floats
    per_minute: Floats
    streams: NDArray[np.bool_]
    per_streamed: Floats
    per_mchar: Floats
    per_1k_searches: Floats
    price_sigma: Floats


@derived(by="digest")
def offer_table(catalog: Catalog) -> OfferTable:
    """The offer table of a catalog."""
    best: dict[str, Offer] = {}
    for offer in catalog.offers:
        if offer.tier != "standard" or offer.model_id not in catalog.model:
            continue
        name = api_alternative_id(offer)
        if name not in best or _rank(offer) < _rank(best[name]):
            best[name] = offer
    return table_of(tuple(best[name] for name in sorted(best)), catalog)


def offers_of(catalog: Catalog, wanted: AbstractSet[str]) -> Index:
    """The rows of a catalog's offer table that belong to wanted models."""
    model_ids, model = _offer_models(catalog)
    member = np.array([model_id in wanted for model_id in model_ids], dtype=bool)
    return np.flatnonzero(member[model])


@derived(by="digest")
def _offer_models(catalog: Catalog) -> tuple[tuple[str, ...], Index]:
    """The models that a catalog has offers of, and which of them every row of its offer table belongs to."""
    names, model = np.unique(offer_table(catalog).model_ids, return_inverse=True)
    return tuple(names.tolist()), model.astype(np.intp)


def table_of(offers: Sequence[Offer], catalog: Catalog) -> OfferTable:
    """The table of given offers, whose models the catalog knows."""
    models = [catalog.model[offer.model_id] for offer in offers]
    spoken = [catalog.streaming_of.get((offer.model_id, offer.provider_id)) for offer in offers]
    return OfferTable(
        offers=tuple(offers),
        alternatives=tuple(_alternative(offer) for offer in offers),
        model_ids=tuple(offer.model_id for offer in offers),
        kind=np.array([_kind_code(model.kind) for model in models], dtype=np.float64),
        thinks=habits(models, catalog),
        input=_column([offer.input_usd_per_mtok for offer in offers]),
        cached=_column([offer.cached_input_usd_per_mtok for offer in offers]),
        output=_column([offer.output_usd_per_mtok for offer in offers]),
        batch_input=_column([offer.batch_input_usd_per_mtok for offer in offers]),
        batch_output=_column([offer.batch_output_usd_per_mtok for offer in offers]),
        cache_write=_column([offer.cache_write_usd_per_mtok for offer in offers]),
        least_cached=np.array([least_cached_tokens(catalog, one.model_id, one.provider_id) for one in offers]),
        long_above=_column([offer.long_context_above_tokens for offer in offers]),
        long_input=_column([offer.long_input_usd_per_mtok for offer in offers]),
        long_output=_column([offer.long_output_usd_per_mtok for offer in offers]),
        per_image=_column([offer.usd_per_image for offer in offers]),
        per_minute=_column([offer.usd_per_audio_minute for offer in offers]),
        streams=np.array([row is not None and row.streams for row in spoken], dtype=np.bool_),
        per_streamed=_column([row.streamed_usd_per_audio_minute if row else None for row in spoken]),
        per_mchar=_column([offer.usd_per_mchar for offer in offers]),
        per_1k_searches=_column([offer.usd_per_1k_searches for offer in offers]),
        price_sigma=np.array([AGREEMENT_SIGMA[offer.agreement] for offer in offers], dtype=np.float64),
    )


def api_alternative_id(offer: Offer) -> str:
    """The id of the alternative that uses an offer."""
    zone = "" if offer.zone == "unspecified" else f":{offer.zone}"
    return f"{offer.model_id}@provider_api:{offer.provider_id}{zone}"


def least_cached_tokens(catalog: Catalog, model_id: str, provider_id: str) -> float:
    """Tokens of the shortest prompt of which a provider charges a prefix as cached input (``judgements.csv``).

    The share that repeats is a mean over requests, so that of a longer prompt the whole may repeat in some of them.

    Its own limit, else that of the vendor whose closed model it sells, else the common one; 0 in a catalog that was
    kept before there were such limits.
    """
    known, model = catalog.judgement, catalog.model[model_id]
    closed = (model.vendor,) if model.openness == "proprietary" else ()
    named = [f"least-cached-tokens-{who}" for who in (provider_id, *closed)]
    return next((known[name] for name in (*named, "least-cached-tokens") if name in known), 0.0)


def _rank(offer: Offer) -> tuple[int, float, str]:
    """Order among offers of one provider and zone: sources that agree, then the cheaper, then the key."""
    price = float(offer.input_usd_per_mtok or 0) + float(offer.output_usd_per_mtok or 0)
    return ("agreed", "single", "conflict").index(offer.agreement), price or 1e9, offer.provider_model_key


def _alternative(offer: Offer) -> Alternative:
    deployment = Deployment(kind="provider_api", provider=offer.provider_id, zone=offer.zone, offer_id=offer.offer_id)
    return Alternative(alternative_id=api_alternative_id(offer), model_id=offer.model_id, deployment=deployment)


def _kind_code(kind: str) -> int:
    return KIND_CODES.index(kind) if kind in KIND_CODES else 0


def _column(cells: list[Decimal | None] | list[int | None]) -> Floats:
    return np.array([np.nan if cell is None else float(cell) for cell in cells], dtype=np.float64)


@dataclass(frozen=True, slots=True)
class TokenCosts:
    """US dollars per request by part, shape (n,); ``corpus`` is one-off. nan = unknown."""

    input: Floats
    cached: Floats
    output: Floats
    cache_write: Floats
    reasoning: Floats
    media: Floats
    corpus: Floats

    @property
    def per_request(self) -> Floats:
        """US dollars per request, all parts, without the one-off."""
        return np.asarray(self.input + self.cached + self.cache_write + self.output + self.reasoning + self.media)

    def take(self, rows: NDArray[np.intp]) -> TokenCosts:
        """Some of the rows."""
        return TokenCosts(**{name: getattr(self, name)[rows] for name in self.__slots__})


def token_costs(table: OfferTable, load: Workload, *, assume: Assumptions) -> TokenCosts:
    """What one request costs at every offer.

    Cached input falls back to the input price, batch prices to the standard ones. What repeats in a prompt that is
    shorter than the provider caches is input like the rest. Prompts above the long-context threshold are charged wholly
    at the long prices. What writes into the cache cost more than plain input is added for
    the share of cached tokens that is written anew.
    """
    long = load.input_tokens > table.long_above
    price_in = np.where(long & ~np.isnan(table.long_input), table.long_input, table.input)
    price_out = np.where(long & ~np.isnan(table.long_output), table.long_output, table.output)
    price_in = _mix(price_in, table.batch_input, load.batch_share)
    price_out = _mix(price_out, table.batch_output, load.batch_share)
    price_cached = np.where(np.isnan(table.cached), price_in, np.minimum(table.cached, price_in))
    cached = np.where(load.input_tokens < table.least_cached, 0.0, load.cached_input_tokens)
    tokens = (table.kind == 0) | (table.kind == 1)
    language = table.kind == 0
    zero = np.zeros(len(price_in))
    output = np.where(language, _times(load.output_tokens, price_out) / 1e6, zero)
    return TokenCosts(
        input=np.where(tokens, _times(load.input_tokens - cached, price_in) / 1e6, zero),
        cached=np.where(tokens, _times(cached, price_cached) / 1e6, zero),
        cache_write=np.where(tokens, _writes(table, price_in, cached, assume), zero),
        output=output,
        reasoning=output * factors(assume)[table.thinks],
        media=_media(table, load),
        corpus=np.where(table.kind == 1, _times(load.corpus_tokens, price_in) / 1e6, zero),
    )


def _writes(table: OfferTable, price_in: Floats, cached: Floats, assume: Assumptions) -> Floats:
    """US dollars per request of writing into the cache, above what reading the same tokens from it costs.

    A provider that states no price for it charges the input price.
    """
    read = np.where(np.isnan(table.cached), price_in, np.minimum(table.cached, price_in))
    write = np.where(np.isnan(table.cache_write), price_in, table.cache_write)
    share = assume("cache_write_share")
    return _times(cached * share, np.maximum(write - read, 0.0)) / 1e6


def _media(table: OfferTable, load: Workload) -> Floats:
    """US dollars per request of the kinds that are not charged by token.

    Live audio costs what a stream costs: the price of recordings does not stand in for it where an offer streams.
    """
    per_request = max(load.requests_per_month, 1e-12)
    per_minute = np.where(table.streams, table.per_streamed, table.per_minute) if load.live else table.per_minute
    choices = [
        _times(1.0, table.per_1k_searches) / 1e3,
        _media_units(load.audio_minutes_per_month / per_request) * per_minute,
        _media_units(load.characters_per_month / per_request) * table.per_mchar / 1e6,
        _media_units(load.images_per_month / per_request) * table.per_image,
    ]
    kinds = [table.kind == code for code in (2, 3, 4, 5)]
    return np.asarray(np.select(kinds, choices, default=0.0))


def _media_units(per_request: float) -> float:
    """Units per request; a load that has none of them says nothing about what such a model would cost."""
    return per_request if per_request > 0 else float("nan")


def _mix(standard: Floats, batch: Floats, share: float) -> Floats:
    """Price at a share of batch processing; the standard price where no batch price is known."""
    return np.asarray(standard * (1 - share) + np.where(np.isnan(batch), standard, batch) * share)


def _times(amount: float | Floats, price: Floats) -> Floats:
    """Amount times price, where nothing costs nothing even at an unknown price."""
    return np.asarray(np.where(np.equal(amount, 0), 0.0, amount * price))
