"""The verdict on scored options: what the draws say, the abler option for little money, and what is to be tested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from advisor.decision.gates.origin import CONFIDENTIAL
from advisor.decision.prepared import all_there
from advisor.decision.robustness.smaa import Sampler, in_score
from advisor.decision.robustness.value_of_information import ability_worth
from advisor.decision.scored_options import ScoredOptions
from advisor.decision.scoring.abler import abler_of, outdone, taken_for
from advisor.decision.scoring.contender import Contender
from advisor.decision.scoring.verdict import NOTHING, Ruling, judge

LEADING: Final = 48
"""Options that the verdict looks at: nobody behind them comes near the best in most draws."""
DRAWS: Final = 4_000


def ruling_of(scored: ScoredOptions) -> Ruling:
    """The verdict from the scores of the leading options in shared draws."""
    if scored.leader is None:
        return NOTHING
    rank_rows = scored.ranking.order[:LEADING]
    abilities = scored.ranking.contributions[:, scored.matrix.criteria.index("fitness")]
    owned = all_there([scored.context(rank_row).deployment for rank_row in rank_rows.tolist()], scored.prepared)
    contenders = [
        scored.contender(rank_row, there=there)._replace(
            ability=float(abilities[rank_row]),
            score=float(scored.ranking.scores[rank_row]),
        )
        for rank_row, there in zip(rank_rows.tolist(), owned, strict=True)
    ]
    draws = max(min(scored.samples, DRAWS), 1)
    sampler = Sampler.of(scored.matrix, scored.weights, max(scored.samples, 1), scored.seed, scored.knowledge)
    found = judge(contenders, in_score(sampler.scores(rank_rows, 0, draws)), scored.ruled_by)
    return _tested(scored, _taken(scored, found, contenders))


def _taken(scored: ScoredOptions, found: Ruling, contenders: Sequence[Contender]) -> Ruling:
    """The same verdict with an abler option for little money as the choice, where there is one.

    Among equals it is one of them, chosen for its ability; else what it is worth can be tested in a day.
    """
    chosen = next((one for one in contenders if one.rank_row == found.choice), None)
    abler = None if chosen is None else taken_for(chosen, contenders, scored.little)
    if chosen is None or abler is None:
        return found
    equal = abler.rank_row in found.equals
    dearer = equal and any(one.rank_row in found.equals and one.cost_usd > abler.cost_usd for one in contenders)
    return replace(
        found,
        verdict="equivalent set" if equal else "test first",
        choice=abler.rank_row,
        equals=found.equals if equal else (*found.equals, abler.rank_row),
        tie_break="able",
        aside=(),
        lost=("able", "cheaper") if dearer else ("able",),
        spared=chosen.rank_row,
    )


def _tested(scored: ScoredOptions, found: Ruling) -> Ruling:
    """The same verdict, or "test first" where the choice rests on inferred ability and knowing it is worth a test.

    Much at stake, such a choice is never called clear: that nothing is better was inferred too. Nor is anything that a
    stated limit is more likely missed by than kept: what decides then is a wait, and it can be measured in an hour; nor
    what may be too weak for the work at all, however far behind the others are; nor what nobody says to know a language
    of the work, or to do what that demands; nor what stands beside an abler option for little more money: whether that
    is felt, own prompts say.
    """
    choice = found.choice
    if choice is None:
        return found
    abler = None if found.spared is not None else _abler(scored, choice)
    beside = found.verdict == "clear choice" and abler is not None
    found = replace(found, abler=abler, beside=beside)
    unsure = scored.unspoken(choice) or scored.unstated(choice)
    if scored.late(choice) or scored.may_fail(choice) or unsure:
        return replace(found, verdict="test first")
    if beside or found.verdict == "test first":
        return replace(found, verdict="test first")
    if scored.evidence(choice) == "measured":
        return found
    worth = ability_worth(scored.matrix, scored.weights, scored.model_id(choice))
    unproven = found.verdict == "clear choice" and _much_at_stake(scored, choice)
    if worth * 100 < scored.judged["test-worth"] and not unproven:
        return replace(found, test_worth=worth)
    return replace(found, verdict="test first", test_worth=worth)


def _abler(scored: ScoredOptions, choice: int) -> int | None:
    """An option that is abler than the choice for little money, of no doubtful origin, in time and outdone by none."""
    rows = np.arange(len(scored.matrix))
    ability = np.array([scored.fitness(row).points for row in rows.tolist()])
    new_usd = scored.prepared.plans.new_usd(scored.prepared.feasible)[:, 1]
    fair = np.array([scored.origin(row) is None for row in rows.tolist()])
    out = ~fair | outdone(scored.ranking.scores, ability, new_usd, fair)
    out |= np.array([scored.slow(row) for row in rows.tolist()])
    return abler_of(choice, scored.ranking.scores, ability, np.where(out, np.nan, new_usd), scored.little)


def _much_at_stake(scored: ScoredOptions, choice: int) -> bool:
    """Whether a wrong choice would cost more than its test: the data is sensitive, or the sum is not small."""
    data = scored.prepared.answers.data
    sensitive = data.classification in CONFIDENTIAL or data.health_data
    return sensitive or scored.cost_usd(choice) > scored.judged["clear-unproven-usd"]
