"""What machines ask without a person: whether the process lives, whether it is ready, and what it counted.

``/healthz`` and ``/readyz`` say nothing but that, to anybody. ``/metrics`` answers programs on this machine that ask
it by a loopback name and through no proxy, and whoever has a token with the scope ``metrics``.
"""

from __future__ import annotations

import ipaddress
from typing import Final

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from advisor.api.problems import ApiRefusal, answered, not_ready
from advisor.errors import AdvisorError
from advisor.services.installed import Installed
from advisor.services.operations.metrics import CONTENT_TYPE, COUNTS

PATHS: Final = ("/healthz", "/readyz", "/metrics")
_PROXIED: Final = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
_LOOPBACK: Final = ("localhost", "127.0.0.1", "[::1]")


def probes(installed: Installed) -> list[Route]:
    """The three routes."""

    async def alive(_: Request) -> Response:
        return JSONResponse({"status": "alive"})

    async def ready(_: Request) -> Response:
        missing = await run_in_threadpool(_missing, installed)
        if missing:
            return answered(not_ready(missing))
        return JSONResponse({"status": "ready"})

    async def metrics(request: Request) -> Response:
        refusal = await run_in_threadpool(_refused_metrics, request, installed)
        return answered(refusal) if refusal else Response(COUNTS.text(), media_type=CONTENT_TYPE)

    return [Route("/healthz", alive), Route("/readyz", ready), Route("/metrics", metrics)]


def _missing(installed: Installed) -> str:
    """What does not answer yet, without a word of why: that stands in the log of whoever runs it."""
    try:
        with installed.database().connect() as connection:
            connection.execute(text("SELECT 1"))
    except (AdvisorError, SQLAlchemyError):
        return "The database does not answer."
    try:
        installed.catalog()
    except AdvisorError:
        return "The catalog cannot be read."
    return ""


def _refused_metrics(request: Request, installed: Installed) -> ApiRefusal | None:
    if _asked_here(request):
        return None
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    try:
        token = installed.token(given.strip()) if scheme.lower() == "bearer" else None
    except AdvisorError:
        return not_ready("The database does not answer.")
    if token is None:
        return ApiRefusal(
            "no-valid-token", "From elsewhere this needs a token.", headers={"WWW-Authenticate": "Bearer"}
        )
    return None if "metrics" in token.scopes else ApiRefusal("scope-missing", "This needs the scope metrics.")


def _asked_here(request: Request) -> bool:
    """Whether a program of this machine asks, by a loopback name and not for somebody behind it."""
    headers: Headers = request.headers
    name = headers.get("host", "").rpartition(":")[0] or headers.get("host", "")
    if any(header in headers for header in _PROXIED) or name.lower() not in _LOOPBACK or request.client is None:
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
