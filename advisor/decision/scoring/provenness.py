"""How proven an option is: what can be known of it before a test, each fact one point."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from advisor.decision.alternatives.joined import JoinedAlternative
from advisor.decision.criteria.fitness import Fitness

AbilityBasis = Literal["measured", "inferred", "prior"]


@dataclass(frozen=True, slots=True)
class Provenness:
    """The facts, each true or false."""

    own_scores: bool
    on_the_market: bool
    second_source: bool
    stays: bool
    not_preview: bool
    prices_agree: bool
    unflagged: bool

    @property
    def points(self) -> float:
        """One per fact; scores of its own count twice, since ability is what a choice mostly rests on."""
        facts = (self.on_the_market, self.second_source, self.stays, self.not_preview, self.prices_agree)
        return float(sum(facts) + self.unflagged + 2 * self.own_scores)

    @property
    def known(self) -> bool:
        """Whether there is anything to call it proven by: scores of its own, or months on the market."""
        return self.own_scores or self.on_the_market


def evidence_of(fitness: Fitness, inferred_most: float) -> AbilityBasis:
    """What the ability of a model is known by; ``inferred_most`` is the share from which it counts as inferred.

    From that share on it is a prior where neither the model nor one of its line or vendor was ever tested.
    """
    if fitness.basis == "unknown" or fitness.prior_share >= inferred_most:
        return "prior"
    return "inferred" if fitness.inferred_share >= inferred_most else "measured"


def provenness(
    context: JoinedAlternative,
    fitness: Fitness,
    *,
    stays: bool,
    unflagged: bool,
    as_of: date,
    inferred_most: float,
    months: float,
) -> Provenness:
    """What speaks for an option without a test.

    ``stays`` says that no migration is forced within the horizon, ``unflagged`` that nothing is to be said of the
    origin of the model.
    """
    released = context.model.release_date
    return Provenness(
        own_scores=evidence_of(fitness, inferred_most) == "measured",
        on_the_market=released is not None and (as_of - released).days / 30.4375 >= months,
        second_source=context.model.openness == "open_weights" or context.other_providers > 0,
        stays=stays,
        not_preview=context.model.status == "current",
        prices_agree=context.offer is None or context.offer.agreement == "agreed",
        unflagged=unflagged,
    )
