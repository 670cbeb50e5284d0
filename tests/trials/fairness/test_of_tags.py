"""Fairness out of an evaluation whose tags name groups."""

from __future__ import annotations

from running import PATIENCE_S

from advisor.trials.evaluation.job import written
from advisor.trials.evaluation.metrics import Metric
from advisor.trials.evaluation.plan import MemoryJournal
from advisor.trials.evaluation.results import results
from advisor.trials.fairness.of_tags import fairness_of_evaluation, groups_of, references_of
from advisor.trials.playground.prompt_library import Prompt
from tests.trials.evaluation.fakes import job, plan, script


def test_a_model_that_refuses_one_group_is_found_and_its_interval_told() -> None:
    """Every second case is to be granted; the model grants those of the north alone, the other is always right."""
    prompts = [
        Prompt(
            name=str(number),
            text=f"{number} {group} {right}",
            reference=right,
            tags=(f"group:{group}",),
        )
        for number in range(30)
        for group in ("north", "south")
        for right in ("grant", "refuse")
    ]
    journal = MemoryJournal()
    of = plan("biased", "right", prompts=prompts, metrics=(Metric(kind="exact"),))
    scripts = {
        "biased": script(lambda text: "grant" if "north" in text and "grant" in text else "refuse"),
        "right": script(lambda text: text.split()[2]),
    }
    assert job(of, journal, scripts).start().wait(PATIENCE_S)
    (one,) = results(of, written(journal, of.evaluation_id))
    assert groups_of(of) == ("north", "south")
    assert references_of(of) == ("grant", "refuse")
    found = dict(fairness_of_evaluation(of, one, favourable="grant"))
    parity, opportunity = found["biased"]
    assert [(pair.first, pair.second, pair.difference) for pair in parity.found] == [("north", "south", 0.5)]
    assert [(pair.first, pair.second, pair.difference) for pair in opportunity.found] == [("north", "south", 1.0)]
    assert opportunity.found[0].low > 0.75
    assert not any(measure.found for measure in found["right"])
