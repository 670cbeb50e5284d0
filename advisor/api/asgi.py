"""REST and the probes as routes of the app, and as an application of their own.

Alone, without the pages: ``uvicorn --factory advisor.api.asgi:alone``.
"""

from __future__ import annotations

import re

from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount
from starlette.types import ASGIApp

from advisor.api.probes import probes
from advisor.api.rest import ROOT, rest
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
    return Starlette(routes=routes(Installed(Settings())))
