"""The test that decides between two models: how many own prompts, run on both, would show which is abler.

One number for one pair, wherever it is told: in the verdict, the shortlist and what would change the advice.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import Final

from scipy.special import ndtr, ndtri

from advisor.decision.criteria.task_needs import modalities_in_of
from advisor.decision.ranked import Ranked
from advisor.questionnaire.answers import Task, UseCase
from advisor.units import Told, ToldValue, told

DISAGREEMENT: Final = 0.3
"""Share of prompts on which only one of two models is right, before anybody has tried (a judgement)."""
FEWEST: Final = 30
"""Fewer prompts show nothing of one's own work; more than ``test-most-items`` of the judgements nobody writes."""
POWER: Final = 0.8
"""How likely a test is to find what it looks for."""
DOUBT: Final = 2.0
"""Standard errors of the difference that a test is to notice: as much as the two may differ for all that is known."""


ITEMS: Final[Mapping[Task, str]] = {
    "transcription": "recordings",
    "semantic_search": "searches",
    "image_generation": "briefs",
    "speech_synthesis": "texts",
    "translation": "texts",
    "document_processing": "documents",
    "long_document_analysis": "documents",
}
"""What a task is tried on, where that is no prompt."""
OF_INPUT: Final[Mapping[str, str]] = {"audio": "recordings", "video": "films", "image": "images", "pdf": "documents"}
"""What work is tried on that reads more than text, whatever its task: nobody writes prompts to sort photographs by."""
SORTED: Final[frozenset[Task]] = frozenset({"classification_extraction", "summarisation"})
"""Tasks whose input is what is worked on; that of others is a question, with which something may come along."""
PAIRS: Final = 100
"""Answers of either model that experts judge in a day without names: they find a preference of two in three."""
TRIED_CALLS: Final = 100
"""Calls with the own tools or schema: where none of them fails, no more than 3 in 100 do (95%: the rule of three)."""
CALLS: Final = 200
"""Calls that show a wait that one in twenty may exceed: ten of them lie beyond it (a judgement)."""


def prompts_for_difference(
    difference: float, *, disagreement: float = DISAGREEMENT, power: float = POWER, significance: float = 0.05
) -> int:
    """Prompts needed to find a true difference of two models with the given power.

    ``disagreement`` is the share of prompts on which only one of the two is right, for McNemar's test (Connor, 1987).
    """
    if not 0 < difference <= disagreement <= 1:
        raise ValueError(f"need 0 < difference ({difference}) <= disagreement ({disagreement}) <= 1")
    alpha, beta = float(ndtri(1 - significance / 2)), float(ndtri(power))
    root = math.sqrt(disagreement)
    spread = math.sqrt(max(disagreement - difference**2, 0.0))
    return math.ceil(((alpha * root + beta * spread) / difference) ** 2)


def power_of(
    prompts: int, difference: float, *, disagreement: float = DISAGREEMENT, significance: float = 0.05
) -> float:
    """How likely so many prompts find a true difference of two models: the inverse of ``prompts_for_difference``."""
    alpha = float(ndtri(1 - significance / 2))
    spread = math.sqrt(max(disagreement - difference**2, 1e-9))
    return float(ndtr((difference * math.sqrt(prompts) - alpha * math.sqrt(disagreement)) / spread))


def prompts_between(ranked: Ranked, rank_row: int, other: int) -> int:
    """Own prompts that decide between the models of two rows, to the nearest ten; as many as anybody runs at most."""
    return min(_needed(ranked, rank_row, other), _most(ranked))


def _most(ranked: Ranked) -> int:
    return int(ranked.judged["test-most-items"])


def _needed(ranked: Ranked, rank_row: int, other: int) -> int:
    return _needed_for(_difference(ranked, rank_row, other))


def _needed_for(difference: float) -> int:
    needed = prompts_for_difference(difference, disagreement=max(DISAGREEMENT, difference))
    return max(round(needed, -1), FEWEST)


def prompts_for_errors(first: float, second: float, *, most: int) -> int:
    """Own prompts that decide between models whose fitness is known to these standard errors, in points of 100."""
    return min(_needed_for(_difference_of(first, second)), most)


def _difference(ranked: Ranked, rank_row: int, other: int) -> float:
    """By how much the models of two rows may differ, as a share of prompts: what a test is to notice."""
    return _difference_of(ranked.fitness(rank_row).standard_error, ranked.fitness(other).standard_error)


def _difference_of(first: float, second: float) -> float:
    return min(max(DOUBT * math.hypot(first, second) / 100, 1e-3), 1.0)


def items_told(ranked: Ranked, count: int) -> Told:
    """So many of what the work is tried on: prompts, recordings, images, searches or documents of one's own."""
    return told(f"items.{items_of(ranked.prepared.use_case)}", count=count)


def items_of(use_case: UseCase) -> str:
    """What the work is tried on: as its task names it, else as what it reads, else prompts."""
    read = modalities_in_of(use_case) if use_case.task in SORTED else ()
    return ITEMS.get(use_case.task) or next((name for kind, name in OF_INPUT.items() if kind in read), "prompts")


def alike(ranked: Ranked, rank_row: int, other: int) -> bool:
    """Whether all the prompts that anybody runs would hardly tell the models of two rows apart."""
    return _power(ranked, rank_row, other) < ranked.judged["test-least-power"]


def _power(ranked: Ranked, rank_row: int, other: int) -> float:
    """How likely as many prompts as anybody runs tell the models of two rows apart; what is enough finds it."""
    if _needed(ranked, rank_row, other) <= _most(ranked):
        return 1.0
    difference = _difference(ranked, rank_row, other)
    return power_of(_most(ranked), difference, disagreement=max(DISAGREEMENT, difference))


def trial_told(ranked: Ranked, rows: tuple[int, int], one: ToldValue, rival: ToldValue, *, short: bool = False) -> Told:
    """The test of the models of two rows: on what and on how many, and (not ``short``) what it shows where that is few.

    ``one`` and ``rival`` say whose models they are.
    """
    power = _power(ranked, *rows)
    names = {"one": one, "rival": rival, "items": items_told(ranked, prompts_between(ranked, *rows))}
    if alike(ranked, *rows):
        return told("trial.alike_in_short" if short else "trial.alike", **names)
    if short or power >= POWER:
        return told("trial", **names)
    return told("trial.weak", **names, tenths=("number", 10 * power))


def language_trial(ranked: Ranked, rank_row: int, languages: frozenset[str]) -> dict[str, ToldValue]:
    """What an option is tested on in the languages that nobody says its model knows, and against whom.

    ``languages``, ``items`` and ``rival``: the best of those options whose model somebody says knows them.
    """
    rival = spoken_rival(ranked, rank_row)
    count = FEWEST if rival is None else prompts_between(ranked, rank_row, rival)
    named = told("beside.today") if rival is None else told("rival", model=ranked.context(rival).called)
    return {"items": items_told(ranked, count), "languages": ("language", sorted(languages)), "rival": named}


def spoken_rival(ranked: Ranked, rank_row: int) -> int | None:
    """The best option of another model of which somebody says that it knows every language of the work.

    What scores far less than the tested one shows nothing that anybody would act on, whatever it speaks: where no other
    is, the best of another model, if possible of unquestioned origin. None where there is no other.
    """
    scores, mine = ranked.ranking.scores, ranked.model_id(rank_row)
    others = [row for row in ranked.ranking.order.tolist() if ranked.model_id(row) != mine]
    reach = float(scores[rank_row]) - 2 * ranked.judged["risk-within"] / 100
    spoken = (row for row in others if scores[row] >= reach and not ranked.unspoken(row))
    plain = (row for row in others if ranked.origin(row) is None)
    return next(spoken, next(plain, next(iter(others), None)))


def unstated_told(ranked: Ranked, rank_row: int) -> dict[str, ToldValue]:
    """What nobody says of an option's model that the work demands, and how many calls show it."""
    abilities = tuple(told(f"demanded.{name}") for name in ranked.unstated(rank_row))
    return {"abilities": abilities, "calls": TRIED_CALLS}


def tested_against(ranked: Ranked, choice: int) -> int | None:
    """Whom a choice of inferred ability is tested against: the cheapest that was measured, else the next model."""
    mine, safe = ranked.model_id(choice), cheapest_measured(ranked)
    others = [rank_row for rank_row in ranked.ranking.order.tolist() if ranked.model_id(rank_row) != mine]
    return safe if safe in others else next(iter(others), None)


def cheapest_measured(ranked: Ranked, *, bought: bool = True) -> int | None:
    """The cheapest option within reach of the best whose ability was measured, ``bought`` ones among them or not.

    One of which nothing must be settled or tested first comes before all others: a second doubt decides nothing.
    """
    known = _measured(ranked, bought=bought)
    return min(known, key=lambda row: (not sound(ranked, row), ranked.new_usd(row))) if known else None


def until_tested(ranked: Ranked, listed: Collection[int]) -> int | None:
    """What is used until an inferred ability is tested: measured, not bought, and nothing is to be settled of it.

    Of the ``listed`` rows before others, which whoever signs sees with their price. None where there is no such option.
    """
    known = [row for row in _measured(ranked, bought=False) if sound(ranked, row)]
    return min(known, key=lambda row: (row not in listed, ranked.new_usd(row))) if known else None


def sound(ranked: Ranked, rank_row: int) -> bool:
    """Whether nothing of an option asks to be settled or tested first: origin, languages, demands, waits, its end."""
    asked = ranked.origin(rank_row) is not None or ranked.unspoken(rank_row) or ranked.unstated(rank_row)
    return not (asked or ranked.late(rank_row) or ranked.on_its_way_out(rank_row))


def _measured(ranked: Ranked, *, bought: bool) -> list[int]:
    """The options within reach of the best whose ability was measured, best first."""
    scores = ranked.ranking.scores
    reach = scores.max() - ranked.judged["risk-within"] / 100
    return [
        rank_row
        for rank_row in ranked.ranking.order.tolist()
        if scores[rank_row] >= reach
        and ranked.evidence(rank_row) == "measured"
        and (bought or ranked.context(rank_row).deployment.commitment != "purchase")
    ]
