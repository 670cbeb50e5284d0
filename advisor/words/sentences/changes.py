"""What would change the recommendation, and what would change the catalog: why a refresh proposes something."""

from __future__ import annotations

from typing import Final

from advisor.words.plural import Plural, pointed

CHANGE_SENTENCES: Final[dict[str, str | Plural]] = {
    "relaxation.one.admits": "{first}.",
    "relaxation.two.admits": "{first} and {second}.",
    "relaxation.more.admits": "{first}, {second} and {more} more.",
    "relaxation.better.one.admits": pointed("{first}: the advice, with {gain} points more.", "gain"),
    "relaxation.better.two.admits": pointed("{first}: the advice, with {gain} points more. Also {second}.", "gain"),
    "relaxation.better.more.admits": pointed(
        "{first}: the advice, with {gain} points more. Also {second} and {more} more.", "gain"
    ),
    "relaxation.named.one.admits": "{first}: the advice.",
    "relaxation.named.two.admits": "{first}: the advice. Also {second}.",
    "relaxation.named.more.admits": "{first}: the advice. Also {second} and {more} more.",
    "relaxation.one": "{change:cap}: admits {first}.",
    "relaxation.two": "{change:cap}: admits {first} and {second}.",
    "relaxation.more": "{change:cap}: admits {first}, {second} and {more} more.",
    "relaxation.better.one": pointed("{change:cap}: the advice would be {first}, with {gain} points more.", "gain"),
    "relaxation.better.two": pointed(
        "{change:cap}: the advice would be {first}, with {gain} points more. It also admits {second}.", "gain"
    ),
    "relaxation.better.more": pointed(
        "{change:cap}: the advice would be {first}, with {gain} points more. It also admits {second} and {more} more.",
        "gain",
    ),
    "relaxation.named.one": "{change:cap}: the advice would be {first}.",
    "relaxation.named.two": "{change:cap}: the advice would be {first}. It also admits {second}.",
    "relaxation.named.more": "{change:cap}: the advice would be {first}. It also admits {second} and {more} more.",
    "flip.weight.rose": (
        "The advice would be {name} if the weight of {criterion} were {then:.1%} instead of {now:.1%}, the others in "
        "proportion."
    ),
    "flip.weight.fell": (
        "The advice would be {name} if the weight of {criterion} were only {then:.1%} instead of {now:.1%}, the others "
        "in proportion."
    ),
    "flip.weight.rose.slightly": (
        "The two are as good as level: the advice would be {name} if the weight of {criterion} ({now:.1%}) were but a "
        "little higher."
    ),
    "flip.weight.fell.slightly": (
        "The two are as good as level: the advice would be {name} if the weight of {criterion} ({now:.1%}) were but a "
        "little lower."
    ),
    "flip.passed": (
        "The advice would be {name} if {criterion} weighed {then:.1%} instead of {now:.1%}, at the expense of {other} "
        "({other_then:.1%} instead of {other_now:.1%})."
    ),
    "flip.passed.slightly": (
        "The two are as good as level: the advice would be {name} if {other} gave but a little weight to {criterion}."
    ),
    "flip.cheaper": "The advice would be {name} if it cost {needed} instead of {current} a month.",
    "flip.cheaper.slightly": "The advice would be {name} if it cost but a little less than {current} a month.",
    "flip.dearer": "If {first} cost {needed} instead of {current} a month, the advice would be {name}.",
    "flip.dearer.slightly": "If {first} cost but a little more than {current} a month, the advice would be {name}.",
    "flip.over_cap": (
        "If {first} cost more than your cap of {needed} a month (now {current}), the advice would be {name}."
    ),
    "flip.over_cap.counted": (
        "If what your cap counts of {first} rose above {needed} a month (now {current}), the advice would be {name}."
    ),
    "flip.over_cap.barely": (
        "{first} is barely under your cap of {needed} a month: if it cost but a little more, the advice would be "
        "{name}."
    ),
    "flip.abler": (
        "The advice would be {name} if its ability turned out at {needed} instead of {current} of 100 points."
    ),
    "flip.abler.slightly": (
        "The advice would be {name} if its ability turned out but a little above {current} of 100 points."
    ),
    "flip.weaker": (
        "If the ability of {first} turned out at {needed} instead of {current} of 100 points, the advice would be "
        "{name}."
    ),
    "flip.weaker.slightly": (
        "If the ability of {first} turned out but a little below {current} of 100 points, the advice would be {name}."
    ),
    "flip.fact": pointed(
        "If you knew the {fact}, the advice would change in {probability:.0f} of 100 cases, mostly to {name}; "
        "knowing it is worth {gain:.1f} points on average.",
        "gain",
    ),
    "flip.unknown": (
        "{name} is out only because nobody states: {asked:and}. If it were confirmed, it would be the advice."
    ),
    "flip.gates": "{gates:and}",
    "bargain.provider_api": "Ask the provider for a discount or a commitment price.",
    "bargain.cloud_gpu": "Ask for a reserved or committed price of the GPUs.",
    "bargain.on_prem": "Get quotes for the hardware, and check the staff hours that the plan assumes.",
    "bargain.edge": "Get quotes for the devices, and check the staff hours that the plan assumes.",
    "settle.fix_price": "Fix the price by contract, or review the decision when it changes.",
    "settle.evaluate": "Run {prompts} of your own prompts on {rival} and on {first}.",
    "settle.trial": "{trial:cap}.",
    "settle.ask": "Ask {provider} in writing.",
    "settle.speed": "Measure {subject} in the playground under your load (for a GPU: rent one for a day).",
    "settle.gpu_speed": "Rent {subject} for a day and measure it in the playground under your load.",
    "settle.device_speed": "Borrow one {subject} for a day and measure it in the playground under your load.",
    "settle.api_speed": "Measure {subject} in the playground under your load.",
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
    "refresh.blocked.incomplete": "something new, of which not all is known",
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
