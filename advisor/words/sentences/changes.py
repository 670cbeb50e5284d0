"""What would change the recommendation, and what would change the catalog: why a refresh proposes something."""

from __future__ import annotations

from typing import Final

from advisor.words.plural import Plural, pointed

CHANGE_SENTENCES: Final[dict[str, str | Plural]] = {
    "flip.weight.rose": (
        "{name} would be first instead of {first} if the weight of {criterion} rose from {now:.1%} to {then:.1%}, "
        "the others in proportion."
    ),
    "flip.weight.fell": (
        "{name} would be first instead of {first} if the weight of {criterion} fell from {now:.1%} to {then:.1%}, "
        "the others in proportion."
    ),
    "flip.weights": "{name} would be first instead of {first} if {moved:.1%} of the weight moved: {moves:and}.",
    "flip.move": "{criterion} {now:.1%} → {then:.1%}",
    "flip.cheaper": "{name} would be first if it cost {needed} instead of {current} USD a month.",
    "flip.abler": "{name} would be first if its fitness were {needed} instead of {current} points.",
    "flip.dearer": "If {first} cost {needed} instead of {current} USD a month, {name} would be first.",
    "flip.over_cap": (
        "If {first} cost {needed} instead of {current} USD a month, it would then be over your cap and {name} would be "
        "first."
    ),
    "flip.weaker": "If the fitness of {first} were {needed} instead of {current} points, {name} would be first.",
    "flip.fact": pointed(
        "Knowing the {fact} would change the winner with a probability of {probability:.0f}%, most likely to {name}; "
        "knowing it is worth {gain:.2f} points of score on average.",
        "gain",
    ),
    "flip.unknown": (
        "{name} is out only because nobody states: {asked:and}. If it were confirmed, it would be first with {points} "
        "points."
    ),
    "flip.gates": "{gates:and}",
    "bargain.provider_api": "Ask the provider for a discount or a commitment price.",
    "bargain.cloud_gpu": "Ask for a reserved or committed price of the GPUs.",
    "bargain.on_prem": "Get quotes for the hardware, and check the staff hours that the plan assumes.",
    "bargain.edge": "Get quotes for the devices, and check the staff hours that the plan assumes.",
    "settle.fix_price": "Fix the price by contract, or review the decision when it changes.",
    "settle.evaluate": "Run your own evaluation of both models on {prompts} prompts.",
    "settle.ask": "Ask {provider} in writing.",
    "settle.speed": "Measure {subject} in the playground under your load (for a GPU: rent one for a day).",
    "settle.effort": "Run a two-week trial of this way of hosting ({subject}) and log the hours it takes.",
    "fact.speed.of": "speed of {subject}",
    "fact.speed.at": "speed at {subject}",
    "subject.offer": "{model:code} at {provider:code}",
    "subject.hosting": "{hosting:code}",
    "refresh.reason.value": "another figure",
    "refresh.reason.unit": "looks like another unit",
    "refresh.reason.zone": "the price of another zone",
    "refresh.reason.tier": "the price of another tier",
    "refresh.reason.currency": "looks like another currency",
    "refresh.reason.router": "what a router takes",
    "refresh.reason.newer": "the same list, a later edition",
    "refresh.reason.unknown_before": "was unknown",
    "refresh.reason.seen_again": "seen again",
    "refresh.reason.new_row": "a new row",
    "refresh.blocked.conflict": "the sources disagree",
    "refresh.blocked.weaker_source": "what stands comes from a source that weighs more",
    "refresh.blocked.suspicious": "so large a change is looked at first",
}
"""Key to template."""
CHANGE_RECORDED: Final = {
    "fact.operations": "operations of {subject}",
    "fact.scalability": "scalability of {subject}",
}
"""As records have always said it."""
HOSTED: Final = {
    "on_prem": "on your own premises",
    "cloud_gpu": "on rented cloud GPUs",
    "provider_api": "through a provider's API",
    "edge": "on edge devices",
}
"""Ways of hosting as they stand after what is done there."""
