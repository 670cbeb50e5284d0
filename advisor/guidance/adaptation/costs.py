"""What a strategy costs: once, per month, and both spread over the horizon, with the ends of each.

What it is measured against is ``Plain``: the choice of the decision, prompted as it is. Prices of GPUs are the middle
of what the catalog's offers ask for an hour on demand; hosted training is shown beside it, in no total.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import quantiles
from typing import Final, Literal

from advisor.catalog.audit.ages import days_past_limit
from advisor.catalog.catalog import Catalog
from advisor.decision.criteria.of_money import middle_price_usd
from advisor.decision.records import Recommendation
from advisor.guidance.adaptation.fits import TUNED
from advisor.guidance.adaptation.needs import WRITING, Judged, Reach, StrategyId
from advisor.guidance.adaptation.small_ones import small_ones
from advisor.guidance.adaptation.tuning_compute import gpu_hours
from advisor.hosting.assumptions import assumptions_of
from advisor.hosting.costs.migrations import WORKDAYS
from advisor.hosting.costs.staffing import team_of, usd_per_person
from advisor.questionnaire.answers import Answers, UseCase

ItemKey = Literal["running", "prompt", "people", "labels", "compute", "again", "index", "embedding"]
TRAINING_GPU: Final = "h100-sxm-80gb"
_CENT_USD: Final = 0.01
"""The least that is counted a month: logarithms are taken of it."""
_ZERO: Final = Reach(0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Plain:
    """The model as it would be prompted: US dollars a month, whether they grow with the volume, its size (10^9).

    ``small``: models that are ranked for the same answers and could be tuned instead, the best scored first.
    """

    monthly_usd: float
    per_request: bool
    params_b: float | None
    on_device: bool = False
    small: tuple[Plain, ...] = ()

    def with_requests(self, times: float) -> Plain:
        """The same for so many times the requests: what is paid per request grows with them, servers stay.

        Servers of the small ones are sized for the load of today: for more they are taken to grow with it.
        """
        small = tuple(
            replace(one, monthly_usd=one.monthly_usd * (times if one.per_request else max(times, 1.0)))
            for one in self.small
        )
        return replace(self, monthly_usd=self.monthly_usd * (times if self.per_request else 1.0), small=small)


@dataclass(frozen=True, slots=True)
class CostItem:
    """One line: what is paid once, and what every month (US dollars)."""

    item: ItemKey
    once_usd: Reach = _ZERO
    monthly_usd: Reach = _ZERO


@dataclass(frozen=True, slots=True)
class StrategyCost:
    """The lines of a strategy; ``hosted_usd`` is one training at a host's list price, beside the total."""

    items: tuple[CostItem, ...]
    horizon_months: int
    hosted_usd: Reach | None = None

    @property
    def once_usd(self) -> Reach:
        """What is paid once."""
        return _sum(item.once_usd for item in self.items)

    @property
    def monthly_usd(self) -> Reach:
        """Per month of the horizon, what is paid once included."""
        return _sum(_scaled(item.once_usd, 1 / self.horizon_months) for item in self.items).plus(
            _sum(item.monthly_usd for item in self.items)
        )

    @property
    def adaptation_usd(self) -> Reach:
        """Per month of the horizon, without the running of the model."""
        rest = tuple(item for item in self.items if item.item != "running")
        return replace(self, items=rest).monthly_usd


def plain_of(
    choice: Recommendation | None, use_case: UseCase, catalog: Catalog, ranked: Sequence[Recommendation] = ()
) -> Plain:
    """The choice of a decision, with the small ones of ``ranked``; without one the workload at middle prices."""
    if choice is None or choice.monthly_cost_usd is None:
        return Plain(middle_price_usd(use_case), per_request=True, params_b=None)
    small = small_ones(choice, ranked, catalog, Judged(catalog))
    return replace(_alone(choice, catalog), small=tuple(_alone(one, catalog) for one in small))


def _alone(one: Recommendation, catalog: Catalog) -> Plain:
    model, kind, cost = catalog.model.get(one.model_id), one.deployment.kind, one.monthly_cost_usd
    return Plain(
        max(cost.p50 if cost else 0.0, _CENT_USD),
        per_request=kind == "provider_api",
        params_b=model.total_params_b if model else None,
        on_device=kind == "edge",
    )


def cost_of(
    strategy: StrategyId, answers: Answers, use_case: UseCase, catalog: Catalog, *, judged: Judged, plain: Plain
) -> StrategyCost:
    """Every line of a strategy."""
    day_usd = _day_usd(answers, catalog)
    people = _product(judged[f"teach-days-{strategy}"], day_usd)
    items = [CostItem("running", monthly_usd=_running(strategy, use_case, judged, plain)), CostItem("people", people)]
    if strategy == "prompting" and use_case.task in WRITING:  # what hears, finds or draws is shown no examples
        items.append(CostItem("prompt", monthly_usd=_tokens_usd(judged["shot-tokens"], use_case, judged, plain)))
    if strategy == "retrieval":
        items += _retrieval(use_case, catalog, judged, plain)
    hosted = None
    if strategy in TUNED:
        labels, tokens = _learned(strategy, use_case, judged)
        compute = _compute_usd(strategy, tokens, catalog, judged, plain)
        again = _product(
            _component(catalog, "fine_tuning_runs", 1 / 12), compute.plus(_product(judged["again-share"], people))
        )
        if strategy == "scratch":
            again = _ZERO
        items += [CostItem("labels", labels), CostItem("compute", compute), CostItem("again", monthly_usd=again)]
        hosted = _hosted_usd(tokens, catalog, judged) if strategy != "scratch" else None
    return StrategyCost(tuple(items), answers.budget.horizon_months, hosted)


def gpu_hour_usd(catalog: Catalog) -> Reach:
    """What an hour of the training GPU costs on demand: the middle of the offers and their quarters.

    Rents that the table's own limit of age takes for old, counted from the newest of them, are left out: rents moved
    in 2026, and the older lists name one price for each of their many regions.
    """
    offers = [
        offer
        for offer in catalog.gpu_offers_of.get(TRAINING_GPU, ())
        if offer.usd_per_gpu_hour and offer.commitment == "on_demand"
    ]
    newest = max((offer.priced_on for offer in offers), default=date.min)
    found = sorted(
        float(offer.usd_per_gpu_hour or 0)
        for offer in offers
        if days_past_limit(catalog, "gpu_offers", offer.priced_on, as_of=newest) is None
    )
    if len(found) < 2:  # noqa: PLR2004 - quarters need two
        return Reach(3.0, 2.0, 10.0, stated=False)
    low, middle, high = quantiles(found, n=4)
    return Reach(middle, low, high)


def _running(strategy: StrategyId, use_case: UseCase, judged: Judged, plain: Plain) -> Reach:
    """The model itself, per month: a smaller one where the strategy makes a small one good enough."""
    whole = Reach(plain.monthly_usd, plain.monthly_usd, plain.monthly_usd)
    if strategy in ("prompting", "retrieval"):
        return whole
    shared = _share_of_input(use_case, judged) if plain.per_request else Reach(1, 1, 1)
    if plain.params_b is not None and plain.params_b <= judged["tuned-params-b"].high:
        return _product(whole, shared)
    if plain.small:  # as they are ranked, prompt and all: the table of alternatives shows the same
        usd = [one.monthly_usd for one in plain.small]
        return Reach(usd[0], min(usd), max(usd))
    if plain.on_device:
        return whole
    small = judged["small-cost-share" if plain.per_request else "small-cost-share-own"]
    return _product(_product(whole, small), shared)


def _share_of_input(use_case: UseCase, judged: Judged) -> Reach:
    """What is left of the price of a request when its input shrinks to a share."""
    whole = _in_input_tokens(use_case, judged)
    weight = use_case.workload.input_tokens / whole if whole else 0.0
    return judged["short-prompt-share"].changed(lambda end: 1 - weight * (1 - end))


def _tokens_usd(tokens: Reach, use_case: UseCase, judged: Judged, plain: Plain) -> Reach:
    """Further input tokens at every request, at the price that the choice pays; own servers feel them in part."""
    spent = _scaled(tokens, plain.monthly_usd / max(_in_input_tokens(use_case, judged), 1.0))
    return spent if plain.per_request else spent.times(judged["prompt-on-own-servers"])


def _in_input_tokens(use_case: UseCase, judged: Judged) -> float:
    """The tokens of a request, those of the answer counted as the input tokens that cost the same."""
    load = use_case.workload
    return load.input_tokens + judged["output-weight"].value * load.output_tokens


def _retrieval(use_case: UseCase, catalog: Catalog, judged: Judged, plain: Plain) -> list[CostItem]:
    corpus = max(use_case.workload.corpus_tokens, use_case.adaptation.domain_text_tokens or 0)
    embedding = _scaled(_component(catalog, "retrieval_usd_per_mtok"), corpus / 1e6)
    items = [CostItem("index", monthly_usd=judged["index-usd"]), CostItem("embedding", embedding)]
    if use_case.task != "rag":  # there the stated input holds the passages
        items.append(CostItem("prompt", monthly_usd=_tokens_usd(judged["passage-tokens"], use_case, judged, plain)))
    return items


def _learned(strategy: StrategyId, use_case: UseCase, judged: Judged) -> tuple[Reach, Reach]:
    """What the pairs that are missing cost, and the tokens of one training."""
    adaptation, load = use_case.adaptation, use_case.workload
    if strategy in ("continued_pretraining", "scratch"):
        name = "text" if strategy == "continued_pretraining" else "scratch"
        enough = judged[f"{name}-enough"]
        held = adaptation.domain_text_tokens
        return _ZERO, enough if held is None or strategy == "scratch" else Reach(held, held, held)
    name = "full" if strategy == "full_tuning" else "lora"
    least, enough = judged[f"{name}-least"], judged[f"{name}-enough"]
    target = Reach((least.value * enough.value) ** 0.5, least.value, enough.value)
    pairs = adaptation.labelled_pairs
    price = judged["pair-usd"]
    if strategy == "distillation":
        missing, price = enough, judged["teacher-usd"]
    elif pairs is None:
        missing = Reach(target.value, 0.0, target.high)
    else:
        missing = target.changed(lambda end: max(end - pairs, 0.0))
    used = target.changed(lambda end: max(end, float(pairs or 0)))
    stated = load.input_tokens + load.output_tokens
    length = Reach(stated, stated, stated) if stated else judged["pair-tokens"]
    return _product(missing, price), _product(_product(used, length), judged["epochs"])


def _compute_usd(strategy: StrategyId, tokens: Reach, catalog: Catalog, judged: Judged, plain: Plain) -> Reach:
    """Training on rented GPUs, with the runs that are tried before one is kept."""
    peak = (catalog.gpu[TRAINING_GPU].bf16_tflops if TRAINING_GPU in catalog.gpu else None) or 989.0
    large = strategy in ("continued_pretraining", "scratch")
    share = judged["utilisation-pretraining" if large else "utilisation-tuning"]
    size = judged["scratch-params-b" if strategy == "scratch" else "tuned-params-b"]
    own = [one.params_b for one in (plain, *plain.small) if one.params_b is not None and one.params_b <= size.high]
    if not large and own:
        size = Reach(own[0], own[0], own[0])
    method: Literal["lora", "full"] = "lora" if strategy == "lora" else "full"
    hours = Reach(
        gpu_hours(method, size.value, tokens.value, bf16_tflops=peak, utilisation=share.value),
        gpu_hours(method, size.low, tokens.low, bf16_tflops=peak, utilisation=share.high),
        gpu_hours(method, size.high, tokens.high, bf16_tflops=peak, utilisation=share.low),
    )
    once = _product(hours, gpu_hour_usd(catalog))
    return once if large else _product(once, judged["runs-per-training"])


def _hosted_usd(tokens: Reach, catalog: Catalog, judged: Judged) -> Reach | None:
    """One training at hosts' list prices for models of the usual size; None where none is known."""
    size = judged["tuned-params-b"].value
    prices = [row for row in catalog.tuning_prices if size <= row.up_to_params_b <= 3 * size]
    if not prices:
        return None
    low, high = min(row.low_usd_per_mtok for row in prices), max(row.high_usd_per_mtok for row in prices)
    per = Reach((low * high) ** 0.5, low, high)
    return _scaled(_product(tokens, per), 1e-6)


def _day_usd(answers: Answers, catalog: Catalog) -> Reach:
    """US dollars of a person-day where the house is, as every page counts it; a figure of the house's own first."""
    usual = _component(catalog, "staff_usd_per_year")
    here = usd_per_person(team_of(answers, catalog), assumptions_of(catalog))
    return _scaled(usual, here / usual.value / WORKDAYS)


def _component(catalog: Catalog, name: str, factor: float = 1.0) -> Reach:
    row = next(row for row in catalog.cost_defaults if row.component == name)
    return Reach(row.default * factor, row.low * factor, row.high * factor)


def _product(one: Reach, other: Reach) -> Reach:
    return one.times(other)


def _scaled(span: Reach, factor: float) -> Reach:
    return Reach(span.value * factor, span.low * factor, span.high * factor, span.stated)


def _sum(spans: Iterable[Reach]) -> Reach:
    total = _ZERO
    for span in spans:
        total = total.plus(span)
    return total
