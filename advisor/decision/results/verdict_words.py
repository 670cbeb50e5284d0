"""The verdict and the shortlist in words that a manager reads once; statistics stand elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from advisor.decision.ranked import Ranked
from advisor.decision.records import Choice
from advisor.decision.results.shortlist import prompts_for, shortlist_of
from advisor.decision.wording import SHORT, listed

_TIES: Final = {
    "cheaper": "it is the cheapest of them by a fifth or more",
    "lead_time": "it can serve soonest at about the same cost",
    "more_proven": "it is the most proven at about the same cost",
    "score": "it scores best at about the same cost",
}
_TESTS: Final = {
    "provider_api": "Ask for its data terms in writing and measure its speed under your load.",
    "cloud_gpu": "Rent the machine for a day and measure it under your load.",
    "on_prem": "Rent the same GPUs for a day before you order them.",
    "edge": "Borrow one device and measure it for a day.",
}
_PROVEN: Final = {
    "own_scores": "public scores of its own",
    "on_the_market": "months on the market",
    "second_source": "a second source",
    "stays": "no forced migration in your horizon",
}


@dataclass(frozen=True, slots=True)
class _Money:
    """Amounts in the decision's currency."""

    currency: str
    usd_per_unit: float

    def about(self, usd: float) -> str:
        """An amount to two or three digits."""
        amount = usd / self.usd_per_unit
        step = 10 ** max(len(str(int(abs(amount)))) - 2, 0)
        return f"{round(amount / step) * step:,.0f} {self.currency}"


def _money(ranked: Ranked) -> _Money:
    budget = ranked.prepared.answers.budget
    return _Money(budget.currency, budget.usd_per_unit)


def verdict_sentence(ranked: Ranked) -> str:
    """What to do, where, for how much and why; then what to do if it must be decided today."""
    finding, choice = ranked.finding, ranked.finding.choice
    if choice is None:
        return (
            "Nothing fits: every alternative fails at least one of your constraints. If you must decide today: relax "
            "the first constraint named below."
        )
    context, cost = ranked.context(choice), ranked.cost_usd(choice)
    price = f", about {_money(ranked).about(cost)} a month" if cost < float("inf") else ", at a cost nobody states"
    use = f"{context.model.name} on {context.place}{price}"
    if finding.verdict == "clear choice":
        alone = len({ranked.model_id(place) for place in range(len(ranked.matrix))}) == 1
        why = "it is the only model that meets your constraints" if alone else "no other model comes close enough"
        return f"Use {use}: {why}. If you must decide today: this one."
    if finding.verdict == "test first":
        n = prompts_for(2 * ranked.fitness(choice).standard_error)
        return (
            f"Test first: {use}, would be the choice, but its ability is inferred, not measured. Run {n:,} of your own "
            f"prompts on it and on {_rival(ranked, choice)}. If you must decide today: {_safe(ranked, choice)}."
        )
    names = [ranked.context(place).model.name for place in finding.equals if place != choice]
    others = [name for name in dict.fromkeys(names) if name != context.model.name][:3]
    why = _TIES.get(finding.tie_break, "it scores best")
    if not others:
        open_ = f"Use {use}. Where it runs is open: of the places that are as good {why}."
        return f"{open_} If you must decide today: this one."
    verb = "is" if len(others) == 1 else "are"
    return (
        f"Use {use}. {listed(others)} {verb} as good within what is known; {why}. If you must decide today: this one."
    )


def _rival(ranked: Ranked, choice: int) -> str:
    mine = ranked.model_id(choice)
    other = next((p for p in ranked.ranking.order.tolist() if ranked.model_id(p) != mine), None)
    return "the model you use today" if other is None else ranked.context(other).model.name


def _safe(ranked: Ranked, choice: int) -> str:
    """The best option whose ability was measured, where one is within reach; else the choice itself."""
    scores = ranked.ranking.scores
    reach = scores.max() - ranked.judged["risk-within"] / 100
    known = [
        place
        for place in ranked.ranking.order.tolist()
        if scores[place] >= reach and ranked.evidence(place) == "measured"
    ]
    if known:
        cheapest = min(known, key=ranked.cost_usd)
        return f"{ranked.name(cheapest)}, whose ability is measured"
    return f"{ranked.name(choice)}, with a way back"


def told_shortlist(ranked: Ranked) -> tuple[Choice, ...]:
    """The shortlist with its reasons and deciding tests in words."""
    return tuple(
        each.model_copy(update={"reason": _reason(ranked, each), "deciding_test": _test(ranked, each)})
        for each in shortlist_of(ranked)
    )


def _reason(ranked: Ranked, choice: Choice) -> str:
    gains = listed([SHORT[name] for name in choice.gains])
    matter = (
        f"Right if {gains} matter{'s' if len(choice.gains) == 1 else ''} most to you"
        if gains
        else "No better on any criterion"
    )
    given = "" if choice.score_given_up < 5e-4 else f"; it gives up {100 * choice.score_given_up:.1f} points"  # noqa: PLR2004 - less than is shown
    money, difference = _money(ranked), choice.monthly_cost_difference_usd
    costs = ""
    if difference is not None and abs(difference) >= 1:
        costs = f"; {money.about(abs(difference))} a month {'more' if difference > 0 else 'less'} than the choice"
    proven = listed([_PROVEN[name] for name in choice.proven if name in _PROVEN])
    known = f"; it has {proven}" if "lowest risk" in (choice.role, *choice.also) and proven else ""
    return f"{matter}{given}{costs}{known}."


def _test(ranked: Ranked, choice: Choice) -> str:
    if choice.chosen:
        others = [each for each in shortlist_of(ranked) if not each.chosen and each.prompts_to_decide]
        if not others:
            return _TESTS[choice.deployment.kind]
        return f"Run {others[0].prompts_to_decide:,} of your own prompts on it and on {others[0].name}."
    if choice.prompts_to_decide is None:
        return _TESTS[choice.deployment.kind]
    return f"Run {choice.prompts_to_decide:,} of your own prompts on it and on the choice."
