"""What machines ask without a person: whether the process lives, whether it is ready, and what it counted.

``/healthz`` and ``/readyz`` say that to anybody, and of what is not ready its name alone. ``/metrics`` answers programs
on this machine that ask it by a loopback name and through no proxy, and administrators by a token with the scope
``metrics``.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from typing import Final

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from advisor.access.rules import Verb, may
from advisor.api.problems import LOG, ApiRefusal, answered, not_ready
from advisor.errors import AdvisorError, Problem
from advisor.services.installed import Installed
from advisor.services.operations.metrics import CONTENT_TYPE, COUNTS
from advisor.services.programs.of_person import acting_person
from advisor.storage.tokens.access_tokens import AccessToken

PATHS: Final = ("/healthz", "/readyz", "/metrics")
_PROXIED: Final = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
_SAID: Final = {"database": "The database does not answer.", "catalog": "The catalog cannot be read."}
_LOOPBACK: Final = ("localhost", "127.0.0.1", "[::1]")


def probes(installed: Installed) -> list[Route]:
    """The three routes."""

    async def alive(_: Request) -> Response:
        return JSONResponse({"status": "alive"})

    async def ready(_: Request) -> Response:
        parts = await run_in_threadpool(_parts, installed)
        missing = [name for name, answers in parts.items() if not answers]
        if missing:
            problems = [Problem(name, "not ready", "ready") for name in missing]
            return answered(not_ready(" ".join(_SAID[name] for name in missing), problems))
        return JSONResponse({"status": "ready"})

    async def metrics(request: Request) -> Response:
        refusal = await run_in_threadpool(_refused_metrics, request, installed)
        return answered(refusal) if refusal else Response(COUNTS.text(), media_type=CONTENT_TYPE)

    return [Route("/healthz", alive), Route("/readyz", ready), Route("/metrics", metrics)]


def _parts(installed: Installed) -> dict[str, bool]:
    """What must answer before requests come, each looked at; why one does not stands in the log of whoever runs it."""
    looks: dict[str, Callable[[Installed], object]] = {"database": _database, "catalog": Installed.catalog}
    found = {}
    for name, look in looks.items():
        try:
            look(installed)
            found[name] = True
        except (AdvisorError, SQLAlchemyError) as error:
            LOG.warning("not ready: %s (%s)", name, type(error).__name__)
            found[name] = False
    return found


def _database(installed: Installed) -> None:
    with installed.database().connect() as connection:
        connection.execute(text("SELECT 1"))


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
    if "metrics" not in token.scopes:
        return ApiRefusal("scope-missing", "This needs the scope metrics.")
    if not _administers(installed, token):
        return ApiRefusal("not-allowed", "Figures for operators are given to administrators.")
    return None


def _administers(installed: Installed, token: AccessToken) -> bool:
    """Whether the person of a token, as they are now, looks after this installation."""
    try:
        return may(acting_person(installed, token), Verb.ADMINISTER)
    except AdvisorError:
        return False


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
