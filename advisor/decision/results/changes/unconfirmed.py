"""Who would be on the shortlist if its provider confirmed what it does not state.

Such an alternative fails closed and is in no ranking, though a letter may be all that keeps it out: whoever reads the
shortlist is told of it, and of what to ask.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from advisor.arrays import Floats, Index
from advisor.decision.matrix.performances import matrix_of
from advisor.decision.ranked import Ranked, ranked_alike
from advisor.decision.records import Choice
from advisor.decision.results.changes.letters import letter_told, worth_asking
from advisor.decision.results.changes.relaxations import SCORED, scores_of
from advisor.decision.results.shortlist import shortlisted
from advisor.units import Told, told

NAMED: Final = 2
"""Letters that stand beside the shortlist."""


def unconfirmed_told(ranked: Ranked, shortlist: Sequence[Choice]) -> tuple[Told, ...]:
    """One sentence for each, the first of the list first; nothing where nobody would be among the three.

    The list is made again with those that score no less than the last on it, as if all of them passed.
    """
    whole = ranked.whole
    silent = np.flatnonzero(whole.verdicts.unconfirmed).tolist()
    zones = whole.answers.data.residency
    asked = [row for row in silent if worth_asking(whole.verdicts[row].failures, whole.contexts[row], zones)]
    candidates = np.array(asked, dtype=np.int64)
    if not shortlist or not len(candidates):
        return ()
    scores = scores_of(whole, candidates, ranked.weights)
    least = min(ranked.ranking.scores[ranked.matrix.ids.index(choice.alternative_id)] for choice in shortlist)
    order = np.argsort(-scores, kind="stable")[:SCORED]
    ahead = scores > _of_their_options(ranked, candidates)
    near = candidates[order][(scores >= least)[order] & ahead[order]]
    if not len(near):
        return ()
    feasible = np.union1d(whole.feasible, near)
    passing = replace(whole, matrix=matrix_of(whole.inputs, feasible), feasible=feasible)
    joined = ranked_alike(ranked, passing)
    seated = [int(joined.prepared.feasible[rank_row]) for rank_row in shortlisted(joined)]
    wanted = set(near.tolist())
    found = (_told(ranked, index) for index in seated if index in wanted)
    return tuple(one for one in found if one is not None)[:NAMED]


def _of_their_options(ranked: Ranked, candidates: Index) -> Floats:
    """(n,) what the options of the candidates score as things are: nobody sits on the list for a weaker variant."""
    contexts, whole = ranked.whole.contexts, ranked.whole
    known: dict[tuple[str, str], float] = {}
    for row, score in zip(whole.feasible.tolist(), (whole.matrix.value @ ranked.weights).tolist(), strict=True):
        option = contexts[row].model.model_id, contexts[row].deployment.kind
        known[option] = max(known.get(option, -np.inf), score)
    options = ((contexts[row].model.model_id, contexts[row].deployment.kind) for row in candidates.tolist())
    return np.array([known.get(option, -np.inf) for option in options], dtype=np.float64)


def _told(ranked: Ranked, index: int) -> Told | None:
    context = ranked.whole.contexts[index]
    letter = letter_told(ranked.whole.verdicts[index].failures, context)
    return None if letter is None else told("beside.unconfirmed", name=context.name, letter=letter)
