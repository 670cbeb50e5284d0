"""What a change of the catalog is called: the field, and its value then and now, as facts to be told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from advisor.questionnaire.labels import CERTIFICATIONS, ZONES
from advisor.units import Quantity, Told, told
from advisor.words.sentences.catalog_changes import FIELDS, PRICES, REST, VALUES

_SHOWN: Final = 4
_LISTED: Final = 8


def label(field: str) -> str:
    """A field of a row in words."""
    return PRICES.get(field) or FIELDS.get(field, REST)


def value_of(row: Any, field: str) -> Quantity | Told:
    """The value of a field; prices with their currency."""
    shown: Quantity | Told
    match getattr(row, field):
        case None:
            shown = Quantity(unit="label", value="unknown")
        case bool() as flag:
            shown = Quantity(unit="label", value="yes" if flag else "no")
        case Decimal() | float() as amount:
            number = Quantity(unit="number", value=float(amount))
            shown = told("price.usd", amount=number) if field in PRICES else number
        case date() as day:
            shown = Quantity(unit="date", value=day.isoformat())
        case tuple() as codes:
            shown = _codes(codes)
        case other:
            shown = Quantity(unit="label", value=VALUES.get(str(other), str(other)))
    return shown


def _codes(codes: tuple[object, ...]) -> Quantity | Told:
    names: dict[str, str] = {**CERTIFICATIONS, **ZONES}
    items = [Quantity(unit="label", value=names.get(str(code), str(code))) for code in codes[:_LISTED]]
    return told("values", items=items) if items else Quantity(unit="label", value="none stated")


def moved(old: Any, new: Any, fields: Sequence[str]) -> tuple[Told | None, Told]:
    """Fields that changed, as (then, now): one field with its value twice, several as one list in the second."""
    shown = [field for field in fields if field in PRICES or field in FIELDS]
    if len(shown) == 1:
        then, now = (
            told("field", field=("label", label(shown[0])), value=value_of(row, shown[0])) for row in (old, new)
        )
        return then, now
    parts = [
        told("field.moved", field=("label", label(field)), before=value_of(old, field), after=value_of(new, field))
        for field in shown[:_SHOWN]
    ]
    return None, told("fields", parts=parts) if parts else told("fields.other", what=("label", REST))
