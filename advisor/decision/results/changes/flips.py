"""What would change the advice: other weights, prices and abilities, and facts that nobody knows yet.

Each compares with the choice of the verdict, and names another option than it: what is said is that the advice would
then be that one.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final, Literal

import numpy as np

from advisor.decision.criteria.criterion import Fact
from advisor.decision.criteria.of_money import cap_usd
from advisor.decision.ranked import Ranked
from advisor.decision.records import Flip
from advisor.decision.results.changes import turning_points
from advisor.decision.results.changes.admitted import Admitted
from advisor.decision.results.changes.advice import Advice
from advisor.decision.results.changes.letters import only_to_ask
from advisor.decision.results.changes.turning_points import OVER, Turn, WeightTurn
from advisor.decision.results.choice_facts import option_told
from advisor.decision.results.deciding_test import trial_told
from advisor.decision.results.recommendations import ranks_of
from advisor.decision.results.shortlist import shortlisted
from advisor.decision.robustness.value_of_information import FactValue, facts_worth
from advisor.decision.scoring.rounding import digits
from advisor.questionnaire.money_facts import money_told, whole_money
from advisor.units import POINTS_OF_100, USD_PER_MONTH, Told, ToldValue, told

RIVALS: Final = 2
"""Options whose price and ability are asked for: the others of the shortlist, else the next by score."""
FACTS: Final = 5
LEAST_SHOWN_WEIGHT: Final = 1e-3
LEAST_SHOWN_POINTS: Final = 0.1
"""Smaller changes are shown as none: the advice hangs on them by a hair, which is what is said."""
FlipKind = Literal["weight", "price", "capability", "fact"]
_UNITS: Final = {"weight": "weight", "price": USD_PER_MONTH, "capability": POINTS_OF_100, "fact": POINTS_OF_100}
LEAST_PROBABLE, LEAST_GAINED = 0.01, 5e-4
"""A fact that changes the advice more rarely, or brings less than a twentieth of a point, is not worth asking for."""


def flips_of(ranked: Ranked, advice: Advice | None = None) -> tuple[Flip, ...]:
    """Every change that somebody might see happen: weights, the choice's own price and ability, its rivals', facts."""
    if ranked.finding.choice is None or len(ranked.matrix) < 2:  # noqa: PLR2004
        return ()
    advice = advice or Advice(ranked)
    seats = shortlisted(ranked)
    told_of = _FlipRecords(advice, _places(ranked, advice, seats))
    found = [told_of.weights(turn) for turn in turning_points.weight_turns(advice)]
    dearer, weaker = turning_points.dearer_choice(advice), turning_points.weaker_choice(advice)
    found += [told_of.dearer(dearer)] if dearer else []
    found += [told_of.weaker(weaker)] if weaker else []
    asked = {int(advice.model[advice.choice])} if advice.choice is not None else set()
    for row in _rivals(ranked, advice, seats):
        cheaper, model = turning_points.cheaper_rival(advice, row), int(advice.model[row])
        found += [told_of.cheaper(cheaper)] if cheaper else []
        abler = None if model in asked else turning_points.abler_rival(advice, row)
        found += [told_of.abler(abler)] if abler else []
        asked.add(model)
    return (*found, *_fact_flips(ranked, told_of))


def _places(ranked: Ranked, advice: Advice, seats: Collection[int]) -> dict[int, int]:
    """The place in the ranking of every option that is not on the list, by its number: a name is to be found."""
    row_of = {name: row for row, name in enumerate(advice.matrix.ids)}
    ranks = ranks_of(ranked, np.arange(len(ranked.matrix)))
    return {
        int(advice.option[row_of[ranked.matrix.ids[rank_row]]]): place
        for rank_row, place in enumerate(ranks)
        if rank_row not in seats
    }


def _rivals(ranked: Ranked, advice: Advice, seats: Iterable[int]) -> list[int]:
    """The rows of the options that are nearest to being the advice."""
    choice, row_of = advice.choice, {name: row for row, name in enumerate(advice.matrix.ids)}
    rank_rows = dict.fromkeys((*seats, *ranked.ranking.order[: RIVALS + 1].tolist()))
    rows = [row_of[ranked.matrix.ids[rank_row]] for rank_row in rank_rows]
    return [row for row in rows if choice is None or advice.option[row] != advice.option[choice]][:RIVALS]


BARELY: Final = 0.995
"""From this share of a cap on, a cost is told as barely under it: rounded for people, the two are one figure."""


class _FlipRecords:
    """Turning points as records, each with its sentence and with what settles it."""

    def __init__(self, advice: Advice, places: Mapping[int, int]) -> None:
        choice = advice.choice
        if choice is None:
            raise ValueError("nothing fits: there is no advice that could turn (a choice)")
        self.advice, self.ranked, self.choice, self.places = advice, advice.ranked, choice, places
        self.budget = self.ranked.prepared.answers.budget

    def option(self, row: int) -> Told:
        """An option in words, with its place in the ranking where it is not on the shortlist."""
        option, place = option_told(self.ranked.context(row)), self.places.get(int(self.advice.option[row]))
        return option if place is None else told("option.placed", option=option, place=place)

    def weights(self, turn: WeightTurn) -> Flip:
        """One weight or two that move."""
        criteria, now, then = self.advice.matrix.criteria, self.advice.weights, turn.weights
        single = turn.gives if turn.takes < 0 else turn.takes
        at = turn.takes if turn.takes >= 0 else turn.gives
        values: dict[str, ToldValue] = {
            "name": self.option(turn.winner),
            "criterion": ("criterion", criteria[at]),
            "now": ("share", float(now[at])),
            "then": ("share", float(then[at])),
        }
        if min(turn.gives, turn.takes) >= 0:
            given = turn.gives
            values |= {"other": ("criterion", criteria[given])}
            values |= {"other_now": ("share", float(now[given])), "other_then": ("share", float(then[given]))}
            key, subject, moved = "flip.passed", f"{criteria[given]}, {criteria[at]}", float(then[at] - now[at])
        else:
            key = "flip.weight.rose" if turn.takes >= 0 else "flip.weight.fell"
            subject, moved = criteria[single], float(abs(then[at] - now[at]))
        key = key if moved >= LEAST_SHOWN_WEIGHT else f"{key}.slightly"
        return self._record(
            "weight",
            turn.winner,
            subject,
            (_steady(float(now[at])), _steady(float(then[at]))),
            told(key, **values),
            new_weights={name: _steady(float(weight)) for name, weight in zip(criteria, then.tolist(), strict=True)},
        )

    def dearer(self, turn: Turn) -> Flip:
        """The choice at a higher price."""
        most = turning_points.most_usd(self.advice, turn.row)
        at_cap = most is not None and math.isclose(turn.needed, most, rel_tol=2 * OVER)
        return self._over_cap(turn) if at_cap else self._priced("flip.dearer", turn, told("settle.fix_price"))

    def _over_cap(self, turn: Turn) -> Flip:
        """The choice at a price above the cap: told of what the cap counts, which may be less than the whole cost."""
        cap, whole = cap_usd(self.ranked.prepared.answers) or 0.0, self.advice.ranked.whole
        outside = float(whole.plans.outside_cap_usd[whole.feasible[turn.row]])
        counted = turn.current - outside
        now, then = money_told(counted, self.budget), whole_money(cap, self.budget)
        key = "flip.over_cap.counted" if outside > 0 else "flip.over_cap"
        if counted >= cap * BARELY or now.values["amount"] == then.values["amount"]:
            key = "flip.over_cap.barely"
        sentence = told(key, first=self.option(self.choice), name=self.option(turn.winner), current=now, needed=then)
        levels, ids = (turn.current, turn.needed), self.advice.matrix.ids
        return self._record("price", turn.winner, ids[turn.row], levels, sentence, told("settle.fix_price"))

    def cheaper(self, turn: Turn) -> Flip:
        """A rival at a lower price."""
        kind = self.ranked.context(turn.row).deployment.kind
        return self._priced("flip.cheaper", turn, told(f"bargain.{kind}"))

    def _priced(self, key: str, turn: Turn, action: Told) -> Flip:
        now, then = (money_told(usd, self.budget) for usd in (turn.current, turn.needed))
        if now == then:
            key = f"{key}.slightly"
        sentence = told(key, first=self.option(self.choice), name=self.option(turn.winner), current=now, needed=then)
        ids = self.advice.matrix.ids
        return self._record("price", turn.winner, ids[turn.row], (turn.current, turn.needed), sentence, action)

    def weaker(self, turn: Turn) -> Flip:
        """The choice's model, less able than thought."""
        return self._able("flip.weaker", turn)

    def abler(self, turn: Turn) -> Flip:
        """A rival's model, abler than thought."""
        return self._able("flip.abler", turn)

    def _able(self, key: str, turn: Turn) -> Flip:
        levels = {"current": ("points", turn.current), "needed": ("points", turn.needed)}
        if abs(turn.current - turn.needed) < LEAST_SHOWN_POINTS:
            key = f"{key}.slightly"
        sentence = told(key, first=self._model(self.choice), name=self.option(turn.winner), **levels)
        subject = self.ranked.model_id(turn.row)
        return self._record(
            "capability", turn.winner, subject, (turn.current, turn.needed), sentence, self._test(turn.winner)
        )

    def _test(self, row: int) -> Told:
        """The test that decides between a row and the choice."""
        rows = (row, self.choice)
        return told("settle.trial", trial=trial_told(self.ranked, rows, self._model(row), self._model(self.choice)))

    def _model(self, row: int) -> ToldValue:
        return self.ranked.context(row).called

    def _record(  # noqa: PLR0917 - the fields of a record
        self,
        kind: FlipKind,
        winner: int,
        subject: str,
        levels: tuple[float, float],
        sentence: Told,
        action: Told | None = None,
        new_weights: dict[str, float] | None = None,
    ) -> Flip:
        ids = self.advice.matrix.ids
        return Flip(
            kind=kind,
            leader_id=ids[self.choice],
            challenger_id=ids[winner],
            subject=subject,
            current=digits(levels[0]) if kind != "weight" else levels[0],
            needed=digits(levels[1]) if kind != "weight" else levels[1],
            unit=_UNITS[kind],
            told={"sentence": sentence} if action is None else {"sentence": sentence, "action": action},
            new_weights=new_weights,
        )

    def fact(self, item: FactValue) -> Flip:
        """Something unknown that could change the advice, and how to get to know it."""
        subject, sure = _subject(self.ranked, item.fact), item.fact
        label = told(sure.key, subject=subject)
        sentence = told(
            "flip.fact",
            fact=label,
            probability=("number", item.probability * 100),
            name=self.option(item.winner),
            gain=("points", item.gain * 100),
        )
        mine = sure.topic == "capability" and sure.subject == self.ranked.model_id(self.choice)
        tested = item.winner if mine else self._row_of(sure.subject)
        action = told(f"settle.{sure.topic}", subject=subject)
        if sure.topic == "capability" and tested is not None:
            action = self._test(tested)
        ids = self.advice.matrix.ids
        return Flip(
            kind="fact",
            leader_id=ids[self.choice],
            challenger_id=ids[item.winner],
            current=None,
            needed=None,
            unit=POINTS_OF_100,
            told={"subject": label, "sentence": sentence, "action": action},
            value_of_information=digits(item.gain),
            probability=digits(item.probability),
        )

    def _row_of(self, model_id: str) -> int | None:
        rows = (row for row in range(len(self.advice.matrix)) if self.ranked.model_id(row) == model_id)
        return next(rows, None)


def _steady(weight: float) -> float:
    """Twelve significant digits: fewer than differ between machines, more than a flip needs to be real."""
    return float(f"{weight:.12g}")


def _fact_flips(ranked: Ranked, told_of: _FlipRecords) -> Iterator[Flip]:
    """Facts that would put another option ahead of the choice by what matters, once they are known."""
    advice, scores = told_of.advice, ranked.ranking.scores
    choice = ranked.finding.choice
    if choice is None:
        return
    behind = float(scores.max() - scores[choice])
    margin = behind + ranked.judged["least-difference"] / 100
    row_of = {name: row for row, name in enumerate(advice.matrix.ids)}
    for item in facts_worth(ranked.matrix, ranked.weights, choice, FACTS, margin):
        if item.probability >= LEAST_PROBABLE and item.gain >= LEAST_GAINED:
            yield told_of.fact(replace(item, winner=row_of[ranked.matrix.ids[item.winner]]))


def _subject(ranked: Ranked, fact: Fact) -> ToldValue:
    """The model, provider, GPU, vendor or way of hosting that a fact is about."""
    catalog, subject = ranked.prepared.catalog, fact.subject
    if subject in catalog.own_model_ids:
        return catalog.called(subject)
    for table in (catalog.model, catalog.provider, catalog.gpu):
        if subject in table:
            return str(table[subject].name)
    if fact.topic == "price" and fact.key == "fact.cost":
        model_id, _, provider_id = subject.partition(" at ")
        provider = catalog.provider.get(provider_id)
        return told(
            "subject.offer",
            model=catalog.called(model_id),
            model_id=model_id,
            provider=("provider", provider.name if provider else provider_id),
            provider_id=provider_id,
        )
    if fact.topic == "effort":
        return told("subject.hosting", hosting=("hosted", subject), hosting_id=subject.replace("_", " "))
    vendor = any(model.vendor == subject for model in catalog.models)
    return subject.replace("-", " ").title() if vendor else subject.replace("_", " ")


def unknown_gates_of(admitted: Admitted) -> Iterator[Flip]:
    """Eliminated alternatives that the advice would name if the facts nobody states turned out well."""
    ranked, choice = admitted.advice.ranked, admitted.advice.choice
    if choice is None:
        return
    asked: dict[tuple[str, ...], int] = {}
    for at, index in enumerate(admitted.indices.tolist()):
        failures, context = ranked.whole.verdicts[index].failures, ranked.whole.contexts[index]
        gates = () if only_to_ask(failures) else tuple(failure.gate for failure in failures)
        key = (context.deployment.provider or "", *gates)
        if all(failure.unknown for failure in failures) and len(asked) < FACTS:
            asked.setdefault(key, at)
    for named in admitted.named([(at,) for at in asked.values()]):
        if named is not None:
            gain = float(admitted.scores[named] - admitted.advice.points[choice])
            yield _unknown(ranked, choice, int(admitted.indices[named]), gain)


def _unknown(ranked: Ranked, choice: int, index: int, gain: float) -> Flip:
    failures, context = ranked.whole.verdicts[index].failures, ranked.whole.contexts[index]
    asked = tuple(dict.fromkeys(failure.told.part("required") for failure in failures))
    gates = list(dict.fromkeys(failure.gate.replace("_", " ") for failure in failures))
    keeper = context.provider.name if context.provider else context.model.vendor
    return Flip(
        kind="fact",
        leader_id=ranked.matrix.ids[choice],
        challenger_id=ranked.whole.plans.alternatives[index].alternative_id,
        current=None,
        needed=None,
        unit=POINTS_OF_100,
        told={
            "subject": told("flip.gates", gates=("text", gates)),
            "sentence": told("flip.unknown", name=option_told(context), asked=asked),
            "action": told("settle.ask", provider=("provider", keeper)),
        },
        value_of_information=digits(gain),
    )
