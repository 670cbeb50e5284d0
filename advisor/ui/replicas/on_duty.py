"""What this process does besides serving pages, from when it starts until it ends.

Where several processes share a database, each goes on with the evaluations of one that has died; and one that ends in
good order begins no further call, waits for those under way and hands the rest over.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from advisor.errors import AdvisorError
from advisor.storage.database import is_made
from advisor.telemetry.spans import SPANS
from advisor.ui.cached import installation

TRIED_AGAIN_S: Final = 5.0
GRACE_S: Final = 20.0
"""How long calls under way may take when the process is asked to end: orchestrators kill after 30 seconds or more."""
_NOTES: Final = logging.getLogger(__name__)


@asynccontextmanager
async def on_duty(_: object) -> AsyncIterator[None]:
    """The lifespan of the application."""
    ending = threading.Event()
    if installation.settings().shares_database:
        threading.Thread(target=_watch, args=(ending,), name="on-duty", daemon=True).start()
    try:
        yield
    finally:
        ending.set()
        await asyncio.to_thread(_hand_over)
        await asyncio.to_thread(SPANS.stop)


def _watch(ending: threading.Event) -> None:
    """Begin to look after evaluations as soon as the database can be reached."""
    while not ending.is_set():
        try:
            installation.evaluations().start()
        except AdvisorError as error:
            _NOTES.warning("The database cannot be reached yet: %s", error)
            ending.wait(TRIED_AGAIN_S)
        else:
            return


def _hand_over() -> None:
    try:
        if is_made(installation.settings().resolved_database_url()):
            installation.evaluations().close(patience_s=GRACE_S)
    except AdvisorError as error:  # what cannot be handed over is taken when its lease has run out
        _NOTES.warning("Evaluations were not handed over: %s", error)
