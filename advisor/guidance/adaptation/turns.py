"""What would change the advice: for each answer the least change that makes another strategy the first.

Numbers are moved along a logarithm and the turn is found between two steps by halving; choices are tried one by one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any, Final, get_args

from advisor.catalog.catalog import Catalog
from advisor.guidance.adaptation.costs import Plain
from advisor.guidance.adaptation.needs import NEEDS, StrategyId
from advisor.guidance.adaptation.weighed import decide
from advisor.questionnaire import labels
from advisor.questionnaire.answers import AdaptationAnswers, Answers, UseCase
from advisor.units import Spoken, Told, told

_PAIRS: Final = (0.0, 100.0, 1_000.0, 10_000.0, 100_000.0)
_TEXT: Final = (0.0, 1e7, 1e8, 1e9, 1e10, 1e11)
_VOLUME: Final = (100.0, 1_000.0, 10_000.0, 100_000.0, 1_000_000.0)
_WAIT: Final = (200.0, 500.0, 1_000.0, 2_000.0, 5_000.0)
_HALVINGS: Final = 5


class AdaptationTurn(Spoken):
    """An answer that, changed to ``needed``, makes ``first`` the strategy to begin with; ``current`` is as it is."""

    answer: str
    current: float | str | None
    needed: float | str
    first: StrategyId
    sentence: str = ""


def turns_of(answers: Answers, use_case: UseCase, catalog: Catalog, plain: Plain) -> tuple[AdaptationTurn, ...]:
    """The turns by answer, numbers first; nothing where no single answer changes the first strategy."""
    now = decide(answers, use_case, catalog, plain).first.strategy

    def first(case: UseCase, cost: Plain = plain, other: Answers = answers) -> StrategyId:
        return decide(other, case, catalog, cost).first.strategy

    def volume(requests: float) -> tuple[UseCase, Plain]:
        load = use_case.workload
        changed = use_case.model_copy(update={"workload": load.model_copy(update={"requests_per_day": requests})})
        return changed, plain.with_requests(requests / load.requests_per_day)

    def pairs(count: float) -> StrategyId:
        return first(_with(use_case, labelled_pairs=round(count)))

    def text(tokens: float) -> StrategyId:
        return first(_with(use_case, domain_text_tokens=tokens))

    def wait(limit: float) -> StrategyId:
        return first(
            use_case.model_copy(update={"latency": use_case.latency.model_copy(update={"ttft_p95_ms": limit})})
        )

    stated = use_case.adaptation
    found = [
        *_crossings("labelled_pairs", stated.labelled_pairs, _PAIRS, pairs, now),
        *_crossings("requests_per_day", use_case.workload.requests_per_day, _VOLUME, lambda n: first(*volume(n)), now),
        *_crossings("domain_text_tokens", stated.domain_text_tokens, _TEXT, text, now),
        *_crossings("ttft_p95_ms", use_case.latency.ttft_p95_ms, _WAIT, wait, now),
    ]
    for field in NEEDS.values():
        for level in get_args(AdaptationAnswers.model_fields[field].annotation):
            other = first(_with(use_case, **{field: level}))
            if level not in ("unknown", getattr(stated, field)) and other != now:
                found.append(_choice(field, getattr(stated, field), level, other))
    return tuple(found)


def _with(use_case: UseCase, **changed: Any) -> UseCase:
    return use_case.model_copy(update={"adaptation": use_case.adaptation.model_copy(update=changed)})


def _crossings(
    answer: str, current: float | None, steps: tuple[float, ...], first: Callable[[float], StrategyId], now: StrategyId
) -> Iterator[AdaptationTurn]:
    """The nearest turn above and below what is stated (above the least step where nothing is)."""
    here = steps[0] if current is None else float(current)
    if current is None and first(here) != now:
        # Even the least step stated turns it: what is not known is taken to lie higher.
        yield _number(answer, current, here, first(here), "none" if here == 0 else "below")
        return
    above = [step for step in steps if step > here]
    below = [step for step in reversed(steps) if step < here]
    for way, rest in (("from", above), ("below", below)):
        last = here
        for step in rest:
            if first(step) != now:
                turn = _halved(first, now, last, step)
                yield _number(answer, current, turn, first(turn), "none" if turn == 0 else way)
                break
            last = step


def _halved(first: Callable[[float], StrategyId], now: StrategyId, same: float, other: float) -> float:
    """Between a number that changes nothing and one that does, to two digits, on the side of the change."""
    for _ in range(_HALVINGS):
        middle = math.sqrt(max(same, 1.0) * max(other, 1.0))
        if first(middle) == now:
            same = middle
        else:
            other = middle
    digits = 10 ** (math.floor(math.log10(max(other, 1.0))) - 1)
    rounded = (math.ceil if other > same else math.floor)(other / digits) * digits
    return float(rounded) if first(float(rounded)) != now else other


def _number(answer: str, current: float | None, needed: float, first: StrategyId, way: str) -> AdaptationTurn:
    sentence = told(f"strategy.turn.{answer}.{way}", needed=("tokens", needed), strategy=told(f"strategy.{first}"))
    return AdaptationTurn(answer=answer, current=current, needed=needed, first=first, told={"sentence": sentence})


def _choice(field: str, current: str, level: str, first: StrategyId) -> AdaptationTurn:
    sentence: Told = told(
        "strategy.turn.choice",
        question=("label", labels.ADAPTATION_QUESTIONS[field]),
        level=("label", labels.ADAPTATION_LEVELS[field][level]),
        strategy=told(f"strategy.{first}"),
    )
    return AdaptationTurn(answer=field, current=current, needed=level, first=first, told={"sentence": sentence})
