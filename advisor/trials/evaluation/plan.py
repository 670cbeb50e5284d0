"""What an evaluation is: prompts, connections, metrics; and the record of each of its calls."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Final, Protocol, Self

from pydantic import Field, model_validator

from advisor.trials.evaluation.metrics import Metric
from advisor.trials.evaluation.variants import MOST_COLUMNS, AskedColumn, PromptVariant, asked, column_name
from advisor.trials.playground.prompt_library import Prompt
from advisor.trials.records import Connection, Parameters, Run, TrialRequest
from advisor.units import Record

JUDGE_PREFIX: Final = "judge of "
MEANING_PREFIX: Final = "meaning of "
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


def meaning_name(connection: str) -> str:
    """What the likeness in meaning of a connection's answer to the reference is kept under."""
    return kept_name(MEANING_PREFIX, connection)


class StopRule(Record):
    """When an evaluation has seen enough: each difference to the best is surely none of chance, or known closely.

    ``within`` is half the width of the interval of a difference that is close enough; ``every`` how many prompts are
    asked between two looks.
    """

    within: Annotated[float, Field(gt=0, lt=1)] = 0.1
    every: Annotated[int, Field(ge=1, le=1_000)] = 10


class Plan(Record):
    """The definition of an evaluation; it never changes once it has begun.

    A call's number says which prompt it asks and for which time: those of the second time follow all of the first.
    """

    evaluation_id: str
    name: Annotated[str, Field(min_length=1, max_length=200)]
    decision_id: str | None = None
    use_case: str = ""
    prompts: Annotated[tuple[Prompt, ...], Field(min_length=1, max_length=5_000)]
    connections: Annotated[tuple[Connection, ...], Field(min_length=1, max_length=10)]
    metrics: Annotated[tuple[Metric, ...], Field(min_length=1, max_length=6)]
    parameters: Parameters = Parameters(temperature=0.0)
    judge: Connection | None = None
    embedder: Connection | None = None
    """What embeds answers and references, for their likeness in meaning."""
    variants: Annotated[tuple[PromptVariant, ...], Field(max_length=MOST_COLUMNS)] = ()
    repeats: Annotated[int, Field(ge=1, le=20)] = 1
    stop: StopRule | None = None
    cap_usd: Annotated[Decimal, Field(gt=0, le=100_000)] = Decimal(5)
    used_as_evidence: bool = False
    override: str | None = None
    imported_from: Annotated[str, Field(max_length=200)] = ""
    """The file that it came from with its answers, if any: such an evaluation makes no call here."""

    @model_validator(mode="after")
    def _columns_apart(self) -> Self:
        names = [one.name for one in self.columns]
        if len(names) > MOST_COLUMNS:
            raise ValueError(f"{len(names)} columns (connections x variants), at most {MOST_COLUMNS} are allowed")
        if len(set(names)) < len(names):
            raise ValueError("two columns have one name: every connection and every variant needs a name of its own")
        return self

    @property
    def columns(self) -> tuple[AskedColumn, ...]:
        """The columns of the matrix: every connection, asked in every variant."""
        if not self.variants:
            return tuple(AskedColumn(one.name, one) for one in self.connections)
        return tuple(
            AskedColumn(kept_name("", column_name(one.name, variant)), one, variant)
            for one in self.connections
            for variant in self.variants
        )

    @property
    def judged(self) -> bool:
        """Whether a judge is asked about every answer."""
        return self.judge is not None and any(metric.kind == "judge" for metric in self.metrics)

    @property
    def embedded(self) -> bool:
        """Whether answers and references are embedded."""
        return self.embedder is not None and any(metric.kind == "semantic" for metric in self.metrics)

    @property
    def everyone(self) -> tuple[Connection, ...]:
        """Every connection that is called, the judge and the embedder included."""
        return (*self.connections, *(one for one in (self.judge, self.embedder) if one is not None))

    @property
    def items(self) -> int:
        """The calls of one column: every prompt as often as it is repeated."""
        return len(self.prompts) * self.repeats

    @property
    def calls(self) -> int:
        """How many calls the whole evaluation makes, the judge's and embedder's included, where every answer comes."""
        known = sum(bool(prompt.reference.strip()) for prompt in self.prompts) * self.repeats if self.embedded else 0
        return len(self.columns) * (self.items * (2 if self.judged else 1) + known)

    def prompt(self, item: int) -> Prompt:
        """The prompt of a call."""
        return self.prompts[item % len(self.prompts)]

    def items_of(self, prompt: int) -> range:
        """The numbers of the calls that ask one prompt (by its number), the first time first."""
        return range(prompt, self.items, len(self.prompts))

    def request(self, item: int, column: AskedColumn | None = None) -> TrialRequest:
        """What a column is asked in a call; without a column, what every connection is asked without a variant."""
        return asked(self.prompt(item), self.parameters, None if column is None else column.variant)


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
