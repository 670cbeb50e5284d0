"""Who answers when the choice does not: another vendor's model or another way of hosting, already in the decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from advisor.decision.records import Choice
from advisor.hosting.records import Alternative
from advisor.units import Record

COMPARED: Final = frozenset({"embedding"})
"""Kinds whose results are compared with kept ones: vectors of another model mean nothing beside them."""
_SAME_PLACE: Final = 2
"""Two facts tell places apart: how it is hosted and by whom."""


class Fallback(Record):
    """Who answers when the choice does not, with its name."""

    alternative: Alternative
    name: str


def fallback_of(shortlist: Sequence[Choice]) -> Fallback | None:
    """The option of the shortlist that shares least with the choice: another provider first, another vendor next.

    None where every option stands in the same place: what takes the choice down would take it down too.
    """
    choice = next((one for one in shortlist if one.chosen), None)
    if choice is None:
        return None
    others = [(_shared(choice, one), place, one) for place, one in enumerate(shortlist) if one is not choice]
    apart = [found for found in others if found[0] < _SAME_PLACE]
    if not apart:
        return None
    best = min(apart, key=lambda found: found[:2])[2]
    return Fallback(alternative=alternative_of(best), name=best.name or best.model_id)


def alternative_of(choice: Choice) -> Alternative:
    """The alternative that an option of the shortlist stands for."""
    return Alternative(alternative_id=choice.alternative_id, model_id=choice.model_id, deployment=choice.deployment)


def _shared(one: Choice, other: Choice) -> int:
    same_way = one.deployment.kind == other.deployment.kind
    same_host = one.deployment.provider == other.deployment.provider
    same_vendor = one.model_id.partition("/")[0] == other.model_id.partition("/")[0]
    return _SAME_PLACE * int(same_way and same_host) + int(same_vendor)
