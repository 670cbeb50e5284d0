"""Usage by month: requests, tokens, money, waits and scores, out of logs and bills; no text is kept."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, Literal

from pydantic import Field

from advisor.errors import InputError, Problem
from advisor.questionnaire.intake.usage.bills import usage_of_bill
from advisor.questionnaire.intake.usage.logs import usage_of_log
from advisor.questionnaire.intake.usage.rows import UsageRow
from advisor.units import Record

MOST_MONTHS: Final = 60
MOST_MODELS: Final = 40
OTHER_MODELS: Final = "(other models)"
"""Under which the models beyond the most that are told apart are added up."""


class ModelUsage(Record):
    """What one model did in a month; ``cost`` by currency, of those lines that state one."""

    model: str
    requests: float = 0.0
    input_tokens: float = 0.0
    cached_tokens: float = 0.0
    output_tokens: float = 0.0
    cost: dict[str, float] = Field(default_factory=dict)

    def __add__(self, other: ModelUsage) -> ModelUsage:
        """Both together, under the name of the first."""
        cost = {
            code: self.cost.get(code, 0.0) + other.cost.get(code, 0.0) for code in sorted({*self.cost, *other.cost})
        }
        return ModelUsage(
            model=self.model,
            requests=self.requests + other.requests,
            input_tokens=self.input_tokens + other.input_tokens,
            cached_tokens=self.cached_tokens + other.cached_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            cost=cost,
        )


class UsageWaits(Record):
    """Sums over the requests whose waits are known, in seconds.

    ``whole_s`` over ``timed`` requests with ``timed_tokens`` of output; ``first_s`` over the ``streamed`` of them,
    whose answers took ``rest_s`` beyond the first token for ``streamed_tokens`` of output.
    """

    timed: float = 0.0
    whole_s: float = 0.0
    timed_tokens: float = 0.0
    streamed: float = 0.0
    first_s: float = 0.0
    rest_s: float = 0.0
    streamed_tokens: float = 0.0

    def __add__(self, other: UsageWaits) -> UsageWaits:
        """Both together."""
        return UsageWaits(**{name: getattr(self, name) + getattr(other, name) for name in UsageWaits.model_fields})


class UsageMonth(Record):
    """One month: its first day, the days from the first to the last usage seen, and what was used.

    ``logged`` is what requests say, ``billed`` what bills say; a bill's lines beside tokens stand in ``billed`` under
    no name. ``score`` is a sum over ``scored`` answers.
    """

    month: date
    first_day: date
    last_day: date
    logged: tuple[ModelUsage, ...] = ()
    billed: tuple[ModelUsage, ...] = ()
    waits: UsageWaits = UsageWaits()
    scored: float = 0.0
    score: float = 0.0
    failed: float = 0.0
    from_gateway: float = 0.0

    def __add__(self, other: UsageMonth) -> UsageMonth:
        """Both together: the usage of two files of one month."""
        return UsageMonth(
            month=self.month,
            first_day=min(self.first_day, other.first_day),
            last_day=max(self.last_day, other.last_day),
            logged=_together((*self.logged, *other.logged)),
            billed=_together((*self.billed, *other.billed)),
            waits=self.waits + other.waits,
            scored=self.scored + other.scored,
            score=self.score + other.score,
            failed=self.failed + other.failed,
            from_gateway=self.from_gateway + other.from_gateway,
        )


class UsageFile(Record):
    """A file that was read: its name, what it was, how many of its lines count, and its digest."""

    name: str
    kind: str
    source: Literal["log", "bill"]
    rows: int
    sha256: str


class Usage(Record):
    """Usage by month, oldest first, and the files that it came from."""

    months: tuple[UsageMonth, ...]
    files: tuple[UsageFile, ...]


def read_usage(content: bytes, *, name: str) -> Usage:
    """The usage in a log or a bill; raises InputError where the file is neither or says nothing of any month."""
    kind, rows = _kind_and_rows(content, name)
    months, count, sources = _months_of(rows, name)
    if not months:
        allowed = "requests or lines of a bill with their day, of language models"
        raise InputError(f"{name} holds no usage:", [Problem(name, "nothing that is known", allowed)])
    file = UsageFile(
        name=name[:200],
        kind=kind,
        source="bill" if "bill" in sources else "log",
        rows=count,
        sha256=hashlib.sha256(content).hexdigest(),
    )
    return Usage(months=months, files=(file,))


def _kind_and_rows(content: bytes, name: str) -> tuple[str, Iterable[UsageRow]]:
    """A bill where the columns are those of one, else a log."""
    if content[:200].lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"["):
        return "log", usage_of_log(content, name=name)
    try:
        return usage_of_bill(content, name=name)
    except InputError as no_bill:
        rows = usage_of_log(content, name=name)
        first = next(iter(rows), None)
        if first is None:
            raise no_bill from None
        return "log", _with_first(first, rows)


def _with_first(first: UsageRow, rows: Iterable[UsageRow]) -> Iterable[UsageRow]:
    yield first
    yield from rows


def added(usages: Sequence[Usage]) -> Usage:
    """Several files as one; a file that was added before counts once."""
    months: dict[date, UsageMonth] = {}
    files: dict[str, UsageFile] = {}
    for usage in usages:
        if all(file.sha256 in files for file in usage.files):
            continue
        files |= {file.sha256: file for file in usage.files}
        for month in usage.months:
            months[month.month] = months[month.month] + month if month.month in months else month
    newest = sorted(months)[-MOST_MONTHS:]
    return Usage(months=tuple(months[day] for day in newest), files=tuple(files.values()))


def _months_of(rows: Iterable[UsageRow], name: str) -> tuple[tuple[UsageMonth, ...], int, set[str]]:
    """Rows added up by month, how many there were, and whether they are requests or lines of bills."""
    sums: dict[date, _Sums] = {}
    count = 0
    sources: set[str] = set()
    for row in rows:
        month = row.at.date().replace(day=1)
        if month not in sums and len(sums) >= MOST_MONTHS:
            found, allowed = f"more than {MOST_MONTHS} months", f"at most {MOST_MONTHS}"
            raise InputError(f"{name} spans too much:", [Problem(name, found, allowed)])
        sums.setdefault(month, _Sums()).add(row)
        count += 1
        sources.add(row.source)
    return tuple(sums[month].record(month) for month in sorted(sums)), count, sources


class _Sums:
    """A month while it is added up, by place instead of by frozen record: a log has hundreds of thousands of rows."""

    def __init__(self) -> None:
        self._used: dict[tuple[str, str], list[float]] = {}
        self._cost: dict[tuple[str, str], dict[str, float]] = defaultdict(lambda: defaultdict(float))
        self._waits = dict.fromkeys(UsageWaits.model_fields, 0.0)
        self._rest = {"scored": 0.0, "score": 0.0, "failed": 0.0, "from_gateway": 0.0}
        self._days: list[date] = []

    def add(self, row: UsageRow) -> None:
        """Count one row."""
        day = row.at.date()
        self._days = [min([day, *self._days]), max([day, *self._days])]
        self._rest["failed"] += row.failed
        self._rest["from_gateway"] += row.from_gateway
        if row.failed or row.from_gateway:
            return
        key = row.source, row.model
        if key not in self._used and len(self._used) >= MOST_MODELS:
            key = row.source, OTHER_MODELS
        used = self._used.setdefault(key, [0.0] * 4)
        for place, value in enumerate((row.requests, row.input_tokens, row.cached_tokens, row.output_tokens)):
            used[place] += value
        if row.cost is not None:
            self._cost[key][row.currency] += row.cost
        if row.score is not None:
            self._rest["scored"] += 1
            self._rest["score"] += row.score
        self._add_waits(row)

    def _add_waits(self, row: UsageRow) -> None:
        waits = self._waits
        if row.whole_s is None:
            return
        waits["timed"] += 1
        waits["whole_s"] += row.whole_s
        waits["timed_tokens"] += row.output_tokens
        if row.first_s is not None:
            waits["streamed"] += 1
            waits["first_s"] += row.first_s
            waits["rest_s"] += row.whole_s - row.first_s
            waits["streamed_tokens"] += row.output_tokens

    def record(self, month: date) -> UsageMonth:
        """The month as it is kept."""
        parts: dict[str, list[ModelUsage]] = {"log": [], "bill": []}
        for source, model in sorted(self._used):
            requests, inputs, cached, outputs = self._used[source, model]
            parts[source].append(
                ModelUsage(
                    model=model,
                    requests=requests,
                    input_tokens=inputs,
                    cached_tokens=cached,
                    output_tokens=outputs,
                    cost=dict(self._cost[source, model]),
                )
            )
        return UsageMonth(
            month=month,
            first_day=self._days[0],
            last_day=self._days[-1],
            logged=tuple(parts["log"]),
            billed=tuple(parts["bill"]),
            waits=UsageWaits(**self._waits),
            **self._rest,
        )


def _together(parts: Iterable[ModelUsage]) -> tuple[ModelUsage, ...]:
    found: dict[str, ModelUsage] = {}
    for part in parts:
        found[part.model] = found[part.model] + part if part.model in found else part
    return tuple(found[name] for name in sorted(found))
