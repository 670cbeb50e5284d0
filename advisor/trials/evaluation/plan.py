"""What an evaluation is: prompts, connections, metrics; and the record of each of its calls."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Final, Protocol

from pydantic import Field

from advisor.trials.evaluation.metrics import Metric
from advisor.trials.playground.prompt_library import Prompt, filled
from advisor.trials.records import Connection, Message, Parameters, Run, TrialRequest
from advisor.units import Record

JUDGE_PREFIX: Final = "judge of "
LONGEST_NAME: Final = 100
"""Under which a call can be kept in the journal."""


def kept_name(prefix: str, connection: str) -> str:
    """What something about a connection's answers is kept under: two connections never share one, however long."""
    name = f"{prefix}{connection}"
    if len(name) <= LONGEST_NAME:
        return name
    mark = hashlib.sha256(connection.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"{name[: LONGEST_NAME - len(mark) - 1]}~{mark}"


def judge_name(connection: str) -> str:
    """What a judge's reply about a connection's answer is kept under."""
    return kept_name(JUDGE_PREFIX, connection)


class Plan(Record):
    """The definition of an evaluation; it never changes once it has begun."""

    evaluation_id: str
    name: Annotated[str, Field(min_length=1, max_length=200)]
    decision_id: str | None = None
    use_case: str = ""
    prompts: Annotated[tuple[Prompt, ...], Field(min_length=1, max_length=5_000)]
    connections: Annotated[tuple[Connection, ...], Field(min_length=1, max_length=10)]
    metrics: Annotated[tuple[Metric, ...], Field(min_length=1, max_length=6)]
    parameters: Parameters = Parameters(temperature=0.0)
    judge: Connection | None = None
    cap_usd: Annotated[Decimal, Field(gt=0, le=100_000)] = Decimal(5)
    used_as_evidence: bool = False
    override: str | None = None
    imported_from: Annotated[str, Field(max_length=200)] = ""
    """The file that it came from with its answers, if any: such an evaluation makes no call here."""

    @property
    def judged(self) -> bool:
        """Whether a judge is asked about every answer."""
        return self.judge is not None and any(metric.kind == "judge" for metric in self.metrics)

    @property
    def calls(self) -> int:
        """How many calls the whole evaluation makes, the judge's included, where every answer comes."""
        return len(self.prompts) * len(self.connections) * (2 if self.judged else 1)

    def request(self, item: int) -> TrialRequest:
        """What every connection is asked for one prompt."""
        prompt = self.prompts[item]
        system = filled(prompt.system or self.parameters.system, prompt.variables)
        return TrialRequest(
            messages=(Message(role="user", text=filled(prompt.text, prompt.variables)),),
            parameters=self.parameters.model_copy(update={"system": system}),
        )


class Answered(Record):
    """One call as written down: when, and the run that came of it (None while it is only sent)."""

    at: datetime
    run: Run | None = None


class Journal(Protocol):
    """Where calls are written down; each is claimed before it leaves, so that none is paid twice."""

    def claim_answer(self, evaluation_id: str, item: int, connection: str, *, payload: str) -> bool:
        """Write a call down as sent; False when it already is, by this program or another."""

    def save_answer(
        self,
        evaluation_id: str,
        item: int,
        connection: str,
        *,
        state: str,
        payload: str,
        cost_usd: Decimal | None = None,
    ) -> None:
        """Write down how a call ended and what it cost."""

    def release_answer(self, evaluation_id: str, item: int, connection: str) -> None:
        """Take a claim back, so that the call can be made again."""

    def answers(self, evaluation_id: str) -> tuple[tuple[int, str, str, str], ...]:
        """Every call written down, as (item, connection, state, JSON)."""


class MemoryJournal:
    """A journal in memory, for tests and for the command line."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, int, str], tuple[str, str]] = {}

    def claim_answer(self, evaluation_id: str, item: int, connection: str, *, payload: str) -> bool:
        """See ``Journal``."""
        key = (evaluation_id, item, connection)
        if key in self._rows:
            return False
        self._rows[key] = ("sent", payload)
        return True

    def save_answer(
        self,
        evaluation_id: str,
        item: int,
        connection: str,
        *,
        state: str,
        payload: str,
        cost_usd: Decimal | None = None,  # noqa: ARG002 - the payload has it
    ) -> None:
        """See ``Journal``."""
        self._rows[evaluation_id, item, connection] = (state, payload)

    def release_answer(self, evaluation_id: str, item: int, connection: str) -> None:
        """See ``Journal``."""
        self._rows.pop((evaluation_id, item, connection), None)

    def answers(self, evaluation_id: str) -> tuple[tuple[int, str, str, str], ...]:
        """See ``Journal``."""
        found: Mapping[tuple[str, int, str], tuple[str, str]] = dict(self._rows)
        return tuple(
            (item, name, *value) for (owner, item, name), value in sorted(found.items()) if owner == evaluation_id
        )
