"""Criteria: one row of words each, and why the ends of their scales stand where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from advisor.questionnaire.labels import CAPABILITIES


@dataclass(frozen=True, slots=True)
class CriterionWords:
    """What a criterion is called, alone and within a sentence, what it means, and what one step of it is worth.

    ``source`` is where performances come from, ``step`` the step whose price is told, and ``price`` the sentence that
    tells it; cost has neither of these two. ``said`` are its further sentences by key: the facts behind its points
    (``scale``), what its doubt hangs on (``fact``), and how that is settled (``settle``).
    """

    title: str
    short: str
    definition: str
    source: str
    step: str = ""
    price: str = ""
    said: Mapping[str, str] = field(default_factory=dict)


CRITERIA_WORDS: Final = {
    "fitness": CriterionWords(
        "Fitness for the use case",
        "fitness",
        "How well the model does what the task needs: capability estimates combined in the stated proportions.",
        "capability estimates fitted on public benchmark scores, and own evaluations where there are any",
        "point of fitness",
        "One point of ability is worth about {money} a month to you.",
        said={
            "fact.fitness": "fitness of {subject}",
            "settle.capability": "Run your own evaluation of {subject} against the leader on at least 200 of your "
            "prompts.",
        },
    ),
    "cost": CriterionWords(
        "Cost",
        "cost",
        "Monthly cost of the whole workload: tokens or GPUs, power, staff, support, spare capacity.",
        "dated offers of providers and GPU prices, through the hosting plan",
        said={
            "fact.cost": "cost of {subject}",
            "settle.price": "Ask for a quote for {subject} at your volume.",
        },
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
        said={
            "scale.public": "the data is public",
            "scale.own_premises": "own premises",
            "scale.rented": "own software on rented machines",
            "scale.trains": "trains on data",
            "scale.retention_unknown": "retention unknown",
            "scale.keeps_nothing": "keeps nothing",
            "scale.keeps_nothing_if_agreed": "keeps nothing once you have agreed on that with it",
            "scale.keeps_for_abuse": "keeps data for abuse monitoring",
            "scale.keeps": "keeps data",
            "scale.pinned": "processing pinned to a zone",
            "scale.place_unknown": "place of processing unknown",
            "scale.processed_anywhere": "processed anywhere",
            "fact.policy": "data policy of {subject}",
            "settle.policy": (
                "Ask {subject} in writing for its data policy: training, retention, place of processing, contract, "
                "certificates."
            ),
        },
    ),
    "customisation": CriterionWords(
        "Customisation",
        "customisation",
        "How far the model can be bent to the task: own weights with derivatives permitted 100, prompts alone 20.",
        "licence and stated fine-tuning",
        "ten points of customisation",
        "Ten points more of freedom to adapt the model are worth about {money} a month to you.",
        said={
            "scale.own_weights": "own weights",
            "scale.licence_unknown": "licence unknown",
            "scale.own_weights_derived": "own weights, derivatives: {allowed}",
            "scale.prompts": "prompts",
            "scale.tuning_unknown": "fine-tuning by the provider unknown",
            "scale.tuning_offered": "fine-tuning offered",
            "scale.tuning_not_offered": "fine-tuning not offered",
            "scale.tuned_elsewhere": "open weights can be tuned elsewhere",
            "fact.fine_tuning": "fine-tuning of {subject}",
            "settle.fine_tuning": "Ask the provider whether {subject} can be fine-tuned, and at what price.",
        },
    ),
    "operations": CriterionWords(
        "Operational ease",
        "operational ease",
        "How little work it is to run with the skills you have: a provider's service 85, own servers 10 to 65. What "
        "the people cost is cost.",
        "way of hosting, number of GPUs and your stated skills (judgement of this project)",
        "ten points of operational ease",
        "Ten points less work to run it are worth about {money} a month to you.",
        said={
            "scale.managed": "managed service",
            "scale.run_by_yourselves": "run by yourselves, skills: {skills}",
            "scale.contract": "an agreement is in place",
            "scale.gpus": "{gpus:d} GPUs",
            "fact.operations": "operating effort {subject}",
        },
    ),
    "scalability": CriterionWords(
        "Scalability",
        "scalability",
        "How much room above the planned peak there is within thirty days: a provider's service 100, own servers 55 "
        "where the load grows.",
        "way of hosting and stated growth (judgement of this project)",
        "ten points of scalability",
        "Ten points more room above the peak are worth about {money} a month to you.",
        said={
            "scale.grows.provider_api": "the provider scales",
            "scale.grows.cloud_gpu": "more GPUs can be rented",
            "scale.grows.on_prem": "more GPUs must be bought",
            "scale.grows.edge": "more devices must be bought",
            "fact.scalability": "scalability {subject}",
        },
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
        said={
            "scale.index": "Foundation Model Transparency Index: {points:g} of 100",
            "scale.no_index": "not covered by the Foundation Model Transparency Index",
            "fact.transparency": "transparency of {subject}",
            "settle.disclosure": "Ask {subject} in writing what it discloses of data, methods, safety and incidents.",
        },
    ),
    "lifecycle": CriterionWords(
        "Lifecycle and lock-in",
        "lifecycle",
        "How long it can be kept without a forced migration and how easily it can be left: an own copy of the weights "
        "100, a service that ends and that nobody else offers 0.",
        "status, retirement date, usual life of a version at the provider, and openness",
        "ten points of permanence",
        "Ten points more time without a forced migration are worth about {money} a month to you.",
        said={
            "scale.own_copy": "own copy: nobody can withdraw it",
            "scale.sources": "{others:d} other providers",
            "scale.anywhere": "open weights run anywhere",
            "scale.status": "status {status}",
            "scale.retires": "retires on {day}; about {times:.1f} forced changes over the horizon",
            "scale.expected_end": "no retirement date; by what is usual there the next forced change comes in "
            "{least:.0f} to {most:.0f} months, about {times:.1f} of them over the horizon",
            "scale.no_retirement": "no retirement date; versions live {least:g} to {most:g} months",
            "fact.lifecycle": "lifecycle policy of {subject}",
            "settle.lifecycle": "Ask {subject} until when the model will be offered, and what notice it gives.",
        },
    ),
    "energy": CriterionWords(
        "Energy",
        "energy",
        "Electricity per request, servers, cooling and idling included.",
        "the hosting plan: measured or estimated power",
        "watt-hour per request",
        "A watt-hour less per request is worth about {money} a month to you.",
        said={
            "fact.energy": "energy of {subject}",
            "settle.energy": "Ask the provider for the energy use of {subject}.",
        },
    ),
    "origin": CriterionWords(
        "Preferred origin",
        "preferred origin",
        "Whether the vendor's seat and that of the company above it lie in countries that you prefer: both 100, one of "
        "the two 50. Part of the decision only where you prefer countries.",
        "seats of vendors and of the companies above them",
        "preferred origin instead of another",
        "A model from a country that you prefer is worth about {money} a month to you.",
        said={
            "scale.origin": "from {countries}",
            "scale.origin_unknown": "nobody states where the vendor has its seat",
            "fact.origin": "origin of {subject}",
            "settle.origin": "Ask {subject} in which country it and the company above it have their seat.",
        },
    ),
}
"""One row per criterion of ``advisor.decision.criteria.registry``, in its order."""
CRITERIA_TITLES: Final = {name: words.title for name, words in CRITERIA_WORDS.items()}
CRITERIA_SHORT: Final = {name: words.short for name, words in CRITERIA_WORDS.items()}
ABILITIES: Final = {code: label.lower() for code, label in CAPABILITIES.items()}
"""Abilities as they stand within a sentence."""
_ABILITIES: Final = {
    "abilities": "{parts:semicolon}",
    "abilities.tried": "{before}; own evaluation: {share} of {prompts:d} prompts",
    "ability": "{share} {ability} ({points:.0f} ± {error:.0f})",
    "ability.inferred": "{share} {ability} ({points:.0f} ± {error:.0f}, inferred)",
    "ability.general": "{share} {ability} (no score in it; by languages in general {points:.0f} ± {error:.0f})",
    "ability.elsewhere": "{share} {ability} ({points:.0f} ± {error:.0f}, tested in another language alone)",
    "ability.elsewhere_unsaid": "{share} {ability} ({points:.0f} ± {error:.0f}, tested in another language alone; what "
    "nobody says that its vendor's models know counts half)",
    "ability.unsaid": "{share} {ability} (nobody says that this vendor's models know it: counted half, {points:.0f} ± "
    "{error:.0f})",
    "ability.unknown": "{share} {ability} (unknown)",
}
_SCALES: Final = {
    "scale": "{facts:semicolon}",
    "scored": "{fact} ({points:g})",
    "scored.more": "{fact} (+{points:g})",
    "scored.less": "{fact} (-{points:.0f})",
    "scored.open": "{fact} (0 to {points:g})",
    "scored.between": "{fact} ({low:g} to {high:g})",
}
"""How points of a constructed scale stand behind the facts that bring them."""
_ANCHORS: Final = {
    "figure.new": "what is new of it: {whole} a month in all, the rest is committed already",
    "anchors.points": "the scale's own ends",
    "anchors.fitness": "below {floor:g} points the task is not done, from {enough:g} on more ability brings a tenth of "
    "the value at most; uncertain ability counts by its mean value",
    "anchors.cost": "from {best:,.0f} USD (this workload at cheap unit prices, or the least of the allowed ways of "
    "hosting) to {worst:,.0f} USD (at dear ones, or large servers where they are allowed); every halving counts alike, "
    "and a cap excludes but does not weigh",
    "anchors.money": "from {best} (this workload at cheap unit prices, or the least of the allowed ways of hosting) to "
    "{worst} (at dear ones, or large servers where they are allowed); every halving counts alike, and a cap excludes "
    "but does not weigh",
    "anchors.money.new": "from {best} (this workload at cheap unit prices, or the least of the allowed ways of "
    "hosting) to {worst} (at dear ones, or large servers where they are allowed); every halving counts alike, a cap "
    "excludes but does not weigh, and what is committed at a provider already counts nothing there, being paid in any "
    "case",
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
    **{key: template for words in CRITERIA_WORDS.values() for key, template in words.said.items()},
    **_ABILITIES,
    **_SCALES,
    **_ANCHORS,
}
"""Key to template."""
