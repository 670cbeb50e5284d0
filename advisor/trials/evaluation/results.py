"""The results of an evaluation: scores by connection and metric, comparisons, and the evidence they give."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import numpy as np

from advisor.decision.records import EvidenceNote
from advisor.trials.evaluation.job import Written
from advisor.trials.evaluation.kinds.meaning import similarity_in
from advisor.trials.evaluation.kinds.retrieval import Passages
from advisor.trials.evaluation.kinds.tool_calls import written_down
from advisor.trials.evaluation.metrics import Metric, judged, score
from advisor.trials.evaluation.plan import Plan, judge_name, meaning_name
from advisor.trials.evaluation.sequential import drawn_order, enough, pairs_of, sequential_test
from advisor.trials.evaluation.statistics import (
    Mean,
    PairedTest,
    designs,
    holm,
    mean_of_repeated,
    paired,
    spread_within,
)
from advisor.trials.evaluation.variants import AskedColumn
from advisor.trials.measures.timing import waits_of
from advisor.trials.playground.prompt_library import Prompt
from advisor.trials.records import Run

ScoreOf = Callable[[Metric, Run, Prompt], float | None]
"""What gives the score of a run's answer to a prompt."""
MODELS_OWN: Final = frozenset({"empty", "too_long"})
"""Failures that are the model's own, and no fault of its endpoint or of the limits that were asked for."""
NAMES = {
    "json_valid": "JSON valid",
    "json_schema": "JSON schema",
    "json_fields": "JSON fields",
    "rouge_l": "ROUGE-L",
    "semantic": "Similarity of embeddings",
    "context_overlap": "Word overlap with the context",
    "expression": "Own expression",
}


@dataclass(frozen=True, slots=True)
class ConnectionResult:
    """One column (a connection, in a variant where there are some) under one metric.

    ``scores`` by prompt, the mean of its repeats (``each``), None where it could not be scored. ``spread`` is the
    standard deviation of one prompt's repeats, ``unsteady`` the prompts whose repeats differ.

    A model that answers with nothing, or whose context is too small for the prompt, scores 0: it has not done the work.
    What the endpoint broke off, filtered, refused or cut at our maximum says nothing of the model: it is not scored,
    and counted in ``failures``, as are prompts that were never asked. ``marked`` scores were given by hand.
    """

    connection: str
    model_id: str | None
    scores: tuple[float | None, ...]
    mean: Mean | None
    cost_usd: Decimal | None
    median_total_s: float | None
    failures: int
    marked: int = 0
    provider_id: str | None = None
    ttft_ms: float | None = None
    itl_ms: float | None = None
    timed: int = 0
    variant: str = ""
    each: tuple[tuple[float, ...], ...] = ()
    spread: float | None = None
    unsteady: int = 0


@dataclass(frozen=True, slots=True)
class MetricResult:
    """Every connection under one metric, best first, and the paired tests of each against the best."""

    metric: Metric
    connections: tuple[ConnectionResult, ...]
    tests: tuple[PairedTest, ...]


def metric_name(metric: Metric) -> str:
    """The metric in a word or two."""
    return NAMES.get(metric.kind, metric.kind.replace("_", " ").capitalize().replace("Chrf", "chrF"))


def answer_read(metric: Metric, run: Run) -> str:
    """What a metric reads of a run: its text, or the calls it asks for as JSON, where the metric is about those."""
    return (written_down(run.tool_calls) or run.text) if metric.kind == "tool_call" else run.text


def score_run(metric: Metric, run: Run, prompt: Prompt) -> float | None:
    """The score of a run's answer, worked out here and now."""
    given = Passages(prompt.contexts, prompt.relevant)
    return score(metric, answer_read(metric, run), prompt.reference, given=given)


def results(plan: Plan, found: Written, *, scored: ScoreOf = score_run) -> tuple[MetricResult, ...]:
    """Results by metric, in the order of the plan; ``scored`` may know scores that were worked out before."""
    return tuple(_metric_result(plan, metric, found, scored) for metric in range(len(plan.metrics)))


def _metric_result(plan: Plan, number: int, found: Written, scored: ScoreOf) -> MetricResult:
    metric, columns = plan.metrics[number], plan.columns
    rows = sorted(
        (_connection_result(plan, number, column, found, scored) for column in columns),
        key=lambda row: -(row.mean.mean if row.mean else -1.0),
    )
    return MetricResult(metric, tuple(rows), _tests(plan, metric, rows))


def _tests(plan: Plan, metric: Metric, rows: Sequence[ConnectionResult]) -> tuple[PairedTest, ...]:
    """Each column against the best; where somebody looked before the end, by tests that allow it."""
    order = drawn_order(len(plan.prompts), lot=plan.evaluation_id) if plan.stop else range(len(plan.prompts))
    tests: list[PairedTest] = []
    for other in rows[1:]:
        pairs = [(rows[0].scores[item], other.scores[item]) for item in order]
        known = [(mine, theirs) for mine, theirs in pairs if mine is not None and theirs is not None]
        names = rows[0].connection, other.connection
        if plan.stop:
            gaps = [mine - theirs for mine, theirs in known]
            tests.append(sequential_test(gaps, names=names, pairs=pairs_of(len(rows))))
            continue
        test = paired(
            [mine for mine, _ in known],
            [theirs for _, theirs in known],
            names=names,
            binary=metric.binary and plan.repeats == 1,
        )
        tests += [test] if test is not None else []
    return tuple(tests) if plan.stop else holm(tests)


def seen_enough(plan: Plan, found: Written, *, scored: ScoreOf = score_run) -> bool:
    """Whether the stopping rule of an evaluation, if it has one, is met by its first metric."""
    return plan.stop is not None and enough(_metric_result(plan, 0, found, scored).tests, within=plan.stop.within)


def _connection_result(
    plan: Plan, number: int, column: AskedColumn, found: Written, scored: ScoreOf
) -> ConnectionResult:
    connection, metric, name = column.connection, plan.metrics[number], column.name
    marks = {item: mark for (item, whose, of), mark in found.marks.items() if (whose, of) == (name, number)}

    def one(item: int) -> float | None:
        return marks[item].score if item in marks else score_of(plan, number, item, name, found, scored=scored)

    each = tuple(
        tuple(score for item in plan.items_of(prompt) if (score := one(item)) is not None)
        for prompt in range(len(plan.prompts))
    )
    mine = [run for (_, whose), run in (*found.runs.items(), *found.failed.items()) if whose == name]
    costs = [run.cost.usd for run in mine if run.cost.usd is not None]
    waits = waits_of(mine)
    return ConnectionResult(
        connection=name,
        model_id=connection.catalog_model_id,
        scores=tuple(float(np.mean(scores)) if scores else None for scores in each),
        mean=mean_of_repeated(each, binary=metric.binary),
        cost_usd=sum(costs, Decimal(0)) if costs else None,
        median_total_s=_median(run.measurement.total_s for run in mine if run.whole),
        failures=sum(not run.whole for run in mine),
        marked=len(marks),
        provider_id=connection.provider_id if connection.hosting == "provider_api" else None,
        ttft_ms=waits.ttft_ms,
        itl_ms=waits.itl_ms,
        timed=waits.runs,
        variant="" if column.variant is None else column.variant.name,
        each=each,
        spread=spread_within(each),
        unsteady=sum(len(set(scores)) > 1 for scores in each),
    )


def _median(values: Iterable[float]) -> float | None:
    known = list(values)
    return float(np.median(known)) if known else None


def score_of(
    plan: Plan, metric: int, item: int, name: str, found: Written, *, scored: ScoreOf = score_run
) -> float | None:
    """The metric's score of one answer, marks by hand left aside; None where it was not or cannot be scored."""
    chosen, prompt = plan.metrics[metric], plan.prompt(item)
    run = found.runs.get((item, name))
    if run is None:
        failed = found.failed.get((item, name))
        problem = None if failed is None else failed.failure
        return 0.0 if problem is not None and problem.kind in MODELS_OWN and chosen.can_score(prompt) else None
    if chosen.kind == "judge":
        reply = found.runs.get((item, judge_name(name)))
        return None if reply is None else judged(reply.text)
    if chosen.kind == "semantic":
        reply = found.runs.get((item, meaning_name(name)))
        return None if reply is None else similarity_in(reply.text)
    return scored(chosen, run, prompt)


def judge_pairs(plan: Plan, found: Written, metric: int) -> tuple[tuple[float, float], ...]:
    """The scores that judge and person gave the same answers under a metric, as (judge, person)."""
    marked = ((mark.item, mark.connection, mark.score) for mark in found.marks.values() if mark.metric == metric)
    pairs = ((score_of(plan, metric, item, name, found), mine) for item, name, mine in marked)
    return tuple((judge, mine) for judge, mine in pairs if judge is not None and mine is not None)


def prompts_to_decide(one: MetricResult, test: PairedTest) -> int | None:
    """How many prompts would show a difference of the size found here (80% power at 5%), with as many repeats.

    None without a difference or below two prompts: nothing is known then of how prompts differ.
    """
    scores = {row.connection: row.scores for row in one.connections}
    pairs = zip(scores[test.first], scores[test.second], strict=True)
    gaps = [mine - theirs for mine, theirs in pairs if mine is not None and theirs is not None]
    if len(gaps) < 2 or not test.difference:  # noqa: PLR2004 - a spread takes two
        return None
    (found,) = designs(abs(test.difference), between=float(np.std(gaps, ddof=1)), within=0.0, repeats=(1,))
    return found.prompts


def evidence_of(
    plan: Plan, found: Written, *, metric: int = 0, scored: ScoreOf = score_run
) -> tuple[EvidenceNote, ...]:
    """Evidence for the ranking from one metric, one record per catalog model; models not in the catalog give none."""
    if not found.runs:
        return ()
    chosen = _metric_result(plan, metric, found, scored)
    last = max(run.started_at for run in found.runs.values()).date()
    best: dict[str, ConnectionResult] = {}
    for row in chosen.connections:
        if row.model_id is not None and row.mean is not None:
            best.setdefault(row.model_id, row)
    return tuple(
        EvidenceNote(
            alternative_or_model=model_id,
            metric=metric_name(chosen.metric),
            estimate=row.mean.mean,
            standard_error=row.mean.standard_error,
            prompts=row.mean.count,
            dated=last.isoformat(),
            effect="",
            use_case=plan.use_case,
            provider=row.provider_id or "",
            ttft_ms=row.ttft_ms,
            itl_ms=row.itl_ms,
            timed=row.timed,
        )
        for model_id, row in best.items()
        if row.mean is not None
    )


def result_rows(found: Sequence[MetricResult]) -> list[dict[str, object]]:
    """Every figure as rows of a table or a file."""
    return [
        {
            "metric": metric_name(one.metric),
            "tag": "",
            "connection": row.connection,
            "variant": row.variant,
            "model_id": row.model_id,
            "prompts": row.mean.count if row.mean else 0,
            "mean": row.mean.mean if row.mean else None,
            "low_95": row.mean.low if row.mean else None,
            "high_95": row.mean.high if row.mean else None,
            "standard_error": row.mean.standard_error if row.mean else None,
            "answers": sum(map(len, row.each)),
            "spread_within_prompt": row.spread,
            "prompts_unsteady": row.unsteady,
            "cost_usd": row.cost_usd,
            "median_total_s": row.median_total_s,
            "failures": row.failures,
            "marked_by_hand": row.marked,
        }
        for one in found
        for row in one.connections
    ]
