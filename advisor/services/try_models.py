"""What ``advisor try`` needs from the database: saved connections, the decision it runs for, and keeping its runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from sqlalchemy import Engine

from advisor.catalog.catalog import Catalog
from advisor.errors import InputError, Problem, StorageError
from advisor.questionnaire.load import load_answers
from advisor.services.kept_runs import save_run
from advisor.settings import Settings
from advisor.storage.database import open_database
from advisor.storage.decisions import Decisions
from advisor.storage.trials import TrialStore
from advisor.trials.guards.before_sending import Verdict
from advisor.trials.playground.command import TryOptions, TryOutcome, run_try
from advisor.trials.records import EMBEDDED_NAME, Connection, Run


class _Room:
    """The database of this installation, opened only when something of it is needed."""

    @cached_property
    def engine(self) -> Engine:
        """The database, migrated."""
        return open_database(Settings().resolved_database_url())

    @cached_property
    def trials(self) -> TrialStore:
        """Its trials."""
        return TrialStore(self.engine)

    @property
    def opened(self) -> bool:
        """Whether anything needed it."""
        return "engine" in self.__dict__


def try_models(
    connections: Sequence[str],
    endpoints: Sequence[str],
    prompt: str,
    options: TryOptions,
    *,
    decision: str | None,
    catalog: Catalog,
) -> TryOutcome:
    """Run a prompt under the guards of the decision named: the id of a saved one, or a file of answers.

    The runs of a saved decision are kept with it; an override is always recorded. Raises ``InputError`` or
    ``StorageError``.
    """
    room = _Room()
    chosen = options if decision is None else _for_decision(options, decision, room)
    saved: tuple[Connection, ...] = ()
    if any(name != EMBEDDED_NAME for name in connections):
        saved = tuple(Connection.model_validate_json(payload) for payload in room.trials.connections())

    def keep(run: Run) -> None:
        if run.decision_id is not None:
            save_run(room.trials, run)

    def lift(verdict: Verdict, reason: str) -> None:
        lifted = "\n".join(finding.message for finding in verdict.blocks)
        room.trials.record_override(decision_id=chosen.decision_id, lifted=lifted, reason=reason)

    if chosen.override:
        _ = room.trials
    if room.opened:
        chosen = replace(chosen, spent_today_usd=room.trials.spent_usd(since=datetime.now(UTC) - timedelta(days=1)))
    return run_try(connections, endpoints, prompt, chosen, saved=saved, catalog=catalog, on_run=keep, on_override=lift)


def _for_decision(options: TryOptions, decision: str, room: _Room) -> TryOptions:
    """The options with what the decision says; its class of data counts unless one is given."""
    path, decision_id = Path(decision), None
    if _is_file(path):
        answers = load_answers(path)
    else:
        try:
            kept = Decisions(room.engine).get(decision)
        except StorageError as error:
            allowed = "the id of a saved decision, or a file of answers"
            raise InputError("advisor try cannot run:", [Problem("--decision", decision[:200], allowed)]) from error
        answers, decision_id = kept.answers, kept.decision_id
    return replace(
        options,
        data_class=options.data_class or answers.data.classification,
        decision_id=decision_id,
        use_case=answers.use_cases[0].name,
    )


def _is_file(path: Path) -> bool:
    """Whether there is such a file; a text too long for a name is none."""
    try:
        return path.is_file()
    except OSError:
        return False
