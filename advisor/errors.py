"""Every error the advisor raises on purpose.

::

    AdvisorError
    ├── InputError            one or more problems in what the user gave (exit status 2)
    │   ├── AnswersError      in a file of answers
    │   ├── CatalogError      in the catalog's tables or an overlay
    │   ├── PolicyError       in the policy of the house
    │   └── TooHeavyError     takes more time or memory than is allowed
    ├── SizingError           a deployment cannot be sized: a fact is unknown
    ├── TrialError            a call to a model endpoint failed
    │   └── GuardError        a call was refused before anything was sent
    ├── StorageError          the database refused or lost something
    │   ├── ConflictError     a decision was changed, locked or put in the bin by somebody else
    │   ├── NotFoundError     there is no such thing, or none that this person may see
    │   └── NotAllowedError   this person may see it, and not do that to it
    └── ReportError           a document could not be composed

Each message names the value, the place and what is allowed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, Literal


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in the user's input: where, what was found, what is allowed.

    ``rule`` and ``limit`` say the latter as a fact where a field's own rule was broken (``greater_than``, 0), so that a
    screen can say it in its own language.
    """

    place: str
    found: str
    allowed: str
    rule: str = ""
    limit: float | None = None

    def __str__(self) -> str:
        return f"{self.place}: {self.found} ({self.allowed})"


MOST_PROBLEMS: Final = 200
"""So many are told of one file; the rest is counted. Nobody reads more, and a page of 60,000 freezes a browser."""


def most_problems(problems: Iterable[Problem], place: str, *, count: int | None = None) -> list[Problem]:
    """The first of the problems and, where there are more (of ``count`` in all, if known), one that says so."""
    first = list(islice(problems, MOST_PROBLEMS + 1))
    if len(first) <= MOST_PROBLEMS:
        return first
    more = "more" if count is None else f"{count - MOST_PROBLEMS:,} more"
    return [*first[:MOST_PROBLEMS], Problem(place, f"{more} like these", f"the first {MOST_PROBLEMS} are told")]


def refusal_of(found: Mapping[str, Any]) -> str:
    """What one entry of pydantic's ``ValidationError.errors()`` refuses: our own words where a rule of ours spoke."""
    ours = found.get("ctx", {}).get("error")
    return str(found["msg"] if ours is None else ours)


class AdvisorError(Exception):
    """Root of every error raised on purpose."""


class InputError(AdvisorError):
    """Input that cannot be used; carries every problem found, not only the first."""

    def __init__(self, title: str, problems: Sequence[Problem] = ()) -> None:
        self.title = title
        self.problems = tuple(problems)
        super().__init__("\n".join([title, *(f"  - {problem}" for problem in self.problems)]))


class AnswersError(InputError):
    """A file of answers that cannot be used."""


class CatalogError(InputError):
    """A catalog table or overlay that cannot be used."""


class PolicyError(InputError):
    """A policy of the house that cannot be used."""


TooHeavy = Literal["", "time", "memory", "died", "busy"]
"""Why heavy work was given up: its limits, its process, or others that are at work."""


class TooHeavyError(InputError):
    """Something that takes more time or memory than is allowed; ``why`` and ``limit`` (s, MB) say it as facts."""

    def __init__(self, title: str, problems: Sequence[Problem] = (), *, why: TooHeavy = "", limit: float = 0.0) -> None:
        self.why = why
        self.limit = limit
        super().__init__(title, problems)


class SizingError(AdvisorError):
    """A deployment that cannot be sized because a fact is unknown or nothing is large enough."""


class TrialError(AdvisorError):
    """A call to a model endpoint that failed."""


class GuardError(TrialError):
    """A call refused before anything was sent."""


Fault = Literal["", "newer", "full", "read-only", "locked", "gone", "damaged", "unreadable"]
"""What keeps a database from working, where that is known."""


class StorageError(AdvisorError):
    """The database refused or lost something; ``fault`` says what is wrong with it, where that is known."""

    def __init__(self, message: str, *, fault: Fault = "") -> None:
        self.fault = fault
        super().__init__(message)


class ConflictError(StorageError):
    """A decision that somebody else changed, locked or put in the bin since it was read; nothing was stored."""


class NotFoundError(StorageError):
    """Something that is not there, or that whoever asks may not know of: the message is the same."""


class NotAllowedError(StorageError):
    """Something that a person may see and not do; nothing was stored."""


DailyQuota = Literal["assessments", "reports", "trial_usd"]
"""What one person may have only so much of in a day."""


class QuotaError(AdvisorError):
    """Somebody has had what they may have in a day; ``quota`` and ``limit`` (a count, or dollars) say it as facts."""

    def __init__(self, quota: DailyQuota, limit: float) -> None:
        self.quota = quota
        self.limit = limit
        amount = f"US$ {limit:,.2f} on trials" if quota == "trial_usd" else f"{limit:,.0f} {quota}"
        super().__init__(
            f"This was not begun: one person may have {amount} a day (ADVISOR_{quota.upper()}_A_DAY), and you have had"
            " them. It begins anew at 00:00 UTC."
        )


class ReportError(AdvisorError):
    """A document that could not be composed."""
