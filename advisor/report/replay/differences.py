"""What differs between two versions of a decision, in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from advisor.assessment import Assessment, choice_of
from advisor.decision.records import Recommendation
from advisor.questionnaire.answers import Answers
from advisor.words.language import Words
from advisor.words.phrase_lists.answers import ANSWERS

_LONG = 60
_LINE: Final = re.compile(r"(?:(?P<kind>use case|stakeholder) (?P<name>“.*”): )?(?P<rest>.*) -> (?P<new>.*)", re.DOTALL)
_LABELS: Final = tuple(sorted(ANSWERS, key=len, reverse=True))
Namer = Callable[[str], str]


def answer_differences(old: Answers, new: Answers) -> tuple[str, ...]:
    """Each answer that changed: "weight of cost 0.2 -> 0.3", "budget: monthly cap 60000 -> none"."""
    before, after = (answers.model_dump(mode="json", by_alias=True) for answers in (old, new))
    return tuple(_walk(before, after, ()))


def said_difference(words: Words, line: str) -> str:
    """A line of ``answer_differences`` in another language; as it is where the answer has no name there."""
    found = _LINE.fullmatch(line)
    if found is None or words.language == "en":
        return line
    label = next((label for label in _LABELS if found["rest"].startswith(f"{label} ")), None)
    if label is None:
        return line
    values = [words.value(value) for value in (found["rest"][len(label) + 1 :], found["new"])]
    item = f"{words.echo(found['kind'])} {found['name']}: " if found["kind"] else ""
    return f"{item}{words.echo(label)} {values[0]} → {values[1]}"


def result_differences(old: Assessment, new: Assessment, named: Namer = str) -> tuple[str, ...]:
    """How verdict, first choice, its score and its cost moved; ``named`` gives the name of an alternative's id."""
    lines = []
    if old.verdict != new.verdict:
        lines.append(f"verdict {old.verdict} -> {new.verdict}")
    first, now = _first(old), _first(new)
    if first == now:
        lines.append("first choice unchanged")
    else:
        names = [named(choice) if choice else "none" for choice in (first, now)]
        lines.append(f"first choice {names[0]} -> {names[1]}")
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
) -> str:
    """The whole difference in one line; "no answer changed" when there is none."""
    parts = list(answer_differences(old, new)) or ["no answer changed"]
    if old_result is not None and new_result is not None:
        parts += result_differences(old_result, new_result, named)
    return "; ".join(parts)


def _first(assessment: Assessment) -> str | None:
    chosen = choice_of(assessment)
    return None if chosen is None else chosen.alternative_id


def _moved(before: Recommendation, after: Recommendation) -> list[str]:
    lines = []
    if round(before.score, 3) != round(after.score, 3):
        lines.append(f"score of the first {before.score * 100:.1f} -> {after.score * 100:.1f}")
    costs = [entry.monthly_cost_usd.p50 if entry.monthly_cost_usd else None for entry in (before, after)]
    texts = ["unknown" if cost is None else f"{cost:,.0f} USD" for cost in costs]
    if texts[0] != texts[1]:
        lines.append(f"monthly cost of the first {texts[0]} -> {texts[1]}")
    return lines


def _walk(old: Any, new: Any, path: tuple[str, ...]) -> list[str]:
    if old == new:
        return []
    if isinstance(old, dict) and isinstance(new, dict):
        found: list[str] = []
        for key in dict.fromkeys([*old, *new]):
            found += _walk(old.get(key), new.get(key), (*path, str(key)))
        return found
    if _are_records(old) and _are_records(new):
        found = []
        for place in range(max(len(old), len(new))):
            one = old[place] if place < len(old) else None
            other = new[place] if place < len(new) else None
            found += _walk(one, other, (*path[:-1], _item_name(path[-1], one or other or {}, place)))
        return found
    return [f"{_label(path)} {_shown(old)} -> {_shown(new)}"]


def _are_records(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _item_name(field: str, item: dict[str, Any], place: int) -> str:
    singular = field.removesuffix("s").replace("_", " ")
    return f"{singular} “{item['name']}”" if item.get("name") else f"{singular} {place + 1}"


def _label(path: tuple[str, ...]) -> str:
    words = [part.replace("_", " ") for part in path]
    if words[0] in ("weights", "priorities") and len(words) > 1:
        return f"{'weight' if words[0] == 'weights' else 'priority'} of {words[1]}"
    return ": ".join(words)


def _shown(value: Any) -> str:
    if value is None or value in ([], {}, ""):
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return str(value.get("name") or "set")
    text = (
        ", ".join(map(str, value))
        if isinstance(value, list)
        else f"{value:g}"
        if isinstance(value, float)
        else str(value)
    )
    return text if len(text) <= _LONG else f"“{text[:_LONG]}…” ({len(text)} characters)"
