"""Versions: what is pinned, what a new one must pass, how it is let in, and the plan when an end is announced."""

from __future__ import annotations

from typing import Final

VERSION_SENTENCES: Final[dict[str, str]] = {
    "pinned.snapshot": "Pin {pin}: it names one version of {model} at {provider} and does not change.",
    "pinned.weights": (
        "Pin the commit of {pin} and keep a copy of the weights with their checksums: nobody can change or end them."
    ),
    "pinned.name_only": (
        "{provider} sells {model} as {pin}; that it always means one version is stated in no source of the catalog. "
        "Ask for a dated id, and run the suite each week until you have one."
    ),
    "pinned.none_sold": (
        "{provider} sells no pinned version of {model}: {pin} can change any day. Run the suite each day."
    ),
    "suite.enough": "{prompts} prompts of the evaluation: enough to find a drop of {drop} of the right answers.",
    "suite.evaluation": "{prompts} prompts of the evaluation; {wanted} find a drop of {drop} of the right answers.",
    "suite.starters": (
        "No evaluation is kept with the decision; starter prompts to begin with: {prompts}. {wanted} prompts of your "
        "own work find a drop of {drop} of the right answers."
    ),
    "suite.nothing": (
        "No evaluation is kept with the decision, and there is no starter for this task: collect {wanted} cases of "
        "your own work, which find a drop of {drop} of the right answers."
    ),
    "canary.steps": (
        "Give the new version {share} of the requests first; {requests} of them show whether failures rise from "
        "{before} to {after}. All steps together take about {days} days at {daily} requests a day."
    ),
    "canary.too_little": (
        "{daily} requests a day are too few to see in two weeks whether failures rise from {before} to {after} "
        "({requests} are needed): let the regression suite decide, and switch at once."
    ),
    "canary.back.failures": "{share} or more of its requests fail or are refused",
    "canary.back.suite": "it falls below a limit of the regression suite",
    "canary.back.ttft": "the 95th percentile of the time to the first token is beyond {limit} ms",
    "canary.back.total": "the 95th percentile of the whole answer is beyond {limit} s",
    "canary.back.cost": "a request costs {rise} more than planned",
    "canary.back_how": (
        "Point the gateway's name back at the pinned version: no application changes. Keep the old version until the "
        "new one has had all requests for a month."
    ),
    "canary.back_device": "Keep the old weights on the device beside the new ones: start the server with them again.",
    "behaviour.passed": "{day}: {version} has {now} right, the version before had {was}.",
    "behaviour.passed_same": "{day}: {version} has {now} right and had {was} before, under the same name.",
    "behaviour.refused": "{day}: {version} refuses {now}, the version before refused {was}.",
    "behaviour.refused_same": "{day}: {version} refuses {now} and refused {was} before, under the same name.",
    "migration.ends": "{model} ends on {day}. A change takes {months} months as you answered: begin by {begin}.",
    "migration.ends_earliest": (
        "{model} ends on {day} at the earliest. A change takes {months} months as you answered: begin by {begin}."
    ),
    "migration.late": "{model} ends on {day}. A change takes {months} months, and the day to begin ({begin}) is past.",
    "migration.late_earliest": (
        "{model} ends on {day} at the earliest. A change takes {months} months, and the day to begin ({begin}) is past."
    ),
    "migration.step.baseline": "{day}: run the regression suite on the present version once more, as the baseline.",
    "migration.step.test": "By {day}: {prompts} prompts of your own work on {model} and on the present version.",
    "migration.step.decide": "By {day}: take the decision again with what was measured.",
    "migration.step.canary": "By {day}: let the successor in by the steps below.",
    "migration.step.switch": "By {day}: all requests go to the successor.",
    "migration.step.remove": "{day}: the old version answers no more; take its name and keys out.",
    "migration.step.nothing": "No other model passes the answers: relax a requirement, or ask the provider for time.",
}
"""Key to template."""
