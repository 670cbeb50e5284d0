"""The sheet of a model in words, for the command line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from advisor.catalog.browse.card import PRICE_UNITS
from advisor.catalog.browse.card_records import CardOffer
from advisor.hosting.sizing.memory_by_precision import MemoryNeed
from advisor.hosting.sizing.model_sheet import ModelSheet

_SCORES: Final = 25


def sheet_text(sheet: ModelSheet) -> str:
    """The sheet for people: every figure with its source, unknown said as such."""
    return "\n".join(_lines(sheet))


def _origin_lines(sheet: ModelSheet) -> Iterator[str]:
    """Country of the vendor and of the company above it, and the marks that ask for a second look."""
    origin = sheet.adoption.origin
    if origin is not None:
        owned = f", part of {origin.parent} ({origin.parent_country})" if origin.parent else ""
        doubt = f" ({origin.certainty})" if origin.certainty in {"doubtful", "unknown"} else ""
        yield f"Vendor: {origin.name}, seat {origin.country or 'unknown'}{owned}{doubt}  [{origin.source}]"
    yield from (f"Mark: {mark.mark.replace('_', ' ')}. {mark.reason}" for mark in sheet.adoption.marks)


def _lines(sheet: ModelSheet) -> Iterator[str]:
    own = ", your own entry" if sheet.own else ""
    yield f"{sheet.name} ({sheet.model_id}): {sheet.kind.replace('_', ' ')}, {sheet.status}{own}"
    if sheet.good_for:
        yield f"Good for: {sheet.good_for}"
    yield from (f"Before it: {', '.join(sheet.predecessors)}" for _ in sheet.predecessors[:1])
    yield from (f"After it: {', '.join(sheet.successors)}" for _ in sheet.successors[:1])
    yield from _origin_lines(sheet)
    yield "Facts"
    for fact in sheet.facts:
        if fact.value is not None:
            yield f"  {fact.name}: {fact.value} {fact.unit}".rstrip() + (f"  [{fact.source}]" if fact.source else "")
    yield f"Unknown: {', '.join(sheet.unknown) or 'nothing asked for'}"
    yield f"Licence: {sheet.licence.name}. {sheet.licence.plain_words}"
    yield from (f"  {condition}" for condition in sheet.licence.conditions)
    yield from sheet.runs
    yield from (_memory_line(need) for need in sheet.memory)
    yield f"Offers: {len(sheet.offers)}"
    yield from (f"  {_offer_line(offer)}" for offer in sheet.offers)
    for estimate in sheet.estimates:
        interval = f"{estimate.low:.2f} to {estimate.high:.2f}"
        yield f"Estimate {estimate.capability}: {estimate.estimate:.2f} ({interval}; {estimate.basis})"
    yield f"Public scores: {len(sheet.scores)}"
    for score in sheet.scores[:_SCORES]:
        told = ", told by the vendor" if score.self_reported else ""
        yield f"  {score.board}{_variant(score.variant)}: {score.score:g} {score.unit}{told}  [{score.source}]"
    if len(sheet.scores) > _SCORES:
        yield f"  and {len(sheet.scores) - _SCORES} more (--format json)"
    yield from (f"Note: {sheet.note}" for _ in [0] if sheet.note)


def _variant(variant: str | None) -> str:
    return f" ({variant})" if variant else ""


def _memory_line(need: MemoryNeed) -> str:
    cache = "" if need.cache_gb is None else f", cache {need.cache_gb:.2f} GB for {need.context_tokens:,} tokens"
    gpus = ", ".join(f"{count} x {gpu}" for gpu, count in need.gpus.items())
    fits = f"; fits {gpus}" if gpus else ""
    note = f" ({need.note})" if need.note else ""
    return f"Memory at {need.bits} bits: weights {need.weights_gb:,.1f} GB{cache}{fits}{note}"


def _offer_line(offer: CardOffer) -> str:
    prices = ", ".join(f"{amount} {PRICE_UNITS[name]}" for name, amount in offer.prices.items())
    word = "conflict" if offer.agreement == "conflict" else "note"
    doubt = f"; {word}: {offer.conflict}" if offer.conflict else ""
    own = "; your own price" if offer.own else ""
    return (
        f"{offer.provider}, {offer.zone}, {offer.tier}: {prices} on {offer.priced_on} ({offer.agreement}{doubt}{own})"
    )
