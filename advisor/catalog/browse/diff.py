"""What changed between two catalogs: models, prices and facts, in words and as a record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from pydantic import BaseModel

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Offer
from advisor.units import Record

_PRICES: Final = {
    "input_usd_per_mtok": "USD per million input tokens",
    "cached_input_usd_per_mtok": "USD per million cached input tokens",
    "cache_write_usd_per_mtok": "USD per million tokens written to the cache",
    "output_usd_per_mtok": "USD per million output tokens",
    "batch_input_usd_per_mtok": "USD per million input tokens in a batch",
    "batch_output_usd_per_mtok": "USD per million output tokens in a batch",
    "long_input_usd_per_mtok": "USD per million input tokens of a long context",
    "long_output_usd_per_mtok": "USD per million output tokens of a long context",
    "usd_per_image": "USD per image",
    "usd_per_audio_minute": "USD per minute of audio",
    "usd_per_mchar": "USD per million characters",
    "usd_per_1k_searches": "USD per thousand searches",
}
_NO_FACTS: Final = frozenset({"checked_on", "note", "model_id", "provider_id", "licence_id"})
_GONE: Final = frozenset({"retired"})
_SHOWN: Final = 40


class PriceChange(Record):
    """One price of an offer before and after; ``None`` is unknown."""

    offer_id: str
    model_id: str
    provider_id: str
    price: str
    unit: str
    before: Decimal | None
    after: Decimal | None
    share: float | None

    def __str__(self) -> str:
        moved = "" if self.share is None else f" ({self.share:+.0%})"
        return f"{self.offer_id}: {_said(self.before)} -> {_said(self.after)} {self.unit}{moved}"


class FactChange(Record):
    """One cell of a model, provider or licence before and after; ``None`` is unknown."""

    table: Literal["model", "provider", "licence"]
    row: str
    fact: str
    before: str | None
    after: str | None

    def __str__(self) -> str:
        return f"{self.table} {self.row}: {self.fact} {_said(self.before)} -> {_said(self.after)}"


class CatalogDiff(Record):
    """Everything that differs between two catalogs and could change a decision."""

    old_digest: str
    new_digest: str
    old_dated: date
    new_dated: date
    models_added: tuple[str, ...]
    models_removed: tuple[str, ...]
    models_retired: tuple[str, ...]
    offers_added: tuple[str, ...]
    offers_removed: tuple[str, ...]
    prices_changed: tuple[PriceChange, ...]
    facts_changed: tuple[FactChange, ...]
    scores_added: int
    scores_removed: int
    estimates_changed: int

    @property
    def empty(self) -> bool:
        """Whether nothing differs."""
        return self.old_digest == self.new_digest

    def about(self, model_id: str) -> CatalogDiff:
        """The part that concerns one model."""
        return self.model_copy(
            update={
                "models_added": tuple(m for m in self.models_added if m == model_id),
                "models_removed": tuple(m for m in self.models_removed if m == model_id),
                "models_retired": tuple(m for m in self.models_retired if m == model_id),
                "prices_changed": tuple(p for p in self.prices_changed if p.model_id == model_id),
                "facts_changed": tuple(f for f in self.facts_changed if f.row == model_id),
            }
        )

    def to_text(self, *, shown: int = _SHOWN) -> str:
        """The difference in words; lists are cut after ``shown`` lines, which is said."""
        if self.empty:
            return f"The catalogs are the same ({self.new_digest[:12]})."
        lines = [f"From {self.old_digest[:12]} ({self.old_dated}) to {self.new_digest[:12]} ({self.new_dated})"]
        lists: tuple[tuple[str, tuple[object, ...]], ...] = (
            ("models added", self.models_added),
            ("models removed", self.models_removed),
            ("models retired", self.models_retired),
            ("offers added", self.offers_added),
            ("offers removed", self.offers_removed),
            ("prices changed", self.prices_changed),
            ("facts changed", self.facts_changed),
        )
        for title, items in lists:
            if items:
                lines.append(f"{len(items):,} {title}")
                lines += [f"  {item}" for item in items[:shown]]
                lines += [f"  and {len(items) - shown:,} more"] if len(items) > shown else []
        lines += [f"{self.scores_added:,} scores added, {self.scores_removed:,} removed"]
        lines += [f"{self.estimates_changed:,} capability estimates changed"]
        return "\n".join(lines)


def diff_catalogs(old: Catalog, new: Catalog) -> CatalogDiff:
    """Compare two catalogs row by row; lists are sorted by identity, so the same two give the same record."""
    old_offers = {offer.offer_id: offer for offer in old.offers}
    new_offers = {offer.offer_id: offer for offer in new.offers}
    old_scores = {(b.model_id, b.board_id, b.variant, b.source, b.score) for b in old.benchmarks}
    new_scores = {(b.model_id, b.board_id, b.variant, b.source, b.score) for b in new.benchmarks}
    return CatalogDiff(
        old_digest=old.digest,
        new_digest=new.digest,
        old_dated=old.dated,
        new_dated=new.dated,
        models_added=tuple(sorted(set(new.model) - set(old.model))),
        models_removed=tuple(sorted(set(old.model) - set(new.model))),
        models_retired=tuple(
            sorted(
                model_id
                for model_id, model in new.model.items()
                if model.status in _GONE and model_id in old.model and old.model[model_id].status not in _GONE
            )
        ),
        offers_added=tuple(sorted(set(new_offers) - set(old_offers))),
        offers_removed=tuple(sorted(set(old_offers) - set(new_offers))),
        prices_changed=tuple(
            change
            for offer_id in sorted(set(old_offers) & set(new_offers))
            for change in _price_changes(old_offers[offer_id], new_offers[offer_id])
        ),
        facts_changed=tuple(_fact_changes(old, new)),
        scores_added=len(new_scores - old_scores),
        scores_removed=len(old_scores - new_scores),
        estimates_changed=len(set(new.capabilities) ^ set(old.capabilities)),
    )


def _price_changes(old: Offer, new: Offer) -> Iterator[PriceChange]:
    for price, unit in _PRICES.items():
        before, after = getattr(old, price), getattr(new, price)
        if before != after:
            share = float(after / before - 1) if before and after is not None else None
            yield PriceChange(
                offer_id=new.offer_id,
                model_id=new.model_id,
                provider_id=new.provider_id,
                price=price,
                unit=unit,
                before=before,
                after=after,
                share=share,
            )


def _fact_changes(old: Catalog, new: Catalog) -> Iterator[FactChange]:
    pairs: tuple[tuple[Literal["model", "provider", "licence"], dict[str, BaseModel], dict[str, BaseModel]], ...] = (
        ("model", dict(old.model), dict(new.model)),
        ("provider", dict(old.provider), dict(new.provider)),
        ("licence", dict(old.licence), dict(new.licence)),
    )
    for table, before, after in pairs:
        for row in sorted(set(before) & set(after)):
            if before[row] != after[row]:
                yield from _cells(table, row, before[row], after[row])


def _cells(
    table: Literal["model", "provider", "licence"], row: str, old: BaseModel, new: BaseModel
) -> Iterator[FactChange]:
    """Facts that differ; where a figure comes from and when it was looked at are no facts about the thing."""
    for name in type(new).model_fields:
        fact = not name.endswith("source") and (name not in _NO_FACTS or (name == "licence_id" and table == "model"))
        before, after = getattr(old, name), getattr(new, name)
        if fact and before != after:
            yield FactChange(table=table, row=row, fact=name, before=_cell(before), after=_cell(after))


def _cell(value: object) -> str | None:
    if value is None or value == ():
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _said(value: object) -> str:
    return "unknown" if value is None else str(value)
