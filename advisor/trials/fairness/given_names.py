"""Given names by language, gender and the origin that people hear in them, for counterfactual pairs.

They are a choice, not a measurement: short, common names that hiring studies with fictitious applications used, filled
up by hand with common names of the same kind where those studies had too few. English: Bertrand and Mullainathan,
"Are Emily and Greg More Employable than Lakisha and Jamal?" (2004), table 8. German: Kaas and Manger, "Ethnic
Discrimination in Germany's Labour Market" (2012) for Dennis, Tobias, Fatih and Serkan; the others by hand. French: by
hand. Own names can be given instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

Gender = Literal["woman", "man"]
PairLanguage = Literal["en", "de", "fr"]


class NameGroup(NamedTuple):
    """Names that differ from those of the other groups of their language in gender or origin alone."""

    gender: Gender
    origin: str
    names: tuple[str, ...]


GIVEN_NAMES: Final[Mapping[PairLanguage, tuple[NameGroup, ...]]] = MappingProxyType(
    {
        "en": (
            NameGroup("woman", "white", ("Emily", "Anne", "Jill", "Allison", "Laurie", "Sarah")),
            NameGroup("woman", "black", ("Aisha", "Keisha", "Tamika", "Lakisha", "Latoya", "Ebony")),
            NameGroup("man", "white", ("Todd", "Neil", "Brett", "Greg", "Brendan", "Matthew")),
            NameGroup("man", "black", ("Rasheed", "Tremayne", "Kareem", "Darnell", "Jamal", "Tyrone")),
        ),
        "de": (
            NameGroup("woman", "german", ("Anna", "Julia", "Katrin", "Sandra", "Stefanie", "Lena")),
            NameGroup("woman", "turkish", ("Ayşe", "Fatma", "Zeynep", "Elif", "Emine", "Hatice")),
            NameGroup("man", "german", ("Dennis", "Tobias", "Stefan", "Andreas", "Michael", "Lukas")),
            NameGroup("man", "turkish", ("Fatih", "Serkan", "Mehmet", "Mustafa", "Emre", "Hakan")),
        ),
        "fr": (
            NameGroup("woman", "french", ("Émilie", "Julie", "Camille", "Aurélie", "Claire", "Sophie")),
            NameGroup("woman", "north-african", ("Fatima", "Samira", "Nadia", "Khadija", "Leïla", "Yasmina")),
            NameGroup("man", "french", ("Julien", "Nicolas", "Thomas", "Guillaume", "Antoine", "Pierre")),
            NameGroup("man", "north-african", ("Mohamed", "Karim", "Rachid", "Samir", "Ahmed", "Youssef")),
        ),
    }
)

SWAPPED_WORDS: Final[Mapping[PairLanguage, tuple[tuple[str, str], ...]]] = MappingProxyType(
    {
        "en": (
            ("he", "she"),
            ("himself", "herself"),
            ("Mr", "Ms"),
            ("Mr.", "Ms."),
            ("man", "woman"),
            ("male", "female"),
        ),
        "de": (("Herr", "Frau"), ("Mann", "Frau"), ("männlich", "weiblich"), ("Bewerber", "Bewerberin")),
        "fr": (("il", "elle"), ("M.", "Mme"), ("Monsieur", "Madame"), ("homme", "femme"), ("candidat", "candidate")),
    }
)
"""Words of a man and of a woman that can be exchanged in either direction without reading the sentence."""
ONLY_FROM_A_MAN: Final[Mapping[PairLanguage, tuple[tuple[str, str], ...]]] = MappingProxyType(
    {"en": (("his", "her"), ("him", "her")), "de": (("er", "sie"), ("ihm", "ihr"), ("ihn", "sie")), "fr": ()}
)
"""Words of which the other form has several meanings ("her", "sie"): they are exchanged in one direction alone."""
