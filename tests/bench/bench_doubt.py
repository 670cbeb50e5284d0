"""Where the doubt of an advice comes from, and which judgement it hangs on.

``make bench`` prints both: the share of the spread between the leading two models that abilities, weights, costs, waits
and the rest bring (each alone, the others at their middle), and for every judgement of ``judgements.csv``, moved to its
low and to its high, how many of the sample decisions change their choice.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest

from advisor.catalog.catalog import Catalog
from advisor.catalog.load import load_catalog
from advisor.decision.prepared import prepare
from advisor.decision.ranked import Ranked, rank
from advisor.decision.robustness.smaa import UNIT, Sampler
from advisor.questionnaire.presets import load_sample, sample_paths

pytestmark = pytest.mark.bench
DRAWS = 4_000
GROUPS = {"fitness": "abilities", "cost": "costs", "latency": "waits", "energy": "energy"}


def _rankings(catalog: Catalog, samples: int = 0) -> list[Ranked]:
    found = []
    for path in sample_paths():
        answers = load_sample(path.stem)
        found += [rank(prepare(answers, catalog, case), samples=samples) for case in answers.use_cases]
    return found


def _spread(ranked: Ranked, group: str | None) -> float:
    """Variance of the difference of the leading two models when one source of doubt alone varies (None: weights)."""
    first = int(ranked.ranking.order[0])
    mine = ranked.model_id(first)
    second = next(place for place in ranked.ranking.order.tolist() if ranked.model_id(place) != mine)
    matrix = ranked.matrix
    keep = np.array([group is not None and GROUPS.get(name, "policies") == group for name in matrix.criteria])
    alone = replace(matrix, up=np.where(keep, matrix.up, 0.0), down=np.where(keep, matrix.down, 0.0))
    sampler = Sampler.of(alone, ranked.weights, DRAWS, 0)
    drawn = sampler.scores(np.array([first, second]), 0, DRAWS, stated=group is not None) / UNIT
    return float(np.var(drawn[0] - drawn[1]))


def test_where_the_doubt_comes_from() -> None:
    """Shares of variance per source, the mean over all use cases of the samples."""
    shares: defaultdict[str, list[float]] = defaultdict(list)
    for ranked in _rankings(load_catalog()):
        if len({ranked.model_id(place) for place in range(len(ranked.matrix))}) < 2:
            continue
        parts = {name: _spread(ranked, name) for name in (*dict.fromkeys(GROUPS.values()), "policies")}
        parts["weights"] = _spread(ranked, None)
        total = sum(parts.values())
        for name, part in parts.items():
            shares[name].append(part / total)
    means = {name: float(np.mean(values)) for name, values in shares.items()}
    for name, mean in sorted(means.items(), key=lambda item: -item[1]):
        print(f"{name:12s} {mean:6.1%} of the doubt between the leading two models")
    assert sum(means.values()) == pytest.approx(1.0)


def test_which_judgement_the_advice_hangs_on() -> None:
    """Every judgement at its low and its high: how many choices of the sample decisions change."""
    catalog = load_catalog()
    base = [_choice(ranked) for ranked in _rankings(catalog, 1_000)]
    hangs: dict[str, tuple[int, int]] = {}
    for row in catalog.judgements:
        changed = []
        for value in (row.low, row.high):
            rows = tuple(one.model_copy(update={"value": value}) if one is row else one for one in catalog.judgements)
            moved = _rankings(replace(catalog, judgements=rows), 1_000)
            changed.append(sum(before != _choice(ranked) for before, ranked in zip(base, moved, strict=True)))
        hangs[row.judgement] = (changed[0], changed[1])
    for name, (low, high) in sorted(hangs.items(), key=lambda item: -max(item[1])):
        print(f"{name:36s} {low:2d} at its low, {high:2d} at its high, of {len(base)} choices")
    assert len(hangs) == len(catalog.judgements)


def _choice(ranked: Ranked) -> str | None:
    choice = ranked.finding.choice
    return None if choice is None else ranked.model_id(choice)
