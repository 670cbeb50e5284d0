"""Records with their sentences: filled in English as they are kept, and said in a language to whoever reads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any, TypeVar, get_args

from pydantic import BaseModel

from advisor.lazy_rows import Rows
from advisor.units import Spoken, Told
from advisor.words.tell import recorded, tell

T = TypeVar("T")


def written(value: T) -> T:
    """A record, or a collection of records, with every field that ``told`` knows filled, those within them too.

    ``Rows`` stay unread until somebody reads them.
    """
    return _written(value, recorded)  # type: ignore[no-any-return] # of the type that came in


def in_language(value: T, language: str) -> T:
    """The same in another language, for whoever reads the record and not for keeping it."""
    return _written(value, partial(tell, language=language))  # type: ignore[no-any-return] # of the type that came in


def said(record: Spoken, field: str, language: str) -> str:
    """What a field of a record says in ``language``; the English that was kept where no sentence of today tells it."""
    told = record.told.get(field)
    try:
        if told is not None:
            return tell(told, language) if isinstance(told, Told) else "; ".join(tell(each, language) for each in told)
    except KeyError:  # an older version told it by another template or with other values
        pass
    return str(getattr(record, field) or "")


def all_said(record: Spoken, field: str, language: str) -> tuple[str, ...]:
    """The same for a field of several sentences."""
    told = record.told.get(field)
    return tuple(tell(each, language) for each in told) if isinstance(told, tuple) else tuple(getattr(record, field))


def reason_of(elimination: Spoken) -> Told | None:
    """The fact behind an elimination, of which ``observed``, ``required`` and ``out`` are parts."""
    sentence = elimination.told.get("sentence")
    reason = sentence.values.get("reason") if isinstance(sentence, Told) else None
    return reason if isinstance(reason, Told) else None


def _written(value: Any, say: Callable[[Told], str]) -> Any:
    if isinstance(value, Rows):
        return value.each(partial(_written, say=say))
    if isinstance(value, tuple):
        return tuple(_written(item, say) for item in value)
    if isinstance(value, Mapping):
        return {key: _written(item, say) for key, item in value.items()}
    if not isinstance(value, BaseModel):
        return value
    filled = {}
    for name in _speaking(type(value)):
        item = getattr(value, name)
        if _may_speak(item) and (said_in := _written(item, say)) is not item:
            filled[name] = said_in
    if isinstance(value, Spoken) and value.told:
        filled |= _told(value.told, say)
        fact = reason_of(value)
        if fact is not None:
            filled |= {part: say(fact.part(part)) for part in ("observed", "required")}
    return value.model_copy(update=filled) if filled else value


@cache
def _speaking(kind: type[BaseModel]) -> tuple[str, ...]:
    """The fields of a kind of record that may hold records; looked up once: most are numbers, codes and names."""
    return tuple(name for name, field in kind.model_fields.items() if _holds(field.annotation))


def _holds(annotation: Any) -> bool:
    """Whether what is annotated may be a record or hold some."""
    inner = get_args(annotation)
    if inner:
        return any(map(_holds, inner))
    return annotation in (Any, object) or (isinstance(annotation, type) and issubclass(annotation, BaseModel))


def _may_speak(item: object) -> bool:
    """Whether there may be a record with sentences in it: a field may also be empty, or hold what is no record."""
    return isinstance(item, Rows | Spoken) or (isinstance(item, tuple | dict) and bool(item) and _holds_records(item))


def _holds_records(items: tuple[object, ...] | dict[str, object]) -> bool:
    first = next(iter(items.values() if isinstance(items, dict) else items))
    return isinstance(first, BaseModel)


def _told(told: Mapping[str, Told | tuple[Told, ...]], say: Callable[[Told], str]) -> dict[str, Any]:
    return {
        field: say(item) if isinstance(item, Told) else tuple(say(each) for each in item)
        for field, item in told.items()
    }
