"""What would change it: flips of the leader and of the next best, as records with sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from advisor.arrays import Floats
from advisor.decision.alternatives.names import name_of
from advisor.decision.criteria.criterion import Fact
from advisor.decision.criteria.of_money import cap_usd
from advisor.decision.ranked import Ranked
from advisor.decision.records import Flip
from advisor.decision.results.changes.joint_weight_flip import smallest_shift
from advisor.decision.results.changes.relaxations import better
from advisor.decision.results.changes.single_flips import LevelFlip, Ways, WeightFlip, level_flip, ways_of, weight_flip
from advisor.decision.robustness.value_of_information import FactValue, facts_worth
from advisor.decision.scoring.rounding import digits
from advisor.units import POINTS_OF_100, Given, Told, Unit, told

CHALLENGERS: Final = 5
FACTS: Final = 5
LEAST_MOVED: Final = 5e-4
"""A move that is shown as 0.0% is a tie, not a change that anybody could make."""
MOST_MOVED: Final = 3
"""Nobody moves four weights at once to see somebody else first."""
PROMPTS_MOST, PROMPTS_LEAST = 2_000, 30


def challengers_of(ranked: Ranked) -> list[int]:
    """Places of the next best.

    The best alternative of each of the next five models, and the leader model's next deployment.
    """
    leader = ranked.leader
    if leader is None:
        return []
    mine = ranked.model_id(leader)
    found: dict[str, int] = {}
    for place in ranked.ranking.order[1:].tolist():
        model = ranked.model_id(place)
        if len(found) - (mine in found) >= CHALLENGERS and (model not in found):
            if mine in found:
                break
            if model != mine:
                continue
        found.setdefault(model, place)
    return sorted(found.values(), key=lambda place: int(np.flatnonzero(ranked.ranking.order == place)[0]))


def flips_of(ranked: Ranked) -> tuple[Flip, ...]:
    """Every flip worth reporting: weights, prices and abilities per challenger, then the leader's own, then facts."""
    leader = ranked.leader
    if leader is None or len(ranked.matrix) < 2:  # noqa: PLR2004
        return ()
    found: list[Flip] = []
    ways = ways_of(ranked.matrix.value, ranked.weights)
    for place in challengers_of(ranked):
        found.extend(_weight_flips(ranked, leader, place, ways))
        found.extend(_level_flips(ranked, leader, place))
    found.extend(_leader_flips(ranked, leader))
    found.extend(_fact_flips(ranked, leader))
    return tuple(found)


def _weight_flips(ranked: Ranked, leader: int, place: int, ways: Ways) -> Iterator[Flip]:
    values, weights = ranked.matrix.value, ranked.weights
    one = weight_flip(values, weights, place, ways)
    if one is not None and one.moved >= LEAST_MOVED:
        yield _weight_record(ranked, leader, place, one)
    several = smallest_shift(values, weights, place)
    if several is None or several.moved < LEAST_MOVED or _moves(several, weights) > MOST_MOVED:
        return
    if one is None or several.moved < 0.999 * one.moved:
        yield _weight_record(ranked, leader, place, several)


def _moves(flip: WeightFlip, weights: Floats) -> int:
    """How many weights a flip moves by something that is shown."""
    return int((np.abs(flip.weights - weights) > LEAST_MOVED).sum())


def _weight_record(ranked: Ranked, leader: int, place: int, flip: WeightFlip) -> Flip:
    criteria, weights = ranked.matrix.criteria, ranked.weights
    values: dict[str, Given] = {"name": ranked.told_name(place), "first": ranked.told_name(leader)}
    new = {key: _steady(value) for key, value in zip(criteria, flip.weights.tolist(), strict=True)}
    if flip.criterion >= 0:
        key = criteria[flip.criterion]
        now, then = float(weights[flip.criterion]), float(flip.weights[flip.criterion])
        fact = told(
            "flip.weight.rose" if then > now else "flip.weight.fell",
            criterion=("criterion", key),
            now=("share", now),
            then=("share", then),
            **values,
        )
        subject = key
    else:
        moves = np.round(np.abs(flip.weights - weights), 12)  # what one gains another loses: equal, but for rounding
        moved = [index for index in np.argsort(-moves, kind="stable") if moves[index] > 5e-4]  # noqa: PLR2004
        moves_told = [
            told(
                "flip.move",
                criterion=("criterion", criteria[index]),
                now=("share", float(weights[index])),
                then=("share", float(flip.weights[index])),
            )
            for index in moved[:4]
        ]
        subject, now, then = "several weights", 0.0, flip.moved
        fact = told("flip.weights", moved=("share", flip.moved), moves=moves_told, **values)
    return Flip(
        kind="weight",
        leader_id=ranked.matrix.ids[leader],
        challenger_id=ranked.matrix.ids[place],
        subject=subject,
        current=_steady(now),
        needed=_steady(then),
        unit="weight",
        told={"sentence": fact},
        new_weights=new,
    )


def _steady(weight: float) -> float:
    """Twelve significant digits: fewer than differ between machines, more than a flip needs to be real."""
    return float(f"{weight:.12g}")


def _level(ranked: Ranked, place: int, criterion: str, gap: float, better: str) -> LevelFlip | None:
    column = ranked.matrix.criteria.index(criterion)
    spread = ranked.matrix.deviation.get(criterion)
    return level_flip(
        ranked.matrix.scales[criterion],
        float(ranked.weights[column]),
        current=float(ranked.matrix.raw[place, column]),
        value=float(ranked.matrix.value[place, column]),
        gap=gap,
        better="up" if better == "up" else "down",
        deviation=0.0 if spread is None else float(spread[place]),
    )


def _level_flips(ranked: Ranked, leader: int, place: int) -> Iterator[Flip]:
    scores = ranked.ranking.scores
    gap = float(scores[leader] - scores[place])
    price = _level(ranked, place, "cost", gap, "up")
    if price is not None:
        kind = ranked.prepared.contexts[int(ranked.prepared.feasible[place])].deployment.kind
        fact = _levels("flip.cheaper", price, "usd_per_month", name=ranked.told_name(place))
        yield _level_record(
            ranked, "price", (leader, place), ranked.matrix.ids[place], price, fact, told(f"bargain.{kind}")
        )
    if ranked.model_id(place) == ranked.model_id(leader):
        return
    ability = _level(ranked, place, "fitness", gap, "up")
    if ability is not None:
        fact = _levels("flip.abler", ability, "points", name=ranked.told_name(place))
        action = told("settle.evaluate", prompts=prompts_needed(ability))
        yield _level_record(ranked, "capability", (leader, place), ranked.model_id(place), ability, fact, action)


def _levels(key: str, flip: LevelFlip, unit: Unit, **names: Given) -> Told:
    return told(key, needed=(unit, flip.needed), current=(unit, flip.current), **names)


def prompts_needed(flip: LevelFlip) -> int:
    """Prompts for a paired comparison that would notice a difference of this many points of 100.

    n = (1.96 + 0.84)^2 x 2 p (1 - p) / d^2 with p = 0.5 of the prompts decided alike at worst: 5% error, 80% power;
    within 30 and 2,000.
    """
    difference = max(abs(flip.needed - flip.current) / 100, 1e-3)
    return int(min(max(round((1.96 + 0.84) ** 2 * 0.5 / difference**2, -1), PROMPTS_LEAST), PROMPTS_MOST))


def _level_record(  # noqa: PLR0917
    ranked: Ranked, kind: str, pair: tuple[int, int], subject: str, flip: LevelFlip, sentence: Told, action: Told
) -> Flip:
    leader, place = pair
    return Flip(
        kind="price" if kind == "price" else "capability",
        leader_id=ranked.matrix.ids[leader],
        challenger_id=ranked.matrix.ids[place],
        subject=subject,
        current=flip.current,
        needed=flip.needed,
        unit="USD per month" if kind == "price" else POINTS_OF_100,
        told={"sentence": sentence, "action": action},
    )


def _leader_flips(ranked: Ranked, leader: int) -> Iterator[Flip]:
    """How much dearer or weaker the leader may become: another alternative (or another model) then comes first."""
    order, scores = ranked.ranking.order, ranked.ranking.scores
    runner = int(order[1])
    flip = _level(ranked, leader, "cost", float(scores[leader] - scores[runner]), "down")
    cap, column = cap_usd(ranked.prepared.answers), ranked.matrix.criteria.index("cost")
    current = float(ranked.matrix.raw[leader, column])
    most = None if cap is None else cap + float(ranked.prepared.plans.outside_cap_usd[ranked.prepared.feasible[leader]])
    over = most is not None and (flip is None or flip.needed > most)
    if over and most is not None:
        flip = LevelFlip(current, most * (1 + 1e-7))
    if flip is not None:
        key = "flip.over_cap" if over else "flip.dearer"
        names = {"first": ranked.told_name(leader), "name": ranked.told_name(runner)}
        fact = _levels(key, flip, "usd_per_month", **names)
        ids = ranked.matrix.ids
        yield _level_record(ranked, "price", (leader, runner), ids[leader], flip, fact, told("settle.fix_price"))
    mine = ranked.model_id(leader)
    rival = next((place for place in order.tolist() if ranked.model_id(place) != mine), None)
    if rival is not None:
        weaker = _level(ranked, leader, "fitness", float(scores[leader] - scores[rival]), "down")
        if weaker is not None:
            names = {"first": ranked.told_name(leader), "name": ranked.told_name(rival)}
            fact = _levels("flip.weaker", weaker, "points", **names)
            action = told("settle.evaluate", prompts=prompts_needed(weaker))
            yield _level_record(ranked, "capability", (leader, rival), mine, weaker, fact, action)


def _fact_flips(ranked: Ranked, leader: int) -> Iterator[Flip]:
    for item in facts_worth(ranked.matrix, ranked.weights, leader, FACTS):
        yield _fact_record(ranked, leader, item)


def _subject(ranked: Ranked, fact: Fact) -> Given:
    """The model, provider, GPU, vendor or way of hosting that a fact is about."""
    catalog, subject = ranked.prepared.catalog, fact.subject
    for table in (catalog.model, catalog.provider, catalog.gpu):
        if subject in table:
            return str(table[subject].name)
    if fact.topic == "price" and fact.key == "fact.cost":
        model_id, _, provider_id = subject.partition(" at ")
        model, provider = catalog.model.get(model_id), catalog.provider.get(provider_id)
        return told(
            "subject.offer",
            model=("model", model.name if model else model_id),
            model_id=model_id,
            provider=("provider", provider.name if provider else provider_id),
            provider_id=provider_id,
        )
    if fact.topic == "effort":
        return told("subject.hosting", hosting=("hosted", subject), hosting_id=subject.replace("_", " "))
    vendor = any(model.vendor == subject for model in catalog.models)
    return subject.replace("-", " ").title() if vendor else subject.replace("_", " ")


def _fact_record(ranked: Ranked, leader: int, item: FactValue) -> Flip:
    subject = _subject(ranked, item.fact)
    label = told(item.fact.key, subject=subject)
    sentence = told(
        "flip.fact",
        fact=label,
        probability=("number", item.probability * 100),
        name=ranked.told_name(item.winner),
        gain=("points", item.gain * 100),
    )
    return Flip(
        kind="fact",
        leader_id=ranked.matrix.ids[leader],
        challenger_id=ranked.matrix.ids[item.winner],
        current=None,
        needed=None,
        unit=POINTS_OF_100,
        told={"subject": label, "sentence": sentence, "action": told(f"settle.{item.fact.topic}", subject=subject)},
        value_of_information=digits(item.gain),
        probability=digits(item.probability),
    )


def unknown_gates_of(ranked: Ranked, places: NDArray[np.int64], scores: NDArray[np.float64]) -> Iterator[Flip]:
    """Eliminated alternatives that would be first if the facts nobody states turned out well.

    ``places`` index the plan.
    """
    leader, prepared = ranked.leader, ranked.prepared
    if leader is None:
        return
    seen: set[tuple[str, ...]] = set()
    for position in better(scores, float(ranked.ranking.scores[leader])):
        index = int(places[position])
        failures = prepared.verdicts[index].failures
        if not all(failure.unknown for failure in failures):
            continue
        context = prepared.contexts[index]
        key = (context.deployment.provider or "", *(failure.gate for failure in failures))
        if key in seen or len(seen) >= FACTS:
            continue
        seen.add(key)
        asked = tuple(dict.fromkeys(failure.told.part("required") for failure in failures))
        points = ("points", float(scores[position] * 100))
        gates = list(dict.fromkeys(failure.gate.replace("_", " ") for failure in failures))
        keeper = context.provider.name if context.provider else context.model.vendor
        ask = told("settle.ask", provider=("provider", keeper))
        sentence = told("flip.unknown", name=name_of(prepared.contexts[index]), asked=asked, points=points)
        yield Flip(
            kind="fact",
            leader_id=ranked.matrix.ids[leader],
            challenger_id=prepared.plans.alternatives[index].alternative_id,
            current=None,
            needed=None,
            unit=POINTS_OF_100,
            told={"subject": told("flip.gates", gates=("text", gates)), "sentence": sentence, "action": ask},
            value_of_information=digits(float(scores[position] - ranked.ranking.scores[leader])),
        )
