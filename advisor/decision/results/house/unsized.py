"""Abler models that are out for one reason alone: nobody states what their size on machines follows from."""

from __future__ import annotations

from typing import Final

import numpy as np

from advisor.decision.gates.origin import flag_of
from advisor.decision.gates.registry import BIT
from advisor.decision.ranked import Ranked
from advisor.units import Told, told

NAMED: Final = 3
"""So many of them are named, the ablest first."""
SERVERS: Final = frozenset({"on_prem", "cloud_gpu"})
UNSTATED: Final = "unsized.fact"
"""The problem of a model whose weights are published and whose shape is not."""


def unsized_told(ranked: Ranked) -> Told | None:
    """How many abler models than the choice could not be sized, and which; None where none is, or nothing is chosen.

    They fail nothing else, and are had in no other way: what would bring them in is a look into their files. It is told
    where the choice runs on servers of its own: who takes a provider's API runs none, and a device at the edge holds no
    such model. Beside a choice whose origin raises no question those whose origin raises one are not named.
    """
    choice, prepared = ranked.finding.choice, ranked.whole
    if choice is None or ranked.context(choice).deployment.kind not in SERVERS:
        return None
    contexts, problems = prepared.contexts, prepared.plans.problems
    had = {contexts[row].model.model_id for row in prepared.feasible.tolist()}
    alone = np.flatnonzero(prepared.verdicts.gates == BIT["sizing"]).tolist()
    models = {
        contexts[row].model.model_id: contexts[row].called
        for row in alone
        if contexts[row].deployment.kind in SERVERS
        and getattr(problems[row], "key", "") == UNSTATED
        and contexts[row].model.model_id not in had
    }
    least = ranked.fitness(choice).points + ranked.judged["least-difference"]
    abler = [name for name in models if prepared.fitness[name].points >= least and not _doubted(ranked, choice, name)]
    if not abler:
        return None
    abler.sort(key=lambda name: (-prepared.fitness[name].points, name))
    named = [
        told("unsized.model", model=models[name], points=("points", prepared.fitness[name].points))
        for name in abler[:NAMED]
    ]
    points = ("points", ranked.fitness(choice).points)
    more = len(abler) - len(named)
    return told(f"beside.unsized{'.more' if more else ''}", models=named, points=points, count=("count", len(abler)))


def _doubted(ranked: Ranked, choice: int, model_id: str) -> bool:
    """Whether a model's origin raises a question where that of the choice raises none."""
    prepared = ranked.whole
    if ranked.origin(choice) is not None:
        return False
    return flag_of(prepared.catalog.model[model_id], prepared.answers, prepared.catalog) is not None
