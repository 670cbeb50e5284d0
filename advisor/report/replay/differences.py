"""What differs between two versions of a decision, as facts to be told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import zip_longest
from typing import Any, Final

from advisor.assessment import Assessment, choice_of
from advisor.decision.records import Recommendation
from advisor.questionnaire.answers import Answers
from advisor.units import Quantity, Told, Unit, told
from advisor.words.tell import tell

_LONG: Final = 60
_CODES: Final[Mapping[str, Unit]] = {
    "task": "task",
    "allowed": "hosting",
    "residency": "zone",
    "jurisdictions": "country",
    "certifications": "certificate",
    "languages": "language",
    "modalities_in": "modality",
    "country": "country",
    "countries_excluded": "country",
    "countries_preferred": "country",
    "jurisdictions_excluded": "country",
}
"""Answers whose values are codes that have names."""
_OWN_WORDS: Final = frozenset(
    {"title", "question", "owner", "notes", "name", "description", "currency"}
    | {"providers_excluded", "providers_allowed", "vendors_excluded"}
)
"""Answers in the user's own words and proper names, which are the same in every language."""
Namer = Callable[[str], str]


def answer_differences(old: Answers, new: Answers) -> tuple[Told, ...]:
    """Each answer that changed: "weight of cost 0.2 → 0.3", "budget: monthly cap 60000 → none"."""
    before, after = (answers.model_dump(by_alias=True) for answers in (old, new))
    return tuple(_walk(before, after, (), ()))


def answer_moved(answers: Answers, place: Sequence[str | int], before: Any, after: Any) -> Told:
    """One answer and two values of it; ``place`` is where it stands in the answers as JSON.

    Its parts ``answer``, ``before`` and ``after`` say each alone.
    """
    value: Any = answers.model_dump(by_alias=True)
    path: tuple[str, ...] = ()
    within: tuple[Told, ...] = ()
    for part in place:
        if isinstance(part, int):
            value = value[part]
            within, path = (*within, _item(path[-1], value, part + 1)), ()
        else:
            value = value.get(part)
            path = (*path, part)
    field = path[-1] if path else ""
    return told("answer.moved", answer=_answer(path, within), before=_shown(field, before), after=_shown(field, after))


def result_differences(old: Assessment, new: Assessment, named: Namer = str) -> tuple[Told, ...]:
    """How verdict, first choice, its score and its cost moved; ``named`` gives the name of an alternative's id."""
    lines = []
    if old.verdict != new.verdict:
        verdicts = [told(f"verdict_name.{verdict.replace(' ', '_')}") for verdict in (old.verdict, new.verdict)]
        lines.append(told("result.verdict", before=verdicts[0], after=verdicts[1]))
    first, now = _first(old), _first(new)
    if first == now:
        lines.append(told("result.first_same"))
    else:
        names = [named(choice) if choice else ("label", "none") for choice in (first, now)]
        lines.append(told("result.first", before=names[0], after=names[1]))
    before, after = choice_of(old), choice_of(new)
    if before is not None and after is not None:
        lines += _moved(before, after)
    return tuple(lines)


def difference_sentence(
    old: Answers,
    new: Answers,
    old_result: Assessment | None = None,
    new_result: Assessment | None = None,
    named: Namer = str,
    *,
    language: str = "en",
) -> str:
    """The whole difference in one line; "no answer changed" when there is none."""
    parts = list(answer_differences(old, new)) or [told("answer.none_moved")]
    if old_result is not None and new_result is not None:
        parts += result_differences(old_result, new_result, named)
    return "; ".join(tell(part, language) for part in parts)


def _first(assessment: Assessment) -> str | None:
    chosen = choice_of(assessment)
    return None if chosen is None else chosen.alternative_id


def _moved(before: Recommendation, after: Recommendation) -> list[Told]:
    lines = []
    if round(before.score, 3) != round(after.score, 3):
        scores = [("points", entry.score * 100) for entry in (before, after)]
        lines.append(told("result.score", before=scores[0], after=scores[1]))
    costs = [entry.monthly_cost_usd.p50 if entry.monthly_cost_usd else None for entry in (before, after)]
    shown = [
        Quantity(unit="label", value="unknown") if cost is None else told("result.usd", amount=("usd", round(cost)))
        for cost in costs
    ]
    if shown[0] != shown[1]:
        lines.append(told("result.cost", before=shown[0], after=shown[1]))
    return lines


def _walk(old: Any, new: Any, path: tuple[str, ...], within: tuple[Told, ...]) -> list[Told]:
    """What differs below ``path``, which begins in the innermost of the items that it is ``within``."""
    if old == new:
        return []
    if isinstance(old, dict) and isinstance(new, dict):
        found: list[Told] = []
        for key in dict.fromkeys([*old, *new]):
            found += _walk(old.get(key), new.get(key), (*path, str(key)), within)
        return found
    if _are_records(old) and _are_records(new):
        found = []
        for place, (one, other) in enumerate(zip_longest(old, new), start=1):
            item = _item(path[-1], one or other or {}, place)
            found += _walk(one, other, (), (*within, item))
        return found
    field = path[-1] if path else ""
    return [told("answer.moved", answer=_answer(path, within), before=_shown(field, old), after=_shown(field, new))]


def _are_records(value: Any) -> bool:
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(item, dict) for item in value)


def _item(field: str, item: dict[str, Any], place: int) -> Told:
    kind = ("label", field.removesuffix("s").replace("_", " "))
    return (
        told("answer.item", kind=kind, name=item["name"])
        if item.get("name")
        else told("answer.item.number", kind=kind, number=place)
    )


def _answer(path: tuple[str, ...], within: tuple[Told, ...]) -> Quantity | Told:
    """The name of an answer, behind the item that it belongs to."""
    own = Quantity(unit="label", value=_label(path)) if path else None
    if not within:
        return own or Quantity(unit="text", value="")
    return told("answer.within", item=within[-1], answer=own) if own else within[-1]


def _label(path: tuple[str, ...]) -> str:
    words = [part.replace("_", " ") for part in path]
    if words[0] in ("weights", "priorities") and len(words) > 1:
        return f"{'weight' if words[0] == 'weights' else 'priority'} of {words[1]}"
    return ": ".join(words)


def _shown(field: str, value: Any) -> Quantity | Told:
    """A value of an answer: codes by their names, the user's own words as they are."""
    if value is None or value in ("", (), [], {}):
        return Quantity(unit="label", value="none")
    if isinstance(value, str):
        return _text(field, value)
    shown: Quantity | Told
    match value:
        case bool():
            shown = Quantity(unit="label", value="yes" if value else "no")
        case {"name": str(name)} if name:
            shown = Quantity(unit="text", value=name)
        case {}:
            shown = Quantity(unit="label", value="set")
        case list() | tuple():
            shown = told("answer.list", items=[_shown(field, item) for item in value])
        case float():
            shown = Quantity(unit="number", value=value)
        case date():
            shown = Quantity(unit="date", value=value.isoformat())
        case _:
            shown = Quantity(unit="text", value=str(value))
    return shown


def _text(field: str, value: str) -> Quantity | Told:
    if len(value) > _LONG:
        return told("answer.long", start=value[:_LONG], length=len(value))
    unit: Unit = "text" if field in _OWN_WORDS else _CODES.get(field, "kind")
    return Quantity(unit=unit, value=value)
