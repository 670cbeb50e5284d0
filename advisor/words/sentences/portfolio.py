"""All use cases together: limits, ways out, exit plans, and one model for all."""

from __future__ import annotations

from typing import Final

from advisor.words.plural import Plural, pointed

PORTFOLIO_SENTENCES: Final[dict[str, str | Plural]] = {
    "limit.total": "at most {money} a month together",
    "limit.vendors": Plural("at most {vendors} vendor", "at most {vendors} vendors", "vendors"),
    "limit.floors": "{floors:and} points",
    "limit.floor": "{use_case} at least {points:.0f}",
    "limit.gpus": "no GPUs bought beyond those you own",
    "portfolio.nothing": "No assignment keeps to every limit: {limits:and}.",
    "way_out": Plural(
        "Without “{limit}”: possible for {money} a month from {vendors} vendor.",
        "Without “{limit}”: possible for {money} a month from {vendors} vendors.",
        "vendors",
    ),
    "way_out.least": Plural(
        "Without “{limit}”: possible for at least {money} a month from {vendors} vendor.",
        "Without “{limit}”: possible for at least {money} a month from {vendors} vendors.",
        "vendors",
    ),
    "way_out.none": "No single limit is the cause: lift two of them.",
    "exit.elsewhere": "low: the same model elsewhere: change the endpoint and the contract",
    "exit.differently": ("medium: the same model run differently: set up the other hosting and test its speed"),
    "exit.other_model": "medium: another model: adapt the prompts and pass the evaluation set again",
    "exit.none": "high: no second source meets the constraints",
    "portfolio.part": "{use_case}: {model}",
    "portfolio.part.at": "{use_case}: {option}",
    "portfolio.team_once": "People who run machines are counted in each of {count:d} use cases, taken alone: one team "
    "for all of them costs {money} a month less, as it does under all use cases together.",
    "portfolio.one_server": "The own servers of {host} and of {guest} are each used below {below:.0%}: those of {host} "
    "would hold both, for {both} a month beside people, {money} less. An estimate that is in no sum: weights, cache "
    "and runtime of both take {memory:.0f} of {usable:.0f} GB of one {gpu}, both peaks may meet, and {guest} is taken "
    "to be as fast there.",
    "portfolio.over_cap": "The choices of all {count:d} use cases, each taken alone, would be billed {money} a month "
    "together, above your cap of {cap}: what keeps to it stands under all use cases together.",
    "portfolio.all": Plural(
        "{parts:and}; together {money} a month from {vendors} vendor",
        "{parts:and}; together {money} a month from {vendors} vendors",
        "vendors",
    ),
    "portfolio.one_contract": "{all}, all of them served by {provider}",
    "portfolio.spoken_chain": "In one talk {steps:and} follow one another, and whoever talks waits for all of them: "
    "{seconds:.1f} s at your limits, the network and the pause that ends a sentence not counted. Measure the whole "
    "before you buy a part.",
    "portfolio.alone": "{use_case}",
    "portfolio.because": "{all}. {why}",
    "portfolio.why.less": (
        "Chosen alone, another model would stand for {use_cases:and}; together these cost least within a point of the "
        "best"
    ),
    "portfolio.why.fewer": (
        "Chosen alone, another model would stand for {use_cases:and}; together there is less to test, sign and watch, "
        "within a point of each choice"
    ),
    "portfolio.differs": (
        "{all}. Chosen alone, another model would stand for {use_cases:and}; together these cost least within a point "
        "of the best"
    ),
    "portfolio.whole": "{all}.",
    "portfolio.no_single": "{all}. No single model serves every use case within the constraints.",
    "portfolio.as_well": "{all}. One model for all ({model}) does as well.",
    "portfolio.more": pointed(
        "{all}. One model for all ({model}) would score {points} points less and cost {money} a month more.", "points"
    ),
    "portfolio.better": pointed(
        "{all}. One model for all ({model}) would score {points} points more and cost {money} a month more.", "points"
    ),
    "portfolio.better.less": pointed(
        "{all}. One model for all ({model}) would score {points} points more and cost {money} a month less.", "points"
    ),
    "portfolio.less": pointed(
        "{all}. One model for all ({model}) would score {points} points less and cost {money} a month less.", "points"
    ),
}
"""Key to template."""
