"""What is publicly known of the choice that governance asks for, each with its day and source; unknown stays unknown.

Who pays for infringing outputs and which certificates a provider states (``providers.csv``), how much a vendor
discloses (Foundation Model Transparency Index by edition, chapters of the EU's code of practice), and how a model does
on public boards of hallucination, unsafe requests, toxicity, bias, privacy, fairness and flattery.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from statistics import median
from typing import Final

from advisor.catalog.catalog import Catalog
from advisor.catalog.indemnity import indemnity_of
from advisor.catalog.tables.schema import Benchmark, Model, Provider
from advisor.guidance.governance.records import PublicEvidence

SAFETY_BOARDS: Final = ("vectara.", "confabulations.", "sorry-bench.", "decodingtrust.", "sycophancy.")
"""How the ids of boards begin that test what governance asks about."""
_TOPICS: Final = {"all": "transparency", "eu_code_of_practice": "code_of_practice"}


def evidence_of(catalog: Catalog, model: Model | None, provider: Provider | None) -> tuple[PublicEvidence, ...]:
    """Everything publicly known of a model's vendor, its provider (None: it runs on servers) and the model itself."""
    found: list[PublicEvidence] = []
    if provider is not None:
        found += _of_provider(provider, model)
    if model is not None:
        found += _of_vendor(catalog, model)
        found += _of_model(catalog, model)
    return tuple(found)


def _of_provider(provider: Provider, model: Model | None) -> Iterator[PublicEvidence]:
    stated = {True: "yes", False: "no", None: None}[
        provider.indemnification if model is None else indemnity_of(provider, model)
    ]
    yield PublicEvidence(
        matter="indemnification",
        about=provider.name,
        name="",
        value=stated,
        dated=provider.checked_on,
        source=provider.source,
    )
    yield PublicEvidence(
        matter="certificates",
        about=provider.name,
        name="",
        value="|".join(provider.certifications) or None,
        dated=provider.checked_on,
        source=provider.source,
    )


def _of_vendor(catalog: Catalog, model: Model) -> Iterator[PublicEvidence]:
    name = next((vendor.name for vendor in catalog.vendors if vendor.vendor_id == model.vendor), model.vendor)
    rows = [row for row in catalog.vendor_disclosures if row.vendor_id == model.vendor and row.topic in _TOPICS]
    for row in sorted(rows, key=lambda row: (row.topic, row.dated)):
        yield PublicEvidence(
            matter=_TOPICS[row.topic],
            about=name,
            name="",
            value=f"{row.points:g} / {row.out_of:g}",
            dated=row.dated,
            source=row.source,
        )
    if not any(row.topic == "all" for row in rows):
        yield PublicEvidence(
            matter="transparency",
            about=name,
            name="",
            value=None,
            dated=catalog.source["fmti-2025-12"].dated,
            source="fmti-2025-12",
        )


def _of_model(catalog: Catalog, model: Model) -> Iterator[PublicEvidence]:
    by_board: defaultdict[str, list[Benchmark]] = defaultdict(list)
    for row in catalog.benchmarks:
        if row.board_id.startswith(SAFETY_BOARDS):
            by_board[row.board_id].append(row)
    for board_id, rows in sorted(by_board.items()):
        board = catalog.board[board_id]
        for row in rows:
            if row.model_id == model.model_id:
                yield PublicEvidence(
                    matter="safety",
                    about=f"{model.name} {row.variant or ''}".strip(),
                    name=board.name,
                    value=f"{row.score:g}",
                    better="higher" if board.direction == "max" else "lower",
                    median=round(median(other.score for other in rows), 4),
                    dated=row.scored_on,
                    source=row.source,
                )
