"""Every gate, one entry each, in the order in which failures are listed.

Law and privacy fail closed: a policy, certificate or licence that the catalog does not know fails. Abilities that a
source does not state (context, tools, languages) pass with a warning, because a test can settle them in an hour.

To add a gate: its answer and question, a column and an entry here (or in the module of its kind), its sentences in
``advisor.words.sentences.gates`` with their translations, and the docs.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from advisor.decision.gates.export import EXPORT_GATES
from advisor.decision.gates.house.policy_rules import HOUSE_GATES
from advisor.decision.gates.of_deployments import HOSTING_GATES, PLACE_GATES, PROVIDER_GATES, SKILLS_GATES
from advisor.decision.gates.of_licences import LICENCE_GATES
from advisor.decision.gates.of_models import MODEL_GATES
from advisor.decision.gates.of_plans import OFFER_GATES, PLAN_GATES, SPEECH_GATES
from advisor.decision.gates.origin import ORIGIN_GATES
from advisor.decision.gates.rule import RENTED, Gate, index_of

GATES: Final[Mapping[str, Gate]] = MappingProxyType(
    index_of(
        (
            *MODEL_GATES,
            *ORIGIN_GATES,
            *HOSTING_GATES,
            *SKILLS_GATES,
            *LICENCE_GATES,
            *OFFER_GATES,
            *SPEECH_GATES,
            *PROVIDER_GATES,
            *PLACE_GATES,
            *EXPORT_GATES,
            *PLAN_GATES,
            *HOUSE_GATES,
        )
    )
)
BIT: Final[Mapping[str, int]] = MappingProxyType({gate: 1 << number for number, gate in enumerate(GATES)})
"""A bit for every gate, so that a number says which gates fail."""

CLOSED: Final = frozenset(
    gate.id for gate in GATES.values() if any(rule.when_unknown == "closed" for rule in gate.rules)
)
"""Gates of law and privacy: what nobody states fails there."""


def _of_the_provider(gate: Gate) -> bool:
    closed = [rule for rule in gate.rules if rule.when_unknown == "closed"]
    return bool(closed) and all(rule.reads.kinds <= RENTED for rule in closed)


ASKED: Final = frozenset(gate.id for gate in GATES.values() if _of_the_provider(gate))
"""Gates on what a provider states of itself: one letter to it, or one look into its contract, settles all of them."""
