"""A sentence that counts something."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plural:
    """The sentence for one thing and for many; ``by`` is the value that counts them."""

    one: str
    many: str
    by: str

    def of(self, count: float) -> str:
        """The English one for a number of things."""
        return self.one if count == 1 else self.many


def pointed(text: str, by: str) -> Plural:
    """A sentence with points of 100: the same in English for "1.0 points", while French says the singular below two."""
    return Plural(text, text, by)
