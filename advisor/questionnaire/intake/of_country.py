"""What a country brings that a description names: the money that is spent there and the language that is spoken there.

Nobody said either: both are proposals like any other, which a person sees with their reason and may untick.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from babel.languages import get_official_languages
from babel.numbers import get_territory_currencies

from advisor.questionnaire.answers import FIRST_CASE
from advisor.questionnaire.intake import places
from advisor.questionnaire.intake.prose import MOST_CHARACTERS, ProposedAnswer
from advisor.questionnaire.labels import LANGUAGES

_MONEY: Final = ("budget.currency", "budget.monthly_cap")
_SPOKEN: Final = f"{FIRST_CASE}.languages"


def currency_of(country: str, known: Collection[str]) -> str | None:
    """The currency that is legal tender in a country today (Unicode CLDR), where its rate is ``known``."""
    return next((code for code in get_territory_currencies(country) if code in known), None)


def language_of(country: str) -> str | None:
    """The one official language of a country (Unicode CLDR); None where it has several, or one that is not asked."""
    official = dict.fromkeys(code.split("_")[0] for code in get_official_languages(country, de_facto=True))
    return next(iter(official)) if len(official) == 1 and official.keys() <= LANGUAGES.keys() else None


def brought_by_country(text: str, read: Sequence[ProposedAnswer], currencies: Collection[str]) -> list[ProposedAnswer]:
    """Currency and language of the only country that a text names, where it names no money and no language itself.

    ``read`` is what was read of the text, ``currencies`` are those with a known rate.
    """
    named = places.countries_in(text[:MOST_CHARACTERS])
    if len(named) != 1:
        return []
    ((country, shown),) = named.items()
    said = {item.place for item in read}
    currency, language = currency_of(country, currencies), language_of(country)
    found = []
    if currency and not said & {*_MONEY}:
        found.append(ProposedAnswer("budget.currency", currency, shown))
    if language and _SPOKEN not in said:
        found.append(ProposedAnswer(_SPOKEN, (language,), shown))
    return found
