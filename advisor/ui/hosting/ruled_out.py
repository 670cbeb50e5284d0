"""Which of the shown plans the decision rules out, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from advisor.decision.prepared import prepare
from advisor.decision.records import Elimination
from advisor.hosting.planning.planner import PlanTable
from advisor.questionnaire.answers import Answers, UseCase
from advisor.ui.words import later, message, say, say_n, spoken
from advisor.words.sentences.gates import GATE_NAMES

PASSES = later("passes")


def failed(answers: Answers, use_case: UseCase, table: PlanTable) -> dict[str, Elimination]:
    """The plans of a table that the saved answers rule out, by alternative, whatever the controls made of them.

    ``use_case`` is the saved one. Their sentences are made where one is shown: of hundreds that are, six at most.
    """
    judged = prepare(answers, table.catalog, use_case, plans=table, everything=True)
    return {item.alternative_id: item for item in judged.eliminated.records.bare}


def failure_of(table: PlanTable, row: int, out: Mapping[str, Elimination]) -> Elimination | None:
    """The gate that a plan fails; None where it passes all of them."""
    alternative = table.alternatives[row]
    model, kind = alternative.model_id, alternative.deployment.kind
    for name in (alternative.alternative_id, f"{model}@any", f"{model}@{kind}:any"):
        if name in out:
            return out[name]
    return None


def words(failure: Elimination | None) -> str:
    """The column of the table: passes, or the gates that are failed."""
    if failure is None:
        return say(PASSES)
    failed_gates = ", ".join(message(GATE_NAMES[gate]) for gate in (failure.gate, *failure.also))
    return say("fails: {gates}", gates=failed_gates)


def show(table: PlanTable, rows: Sequence[int], out: Mapping[str, Elimination]) -> None:
    """A warning with the reason for every shown plan that the saved answers rule out."""
    found = [failure_of(table, row, out) for row in rows]
    lines = [f"- {spoken(failure).sentence}" for failure in found if failure is not None]
    if lines:
        head = say_n(
            "{n} of the {plans} plans shown fails a gate of this decision and cannot be recommended:",
            "{n} of the {plans} plans shown fail a gate of this decision and cannot be recommended:",
            len(lines),
            plans=len(rows),
        )
        if len(lines) == len(rows):
            head = say("Every plan shown fails a gate of this decision and cannot be recommended:")
        st.warning(
            head + "\n\n" + "\n".join(lines),
            icon=":material/block:",
        )
