"""What a question and a section are.

``path`` is the field of ``Answers`` (dotted); questions of a use case have paths relative to the use case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "text", "long_text", "integer", "number", "share", "choice", "choices", "yes_no", "codes", "optional_number"
]


@dataclass(frozen=True, slots=True)
class Question:
    """One question: where the answer goes, how it is put, why it is asked, and what may be answered.

    ``empty`` says in an empty field what no answer means.
    """

    path: str
    label: str
    why: str
    kind: Kind
    options: Mapping[str, str] | None = None
    unit: str = ""
    essential: bool = False
    step: float = 1.0
    empty: str = "no limit"


@dataclass(frozen=True, slots=True)
class FormSection:
    """Questions that belong together and are answered in one form."""

    key: str
    title: str
    intro: str
    questions: tuple[Question, ...]
