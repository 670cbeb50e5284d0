"""REST as one ASGI application, with its OpenAPI document; mounted under ``/api/v1``."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.routing import Match

from advisor import __version__
from advisor.api.borders import Borders
from advisor.api.problems import TYPES, ApiRefusal, ProblemDetails, answered, of_error, of_status
from advisor.api.routes import advice, catalog, decisions, explained, life, sharing
from advisor.errors import AdvisorError, Problem, most_problems, refusal_of
from advisor.questionnaire.answers import Answers
from advisor.services.installed import Installed

ROOT: Final = "/api/v1"
ROUTERS: Final = (catalog.router, advice.router, decisions.router, life.router, sharing.router, explained.router)
_SHOWN: Final = 80
_SILENT: Final[Any] = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}
"""FastAPI's own telemetry writes down what was sent where it is refused: answers and names are nobody else's."""
_DESCRIPTION: Final = """\
The advisor for programs: the same records as the command line prints with `--format json`.

Each request carries `Authorization: Bearer TOKEN` (`advisor token create`). What goes wrong comes as
`application/problem+json` (RFC 9457) under one of the names that `GET /problems` lists. Lists come by the page: send
`next` of one page as `cursor` for the next. Whoever changes a decision sends the `ETag` that was read as `If-Match`.
"""


def rest(installed: Installed) -> Borders:
    """The application; mount it under ``ROOT``."""
    api = bare_api()
    api.state.installed = installed
    document = openapi_of(api)

    @api.get("/openapi.json", include_in_schema=False)
    def openapi() -> Response:
        return JSONResponse(document)

    return Borders(api)


def bare_api() -> FastAPI:
    """The routes with no installation behind them: enough for their document."""
    api = FastAPI(
        title="Model-selection advisor",
        version=__version__,
        description=_DESCRIPTION,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry=_SILENT,
        generate_unique_id_function=_operation_id,
        exception_handlers={
            AdvisorError: _of_advisor,
            ApiRefusal: _refused,
            HTTPException: _of_framework,
            RequestValidationError: _invalid,
            Exception: _failed,
        },
    )
    for router in ROUTERS:
        api.include_router(router)
    return api


def openapi_of(api: FastAPI) -> dict[str, Any]:
    """The OpenAPI 3.1 document of the routes."""
    found = get_openapi(
        title=api.title, version=api.version, description=api.description, routes=api.routes, servers=[{"url": ROOT}]
    )
    schemas = found["components"]["schemas"]
    schemas.update(_schemas_of(Answers, {"Answers": "AnswersGiven"}))
    schemas.update(_schemas_of(ProblemDetails, {}))
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for operation in (one for path in found["paths"].values() for one in path.values()):
        if "HTTPValidationError" in json.dumps(operation["responses"].get("422", "")):
            del operation["responses"]["422"]  # FastAPI adds it wherever there is a parameter: none of ours can fail so
    found["components"]["schemas"] = dict(sorted(schemas.items()))
    return found


def _schemas_of(record: type[Any], names: dict[str, str]) -> dict[str, Any]:
    """The schema of what is sent as a record, and of all that it refers to, under names that end in Given."""
    schema = record.model_json_schema(ref_template="#/components/schemas/{model}Given", by_alias=True)
    parts = schema.pop("$defs", {})
    found = {f"{name}Given": part for name, part in parts.items()}
    return {**found, names.get(record.__name__, record.__name__): schema}


def _operation_id(route: APIRoute) -> str:
    return route.name


async def _of_advisor(_: Request, error: Any) -> Response:
    return answered(of_error(error))


async def _refused(_: Request, error: Any) -> Response:
    return answered(error)


async def _of_framework(request: Request, error: Any) -> Response:
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(sorted(_methods_at(request)))
    return answered(of_status(error.status_code, headers))


def _methods_at(request: Request) -> set[str]:
    """What an address takes; each method is a route of its own, and the framework names those of one."""
    every = (route for router in ROUTERS for route in router.routes)
    matching = (route for route in every if route.matches(request.scope)[0] is not Match.NONE)
    return {method for route in matching for method in getattr(route, "methods", None) or ()}


async def _failed(_: Request, __: Exception) -> Response:
    """A fault of ours; it is raised on, and written down at the border."""
    return answered(ApiRefusal("failed", TYPES["failed"].what_to_do))


async def _invalid(_: Request, error: Any) -> Response:
    """What FastAPI found wrong in parameters and small bodies, told as the questionnaire tells it."""
    given = error.errors()
    if any(item["loc"] == ("header", "if-match") and item["type"] == "missing" for item in given):
        return answered(ApiRefusal("no-revision", TYPES["no-revision"].what_to_do))
    found = [_problem(item) for item in given]
    return answered(ApiRefusal("request-refused", TYPES["request-refused"].what_to_do, most_problems(found, "request")))


def _problem(item: dict[str, Any]) -> Problem:
    place = ".".join(str(part) for part in item["loc"])
    if item["type"] == "missing":
        return Problem(place, "missing", "a value is required")
    return Problem(place, repr(item.get("input"))[:_SHOWN], refusal_of(item))
