"""What is looked at before anything is sent: money, the class of the data, personal data in the prompt.

A finding warns or blocks. A block on data is lifted only by an override with a reason, which is recorded; a block on
money is lifted by raising the cap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, get_args

from advisor.questionnaire.answers import DataClass
from advisor.trials.guards.personal_data import PersonalDatum, personal_data
from advisor.trials.measures.costs import Price, estimated_usd
from advisor.trials.records import Connection, TrialRequest

Severity = Literal["warning", "block"]
Subject = Literal["cost_run", "cost_day", "cost_unknown", "data_class", "personal_data", "images"]
CLASSES: Final[tuple[str, ...]] = get_args(DataClass)
DEFAULT_RUN_CAP_USD: Final = Decimal(1)
DEFAULT_DAY_CAP_USD: Final = Decimal(10)
SHORTEST_REASON: Final = 10


@dataclass(frozen=True, slots=True)
class GuardFinding:
    """One thing a guard found; ``liftable`` says whether an override with a reason lifts it."""

    subject: Subject
    severity: Severity
    message: str
    connection: str | None = None
    liftable: bool = True


@dataclass(frozen=True, slots=True)
class Caps:
    """What a run and a day may cost, in US dollars."""

    run_usd: Decimal = DEFAULT_RUN_CAP_USD
    day_usd: Decimal = DEFAULT_DAY_CAP_USD


@dataclass(frozen=True, slots=True)
class PlannedPane:
    """One pane of a planned trial."""

    connection: Connection
    request: TrialRequest
    price: Price | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Every finding, the estimated cost of the whole trial, and what was spotted in the prompt."""

    findings: tuple[GuardFinding, ...]
    estimate_usd: Decimal
    personal: tuple[PersonalDatum, ...]

    @property
    def blocks(self) -> tuple[GuardFinding, ...]:
        """The findings that block."""
        return tuple(finding for finding in self.findings if finding.severity == "block")

    def may_run(self, *, override_reason: str = "") -> bool:
        """Whether the trial may start, given the reason of an override (at least ``SHORTEST_REASON`` characters)."""
        lifted = len(override_reason.strip()) >= SHORTEST_REASON
        return all(finding.liftable and lifted for finding in self.blocks)


def override_text(verdict: Verdict, reason: str) -> str | None:
    """What a run's record says of the override under which it was made, or None without one."""
    if not verdict.blocks:
        return None
    return "; ".join(finding.message for finding in verdict.blocks) + f" Reason: {reason.strip()}"


def check(
    planned: Sequence[PlannedPane],
    *,
    data_class: DataClass,
    caps: Caps,
    spent_today_usd: Decimal,
    repetitions: int = 1,
) -> Verdict:
    """Look at a planned trial before anything of it is sent."""
    findings: list[GuardFinding] = []
    costs = [_estimate(pane, repetitions) for pane in planned]
    estimate = sum((cost for cost in costs if cost is not None), Decimal(0))
    findings += _money(estimate, caps, spent_today_usd)
    findings += [
        GuardFinding("cost_unknown", "warning", "What this pane costs is not known: no price.", pane.connection.name)
        for pane, cost in zip(planned, costs, strict=True)
        if cost is None and pane.connection.hosting == "provider_api"
    ]
    findings += [found for pane in planned if (found := _class(pane.connection, data_class)) is not None]
    findings += [found for pane in planned if (found := _images(pane)) is not None]
    personal = personal_data(_text(planned))
    if personal:
        findings.append(_personal(personal, data_class, planned))
    return Verdict(tuple(findings), estimate, personal)


def _estimate(pane: PlannedPane, repetitions: int) -> Decimal | None:
    if pane.connection.flavour == "embedded":
        return Decimal(0)
    text = "\n".join(turn.text for turn in pane.request.messages)
    return estimated_usd(text, pane.request.parameters, pane.price, repetitions=repetitions)


def _money(estimate: Decimal, caps: Caps, spent: Decimal) -> list[GuardFinding]:
    found = []
    if estimate > caps.run_usd:
        message = f"This run may cost up to ${estimate:.4f}; the cap per run is ${caps.run_usd:.2f}."
        found.append(GuardFinding("cost_run", "block", message, liftable=False))
    if estimate > 0 and spent + estimate > caps.day_usd:
        message = (
            f"Today ${spent:.4f} was spent; up to ${estimate:.4f} more passes the day's cap of ${caps.day_usd:.2f}."
        )
        found.append(GuardFinding("cost_day", "block", message, liftable=False))
    return found


def _class(connection: Connection, data_class: DataClass) -> GuardFinding | None:
    if CLASSES.index(connection.max_data_class) >= CLASSES.index(data_class):
        return None
    return GuardFinding(
        "data_class",
        "block",
        f"The data is {data_class}; {connection.name!r} may receive {connection.max_data_class} data at most.",
        connection.name,
    )


def _images(pane: PlannedPane) -> GuardFinding | None:
    if pane.connection.accepts_images or not any(turn.images for turn in pane.request.messages):
        return None
    message = f"{pane.connection.name!r} is not set up to take images: remove them or the pane."
    return GuardFinding("images", "block", message, pane.connection.name, liftable=False)


def _personal(
    personal: tuple[PersonalDatum, ...], data_class: DataClass, planned: Sequence[PlannedPane]
) -> GuardFinding:
    kinds = ", ".join(dict.fromkeys(datum.kind for datum in personal))
    leaves = any(pane.connection.flavour != "embedded" for pane in planned)
    blocks = data_class == "restricted" and leaves
    where = "" if leaves else " Nothing leaves this machine with the chosen panes."
    return GuardFinding(
        "personal_data",
        "block" if blocks else "warning",
        f"The prompt seems to hold personal data: {kinds}.{where}",
    )


def _text(planned: Sequence[PlannedPane]) -> str:
    parts: dict[str, None] = {}
    for pane in planned:
        parts[pane.request.parameters.system] = None
        parts |= dict.fromkeys(turn.text for turn in pane.request.messages if turn.role != "assistant")
    return "\n".join(parts)
