"""The answers after a relaxation: changed just so far that the alternative it is about passes the gates it failed.

What no answer decides (a policy that nobody states, a licence, a contract) cannot be relaxed here: the result is None.
"""

from __future__ import annotations

from advisor.decision.gates.registry import GATES
from advisor.decision.gates.relax import Fields, Relaxing
from advisor.decision.gates.rule import GateFailure
from advisor.decision.prepared import Prepared
from advisor.decision.records import Relaxation
from advisor.questionnaire.answers import Answers


def relaxed_answers(prepared: Prepared, answers: Answers, use_case: int, relaxation: Relaxation) -> Answers | None:
    """The answers that admit what ``relaxation`` is about.

    ``prepared`` must have planned everything (``prepare(everything=True)``). None where answers cannot do it.
    """
    index = _named(prepared, relaxation)
    if index is None:
        return None
    failures = prepared.verdicts[index].failures
    fields = answers.model_dump()
    for failure in failures:
        relax = GATES[failure.gate].relax
        if failure.unknown or relax is None or not relax(_change(prepared, index, failure, fields, use_case)):
            return None
    return Answers.model_validate(fields)


def _named(prepared: Prepared, relaxation: Relaxation) -> int | None:
    """The plan index of the alternative that the relaxation is stated for: the best that it names."""
    row_of = {item.alternative_id: index for index, item in enumerate(prepared.plans.alternatives)}
    return row_of.get(relaxation.admits[0]) if relaxation.admits else None


def _change(prepared: Prepared, index: int, failure: GateFailure, fields: Fields, use_case: int) -> Relaxing:
    context, plans = prepared.contexts[index], prepared.plans
    known = prepared.fitness.get(context.model.model_id)
    return Relaxing(
        fields=fields,
        case=fields["use_cases"][use_case],
        context=context,
        told=failure.told,
        fitness=known.points if known else 0.0,
        cost_usd=float(plans.cost_usd[index, 1] - plans.outside_cap_usd[index]),
        waits=(float(plans.ttft_ms[index, 0]), float(plans.itl_ms[index, 0]), float(plans.total_s[index, 0])),
        as_of=prepared.setting.as_of,
    )
