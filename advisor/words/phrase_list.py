"""The engine's sentences as templates (see ``advisor.words.phrases`` for the kinds of placeholders).

The lists themselves are in ``advisor.words.phrase_lists``, one module per matter.
"""

from __future__ import annotations

from typing import Final

from advisor.words.phrase_lists.advice import ADVICE
from advisor.words.phrase_lists.answers import ANSWERS
from advisor.words.phrase_lists.criteria import CRITERIA
from advisor.words.phrase_lists.gates import GATES
from advisor.words.phrase_lists.labels import LABELS
from advisor.words.phrase_lists.licences import LICENCES
from advisor.words.phrase_lists.life import LIFE

PLACES: Final[tuple[str, ...]] = (
    "{name1} on own {name2}",
    "{name1} on rented {name2} at {name3}",
    "{name1} on edge {name2}",
    "{name1} on {name2} ({t1})",
    "{name1} on {name2}",
)
"""Names of alternatives. Too many sentences look like them, so that only ``{alt1}`` stands for them."""
PHRASES: Final[tuple[str, ...]] = tuple(
    dict.fromkeys((*LABELS, *GATES, *CRITERIA, *ADVICE, *LIFE, *ANSWERS, *LICENCES, *PLACES)),
)
