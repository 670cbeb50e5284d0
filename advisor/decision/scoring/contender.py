"""A leading option as the verdict looks at it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

LEAD_ORDER: Final[Mapping[str, int]] = {"provider_api": 0, "cloud_gpu": 1, "edge": 2, "on_prem": 3}
"""Ways of hosting by how soon they can serve: an agreement, machines to rent, devices, servers to order."""


CLOSE_ENOUGH: Final = 1e-12
"""Scores are compared to this, as in the shortlist."""


class Contender(NamedTuple):
    """One of the leading options, in the order of score: what the tie-break looks at.

    A tuple, since thousands are made to find what would change the advice.

    ``ability`` is what fitness contributes to its score; ``flagged`` says that its origin carries a warning, ``there``
    that it runs on GPUs that the house has, ``slow`` that it misses a stated limit of waiting in most of what is known,
    ``unspoken`` that nobody says its model knows a language of the work, ``unstated`` that nobody says it can do what
    the work demands of its answers, ``weak`` that its model may be too weak for the work; ``points`` of 100 is its
    model's ability, with its standard ``error`` and known the better the higher ``known``, ``score`` the score as
    things are.
    """

    rank_row: int
    model_id: str
    kind: str
    cost_usd: float
    proven: float
    flagged: bool = False
    ability: float = 0.0
    there: bool = False
    slow: bool = False
    points: float = 0.0
    known: int = 0
    score: float = 0.0
    unspoken: bool = False
    unstated: bool = False
    weak: bool = False
    error: float = 0.0

    def doubted_more(self, other: Contender) -> bool:
        """Whether its origin, its languages or its answers are in doubt where those of another are not."""
        return self.flagged > other.flagged or self.unspoken > other.unspoken or self.unstated > other.unstated
