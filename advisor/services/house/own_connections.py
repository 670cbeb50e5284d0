"""What a connection may be that somebody sets up for themselves, where people sign in.

Connections for all are an administrator's, who answers for what may be sent where and for the keys that the machine
holds. One's own must not go round that: it reads no key of the machine, leads nowhere inside the network, and receives
no more than internal data.
"""

from __future__ import annotations

from typing import Final

from advisor.errors import GuardError
from advisor.questionnaire.labels import DATA_CLASSES
from advisor.trials.records import Connection

MOST_CLASS: Final = "internal"
"""A judgement: what leaves the company under one person's own contract is at most what all of the company may read."""


def refuse_own(connection: Connection) -> None:
    """Raise GuardError where a connection must be an administrator's."""
    if connection.key.kind not in ("none", "session"):
        raise GuardError("A connection of your own reads no key of the machine: type it in for the session.")
    if connection.scope != "public":
        raise GuardError("A connection of your own leads to public addresses; an administrator sets up the others.")
    order = tuple(DATA_CLASSES)
    if order.index(connection.max_data_class) > order.index(MOST_CLASS):
        raise GuardError(
            "A connection of your own receives internal data at most; an administrator sets up the others."
        )
