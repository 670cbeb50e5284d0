"""What would be chosen if other work used up the commitment that pays for the choice.

A commitment is paid whatever is decided, so that it speaks for nothing; that holds as long as nobody else wants it.
"""

from __future__ import annotations

from advisor.decision.prepared import prepare
from advisor.decision.ranked import Ranked, ranked_alike
from advisor.decision.results.choice_facts import place_told
from advisor.questionnaire.answers import Answers, CommittedSpend
from advisor.questionnaire.money_facts import about_money
from advisor.units import Told, told


def used_up_told(ranked: Ranked) -> Told | None:
    """The advice without what is committed where the choice runs; None where that changes it not, or nothing is."""
    choice, prepared = ranked.finding.choice, ranked.prepared
    if choice is None:
        return None
    provider = ranked.context(choice).deployment.provider or ""
    sellers = prepared.catalog.sellers(provider, "commitment")
    paying = [held for held in prepared.answers.hosting.committed if held.provider in sellers]
    if not paying:
        return None
    other = _ranked_without(ranked, paying)
    instead = other.finding.choice
    if instead is None or other.matrix.ids[instead] == ranked.matrix.ids[choice]:
        return None
    context, seller = other.context(instead), paying[0].provider
    named = prepared.catalog.provider[seller].name if seller in prepared.catalog.provider else seller
    return told(
        "paid.used_up",
        provider=("provider", named),
        option=told("option", model=context.called, place=place_told(context)),
        money=about_money(other.cost_usd(instead), prepared.answers.budget),
    )


def _ranked_without(ranked: Ranked, paying: list[CommittedSpend]) -> Ranked:
    """The same decision, by the same weights and draws, without these commitments."""
    prepared, answers = ranked.prepared, ranked.prepared.answers
    left = tuple(held for held in answers.hosting.committed if held not in paying)
    hosting = answers.hosting.model_copy(update={"committed": left})
    without: Answers = answers.model_copy(update={"hosting": hosting})
    return ranked_alike(ranked, prepare(without, prepared.catalog, prepared.use_case, fitness=prepared.fitness))
