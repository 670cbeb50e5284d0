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
