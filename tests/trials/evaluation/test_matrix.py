"""The matrix says of every answer what it is, and finds what somebody looks for."""

from __future__ import annotations

from datetime import UTC, datetime

from advisor.trials.evaluation.job import Written
from advisor.trials.evaluation.marks_by_hand import Mark
from advisor.trials.evaluation.matrix import counts, matrix_lines
from advisor.trials.evaluation.metrics import Metric
from advisor.trials.evaluation.plan import Plan
from advisor.trials.evaluation.results import results
from advisor.trials.playground.prompt_library import Prompt
from advisor.trials.records import Connection, Failure, Measurement, Message, Run, TrialRequest

AT = datetime(2026, 11, 28, tzinfo=UTC)


def plan(prompts: int = 4, connections: int = 2) -> Plan:
    """An evaluation whose right answer is always "yes"."""
    return Plan(
        evaluation_id="e",
        name="E",
        prompts=tuple(Prompt(name=f"P{number}", text="?", reference="yes") for number in range(prompts)),
        connections=tuple(
            Connection(
                name=f"c{number}", base_url="http://127.0.0.1:9/v1", scope="loopback", model="m", hosting="on_prem"
            )
            for number in range(connections)
        ),
        metrics=(Metric(kind="exact"),),
    )


def run(text: str, failure: str | None = None) -> Run:
    """A run that said something, or broke off."""
    problem = None if failure is None else Failure.model_validate({"kind": failure, "message": failure})
    return Run(
        run_id="r",
        group_id="e",
        started_at=AT,
        connection="c0",
        flavour="openai_chat",
        model="m",
        hosting="on_prem",
        request=TrialRequest(messages=(Message(role="user", text="?"),)),
        text=text,
        partial=problem is not None,
        failure=problem,
        measurement=Measurement(total_s=1.0),
    )


def found(marks: dict[tuple[int, str, int], Mark] | None = None) -> Written:
    """Both right; one wrong; one cut by its endpoint; one that said nothing."""
    runs = {
        (0, "c0"): run("yes"),
        (0, "c1"): run("Yes."),
        (1, "c0"): run("no"),
        (1, "c1"): run("yes"),
        (2, "c1"): run("yes"),
    }
    failed = {(2, "c0"): run("ye", "cut"), (3, "c0"): run("", "empty"), (3, "c1"): run("", "server_error")}
    return Written(runs, failed, frozenset(), marks or {})


def test_only_what_the_model_did_is_scored() -> None:
    """An answer that was cut or that the endpoint lost has no score; one that says nothing is wrong."""
    lines = matrix_lines(plan(), found())
    assert [[cell.score for cell in line.cells] for line in lines] == [[1, 1], [0, 1], [None, 1], [0, None]]


def test_filters_find_failures_and_disagreements() -> None:
    """Broken off is a failure too; one right and one wrong is a disagreement."""
    lines = matrix_lines(plan(), found())
    assert counts(lines) == {"all": 4, "failures": 3, "disagreements": 1, "unscored": 2, "marked": 0}


def test_a_mark_by_hand_counts_instead_of_the_metric() -> None:
    """In the matrix, where the metric's own score stays beside it, and in the results, which say how many there are."""
    mark = Mark(item=1, connection="c0", metric=0, score=1.0, reason="no is right here", at=AT)
    marked = found({(1, "c0", 0): mark})
    cell = matrix_lines(plan(), marked)[1].cells[0]
    assert (cell.score, cell.metric_score) == (1.0, 0.0)
    (one,) = results(plan(), marked)
    row = next(row for row in one.connections if row.connection == "c0")
    assert (row.marked, row.scores) == (1, (1.0, 1.0, None, 0.0))
