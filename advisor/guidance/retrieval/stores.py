"""Which store of vectors, by stated rules: some exclude, the others give or take points, each with its reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from math import inf
from typing import Final, NamedTuple

from advisor.catalog.tables.retrieval import VectorStore
from advisor.guidance.retrieval.retrieval_need import RetrievalNeed
from advisor.guidance.retrieval.retrieval_records import StoreChoice
from advisor.guidance.retrieval.vector_index import VectorIndex
from advisor.units import Told, told

CENT: Final = Decimal("0.01")
_CALLED: Final[frozenset[str]] = frozenset({"provider_api", "cloud_gpu"})
_UPKEEP: Final = {"light": 0, "middle": 1, "heavy": 2}


class StoreRule(NamedTuple):
    """When it holds, a store gets the points of the judgement ``store-<name>``; the words say why."""

    name: str
    holds: Callable[[VectorStore, RetrievalNeed, VectorIndex], bool]


def _cloud(need: RetrievalNeed) -> str | None:
    return None if need.deployment is None else need.deployment.provider


def _elsewhere(store: VectorStore, need: RetrievalNeed) -> bool:
    return store.kind == "managed" and (store.cloud is None or store.cloud != _cloud(need))


RULES: Final = (
    StoreRule("at-hand", lambda store, _need, _index: store.kind == "extension"),
    StoreRule("by-words", lambda store, _need, _index: store.keywords),
    StoreRule("rights", lambda store, need, _index: need.rights == "by_document" and store.rights != "filter"),
    StoreRule(
        "large",
        lambda store, need, index: (
            store.kind in ("server", "managed") and index.vectors >= need.judged("retrieval-large-vectors")
        ),
    ),
    StoreRule(
        "managed",
        lambda store, need, _index: store.kind == "managed" and need.answers.hosting.operations_skills == "none",
    ),
    StoreRule("same-cloud", lambda store, need, _index: store.cloud is not None and store.cloud == _cloud(need)),
    StoreRule(
        "away",
        lambda store, need, _index: (
            _elsewhere(store, need) and need.answers.data.classification in ("confidential", "restricted")
        ),
    ),
    StoreRule("upkeep-middle", lambda store, _need, _index: store.upkeep == "middle"),
    StoreRule("upkeep-heavy", lambda store, _need, _index: store.upkeep == "heavy"),
    StoreRule("on-device", lambda store, need, _index: store.kind == "embedded" and need.on_device),
)
"""What speaks for or against a store that no rule excludes."""


EXCLUSIONS: Final = (
    StoreRule(
        "managed",
        lambda store, need, _index: (
            store.kind == "managed"
            and (need.answers.hosting.air_gapped or not _CALLED & {*need.answers.hosting.allowed})
        ),
    ),
    StoreRule("provider", lambda store, need, _index: store.cloud in need.answers.hosting.providers_excluded),
    StoreRule("place", lambda store, need, _index: bool(need.answers.data.residency) and _elsewhere(store, need)),
    StoreRule("device", lambda store, need, _index: need.on_device and store.kind != "embedded"),
    StoreRule(
        "one_file",
        lambda store, need, _index: (
            store.kind == "embedded" and not need.on_device and need.answers.hosting.high_availability
        ),
    ),
    StoreRule("wide", lambda store, _need, index: not index.exact and index.dimensions > (store.max_dimensions or inf)),
    StoreRule("many", lambda store, _need, index: index.vectors > (store.most_vectors or inf)),
)
"""What excludes a store, the first that holds being told.

Where the data must stay in a zone, a managed store passes only in the cloud that was judged already: nobody states the
zones of the others here, and what nobody states fails closed.
"""


def excluded(store: VectorStore, need: RetrievalNeed, index: VectorIndex) -> Told | None:
    """The first rule that excludes a store, with what it says; None where none does."""
    name = next((rule.name for rule in EXCLUSIONS if rule.holds(store, need, index)), None)
    if name is None:
        return None
    most = {"wide": store.max_dimensions, "many": store.most_vectors}.get(name)
    return told(
        f"retrieval.store.out.{name}",
        zones=("zone", need.answers.data.residency),
        most=("count", most or 0),
        has=("count", index.dimensions if name == "wide" else index.vectors),
    )


def store_choices(need: RetrievalNeed, index: VectorIndex) -> tuple[StoreChoice, ...]:
    """Every store of the catalog: the chosen one, then the others by points, the excluded last.

    Among those within ``store-equal`` points of the most the cheapest by known prices is chosen.
    """
    pairs = [(store, _choice(store, need, index)) for store in need.catalog.vector_stores]
    pairs.sort(key=lambda pair: (pair[1].points is None, -(pair[1].points or 0), _UPKEEP[pair[0].upkeep], pair[1].name))
    choices = [choice for _, choice in pairs]
    most = max((choice.points for choice in choices if choice.points is not None), default=None)
    if most is None:
        return tuple(choices)
    near = most - need.judged("store-equal")
    equals = [choice for choice in choices if choice.points is not None and choice.points >= near]
    chosen = min(equals, key=lambda choice: (choice.usd_per_month is None, choice.usd_per_month or 0))
    return (chosen, *(choice for choice in choices if choice is not chosen))


def _choice(store: VectorStore, need: RetrievalNeed, index: VectorIndex) -> StoreChoice:
    out = excluded(store, need, index)
    held = [] if out else [rule.name for rule in RULES if rule.holds(store, need, index)]
    points = [need.judged(f"store-{name}") for name in held]
    reasons = [
        told("retrieval.store.moved", reason=told(f"retrieval.store.because.{name}"), points=("number", change))
        for name, change in zip(held, points, strict=True)
    ]
    reason = out or (told("retrieval.store.reason", reasons=reasons) if reasons else told("retrieval.store.nothing"))
    size = index.gb(store)
    return StoreChoice(
        store_id=store.store_id,
        name=store.name,
        kind=store.kind,
        licence=store.licence,
        points=None if out else sum(points),
        index_gb=round(size, 3),
        usd_per_month=None if out else store_usd(store, need, size),
        released_on=store.client_released_on,
        source=store.source,
        told={"reason": reason},
    )


def store_usd(store: VectorStore, need: RetrievalNeed, index_gb: float) -> Decimal | None:
    """US dollars a month: memory of the index on each copy, or what the maker of a managed store asks for.

    Within a device its memory is there already. None where not every price of a managed store was found.
    """
    if store.kind == "managed":
        if store.floor_usd_per_month is None or store.usd_per_gb_month is None:
            return None
        held = index_gb * store.usd_per_gb_month
        asked = need.requests_per_month / 1e6 * (store.usd_per_million_queries or 0.0)
        return cents(max(store.floor_usd_per_month, held) + asked)
    if need.on_device:
        return cents(0)
    copies = 2 if need.answers.hosting.high_availability else 1
    memory = max(index_gb, need.judged("retrieval-least-memory"))
    return cents(memory * copies * need.judged("retrieval-memory-usd"))


def cents(usd: float | Decimal) -> Decimal:
    """An amount to the cent."""
    return Decimal(usd).quantize(CENT)


def first(choices: Sequence[StoreChoice]) -> StoreChoice | None:
    """The best store; None where every one is excluded."""
    return next((choice for choice in choices if choice.points is not None), None)
