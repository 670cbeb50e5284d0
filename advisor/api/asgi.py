"""REST and the probes as routes of the app, and as an application of their own.

Alone, without the pages: ``uvicorn --factory advisor.api.asgi:alone``.
"""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount

from advisor.api.probes import probes
from advisor.api.rest import ROOT, rest
from advisor.services.installed import Installed
from advisor.settings import Settings


def routes(installed: Installed) -> list[BaseRoute]:
    """What stands beside the pages: ``/api/v1``, ``/healthz``, ``/readyz``, ``/metrics``."""
    return [*probes(installed), Mount(ROOT, app=rest(installed))]


def alone() -> Starlette:
    """REST and the probes without the pages, for the installation that the environment names."""
    return Starlette(routes=routes(Installed(Settings())))
