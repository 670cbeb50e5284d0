"""The ranked alternatives as records, each with the workings of its score and why it is not first."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

import numpy as np

from advisor.arrays import Floats, Index
from advisor.decision.ranked import Ranked, best_per_model
from advisor.decision.records import RankedBriefly, Recommendation, Variant
from advisor.decision.results.choice_facts import name_told
from advisor.decision.results.figures import figures_of
from advisor.decision.scoring.rounding import all_digits, digits
from advisor.decision.scoring.score import dominated_by
from advisor.lazy_rows import Rows
from advisor.units import Band, Told, ToldValue, told

NOTABLE = 3
"""Criteria that are named as strengths, and as weaknesses."""
LEAST_SHOWN = 0.05
"""Less of a point is not shown."""


def recommendations_of(ranked: Ranked) -> tuple[Recommendation, ...]:
    """The shown options as records: the choice of the verdict first, the others by score.

    Options that are as good within what is known are told apart by the stated order (cost, lead time, what is proven):
    the first line is the advice.
    """
    if not len(ranked.shown):
        return ()
    prepared, ranking, robust = ranked.prepared, ranked.ranking, ranked.robust
    rank_rows = _choice_first(ranked)
    index, criteria = prepared.feasible[rank_rows], ranked.matrix.criteria
    contexts = [prepared.contexts[row] for row in index.tolist()]
    figures = figures_of(prepared, index)
    values, contributions = all_digits(ranked.matrix.value[rank_rows]), all_digits(ranking.contributions[rank_rows])
    points = _points(ranked, rank_rows, values)
    strengths, weaknesses = (_notable(values, sign * ranked.weights, criteria, points) for sign in (1.0, -1.0))
    scores = [sum(row) for row in contributions.tolist()]
    low = np.minimum(all_digits(robust.low[rank_rows]), scores)
    high = np.maximum(all_digits(robust.high[rank_rows]), scores)
    beaten = dominated_by(ranked.matrix.value[rank_rows], ranking.scores[rank_rows]).tolist()
    ids = [ranked.matrix.ids[rank_row] for rank_row in rank_rows.tolist()]
    columns: dict[str, Sequence[Any]] = {
        "rank": ranks_of(ranked, rank_rows),
        "tied": ranking.tied[rank_rows].tolist(),
        "alternative_id": ids,
        "model_id": [context.model.model_id for context in contexts],
        "model_name": [context.model.name for context in contexts],
        "vendor": [context.model.vendor for context in contexts],
        "deployment": [context.deployment for context in contexts],
        "score": scores,
        "score_low": low.tolist(),
        "score_high": high.tolist(),
        "performances": figures,
        "values": [dict(zip(criteria, row, strict=True)) for row in values.tolist()],
        "contributions": [dict(zip(criteria, row, strict=True)) for row in contributions.tolist()],
        "monthly_cost_usd": _bands(prepared.plans.cost_usd[index]),
        "ttft_ms": [figure["ttft_ms"] for figure in figures],
        "dominated_by": [ids[beater] if beater >= 0 else None for beater in beaten],
        "evidence": [ranked.evidence(rank_row) for rank_row in rank_rows.tolist()],
        "variants": [_variants(ranked, rank_row) for rank_row in rank_rows.tolist()],
        "variant_count": [len(ranked.variants.get(rank_row, ())) for rank_row in rank_rows.tolist()],
        "told": _told(ranked, rank_rows, contributions, (strengths, weaknesses)),
    } | _shares(ranked, rank_rows)
    rows = zip(*columns.values(), strict=True)
    return tuple(Recommendation(**_UNSAID, **dict(zip(columns, row, strict=True))) for row in rows)


_UNSAID: Final[Mapping[str, Any]] = MappingProxyType(
    dict.fromkeys(("name", "place", "sentence", "why_not"), "")
    | dict.fromkeys(("strengths", "weaknesses", "warnings"), ())
)
"""Fields that are filled from what is told."""


def _shares(ranked: Ranked, rank_rows: Index) -> dict[str, Sequence[Any]]:
    """Shares of ranks over the draws."""
    robust = ranked.robust
    return {
        "first_rank_share": all_digits(robust.first[rank_rows]).tolist(),
        "expected_rank": all_digits(robust.expected_rank[rank_rows]).tolist(),
        "near_best_share": all_digits(robust.near_best[rank_rows]).tolist(),
        "rank_acceptability": [tuple(row) for row in all_digits(robust.acceptability[rank_rows]).tolist()],
    }


def _bands(cost_usd: Floats) -> list[Band]:
    """Percentiles of the monthly cost (n, 3) as records."""
    return [Band(p10=low, p50=middle, p90=high) for low, middle, high in all_digits(cost_usd).tolist()]


def _choice_first(ranked: Ranked) -> Index:
    """The shown rows with the choice of the verdict before all others."""
    choice, shown = ranked.finding.choice, ranked.shown
    return shown if choice is None else np.concatenate([shown[shown == choice], shown[shown != choice]])


def ranks_of(ranked: Ranked, rank_rows: Index) -> list[int]:
    """Ranks by score, those above the choice one further down."""
    by_score, choice = ranked.ranking.rank, ranked.finding.choice
    if choice is None or by_score[choice] == 1:
        return [int(rank) for rank in by_score[rank_rows]]
    above = by_score[rank_rows] <= by_score[choice]
    return [int(rank) for rank in np.where(rank_rows == choice, 1, by_score[rank_rows] + above)]


LISTED_VARIANTS = 12


def _variants(ranked: Ranked, rank_row: int) -> tuple[Variant, ...]:
    """The best other variants of an option."""
    whole = ranked.whole
    rows = ranked.variants.get(rank_row, ())[:LISTED_VARIANTS]
    return tuple(
        Variant(
            alternative_id=whole.matrix.ids[row],
            told={"place": whole.contexts[int(whole.feasible[row])].place},
            score=digits(float(whole.matrix.value[row] @ ranked.weights)),
            monthly_cost_usd=_money(float(whole.plans.cost_usd[int(whole.feasible[row]), 1])),
        )
        for row in rows
    )


def _money(usd: float) -> float | None:
    return digits(usd) if math.isfinite(usd) else None


def _told(
    ranked: Ranked,
    rank_rows: Index,
    contributions: Floats,
    notable: tuple[list[tuple[Told, ...]], list[tuple[Told, ...]]],
) -> list[dict[str, Told | tuple[Told, ...]]]:
    """What is to be said of each of some rows, by field; ``contributions`` and ``notable`` are theirs."""
    index = ranked.prepared.feasible[rank_rows]
    contexts = [ranked.prepared.contexts[row] for row in index.tolist()]
    sentences, behind = _sentences(ranked, rank_rows, contributions), _why_not(ranked, rank_rows)
    found = []
    for row, context, strong, weak, sentence, why_not in zip(
        index.tolist(), contexts, *notable, sentences, behind, strict=True
    ):
        said: dict[str, Told | tuple[Told, ...]] = {
            "name": context.name,
            "place": context.place,
            "strengths": strong,
            "weaknesses": weak,
            "sentence": sentence,
            "warnings": ranked.prepared.verdicts[row].warnings,
        } | name_told(context)
        found.append(said if why_not is None else said | {"why_not": why_not})
    return found


def leading_models(ranked: Ranked, count: int) -> tuple[Recommendation, ...]:
    """The best deployments of the first ``count`` models alone, of the shown ones: quick enough to follow a slider.

    The choice of the verdict stands among them, last where its score is lower. Whom they are dominated by is told among
    these.
    """
    rank_rows, choice = best_per_model(ranked), ranked.finding.choice
    rank_rows = rank_rows[np.isin(rank_rows, ranked.shown)][:count]
    if choice is not None and choice not in rank_rows:
        rank_rows = np.append(rank_rows[: count - 1], choice)
    return recommendations_of(replace(ranked, shown=rank_rows))


def _points(ranked: Ranked, rank_rows: Index, values: Floats) -> Floats:
    """What is said of each value (n, c), in points of 100: of fitness the points it is rated at, as everywhere.

    Beyond what a task needs a point of ability is worth little, so that the value of 81 points may be 96 of 100: two
    cards side by side must not tell both of one model.
    """
    points = 100 * values
    points[:, ranked.matrix.criteria.index("fitness")] = [ranked.fitness(row).points for row in rank_rows.tolist()]
    return points


def _notable(values: Floats, weights: Floats, criteria: Sequence[str], points: Floats) -> list[tuple[Told, ...]]:
    """The criteria that speak most for each alternative, by weight x distance of its value (n, c) from one half.

    With negated weights those that speak most against it. In the order of the criteria; equal ones by name. Each is
    told with its ``points`` (n, c).
    """
    pull = weights * (values - 0.5)
    by_name = np.array(sorted(range(len(criteria)), key=lambda column: criteria[column]))
    order = by_name[np.argsort(-pull[:, by_name], axis=1, kind="stable")]
    most = np.zeros(pull.shape, dtype=np.bool_)
    np.put_along_axis(most, order[:, :NOTABLE], values=True, axis=1)
    most &= pull > 1e-6  # noqa: PLR2004 - rounding
    said: list[list[Told]] = [[] for _ in values]
    for row, column in zip(*(part.tolist() for part in np.nonzero(most)), strict=True):
        rated = ("points", float(points[row, column]))
        said[row].append(told("strength", criterion=("criterion_title", criteria[column]), points=rated))
    return [tuple(each) for each in said]


def _sentences(ranked: Ranked, rank_rows: Index, contributions: Floats) -> list[Told]:
    """What each of some rows scores, and from what most; equal contributions by name."""
    criteria = ranked.matrix.criteria
    by_name = np.array(sorted(range(len(criteria)), key=lambda column: criteria[column]))
    order = by_name[np.argsort(-contributions[:, by_name], axis=1, kind="stable")][:, :NOTABLE]
    points = (np.take_along_axis(contributions, order, axis=1) * 100).tolist()
    scores = (ranked.ranking.scores[rank_rows] * 100).tolist()
    said = []
    for rank_row, score, most, parts in zip(rank_rows.tolist(), scores, order.tolist(), points, strict=True):
        named = [
            told("score.part", criterion=("criterion", criteria[column]), points=("points", part))
            for column, part in zip(most, parts, strict=True)
        ]
        said.append(told("score", name=ranked.name(rank_row), score=("points", score), parts=named))
    return said


def _why_not(ranked: Ranked, rank_rows: Index) -> list[Told | None]:
    """Why each of some rows is behind the best score; nothing for that and for the choice, which stands first."""
    leader = int(ranked.ranking.order[0])
    scores, contributions = ranked.ranking.scores, ranked.ranking.contributions
    gaps = (scores[leader] - scores[rank_rows]).tolist()
    lost = ((contributions[leader] - contributions[rank_rows]) * 100).tolist()
    first = ranked.prepared.contexts[int(ranked.prepared.feasible[leader])]
    said = []
    for rank_row, gap, points in zip(rank_rows.tolist(), gaps, lost, strict=True):
        other: ToldValue = first.called
        if ranked.model_id(rank_row) == first.model.model_id:
            other = first.place
        losses = dict(zip(ranked.matrix.criteria, points, strict=True))
        said.append(
            None
            if rank_row in (leader, ranked.finding.choice)
            else _behind(ranked.name(rank_row), other, losses, gap=gap)
        )
    return said


def _behind(name: Told, other: ToldValue, lost: Mapping[str, float], *, gap: float) -> Told:
    """Why ``name`` is behind ``other``: where it has ``lost`` points of 100, and where (below 0) it gains some."""
    losses = sorted((key for key, points in lost.items() if points >= LEAST_SHOWN), key=lambda key: -lost[key])[:3]
    gains = sorted((key for key, points in lost.items() if points <= -LEAST_SHOWN), key=lambda key: lost[key])[:2]
    if gap <= 1e-9:  # noqa: PLR2004 - rounding
        return told("behind.tie", name=name, other=other)
    parts = {"losses": [_part(key, lost[key]) for key in losses], "gains": [_part(key, -lost[key]) for key in gains]}
    key = {(True, True): ".both", (True, False): ".loses", (False, True): ".gains"}.get((bool(losses), bool(gains)), "")
    return told(f"behind{key}", name=name, other=other, points=("points", gap * 100), **parts)


def _part(criterion: str, points: float) -> Told:
    return told("behind.part", points=("points", points), criterion=("criterion", criterion))


def also_ranked_of(ranked: Ranked) -> Rows[RankedBriefly]:
    """The feasible alternatives that are not shown in full, each with the sentence why not."""
    leader = ranked.leader
    if leader is None:
        return Rows.of(())
    rank_rows = ranked.ranking.order[~np.isin(ranked.ranking.order, ranked.shown)]
    index = ranked.prepared.feasible[rank_rows]
    scores = ranked.ranking.scores[rank_rows]
    behind = (ranked.ranking.scores[leader] - scores) * 100
    lost = (ranked.ranking.contributions[leader] - ranked.ranking.contributions[rank_rows]) * 100
    criteria = ranked.matrix.criteria
    columns = (
        rank_rows,
        index,
        ranked.ranking.rank[rank_rows],
        all_digits(scores),
        behind,
        lost.max(axis=1, initial=0.0),
    )
    cost, contexts, ids = (
        all_digits(ranked.prepared.plans.cost_usd[index, 1]),
        ranked.prepared.contexts,
        ranked.matrix.ids,
    )
    most = lost.argmax(axis=1)

    def made() -> list[RankedBriefly]:
        rows = zip(*(column.tolist() for column in (*columns, most, cost)), strict=True)
        return [
            RankedBriefly(
                rank=rank,
                alternative_id=ids[rank_row],
                model_id=contexts[at].model.model_id,
                score=score,
                why_not="",
                name="",
                monthly_cost_usd=usd,
                told={"why_not": _briefly(gap, largest, criteria[on]), "name": contexts[at].name},
            )
            for rank_row, at, rank, score, gap, largest, on, usd in rows
        ]

    return Rows(made)


def _briefly(gap: float, largest: float, criterion: str) -> Told:
    """By how many points something is behind, and on which criterion most of them were lost."""
    return told(
        "behind.briefly", points=("points", gap), largest=("points", largest), criterion=("criterion", criterion)
    )
