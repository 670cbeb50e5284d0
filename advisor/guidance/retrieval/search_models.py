"""The embedding model and the model that ranks again, by the decision's own engine and gates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from advisor.catalog.tables.schema import Model, Offer
from advisor.decision.alternatives.joined import JoinedAlternative
from advisor.decision.gates.judge import failures_of
from advisor.decision.gates.rule import Asked
from advisor.decision.prepared import Prepared, prepare
from advisor.decision.ranked import rank
from advisor.decision.records import Recommendation
from advisor.decision.results.recommendations import recommendations_of
from advisor.guidance.retrieval.retrieval_need import RetrievalNeed
from advisor.guidance.retrieval.retrieval_records import QualityScore
from advisor.hosting.costs.monthly_costs import QUERY_TOKENS
from advisor.hosting.records import Deployment
from advisor.questionnaire.answers import CustomisationAnswers, UseCase, WorkloadAnswers

SAMPLES: Final = 400
"""Draws of the ranking of embedding models: the order needs fewer than the shares that a decision tells."""
BYTES_PER_PARAMETER: Final = 2


class Embedder(NamedTuple):
    """An embedding model where it runs; ``beside`` the language model it costs nothing of its own."""

    model: Model
    deployment: Deployment | None
    usd_per_mtok: Decimal | None
    own_usd_per_month: float | None
    beside: bool
    source: str | None


class Reranker(NamedTuple):
    """A model that ranks passages again, with what a request costs by search or by 10^6 tokens."""

    model: Model
    offer: Offer | None


@dataclass(frozen=True)
class SearchModels:
    """What the engine found for the search of one need."""

    need: RetrievalNeed
    case: UseCase
    prepared: Prepared
    ranking: tuple[Recommendation, ...]

    def embedder(self) -> Embedder | None:
        """The first that can be sized: beside a language model on own machines a small one, else at its provider."""
        need = self.need
        if need.searches_only and need.model is not None:
            return self._embedder(need.model, need.deployment, None)
        found = [entry for entry in self.ranking if need.catalog.model[entry.model_id].embedding_dim]
        small = [entry for entry in found if need.own_machines and self._beside(need.catalog.model[entry.model_id])]
        for entry in (*small, *self._same_provider(found), *found):
            return self._embedder(need.catalog.model[entry.model_id], entry.deployment, entry)
        return None

    def _same_provider(self, found: Sequence[Recommendation]) -> list[Recommendation]:
        """Those as good within a few points at the provider of the language model: one contract, one network."""
        here = None if self.need.deployment is None else self.need.deployment.provider
        near = max((entry.score for entry in found), default=0.0) - self.need.judged("retrieval-same-provider") / 100
        return [entry for entry in found if entry.deployment.provider == here and entry.score >= near]

    def _beside(self, model: Model) -> bool:
        weights = (model.total_params_b or float("inf")) * BYTES_PER_PARAMETER
        return weights <= self.need.judged("retrieval-beside")

    def _embedder(self, model: Model, deployment: Deployment | None, entry: Recommendation | None) -> Embedder:
        offer = self.need.offer(deployment)
        price = None if offer is None else offer.input_usd_per_mtok
        beside = self.need.own_machines and not self.need.searches_only and self._beside(model)
        cost = None if entry is None or entry.monthly_cost_usd is None else entry.monthly_cost_usd.p50
        own = cost if offer is None and not beside else None
        place = self.need.deployment if beside else deployment
        return Embedder(model, place, price, own, beside, None if offer is None else offer.source)

    def reranker(self, embedder: Embedder) -> Reranker | None:
        """A current model that passes the same gates: beside the language model, else at a provider that passed."""
        models = [model for model in self.need.catalog.models if model.kind == "rerank" and model.status == "current"]
        fit = [model for model in models if self._passes(model)]
        if embedder.beside:
            open_weights = [model for model in fit if model.openness == "open_weights" and self._beside(model)]
            own = [model for model in open_weights if self._licensed(model)]
            return Reranker(max(own, key=lambda model: _affinity(model, embedder)), None) if own else None
        offered = [Reranker(model, offer) for model in fit for offer in self._offers(model)]
        return min(offered, key=lambda one: self._dearness(one, embedder), default=None)

    def _passes(self, model: Model) -> bool:
        """Whether a reranking model passes the gates of the search: those on kinds know embedding models alone."""
        as_embedding = model.model_copy(update={"kind": "embedding", "modalities_out": ("embedding",)})
        return not failures_of("model", self._asked, as_embedding)

    def _licensed(self, model: Model) -> bool:
        """Whether its licence lets the house run the model itself."""
        licence = self.need.catalog.licence.get(model.licence_id or "")
        beside = replace(self._example, model=model, licence=licence)
        return not failures_of("terms", self._asked, beside)

    @property
    def _example(self) -> JoinedAlternative:
        """An alternative that passed, to put another model in its place."""
        return self.prepared.contexts[int(self.prepared.feasible[0])]

    @property
    def _asked(self) -> Asked:
        day = self.need.answers.as_of or self.need.catalog.dated
        return Asked(self.case, self.prepared.answers, self.need.catalog, day)

    def _offers(self, model: Model) -> Iterator[Offer]:
        """Offers at providers and zones that an embedding model passed every gate with."""
        places = {
            (context.deployment.provider, context.deployment.zone)
            for context in (self.prepared.contexts[row] for row in self.prepared.feasible.tolist())
        }
        for offer in self.need.catalog.offers_of.get(model.model_id, ()):
            priced = offer.usd_per_1k_searches is not None or offer.input_usd_per_mtok is not None
            if priced and offer.tier == "standard" and (offer.provider_id, _zone(offer)) in places:
                yield offer

    def _dearness(self, one: Reranker, embedder: Embedder) -> tuple[bool, Decimal, str]:
        """The provider of the embedding model first: one contract; then the cheapest."""
        here = embedder.deployment is not None and one.offer is not None
        same = here and one.offer.provider_id == embedder.deployment.provider  # type: ignore[union-attr] # checked above
        return not same, rerank_usd(one, self.need, chunk_tokens=512) or Decimal(0), one.model.model_id

    def scores(self, model: Model) -> tuple[QualityScore, ...]:
        """What boards of embeddings say of a model."""
        boards: Mapping[str, str] = {
            board.board_id: board.name for board in self.need.catalog.boards if board.capability == "embedding"
        }
        rows = [row for row in self.need.catalog.benchmarks if row.model_id == model.model_id]
        return tuple(
            QualityScore(board=boards[row.board_id], score=row.score, dated=row.scored_on, source=row.source)
            for row in sorted(rows, key=lambda row: row.board_id)
            if row.board_id in boards
        )


def _zone(offer: Offer) -> str | None:
    return None if offer.zone == "unspecified" else offer.zone


def _affinity(model: Model, embedder: Embedder) -> tuple[bool, date, str]:
    """Of the embedding model's vendor, then the newest."""
    return model.vendor == embedder.model.vendor, model.release_date or date.min, model.model_id


def rerank_usd(reranker: Reranker, need: RetrievalNeed, *, chunk_tokens: int) -> Decimal | None:
    """US dollars to rank the candidates of one question; None on own machines or without a price."""
    offer = reranker.offer
    if offer is None:
        return None
    if offer.usd_per_1k_searches is not None:
        return offer.usd_per_1k_searches / 1000
    if offer.input_usd_per_mtok is None:
        return None
    tokens = need.judged("retrieval-candidates") * (chunk_tokens + QUERY_TOKENS)
    return offer.input_usd_per_mtok * Decimal(tokens) / 1_000_000


def search_models(need: RetrievalNeed) -> SearchModels:
    """Rank embedding models for a need: under the same gates, hosted in the language model's way.

    The cap is on the whole and no gate of a part; a change of weights is no question of an embedding model.
    """
    load = need.use_case.workload
    case = UseCase(
        name="Search",
        task="semantic_search",
        languages=need.use_case.languages,
        workload=WorkloadAnswers(
            requests_per_day=load.requests_per_day,
            input_tokens=int(QUERY_TOKENS),
            output_tokens=0,
            peak_factor=load.peak_factor,
            active_hours_per_day=load.active_hours_per_day,
            growth_per_year=load.growth_per_year,
            corpus_tokens=need.corpus_tokens,
        ),
    )
    answers = need.answers.model_copy(
        update={
            "use_cases": (case,),
            "weights": None,
            "customisation": CustomisationAnswers(),
            "budget": need.answers.budget.model_copy(update={"monthly_cap": None}),
        }
    )
    if need.deployment is not None and not need.searches_only:
        here = answers.model_copy(
            update={"hosting": answers.hosting.model_copy(update={"allowed": (need.deployment.kind,)})}
        )
        prepared = prepare(here, need.catalog, case)
        if len(prepared.feasible):
            answers = here
    prepared = prepare(answers, need.catalog, case)
    ranking = recommendations_of(rank(prepared, seed=0, samples=SAMPLES)) if len(prepared.feasible) else ()
    return SearchModels(need, case, prepared, ranking)
