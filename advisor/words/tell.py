"""``tell(told, language)``: the sentence of a key and its values, in the language of whoever reads it.

A template names its values in braces. What stands behind a colon says how: a number takes Python's own format
(``{cost:,.0f}``); a list ``and`` or ``or``; a phrase ``cap`` (its first letter large) or another part of it
(``{problem:of_it}``); a name ``small`` (its first letter small) or ``the`` (with its article). With ``code`` a record
keeps the code, and people are shown the name; the code of a name ``model`` is the value ``model_id``.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Final

from advisor.questionnaire.labels import CERTIFICATIONS, LANGUAGES, MODALITIES, TASKS, ZONES
from advisor.units import Quantity, Told, three_digits
from advisor.words.language import Words, words_in
from advisor.words.plural import Plural
from advisor.words.sentences import RECORDED, SENTENCES
from advisor.words.sentences.changes import HOSTED
from advisor.words.sentences.criteria import ABILITIES, CRITERIA_SHORT, CRITERIA_TITLES
from advisor.words.sentences.labels import EXCLUDED_PLACES, EXCLUDED_WITH_ARTICLE, HOSTING, ZONES_BESIDE

_USUAL: Final = {
    "tokens": ",.0f",
    "usd_per_month": ",.0f",
    "usd": ",.0f",
    "points": ".1f",
    "share": ".0%",
    "days": ",.0f",
    "months": ",.0f",
    "count": ",.0f",
    "number": "g",
}
"""How a number of each unit is written where its template says nothing else."""
_SEVERAL: Final = 2
_THREE_DIGITS: Final = frozenset({"ms", "s", "gb", "gib"})
_AND: Final = frozenset({"language", "country"})
"""Units whose names make a sentence of their own: "German and French"; of the others a list stays a list."""
_Parts = tuple[tuple[str, str | None, str], ...]
"""Of a template: the text before each value, the value's name (None after the last) and how it is written."""


def told_in(language: str) -> Callable[[Told], str]:
    """``tell`` for one language."""
    return partial(tell, language=language)


def tell(told: Told, language: str = "en") -> str:
    """The sentence in ``language``, with names for codes, and numbers and dates by locale."""
    return _Teller(words_in(language)).tell(told)


def recorded(told: Told) -> str:
    """The sentence in English as records keep it: dates in ISO 8601, codes where the template says so, plain commas."""
    return _Teller(None).tell(told)


class _Teller:
    """Fills templates for one language, or (``words`` is None) for a record."""

    def __init__(self, words: Words | None) -> None:
        self._words = words

    def tell(self, told: Told) -> str:
        template = SENTENCES[told.key] if self._words else RECORDED.get(told.key, SENTENCES[told.key])
        if isinstance(template, Plural):
            count = _count(told.values[template.by])
            text = self._words.counted(template.one, template.many, count) if self._words else template.of(count)
        else:
            text = self._words.message(template) if self._words else template
        return "".join(self._filled(told, part) for part in _parts(text))

    def _filled(self, told: Told, part: tuple[str, str | None, str]) -> str:
        before, name, how = part
        if name is None:
            return before
        if how == "code" and self._words is None:
            name = f"{name}_id" if f"{name}_id" in told.values else name
        return before + self._shown(told.values[name], how)

    def _shown(self, value: Quantity | Told | Sequence[Quantity | Told], how: str) -> str:
        if isinstance(value, Told):
            text = self.tell(value.part(how) if how not in ("", "cap") else value)
            return text[:1].upper() + text[1:] if how == "cap" else text
        if isinstance(value, Quantity):
            return self._quantity(value, how)
        return self._listed([self._shown(item, "") for item in value], how)

    def _listed(self, items: Sequence[str], how: str) -> str:
        if how not in ("and", "or"):
            semicolon = self._words.semicolon if self._words else "; "
            return (semicolon if how == "semicolon" else ", ").join(items)
        if self._words:
            return self._words.listed(items, either=how == "or")
        return f" {how} ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)

    def _quantity(self, quantity: Quantity, how: str) -> str:
        unit, value = quantity.unit, quantity.value
        if isinstance(value, int | float):
            text = three_digits(value) if unit in _THREE_DIGITS and not how else format(value, how or _USUAL[unit])
            return self._words.localised(text) if self._words else text
        if unit == "date":
            return self._words.short_date(date.fromisoformat(str(value))) if self._words else str(value)
        codes = (value,) if isinstance(value, str) else value
        if how == "code" and not self._words:
            return ", ".join(codes)
        joint = how if how in ("and", "or") else "and" if self._words and unit in _AND else ""
        return self._listed([self._named(unit, code, how) for code in codes], joint)

    def _named(self, unit: str, code: str, how: str) -> str:
        if how == "the" and code in EXCLUDED_WITH_ARTICLE:
            return self._message(EXCLUDED_WITH_ARTICLE[code])
        name = self._name(unit, code)
        return name[:1].lower() + name[1:] if how == "small" else name

    def _name(self, unit: str, code: str) -> str:
        if unit == "language" and self._words and code != "multi":
            return self._words.language_name(code)
        if unit == "country" and (self._words is None or code not in EXCLUDED_PLACES):
            return self._words.territory(code.upper()) if self._words else code
        if unit == "own_model":
            return self._words.say("{model} (own entry)", model=code) if self._words else f"{code} (own entry)"
        if unit in ("label", "licence"):
            return self._message(code)
        names = _NAMES.get(unit)
        return code if names is None else self._message(names.get(code, code.replace("_", " ")))

    def _message(self, text: str) -> str:
        return self._words.message(text) if self._words else text


def _count(value: object) -> float:
    """How many things a value is: as it is shown, with one decimal."""
    if isinstance(value, Quantity) and isinstance(value.value, int | float):
        return round(value.value, 1)
    return len(value) if isinstance(value, tuple) else _SEVERAL


_NAMES: Final = {
    "zone": ZONES | ZONES_BESIDE,
    "country": EXCLUDED_PLACES,
    "language": LANGUAGES | {"multi": "many languages"},
    "modality": {code: label.lower() for code, label in MODALITIES.items()},
    "certificate": CERTIFICATIONS,
    "task": TASKS,
    "kind": {},
    "hosting": HOSTING,
    "hosted": HOSTED,
    "criterion": CRITERIA_SHORT,
    "criterion_title": CRITERIA_TITLES,
    "ability": ABILITIES,
}
"""English names of the codes of a unit; a code that is not here is said with its words apart."""


def _read(template: str) -> _Parts:
    return tuple((before, name, how or "") for before, name, how, _ in string.Formatter().parse(template))


_ENGLISH: Final = {
    text: _read(text)
    for template in (*SENTENCES.values(), *RECORDED.values())
    for text in ((template,) if isinstance(template, str) else (template.one, template.many))
}
"""Templates read once: a record of thousands of eliminations tells the same few."""


def _parts(template: str) -> _Parts:
    return _ENGLISH.get(template) or _read(template)
