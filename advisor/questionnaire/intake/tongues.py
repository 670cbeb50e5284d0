"""The language of a text, by its commonest little words or its script: enough to say which languages a log is in."""

from __future__ import annotations

import re
from typing import Final

_LITTLE: Final = {
    "en": "the of and to in is that for with are this you what not have from please how",
    "de": "der die das und ist nicht ein eine den mit für auf von zu wir sie ich wie bitte dem",
    "fr": "le la les des et est une un que pour dans vous pas sur avec du je nous au comment",
    "es": "el la los las y es una un que para en con por no como del más usted qué",
    "it": "il la di che è per un una con non sono del gli come si della anche",
    "pt": "o a os as e é um uma que para em com não por como do da você mais",
    "nl": "de het een en van is dat niet voor met op te zijn ik wij u hoe aan",
    "pl": "i w na z się nie że jest do to jak dla od czy po proszę",
}
_SCRIPTS: Final = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
)
_BY_LANGUAGE: Final = {code: frozenset(words.split()) for code, words in _LITTLE.items()}
_LOOKED_AT: Final = 2_000
_LEAST: Final = 3
_AHEAD: Final = 1.2
_MOST_SCRIPT: Final = 0.2


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of a text's language; None where it is too short or too mixed to say."""
    part = text[-_LOOKED_AT:]
    letters = sum(character.isalpha() for character in part)
    for code, script in _SCRIPTS:
        if letters and len(script.findall(part)) > _MOST_SCRIPT * letters:
            return code
    words = re.findall(r"[^\W\d_]+", part.lower())
    counts = sorted(
        ((sum(word in little for word in words), code) for code, little in _BY_LANGUAGE.items()), reverse=True
    )
    (most, code), (second, _) = counts[:2]
    return code if most >= _LEAST and most >= second * _AHEAD else None
