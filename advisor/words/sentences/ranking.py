"""The ranking: names of alternatives, what each scores and loses, other methods, stakeholders, and all use cases."""

from __future__ import annotations

from typing import Final

from advisor.words.plural import Plural, pointed

_WHERE: Final = {
    "where.api": ("{provider}", "{model} on {provider}"),
    "where.api.zone": ("{provider} ({zone})", "{model} on {provider} ({zone})"),
    "where.rented": ("rented {hardware}", "{model} on rented {hardware}"),
    "where.rented.at": ("rented {hardware} at {provider}", "{model} on rented {hardware} at {provider}"),
    "where.own": ("own {hardware}", "{model} on own {hardware}"),
    "where.edge": ("edge {hardware}", "{model} on edge {hardware}"),
}
"""Where and on what a model runs, and the same with the model."""
_OWN_MACHINES: Final[dict[str, str | Plural]] = {
    "beside.job": Plural(
        "For the whole {months:d} month the choice costs about {money}.",
        "For the whole {months:d} months the choice costs about {money}.",
        "months",
    ),
    "unsized.model": "{model} ({points:.0f})",
    "beside.unsized": Plural(
        "{count:d} abler model is left out, as no source states how it is built: {models:and}; the choice has "
        "{points:.0f} of 100.",
        "{count:d} abler models are left out, as no source states how they are built: {models:and}; the choice "
        "has {points:.0f} of 100.",
        "count",
    ),
    "beside.unsized.more": Plural(
        "{count:d} abler model is left out, as no source states how it is built: {models:and} first; the "
        "choice has {points:.0f} of 100.",
        "{count:d} abler models are left out, as no source states how they are built: {models:and} first; the "
        "choice has {points:.0f} of 100.",
        "count",
    ),
    "growing": "The load grows: the sum is a mean over the horizon. The choice would cost about {first} a month at the "
    "volume of the start, and about {last} at that of month {month:d}.",
    "growing.gpus": "The load grows: the sum is a mean over the horizon. The choice would cost about {first} a month "
    "at the volume of the start with {gpus:d} GPUs, and about {last} at that of month {month:d} with {grown:d}.",
    "own.gpus": "{count:d} × {gpu}",
    "own.machines": "{machines:and}",
    "own.machines.bought": "{machines} and {count:d} to buy beside them",
    "own.best.behind": pointed(
        "On your own {machines} the best is {option}: {cost}, {apart}, and {points:.1f} points of 100 behind it.",
        "points",
    ),
    "own.best.better": pointed(
        "On your own {machines} the best is {option}: {cost}, {apart}, and {points:.1f} points of 100 ahead of it.",
        "points",
    ),
    "own.other.behind": pointed(
        "The choice runs on your own {machines}. Elsewhere the best is {option}: {cost}, {apart}, and {points:.1f} "
        "points of 100 behind it.",
        "points",
    ),
    "own.other.better": pointed(
        "The choice runs on your own {machines}. Elsewhere the best is {option}: {cost}, {apart}, and {points:.1f} "
        "points of 100 ahead of it.",
        "points",
    ),
    "own.bought.behind": pointed(
        "The choice runs on your own {machines}. Of what would be bought beside them the best is {option}: {cost}, "
        "{apart}, and {points:.1f} points of 100 behind it.",
        "points",
    ),
    "own.bought.better": pointed(
        "The choice runs on your own {machines}. Of what would be bought beside them the best is {option}: {cost}, "
        "{apart}, and {points:.1f} points of 100 ahead of it.",
        "points",
    ),
    "own.cost": "about {money} a month",
    "own.cost.people": "about {money} a month, {people} of it for people to run it",
    "own.cost.spare": "about {money} a month, {spare} of it for what is bought to stand in when a machine fails",
    "own.cost.shared": "about {money} a month beside what {beside:and} would run on own machines, {whole} by itself",
    "own.use_case": "{use_case}",
    "own.level": "as much as the choice",
    "own.dearer": "{money} more than the choice",
    "own.cheaper": "{money} less than the choice",
    "own.out": "Your own {machines} would stand idle: every plan on them is out. The nearest is {option}: {reasons}.",
    "own.out.team": "Your own {machines} would stand idle: every plan on them is out. The nearest is {option}: "
    "{reasons}. {team}",
    "own.team": Plural(
        "Were {people:d} person there already to run it, it would cost about {money} a month and pass.",
        "Were {people:d} people there already to run it, it would cost about {money} a month and pass.",
        "people",
    ),
    "own.reasons": "{reasons:semicolon}",
    "own.reason": "{reason:out}",
    "own.closed": "Your own {machines} would stand idle: you allow neither own servers nor devices at the edge.",
    "own.nothing": "Your own {machines} would stand idle: no model that meets your other constraints can be planned on "
    "them.",
}
"""Own GPUs beside the choice."""
_UNBILLED: Final[dict[str, str | Plural]] = {
    "paid.time": "Running it takes about {people:.1f} of a person of your team, worth about {money} a month, which no "
    "sum here counts.",
    "paid.time.cheaper": "{time} Were it counted, the choice would cost about {whole} a month, and {option}, which "
    "takes none of it, costs less: about {money}.",
    "paid.time.dearer": "{time} Were it counted, the choice would cost about {whole} a month, still less than "
    "{option}, which takes none of it: about {money}.",
    "paid.unused.nothing": "Your commitment at {provider} of {money} a month is not used by this choice: nothing that "
    "it pays for meets your constraints.",
    "paid.unused": "Your commitment at {provider} of {money} a month is not used by this choice. The best that it pays "
    "for is {option}: about {cost} a month, {new} of it new money.",
    "paid.used_up": "If other work used up your commitment at {provider}, the advice would be {option}: about {money} "
    "a month. Ask whoever plans what it is spent on.",
    "beside.idle": "The machines of the choice would be used at less than {used:.0%} of what they can carry, on "
    "average: more work on them costs next to nothing.",
    "beside.idle.spare": "The machines of the choice would be used at less than {used:.0%} of what they can carry, on "
    "average: more work on them costs next to nothing. One server stands there for a failure alone: if the "
    "work may wait for a repair, it is not needed.",
    "beside.unconfirmed": "{name} would be on this list if its provider confirmed what it does not state: {letter}.",
    "beside.cap": "Your cap of {cap} a month is held against what is billed: the work of your own people, what your "
    "own machines could fetch otherwise, and what is committed already, stand above it.",
    "beside.corpus_long": "The machines of the choice alone would take about {days:,.0f} days to embed the corpus: the "
    "sums here hold GPUs that are rented beside them, so that it takes {within:,.0f}.",
    "unbilled.vectors": "The store of the vectors is in no bill here: about {vectors:,.1f} million, some "
    "{gigabytes:,.0f} GB, where each stands for {passage:,.0f} tokens and has {numbers:,.0f} numbers.",
    "unbilled.vectors.priced": "The store of the vectors is in no bill here: about {vectors:,.1f} million, some "
    "{gigabytes:,.0f} GB, where each stands for {passage:,.0f} tokens and has {numbers:,.0f} numbers. Published prices "
    "of stores make that {least} to {most} a month.",
}
"""What every option takes beside what is counted."""
RANKING_SENTENCES: Final[dict[str, str | Plural]] = {
    **_OWN_MACHINES,
    **_UNBILLED,
    **{key: place for key, (place, _) in _WHERE.items()},
    **{f"{key}.model": name for key, (_, name) in _WHERE.items()},
    "where.zone": "{provider} ({zone}){precision}",
    "hardware.unknown": "hardware that cannot be sized",
    "provider.unknown": "an unknown provider",
    "score": "{name} scores {score} of 100 points, most of them from {parts:and}.",
    "score.part": "{criterion} ({points})",
    "strength": "{criterion}: {points:.0f} of 100",
    "behind.tie": "{name} ties with {other}.",
    "behind": pointed("{name} is {points} points behind {other}.", "points"),
    "behind.loses": pointed("{name} is {points} points behind {other}: it loses {losses:and}.", "points"),
    "behind.gains": pointed("{name} is {points} points behind {other}: it gains {gains:and}.", "points"),
    "behind.both": pointed(
        "{name} is {points} points behind {other}: it loses {losses:and}, and gains {gains:and}.", "points"
    ),
    "behind.part": "{points} on {criterion}",
    "behind.briefly": pointed("{points} points behind the first, {largest} of them on {criterion}.", "points"),
    "check.agree": Plural(
        "{methods:and} puts the same alternative first{ranks}",
        "{methods:and} put the same alternative first{ranks}",
        "count",
    ),
    "check.disagree": "Neither method puts the same alternative first{ranks}",
    "check.ranks": "; rank correlation {ranks:and}.",
    "check.no_ranks": ".",
    "check.rank": "{rho:.2f} with {method}",
    "check.other": "{method} puts {other} first instead of {first}: {nature}.",
    "check.other.because": (
        "{method} puts {other} first instead of {first}: {nature}; here {other} is better on {gained:and} and worse on "
        "{lost:and}."
    ),
    "check.nature.topsis": (
        "TOPSIS squares distances, so it rewards alternatives without a large gap on a heavy criterion"
    ),
    "check.nature.promethee": (
        "PROMETHEE II counts differences below 0.05 as none and above 0.30 as full, so many small leads outweigh one "
        "large one"
    ),
    "effect.one_model": "no effect on the ranking: one model alone says nothing about the others",
    "effect.not_used": "not used: the model is not among the candidates",
    "effect.speed_alone": "no effect on the ability, which was not scored",
    "effect.timed": "{effect}; waits at its provider as measured over {runs:d} runs: first token {first} ms, gap "
    "{gap} ms",
    "effect.not_timed": "not measured",
    "effect.moved": "fitness {before} → {after} points, standard error {error_before} → {error_after}",
    "stakeholder.more": "more weight on {criterion} ({own} against {common})",
    "stakeholder.less": "less weight on {criterion} ({own} against {common})",
    "stakeholder.puts": "{name} puts {weights:and}",
    "stakeholder.alike": "{name} weighs almost alike",
    "stakeholder.agrees": "{differs}, and agrees on {option}.",
    "stakeholder.chooses": pointed(
        "{differs} and would choose {own}; settling for {common} costs {name} {regret} points.", "regret"
    ),
}
"""Key to template."""
