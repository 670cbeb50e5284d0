"""The verdict rule, for the choice of model and for where it runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from advisor.decision.records import Verdict

CLEAR_SHARE: Final = 0.5
"""A clear winner is first in at least half of the draws (the sampling error subtracted) ..."""
CLEAR_LEAD: Final = 2.0
"""... and at least twice as often first as the next."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict on the model and, given that model, on where it runs; shares are of first ranks."""

    verdict: Verdict
    deployment_clear: bool
    model_share: float
    deployment_share: float
    rival_model: str | None
    rival_share: float


def judge(
    first: Mapping[str, float], model_of: Mapping[str, str], leader_id: str | None, *, samples: int, tied: bool = False
) -> Finding:
    """Judge from the share of first ranks of every feasible alternative.

    No feasible alternative: nothing fits. A single one, or a model that alone is left, is a clear winner. Otherwise
    the leader's model is a clear winner when its deployments together take at least half of the first ranks (two
    standard errors of sampling subtracted) and at least twice those of the next model, and no other model ties with
    its score. Two deployments of one model that split the first ranks are a clear winner of the model;
    ``deployment_clear`` says whether the same rule holds for the deployment.
    """
    if leader_id is None:
        return Finding(
            "nothing fits",
            deployment_clear=False,
            model_share=0.0,
            deployment_share=0.0,
            rival_model=None,
            rival_share=0.0,
        )
    by_model: dict[str, float] = {}
    for alternative, share in first.items():
        by_model[model_of[alternative]] = by_model.get(model_of[alternative], 0.0) + share
    mine = model_of[leader_id]
    rivals = sorted((name for name in by_model if name != mine), key=lambda name: (-by_model[name], name))
    rival = rivals[0] if rivals else None
    rival_share = by_model[rival] if rival else 0.0
    others = max((share for name, share in first.items() if name != leader_id), default=0.0)
    clear = rival is None or (not tied and _clear(by_model[mine], rival_share, samples))
    deployment = len(first) == 1 or (not tied and _clear(first[leader_id], others, samples))
    return Finding(
        "clear winner" if clear else "no clear winner", deployment, by_model[mine], first[leader_id], rival, rival_share
    )


def _clear(share: float, rival: float, samples: int) -> bool:
    error = (share * (1 - share) / samples) ** 0.5 if samples > 0 else 0.0
    return share - 2 * error >= CLEAR_SHARE and share >= CLEAR_LEAD * rival


def verdict_sentence(
    finding: Finding, *, model: str, place: str, rival: str | None, samples: int, near_best: float = 0.0
) -> str:
    """The verdict in words: on the model, and on where it runs."""
    draws = f"{samples:,} draws of weights and uncertain facts"
    if finding.verdict == "nothing fits":
        return "Nothing fits: every alternative fails at least one of your constraints."
    if rival is None:
        text = f"{model} is the only model that meets your constraints"
    elif finding.verdict == "clear winner":
        first = f"first in {finding.model_share:.0%} of {draws}"
        text = f"{model} is the clear winner: {first}, {rival} in {finding.rival_share:.0%}"
    else:
        text = (
            f"No clear winner: {model} leads on your weights but is first in only {finding.model_share:.0%} of "
            f"{draws}; "
            f"{rival} is first in {finding.rival_share:.0%}"
        )
    if rival is not None and finding.verdict == "no clear winner":
        text += f". As proposed it is within two points of the best in {near_best:.0%}"
    if finding.deployment_clear:
        return f"{text}. Run it on {place}."
    return (
        f"{text}. Where it runs is open: {place} scores highest, but is first in only {finding.deployment_share:.0%}."
    )
