"""What is read from the tables of trials and written to them, apart from the JSON of the records themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class RunKey:
    """The columns by which a run is found."""

    run_id: str
    group_id: str
    decision_id: str | None
    use_case: str
    started_at: datetime
    connection: str
    model: str
    whole: bool
    cost_usd: Decimal | None
    searched: str


@dataclass(frozen=True, slots=True)
class Vote:
    """A blind vote as stored; ``payload`` names the panes as JSON."""

    group_id: str
    decision_id: str | None
    use_case: str
    outcome: str
    winner: str | None
    payload: str


@dataclass(frozen=True, slots=True)
class Override:
    """A recorded override."""

    at: datetime
    actor: str
    decision_id: str | None
    lifted: str
    reason: str


@dataclass(frozen=True, slots=True)
class EvaluationHead:
    """An evaluation as listed."""

    evaluation_id: str
    decision_id: str | None
    name: str
    status: str
    payload: str
    updated_at: datetime
