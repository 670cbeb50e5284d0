"""What would change it: flips of the leader and of the next best, as records with sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from advisor.arrays import Floats
from advisor.decision.criteria.registry import cap_usd
from advisor.decision.ranked import Ranked
from advisor.decision.records import Flip
from advisor.decision.results.changes.joint_weight_flip import smallest_shift
from advisor.decision.results.changes.relaxations import better
from advisor.decision.results.changes.single_flips import LevelFlip, Ways, WeightFlip, level_flip, ways_of, weight_flip
from advisor.decision.robustness.value_of_information import FactValue, facts_worth
from advisor.decision.scoring.rounding import digits
from advisor.decision.wording import SHORT, listed
from advisor.units import told

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
    name, first = ranked.name(place), ranked.name(leader)
    new = {key: _steady(value) for key, value in zip(criteria, flip.weights.tolist(), strict=True)}
    if flip.criterion >= 0:
        key = criteria[flip.criterion]
        now, then = float(weights[flip.criterion]), float(flip.weights[flip.criterion])
        verb = "rose" if then > now else "fell"
        sentence = (
            f"{name} would be first instead of {first} if the weight of {SHORT[key]} {verb} from {now:.1%} to "
            f"{then:.1%}, "
            "the others in proportion."
        )
        subject = key
    else:
        moves = np.round(np.abs(flip.weights - weights), 12)  # what one gains another loses: equal, but for rounding
        moved = [index for index in np.argsort(-moves, kind="stable") if moves[index] > 5e-4]  # noqa: PLR2004
        parts = listed([f"{SHORT[criteria[i]]} {weights[i]:.1%} → {flip.weights[i]:.1%}" for i in moved[:4]])
        subject, now, then = "several weights", 0.0, flip.moved
        sentence = f"{name} would be first instead of {first} if {flip.moved:.1%} of the weight moved: {parts}."
    return Flip(
        kind="weight",
        leader_id=ranked.matrix.ids[leader],
        challenger_id=ranked.matrix.ids[place],
        subject=subject,
        current=_steady(now),
        needed=_steady(then),
        unit="weight",
        sentence=sentence,
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
        yield _level_record(
            ranked,
            "price",
            leader,
            place,
            ranked.matrix.ids[place],
            price,
            f"{ranked.name(place)} would be first if it cost {price.needed:,.0f} instead of "
            f"{price.current:,.0f} USD a month.",
            _BARGAINS[ranked.prepared.contexts[int(ranked.prepared.feasible[place])].deployment.kind],
        )
    if ranked.model_id(place) == ranked.model_id(leader):
        return
    ability = _level(ranked, place, "fitness", gap, "up")
    if ability is not None:
        yield _level_record(
            ranked,
            "capability",
            leader,
            place,
            ranked.model_id(place),
            ability,
            f"{ranked.name(place)} would be first if its fitness were {ability.needed:.1f} instead of "
            f"{ability.current:.1f} points.",
            f"Run your own evaluation of both models on {prompts_needed(ability):,} prompts.",
        )


def prompts_needed(flip: LevelFlip) -> int:
    """Prompts for a paired comparison that would notice a difference of this many points of 100.

    n = (1.96 + 0.84)^2 x 2 p (1 - p) / d^2 with p = 0.5 of the prompts decided alike at worst: 5% error, 80% power;
    within 30 and 2,000.
    """
    difference = max(abs(flip.needed - flip.current) / 100, 1e-3)
    return int(min(max(round((1.96 + 0.84) ** 2 * 0.5 / difference**2, -1), PROMPTS_LEAST), PROMPTS_MOST))


def _level_record(  # noqa: PLR0917
    ranked: Ranked, kind: str, leader: int, place: int, subject: str, flip: LevelFlip, sentence: str, action: str
) -> Flip:
    return Flip(
        kind="price" if kind == "price" else "capability",
        leader_id=ranked.matrix.ids[leader],
        challenger_id=ranked.matrix.ids[place],
        subject=subject,
        current=flip.current,
        needed=flip.needed,
        unit="USD per month" if kind == "price" else "points of 100",
        sentence=sentence,
        action=action,
    )


def _leader_flips(ranked: Ranked, leader: int) -> Iterator[Flip]:
    """How much dearer or weaker the leader may become: another alternative (or another model) then comes first."""
    order, scores = ranked.ranking.order, ranked.ranking.scores
    runner = int(order[1])
    flip = _level(ranked, leader, "cost", float(scores[leader] - scores[runner]), "down")
    cap, column = cap_usd(ranked.prepared.answers), ranked.matrix.criteria.index("cost")
    current = float(ranked.matrix.raw[leader, column])
    over = cap is not None and (flip is None or flip.needed > cap)
    if over and cap is not None:
        flip = LevelFlip(current, cap * (1 + 1e-7))
    if flip is not None:
        why = "it would then be over your cap and " if over else ""
        yield _level_record(
            ranked,
            "price",
            leader,
            runner,
            ranked.matrix.ids[leader],
            flip,
            f"If {ranked.name(leader)} cost {flip.needed:,.0f} instead of {flip.current:,.0f} USD a month, {why}"
            f"{ranked.name(runner)} would be first.",
            "Fix the price by contract, or review the decision when it changes.",
        )
    mine = ranked.model_id(leader)
    rival = next((place for place in order.tolist() if ranked.model_id(place) != mine), None)
    if rival is not None:
        weaker = _level(ranked, leader, "fitness", float(scores[leader] - scores[rival]), "down")
        if weaker is not None:
            yield _level_record(
                ranked,
                "capability",
                leader,
                rival,
                ranked.model_id(leader),
                weaker,
                f"If the fitness of {ranked.name(leader)} were {weaker.needed:.1f} instead of "
                f"{weaker.current:.1f} points, "
                f"{ranked.name(rival)} would be first.",
                f"Run your own evaluation of both models on {prompts_needed(weaker):,} prompts.",
            )


_BARGAINS: Final = {
    "provider_api": "Ask the provider for a discount or a commitment price.",
    "cloud_gpu": "Ask for a reserved or committed price of the GPUs.",
    "on_prem": "Get quotes for the hardware, and check the staff hours that the plan assumes.",
    "edge": "Get quotes for the devices, and check the staff hours that the plan assumes.",
}
_ACTIONS: Final = {
    "policy": "Ask {subject} in writing for its data policy: training, retention, place of processing, "
    "contract, certificates.",
    "fine_tuning": "Ask the provider whether {subject} can be fine-tuned, and at what price.",
    "lifecycle": "Ask {subject} until when the model will be offered, and what notice it gives.",
    "capability": "Run your own evaluation of {subject} against the leader on at least 200 of your prompts.",
    "speed": "Measure {subject} in the playground under your load (for a GPU: rent one for a day).",
    "price": "Ask for a quote for {subject} at your volume.",
    "energy": "Ask the provider for the energy use of {subject}.",
    "effort": "Run a two-week trial of this way of hosting ({subject}) and log the hours it takes.",
}


def _fact_flips(ranked: Ranked, leader: int) -> Iterator[Flip]:
    for item in facts_worth(ranked.matrix, ranked.weights, leader, FACTS):
        yield _fact_record(ranked, leader, item)


def _subject_name(ranked: Ranked, subject: str) -> str:
    """The name of the model, provider or GPU that a fact is about."""
    catalog = ranked.prepared.catalog
    for table in (catalog.model, catalog.provider, catalog.gpu):
        if subject in table:
            return str(table[subject].name)
    vendor = any(model.vendor == subject for model in catalog.models)
    return subject.replace("-", " ").title() if vendor else subject.replace("_", " ")


def _fact_record(ranked: Ranked, leader: int, item: FactValue) -> Flip:
    subject = _subject_name(ranked, item.fact.subject)
    label = item.fact.label.replace(item.fact.subject, subject)
    return Flip(
        kind="fact",
        leader_id=ranked.matrix.ids[leader],
        challenger_id=ranked.matrix.ids[item.winner],
        subject=label,
        current=None,
        needed=None,
        unit="points of 100",
        sentence=(
            f"Knowing the {label} would change the winner with a probability of {item.probability:.0%}, "
            f"most likely to {ranked.name(item.winner)}; knowing it is worth {item.gain * 100:.2f} points of "
            "score on average."
        ),
        action=_ACTIONS[item.fact.topic].format(subject=subject),
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
        sentence = told("flip.unknown", name=prepared.name(index), asked=asked, points=points)
        yield Flip(
            kind="fact",
            leader_id=ranked.matrix.ids[leader],
            challenger_id=prepared.plans.alternatives[index].alternative_id,
            subject=listed(list(dict.fromkeys(failure.gate.replace("_", " ") for failure in failures))),
            current=None,
            needed=None,
            unit="points of 100",
            told={"sentence": sentence},
            action=f"Ask {context.provider.name if context.provider else context.model.vendor} in writing.",
            value_of_information=digits(float(scores[position] - ranked.ranking.scores[leader])),
        )
