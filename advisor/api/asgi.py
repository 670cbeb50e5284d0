"""REST and the probes as routes of the app, and as an application of their own.

Alone, without the pages: ``uvicorn --factory advisor.api.asgi:alone``.
"""

from __future__ import annotations

import re
import threading
from functools import partial

from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount
from starlette.types import ASGIApp

from advisor.api.probes import probes
from advisor.api.problems import LOG
from advisor.api.rest import ROOT, rest
from advisor.errors import AdvisorError
from advisor.services.aside.decision_work import CatalogPlace, get_ready
from advisor.services.aside.run import start_workers
from advisor.services.installed import Installed
from advisor.settings import Settings


class RestMount(Mount):
    """A mount that takes every address below it, also one with a line break in it."""

    def __init__(self, path: str, app: ASGIApp) -> None:
        super().__init__(path, app=app)
        self.path_regex = re.compile(self.path_regex.pattern, re.DOTALL)


def routes(installed: Installed) -> list[BaseRoute]:
    """What stands beside the pages: ``/api/v1``, ``/healthz``, ``/readyz``, ``/metrics``."""
    return [*probes(installed), RestMount(ROOT, rest(installed))]


def alone() -> Starlette:
    """REST and the probes without the pages, for the installation that the environment names."""
    settings = Settings()
    # A process that works decisions out takes seconds to start: no call shall spend its own time on that.
    threading.Thread(target=_start_workers, args=(settings,), name="start-workers", daemon=True).start()
    return Starlette(routes=routes(Installed(settings)))


def _start_workers(settings: Settings) -> None:
    try:
        start_workers(partial(get_ready, CatalogPlace.of(settings)), kind="decisions")
    except AdvisorError as error:  # the first call starts one then, and says what is wrong
        LOG.warning("Workers were not started ahead: %s", type(error).__name__)
