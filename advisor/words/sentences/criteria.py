"""Criteria: one row of words each, and why the ends of their scales stand where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class CriterionWords:
    """What a criterion is called, alone and within a sentence, what it means, and what one step of it is worth.

    ``source`` is where performances come from, ``step`` the step whose price is told, and ``price`` the sentence that
    tells it; cost has neither of these two.
    """

    title: str
    short: str
    definition: str
    source: str
    step: str = ""
    price: str = ""


CRITERIA_WORDS: Final = {
    "fitness": CriterionWords(
        "Fitness for the use case",
        "fitness",
        "How well the model does what the task needs: capability estimates combined in the stated proportions.",
        "capability estimates fitted on public benchmark scores, and own evaluations where there are any",
        "point of fitness",
        "One point of ability is worth about {money} a month to you.",
    ),
    "cost": CriterionWords(
        "Cost",
        "cost",
        "Monthly cost of the whole workload: tokens or GPUs, power, staff, support, spare capacity.",
        "dated offers of providers and GPU prices, through the hosting plan",
    ),
    "latency": CriterionWords(
        "Latency",
        "latency",
        "The wait as a share of the limit: the worst of time to first token, gap between tokens and whole answer.",
        "measured speeds where there are any, else the hosting plan's estimate",
        "tenth of the latency limit",
        "A wait shorter by a tenth of what you allow is worth about {money} a month to you.",
    ),
    "data_control": CriterionWords(
        "Data control",
        "data control",
        "Who can see, keep or learn from the data, beyond what the constraints ensure: own premises 100, own software "
        "on rented machines 85, a provider that keeps nothing 70, one that trains on it 10.",
        "providers' stated policies on training, retention and place of processing",
        "ten points of data control",
        "Ten points more of control over who sees the data are worth about {money} a month to you.",
    ),
    "customisation": CriterionWords(
        "Customisation",
        "customisation",
        "How far the model can be bent to the task: own weights with derivatives permitted 100, prompts alone 20.",
        "licence and stated fine-tuning",
        "ten points of customisation",
        "Ten points more of freedom to adapt the model are worth about {money} a month to you.",
    ),
    "operations": CriterionWords(
        "Operational ease",
        "operational ease",
        "How little work it is to run with the skills you have: a provider's service 85, own servers 10 to 65. What "
        "the people cost is cost.",
        "way of hosting, number of GPUs and your stated skills (judgement of this project)",
        "ten points of operational ease",
        "Ten points less work to run it are worth about {money} a month to you.",
    ),
    "scalability": CriterionWords(
        "Scalability",
        "scalability",
        "How much room above the planned peak there is within thirty days: a provider's service 100, own servers 55 "
        "where the load grows.",
        "way of hosting and stated growth (judgement of this project)",
        "ten points of scalability",
        "Ten points more room above the peak are worth about {money} a month to you.",
    ),
    "transparency": CriterionWords(
        "Transparency and governance",
        "transparency",
        "What the vendor discloses of data, methods, safety and incidents. Neither weights nor the number of tests "
        "count here.",
        "Foundation Model Transparency Index of December 2025; a vendor that it does not cover may stand anywhere "
        "among those it does",
        "ten points of transparency",
        "Ten points more of what the vendor discloses are worth about {money} a month to you.",
    ),
    "lifecycle": CriterionWords(
        "Lifecycle and lock-in",
        "lifecycle",
        "How long it can be kept without a forced migration and how easily it can be left: an own copy of the weights "
        "100, a service that ends and that nobody else offers 0.",
        "status, retirement date, release date and openness",
        "ten points of permanence",
        "Ten points more time without a forced migration are worth about {money} a month to you.",
    ),
    "energy": CriterionWords(
        "Energy",
        "energy",
        "Electricity per request, servers, cooling and idling included.",
        "the hosting plan: measured or estimated power",
        "watt-hour per request",
        "A watt-hour less per request is worth about {money} a month to you.",
    ),
}
"""One row per criterion of ``advisor.decision.criteria.registry``, in its order."""
CRITERIA_TITLES: Final = {name: words.title for name, words in CRITERIA_WORDS.items()}
CRITERIA_SHORT: Final = {name: words.short for name, words in CRITERIA_WORDS.items()}
_ANCHORS: Final = {
    "anchors.points": "the scale's own ends",
    "anchors.fitness": "below {floor:g} points the task is not done, from {enough:g} on more ability brings a tenth of "
    "the value at most; uncertain ability counts by its mean value",
    "anchors.cost": "from {best:,.0f} USD (this workload at cheap unit prices, or the least of the allowed ways of "
    "hosting) to {worst:,.0f} USD (at dear ones, or large servers where they are allowed); every halving counts alike, "
    "and a cap excludes but does not weigh",
    "anchors.latency": "your limit at worst; at {best:.0%} of it, or where people no longer notice, faster brings "
    "nothing",
    "anchors.latency_usual": "no limit stated: {worst:g} times the usual wait for this task at worst; at {best:.0%} of "
    "it, or where people no longer notice, faster brings nothing",
    "anchors.energy": "{best:g} to {worst:g} Wh per 1,000 answer tokens (a minute of audio, an image or 5,000 "
    "characters spoken count as 1,000); every halving counts alike",
}
CRITERIA_SENTENCES: Final = {
    **{f"criterion.{name}": words.title for name, words in CRITERIA_WORDS.items()},
    **{
        f"criterion.{name}.{part}": getattr(words, part)
        for name, words in CRITERIA_WORDS.items()
        for part in ("short", "definition", "source")
    },
    **{f"criterion.{name}.step": words.step for name, words in CRITERIA_WORDS.items() if words.step},
    **{f"price.{name}": words.price for name, words in CRITERIA_WORDS.items() if words.price},
    **_ANCHORS,
}
"""Key to template."""
