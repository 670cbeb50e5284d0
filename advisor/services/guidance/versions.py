"""Versions of a decision's choice: the pin, the suite from its own evaluations, the canary, and the kit with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from advisor.assessment import Assessment
from advisor.catalog.catalog import Catalog
from advisor.guidance.architecture.records import Blueprint
from advisor.guidance.versions.canary import canary_plan
from advisor.guidance.versions.pinned import pinned_version
from advisor.guidance.versions.records import Canary, PinnedVersion, RegressionSuite, SuitePrompt
from advisor.guidance.versions.regression import Baseline, regression_suite, suite_files
from advisor.report.beyond.architecture import architecture_of_record, kit_of_record
from advisor.services.kept_evaluations import kept_evaluations
from advisor.storage.trials import TrialStore
from advisor.trials.evaluation.job import written
from advisor.trials.evaluation.plan import Plan
from advisor.trials.evaluation.results import results
from advisor.trials.playground.prompt_library import Prompt
from advisor.trials.playground.prompt_library import filled as with_values
from advisor.trials.playground.starter_prompts import starters
from advisor.words.tell import tell


@dataclass(frozen=True)
class VersionsOfChoice:
    """What the choice of a decision asks for as long as it runs."""

    blueprint: Blueprint
    pinned: PinnedVersion | None
    suite: RegressionSuite
    canary: Canary


def versions_of(
    assessment: Assessment, catalog: Catalog, *, store: TrialStore | None = None, decision_id: str | None = None
) -> VersionsOfChoice | None:
    """For the first use case; with a store the suite is of the decision's own evaluations. None where nothing fits."""
    blueprint = architecture_of_record(assessment, catalog)
    if blueprint is None:
        return None
    case = assessment.answers.use_cases[0]
    plans = [] if store is None else [plan for plan, status in kept_evaluations(store, decision_id) if status == "done"]
    mine = next(iter(plans), None)  # the latest that ended
    prompts = [suite_prompt(prompt) for prompt in mine.prompts] if mine else []
    baselines = list(_baselines(mine, store, blueprint.alternative.model_id)) if mine and store else []
    begun = [suite_prompt(prompt) for prompt in starters(case.task)]
    return VersionsOfChoice(
        blueprint=blueprint,
        pinned=pinned_version(blueprint.alternative, catalog),
        suite=regression_suite(prompts, baselines, starters=begun),
        canary=canary_plan(assessment.answers, case),
    )


def suite_prompt(prompt: Prompt) -> SuitePrompt:
    """A prompt of the library as the suite has it, its variables filled."""
    return SuitePrompt(
        prompt_id=prompt.prompt_id,
        system=with_values(prompt.system, prompt.variables),
        text=with_values(prompt.text, prompt.variables),
        reference=with_values(prompt.reference, prompt.variables),
        tags=tuple(prompt.tags),
    )


def _baselines(plan: Plan, store: TrialStore, model_id: str) -> Iterator[Baseline]:
    """What the choice reached on each metric of an evaluation; nothing where it was not among those asked."""
    for result in results(plan, written(store, plan.evaluation_id)):
        row = next((one for one in result.connections if one.model_id == model_id and one.mean), None)
        if row is not None and row.mean is not None:
            yield Baseline(result.metric.kind, row.mean.mean, row.mean.standard_error, row.mean.count)


def whole_kit(assessment: Assessment, catalog: Catalog, versions: VersionsOfChoice) -> dict[str, str]:
    """The kit with the suite and the roll-out of its versions; raises SizingError where no server can be named."""
    pin = "" if versions.pinned is None else versions.pinned.pin
    return kit_of_record(assessment, catalog, pinned=pin) | suite_files(versions.suite, _rollout(versions))


def _rollout(versions: VersionsOfChoice) -> dict[str, object]:
    """How a version is let in and taken back, as a file that people and pipelines read."""
    canary = versions.canary
    return {
        "pinned": versions.pinned.pin if versions.pinned else None,
        "steps": [step.model_dump(mode="json") for step in canary.steps],
        "requests_needed": canary.requests_needed,
        "failures_before": canary.failures,
        "failures_that_take_it_back": canary.failures_seen,
        "take_back_when": lines_of(canary, "back_when"),
        "take_back_by": lines_of(canary, "back_how")[0],
    }


def lines_of(record: Canary, field: str) -> Sequence[str]:
    """What a field tells, in English, a line each."""
    told = record.told[field]
    return [tell(one) for one in told] if isinstance(told, tuple) else [tell(told)]
