"""What one letter to a provider settles: everything that a gate asks for and that it leaves unstated.

However many gates an alternative fails by what its provider does not say, the provider is asked once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from advisor.decision.alternatives.joined import JoinedAlternative
from advisor.decision.gates.rule import GateFailure
from advisor.geography import Zone, meets, zone_of
from advisor.units import Told, told

_WITH: dict[str, str] = {"certifications": "missing", "residency": "asked"}
"""Questions that name what is wanted, by the value of the failure that tells it."""


def only_to_ask(failures: Sequence[GateFailure]) -> bool:
    """Whether an alternative is out by nothing but what its provider does not state."""
    return bool(failures) and all(failure.ask for failure in failures)


def worth_asking(failures: Sequence[GateFailure], context: JoinedAlternative, residency: Sequence[Zone]) -> bool:
    """Whether a letter alone is needed, and the answer may well be yes.

    Where it is to be told that the data stays in one of ``residency``, of a host that is seated there.
    """
    if not only_to_ask(failures):
        return False
    seat = zone_of(context.provider.jurisdiction) if context.provider else None
    asked = any(failure.gate == "residency" for failure in failures)
    return not asked or (seat is not None and meets(seat, residency))


def letter_told(failures: Sequence[GateFailure], context: JoinedAlternative) -> Told | None:
    """The letter to the provider of an alternative; None where there is nothing to ask for."""
    questions = tuple(dict.fromkeys(one for failure in failures if failure.ask for one in _asked(failure, context)))
    if not questions:
        return None
    name = context.provider.name if context.provider else context.deployment.provider or ""
    return told("relax.ask", provider=("provider", name), questions=questions)


def _asked(failure: GateFailure, context: JoinedAlternative) -> Iterator[Told]:
    """The questions that settle one failure: a class of data hangs on up to two facts, of which one may be known."""
    if failure.gate != "data_class":
        value = _WITH.get(failure.gate)
        yield told(f"ask.{failure.gate}", **({value: failure.told.values[value]} if value else {}))
        return
    provider, needed = context.provider, failure.told.values["required"]
    if provider is None or provider.training_default is None:
        yield told("ask.training")
    restricted = isinstance(needed, Told) and needed.key == "data_class.restricted.needed"
    kept = provider is None or (provider.zero_retention_route is None and provider.retention_days != 0)
    if restricted and kept:
        yield told("ask.nothing_kept")
