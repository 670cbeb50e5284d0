"""``advisor try``: the playground without a browser; JSON by the contract of the command line, or a table."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, cast

from pydantic import ValidationError

from advisor.catalog.catalog import Catalog
from advisor.errors import InputError, Problem
from advisor.questionnaire.answers import DataClass
from advisor.trials.clients.factory import make_client
from advisor.trials.events import ClientFactory
from advisor.trials.guards.before_sending import (
    CLASSES,
    DEFAULT_DAY_CAP_USD,
    DEFAULT_RUN_CAP_USD,
    SHORTEST_REASON,
    Caps,
    GuardFinding,
    PlannedPane,
    Verdict,
    check,
    override_text,
)
from advisor.trials.measures.costs import price_for
from advisor.trials.network.addresses import system_resolver
from advisor.trials.network.endpoint import connection_from_endpoint
from advisor.trials.network.keys import Key, keys_from
from advisor.trials.playground.fanout import PaneJob, Trial, TrialSettings
from advisor.trials.records import (
    EMBEDDED_NAME,
    Connection,
    Message,
    Parameters,
    Run,
    TrialRequest,
    embedded_connection,
)

MAX_REPEAT: Final = 100


@dataclass(frozen=True, slots=True)
class TryOptions:
    """Options of ``advisor try`` besides the targets and the prompt.

    ``data_class`` is the class of the prompt's data (public where nobody says); ``max_cost_usd`` and ``max_day_usd``
    are the caps; ``override`` is the reason for sending all the same what a guard on data blocks.
    """

    repeat: int = 1
    system: str | None = None
    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int | None = 256
    deadline_s: float = 120.0
    data_class: str | None = None
    max_cost_usd: Decimal = DEFAULT_RUN_CAP_USD
    max_day_usd: Decimal = DEFAULT_DAY_CAP_USD
    spent_today_usd: Decimal = Decimal(0)
    override: str | None = None
    decision_id: str | None = None
    use_case: str = ""


@dataclass(frozen=True, slots=True)
class TryOutcome:
    """The runs, in the order of the targets, what the guards found before, and how to print both.

    Without runs a guard blocked: nothing was sent.
    """

    records: tuple[Run, ...]
    findings: tuple[GuardFinding, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 when at least one run is whole, else 1 (also when a guard blocked)."""
        return 0 if any(run.whole for run in self.records) else 1

    def to_json(self) -> str:
        """The contract of the command line."""
        found = [{"subject": one.subject, "severity": one.severity, "message": one.message} for one in self.findings]
        printed = {"runs": [_contract(run) for run in self.records], "findings": found}
        return json.dumps(printed, indent=2, ensure_ascii=False)

    def remarks(self) -> str:
        """What the guards found, one line each."""
        words = {"warning": "Warning", "block": "Lifted" if self.records else "Blocked"}
        lines = [f"{words[one.severity]}: {one.message}" for one in self.findings]
        if not self.records:
            liftable = all(one.liftable for one in self.findings if one.severity == "block")
            way = f" --override REASON (at least {SHORTEST_REASON} characters, recorded) lifts it." if liftable else ""
            lines.append(f"Nothing was sent.{way}")
        return "\n".join(lines)

    def to_table(self) -> str:
        """A table of the figures, each answer below it."""
        if not self.records:
            return ""
        head = ("connection", "model", "TTFT s", "ITL ms", "total s", "tokens", "tokens/s", "cost USD", "result")
        rows = [head, *(_cells(run) for run in self.records)]
        widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
        lines.insert(1, "  ".join("-" * width for width in widths))
        answers = [f"\n[{run.connection} #{run.repetition + 1}]\n{_answer(run)}" for run in self.records]
        return "\n".join([*lines, *answers])


def run_try(
    connections: Sequence[str],
    endpoints: Sequence[str],
    prompt: str,
    options: TryOptions | None = None,
    *,
    saved: Sequence[Connection] = (),
    catalog: Catalog | None = None,
    session_keys: Mapping[str, Key] | None = None,
    factory: ClientFactory = make_client,
    on_run: Callable[[Run], None] | None = None,
    on_override: Callable[[Verdict, str], None] | None = None,
) -> TryOutcome:
    """Send one prompt to every target at once and wait for all, unless a guard blocks.

    ``on_run`` is given every finished run; ``on_override`` what an override lifts, and its reason, before anything is
    sent. Raises ``InputError`` with every problem found.
    """
    chosen = options or TryOptions()
    problems: list[Problem] = []
    targets = _targets(connections, endpoints, saved, chosen, problems)
    request = _request(prompt, chosen, problems)
    _check_rules(chosen, problems)
    if problems or request is None:
        raise InputError("advisor try cannot run:", problems)
    planned = [PlannedPane(target, request, price_for(target, catalog)) for target in targets]
    verdict = check(
        planned,
        data_class=cast("DataClass", chosen.data_class or "public"),
        caps=Caps(chosen.max_cost_usd, chosen.max_day_usd),
        spent_today_usd=chosen.spent_today_usd,
        repetitions=chosen.repeat,
    )
    reason = (chosen.override or "").strip()
    if not verdict.may_run(override_reason=reason):
        return TryOutcome((), verdict.findings)
    if verdict.blocks and on_override is not None:
        on_override(verdict, reason)
    settings = TrialSettings(
        repetitions=chosen.repeat,
        decision_id=chosen.decision_id,
        use_case=chosen.use_case,
        override=override_text(verdict, reason),
    )
    jobs = [PaneJob(one.connection, one.request, one.price) for one in planned]
    trial = Trial(
        jobs, settings=settings, find_key=keys_from(session_keys or {}), factory=factory, on_run=on_run
    ).start()
    trial.wait()
    return TryOutcome(trial.runs(), verdict.findings)


def _check_rules(options: TryOptions, problems: list[Problem]) -> None:
    if options.data_class not in (None, *CLASSES):
        problems.append(Problem("--data-class", repr(options.data_class), ", ".join(CLASSES)))
    if not options.max_cost_usd.is_finite() or options.max_cost_usd < 0:
        problems.append(Problem("--max-cost", str(options.max_cost_usd), "US dollars, 0 or more"))
    if options.override is not None and len(options.override.strip()) < SHORTEST_REASON:
        allowed = f"a reason of at least {SHORTEST_REASON} characters"
        problems.append(Problem("--override", repr(options.override), allowed))


def _targets(
    connections: Sequence[str],
    endpoints: Sequence[str],
    saved: Sequence[Connection],
    options: TryOptions,
    problems: list[Problem],
) -> list[Connection]:
    known = {EMBEDDED_NAME: embedded_connection(), **{one.name: one for one in saved}}
    targets: list[Connection] = []
    for name in connections:
        if name in known:
            targets.append(known[name])
        else:
            problems.append(Problem("--connection", f"no connection {name!r}", "known: " + ", ".join(sorted(known))))
    for text in endpoints:
        try:
            targets.append(connection_from_endpoint(text, resolver=system_resolver))
        except InputError as error:
            problems.extend(error.problems)
    if not connections and not endpoints:
        problems.append(Problem("targets", "none given", "at least one --connection NAME or --endpoint URL#MODEL"))
    return [target.model_copy(update={"deadline_s": options.deadline_s}) for target in targets]


def _request(prompt: str, options: TryOptions, problems: list[Problem]) -> TrialRequest | None:
    if not prompt.strip():
        problems.append(Problem("--prompt", "empty", "a text"))
    if not 1 <= options.repeat <= MAX_REPEAT:
        problems.append(Problem("--repeat", str(options.repeat), f"1 to {MAX_REPEAT}"))
    try:
        parameters = Parameters(
            system=options.system or "",
            temperature=options.temperature,
            top_p=options.top_p,
            max_tokens=options.max_tokens,
        )
        return TrialRequest(messages=(Message(role="user", text=prompt),), parameters=parameters)
    except ValidationError as error:
        problems.extend(
            Problem("--" + ".".join(map(str, found["loc"])).replace("_", "-"), repr(found["input"])[:80], found["msg"])
            for found in error.errors()
        )
        return None


def _contract(run: Run) -> dict[str, Any]:
    measurement = run.measurement
    return {
        "connection": run.connection,
        "model": run.model,
        "text": run.text,
        "partial": run.partial,
        "error": None if run.failure is None else run.failure.message,
        "error_kind": None if run.failure is None else run.failure.kind,
        "ttft_s": measurement.ttft_s,
        "itl_ms": measurement.itl_ms,
        "itl_p95_ms": measurement.itl_p95_ms,
        "total_s": measurement.total_s,
        "queued_s": measurement.queued_s,
        "input_tokens": run.tokens.input_tokens,
        "output_tokens": run.tokens.output_tokens,
        "tokens_basis": run.tokens.basis,
        "output_tokens_per_s": measurement.output_tokens_per_s,
        "cost_usd": None if run.cost.usd is None else float(run.cost.usd),
        "cost_note": run.cost.note,
        "cost_cross_check_usd": None if run.cost.cross_check_usd is None else float(run.cost.cross_check_usd),
        "finish_reason": run.finish_reason,
        "reasoning": run.reasoning,
        "repetition": run.repetition,
        "notes": list(run.notes),
    }


def _cells(run: Run) -> tuple[str, ...]:
    measurement, tokens = run.measurement, run.tokens.output_tokens
    mark = "" if run.tokens.basis == "reported" else f" ({run.tokens.basis})"
    return (
        run.connection,
        run.model or "-",
        _number(measurement.ttft_s, 3),
        _number(measurement.itl_ms, 1),
        _number(measurement.total_s, 2),
        "unknown" if tokens is None else f"{tokens}{mark}",
        _number(measurement.output_tokens_per_s, 1),
        "unknown" if run.cost.usd is None else f"{run.cost.usd:.6f}",
        "whole"
        if run.whole
        else f"{'partial' if run.partial else 'failed'}: {run.failure.kind if run.failure else ''}",
    )


def _number(value: float | None, digits: int) -> str:
    return "unknown" if value is None else f"{value:.{digits}f}"


def _answer(run: Run) -> str:
    if run.failure is None:
        return run.text
    return f"{run.text}\n! {run.failure.message} {run.failure.advice}".strip()
