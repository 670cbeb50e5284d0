"""Units and the records that carry them.

``Figure`` is one value and how sure it is, ``Band`` its percentiles; ``Told`` is what is to be said: a key and typed
values, from which ``advisor.words`` makes the sentence in the language of whoever reads it.

GB is 10^9 bytes and GiB 2^30 bytes; tokens are counted, never estimated from characters without saying so; money is
US dollars unless a name says otherwise; a month is 365.25 / 12 days.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

BYTES_PER_GB = 1e9
BYTES_PER_GIB = 2**30
DAYS_PER_MONTH = 365.25 / 12
HOURS_PER_MONTH = DAYS_PER_MONTH * 24
SECONDS_PER_DAY = 86_400
CHARACTERS_PER_TOKEN = 4.0
"""Rule of thumb for English prose with common tokenisers (OpenAI's documentation of its tokeniser), where nobody
counted; other languages take up to a third more tokens."""

UNREADABLE_DAY = date(1000, 1, 1)
"""Stands where a stored day cannot be read; no clock of ours ever showed it, and it is said to be unknown."""

POINTS_OF_100 = "points of 100"
"""The unit of a constructed scale, of fitness and of scores that are shown."""
USD_PER_MONTH = "USD per month"
WH_PER_REQUEST = "Wh per request"
SHARE_OF_THE_LIMIT = "share of the limit"
"""The unit of a wait: 1 is the limit that was stated, or the usual wait for the task."""

Basis = Literal["measured", "published", "estimated", "inferred", "stated", "unknown"]


def three_digits(number: float) -> str:
    """A number for people: about three significant digits, thousands apart, never an exponent ("13,600", "0.078")."""
    if number == 0 or not math.isfinite(number):
        return f"{number:g}"
    places = 2 - math.floor(math.log10(abs(number)))
    if places <= 0:
        return f"{round(number, places):,.0f}"
    text = f"{number:,.{places}f}"
    return text.rstrip("0").rstrip(".")


def is_absent(value: object) -> bool:
    """Whether a field that came later is left out of a record: older readers need not know it where it says nothing."""
    return value is None or value == ""


class Record(BaseModel):
    """Base of every record that crosses a border: frozen, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="null")


Kind = TypeVar("Kind", bound=BaseModel)


def parsed(kind: type[Kind], payload: str) -> Kind | None:
    """The record that a stored text of JSON holds; None where it is damaged or was made by another version."""
    try:
        return kind.model_validate_json(payload)
    except ValidationError:
        return None


Unit = Literal[
    "tokens",
    "usd_per_month",
    "usd",
    "ms",
    "s",
    "gb",
    "gib",
    "points",
    "share",
    "days",
    "months",
    "count",
    "number",
    "date",
    "zone",
    "country",
    "language",
    "modality",
    "certificate",
    "task",
    "kind",
    "hosting",
    "hosted",
    "criterion",
    "criterion_title",
    "ability",
    "label",
    "licence",
    "model",
    "own_model",
    "provider",
    "vendor",
    "gpu",
    "text",
]
"""What a value of a ``Told`` is.

Numbers: ``usd_per_month`` to ``number``, points of 100, a share in [0, 1]. ``date`` is ISO 8601. Codes that have names
in every language: ``zone`` to ``criterion_title`` (``kind`` is a model's; ``hosting`` and ``hosted`` are ways of
hosting, as a name and as a place; ``criterion`` within a sentence, ``criterion_title`` alone). ``label`` and
``licence`` are English messages that are translated as they stand. ``own_model`` is the name of a model of the house's
own catalog, which is told with a mark. The rest are proper names and the user's own words,
the same in every language.
"""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One value that knows what it is; several codes or names of one unit are a tuple.

    Like ``Told`` a plain record, since tens of thousands are made for one assessment: a tenth of a pydantic one's time.
    """

    unit: Unit
    value: int | float | str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be said: the key of a sentence in ``advisor.words.sentences``, and the values that it names.

    A value may itself be a ``Told`` (a phrase within the sentence) or several of them (a list within it).
    """

    key: str
    values: dict[str, Quantity | Told | tuple[Quantity | Told, ...]] = field(default_factory=dict)

    def __hash__(self) -> int:
        """Equal ones have the same hash, so that what is said twice can be found."""
        return hash((self.key, tuple(self.values.items())))

    def part(self, name: str) -> Told:
        """Another thing to be said of the same values: ``part("required")`` of ``context`` is ``context.required``."""
        return told(f"{self.key}.{name}", **self.values)


class Spoken(Record):
    """A record with sentences: ``told`` has what each of those fields says, by the field's name.

    The core leaves the fields empty; ``advisor.words.written`` fills them in English, as they are kept and given out.
    """

    told: dict[str, Told | tuple[Told, ...]] = {}

    def __hash__(self) -> int:
        """Of the fields alone: what is told follows from them."""
        return hash(tuple(getattr(self, name) for name in type(self).model_fields if name != "told"))


class Figure(Spoken):
    """A value with its interval and where it comes from; ``None`` values mean unknown.

    ``low`` and ``high`` span about 90% of what the truth may be. ``basis``: measured, published (source, date),
    estimated (method, error band), inferred (from a relative), stated (the user's own answer) or unknown.
    """

    value: float | None
    low: float | None
    high: float | None
    unit: str
    basis: Basis
    source: str | None = None
    note: str | None = None

    @classmethod
    def unknown(cls, unit: str, note: str | None = None) -> Self:
        """A figure nobody knows."""
        return cls(value=None, low=None, high=None, unit=unit, basis="unknown", note=note)

    @classmethod
    def exact(
        cls, value: float, unit: str, *, basis: Basis, source: str | None = None, note: str | None = None
    ) -> Self:
        """A figure without a spread."""
        return cls(value=value, low=value, high=value, unit=unit, basis=basis, source=source, note=note)


class Band(Record):
    """The 10th, 50th and 90th percentile of a distribution."""

    p10: float
    p50: float
    p90: float


ToldValue = (
    Quantity | Told | str | int | date | tuple[str, float | str | date | Sequence[str]] | Sequence[Quantity | Told]
)
"""How a value may be given to ``told``: with its ``Unit`` as a pair; a bare string is a name, an integer a count."""


def told(key: str, /, **values: ToldValue) -> Told:
    """What is to be said, its values by name: ``told("context", held=("tokens", 4096), needed=("tokens", 32000))``.

    Not validated: the caller is the program itself, and thousands are made for one assessment.
    """
    return Told(key, {name: _valued(value) for name, value in values.items()})


def _valued(given: Any) -> Quantity | Told | tuple[Quantity | Told, ...]:
    match given:
        case Quantity() | Told():
            return given
        case str():
            return _quantity("text", given)
        case date():
            return _quantity("date", given.isoformat())
        case int():
            return _quantity("count", given)
        case (str() as unit, value):
            plain = value.isoformat() if isinstance(value, date) else value
            return _quantity(unit, plain if isinstance(plain, int | float | str) else tuple(plain))
    return tuple(given)  # the pairs have gone above: what is left are phrases


def _quantity(unit: Any, value: float | str | tuple[str, ...]) -> Quantity:
    return Quantity(unit, value)
