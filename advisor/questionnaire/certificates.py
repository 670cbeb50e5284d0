"""Certificates by the names that the catalog has for them, as they are usually written ("ISO/IEC 27001:2022")."""

from __future__ import annotations

import re
from typing import Annotated, Final

from pydantic import BeforeValidator, Field

from advisor.questionnaire.labels import CERTIFICATIONS

NAME: Final = r"^[a-z0-9-]+$"
_EDITION: Final = re.compile(r":20\d\d$|type(1|2|i|ii)$")


def certificate(value: object) -> object:
    """A certificate by its name in the catalog; raises ValueError for what is no name, with those that are known.

    A name in small letters that is not among them passes: a catalog of one's own may know it.
    """
    if not isinstance(value, str):
        return value
    found = _BY_SPELLING.get(_bare(value), value)
    if not re.match(NAME, found):
        known = ", ".join(f"{name} ({label})" for name, label in CERTIFICATIONS.items())
        raise ValueError(f"one of {known}, or another name that the catalog has, in small letters, digits and hyphens")
    return found


def _bare(name: str) -> str:
    """The letters and digits alone, without the edition and the body that issues a standard beside ISO."""
    letters = re.sub(r"[^a-z0-9:]", "", name.lower())
    return _EDITION.sub("", letters).replace("isoiec", "iso").replace(":", "")


def _spellings() -> dict[str, str]:
    found: dict[str, str] = {}
    for name, label in CERTIFICATIONS.items():
        plain = label.partition("(")[0]
        for written in (name, plain, name.removeprefix("iso"), plain.removesuffix(" agreement")):
            found[_bare(written)] = name
    return found


_BY_SPELLING: Final = _spellings()
Certificate = Annotated[str, BeforeValidator(certificate), Field(pattern=NAME)]
