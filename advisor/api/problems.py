"""What can go wrong with a request, each under a name: ``application/problem+json`` (RFC 9457).

A problem says what it is (``type``, ``title``, ``status``), what happened this time (``detail``) and, where something
given is wrong, every place with what was found and what is allowed (``problems``). It never holds a trace of the
program, and what was sent comes back in it as a JSON string alone.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final

from fastapi import HTTPException
from pydantic import Field
from starlette.responses import JSONResponse

from advisor import errors
from advisor.units import Record

LOG: Final = logging.getLogger("advisor.api")
"""Where REST and the probes write what went wrong, for whoever runs them."""
MEDIA_TYPE: Final = "application/problem+json"
TYPES_AT: Final = "/api/v1/problems/"
LATER_S: Final = 5
"""Seconds after which it is worth to ask again where the machine is busy or the database away: a guess."""


class ProblemType(Record):
    """One name under which something goes wrong."""

    name: str
    status: int
    title: str
    what_to_do: str

    @property
    def uri(self) -> str:
        """Its address on this installation, where it is explained."""
        return TYPES_AT + self.name


class FoundProblem(Record):
    """One thing that is wrong in what was sent."""

    place: str
    found: str
    allowed: str


class ProblemDetails(Record):
    """A problem as RFC 9457 has it."""

    type: str = Field(examples=["/api/v1/problems/answers-refused"])
    title: str
    status: int
    detail: str
    problems: tuple[FoundProblem, ...] = ()


_ROWS: Final = (
    ("not-json", 400, "The body is no JSON", "Send one JSON value in UTF-8, without duplicate keys, NaN or Infinity."),
    ("no-valid-token", 401, "No valid token", "Send “Authorization: Bearer TOKEN” with a token that stands."),
    ("scope-missing", 403, "The token may not do that", "Use a token with the scope that is named."),
    ("not-allowed", 403, "The person may not do that", "Ask somebody whose role or share allows it."),
    ("foreign-page", 403, "Asked by a page of another site", "Ask from a program, or from this installation's pages."),
    ("not-found", 404, "Not found", "Look at the address and the id; what you may not see is not found either."),
    ("method-not-allowed", 405, "The address does not take this method", "Use one of the methods in Allow."),
    ("conflict", 409, "It stands otherwise", "Read it again: it is locked, in the bin, or was changed meanwhile."),
    ("changed-meanwhile", 412, "Changed since it was read", "Read it again and send the new ETag as If-Match."),
    ("too-large", 413, "The body is too large", "Send less; the detail names the most that is read."),
    ("not-json-type", 415, "The body is not declared as JSON", "Send “Content-Type: application/json”."),
    ("answers-refused", 422, "The answers cannot be used", "Mend every place that is listed."),
    ("request-refused", 422, "The request cannot be used", "Mend every place that is listed."),
    ("not-possible", 422, "It cannot be worked out", "The detail says what is missing or does not fit."),
    ("too-heavy", 422, "It takes more time or memory than is allowed", "Ask for less: fewer draws, fewer use cases."),
    ("no-revision", 428, "It is not said which revision is changed", "Send the ETag that was read as If-Match."),
    ("too-many-requests", 429, "Too many requests", "Wait as many seconds as Retry-After says."),
    ("failed", 500, "A fault of the advisor", "Tell its administrator when it happened; nothing was stored."),
    ("not-ready", 503, "Not ready", "Ask again in as many seconds as Retry-After says."),
)
TYPES: Final[Mapping[str, ProblemType]] = MappingProxyType(
    {
        name: ProblemType(name=name, status=status, title=title, what_to_do=what_to_do)
        for name, status, title, what_to_do in _ROWS
    }
)
"""Every problem by its name: what ``GET /api/v1/problems`` lists and each answer of the OpenAPI document names."""
_BY_STATUS: Final = MappingProxyType(
    {400: "not-json", 401: "no-valid-token", 404: "not-found", 405: "method-not-allowed"}
)


class ApiRefusal(HTTPException):
    """A request that is refused under one of the names of ``TYPES``."""

    def __init__(
        self,
        name: str,
        detail: str,
        problems: Sequence[errors.Problem] = (),
        *,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.name = name
        self.problems = tuple(problems)
        super().__init__(TYPES[name].status, detail, headers=dict(headers or {}))


def answered(refusal: ApiRefusal) -> JSONResponse:
    """The refusal as it is sent."""
    kind = TYPES[refusal.name]
    details = ProblemDetails(
        type=kind.uri,
        title=kind.title,
        status=kind.status,
        detail=str(refusal.detail),
        problems=tuple(FoundProblem(place=one.place, found=one.found, allowed=one.allowed) for one in refusal.problems),
    )
    return JSONResponse(
        details.model_dump(mode="json"), status_code=kind.status, headers=refusal.headers, media_type=MEDIA_TYPE
    )


def of_status(status: int, headers: Mapping[str, str] | None = None) -> ApiRefusal:
    """What the framework refuses by a status alone: no such address, or not by this method."""
    kind = TYPES[_BY_STATUS.get(status, "failed" if status >= 500 else "request-refused")]  # noqa: PLR2004 - HTTP
    return ApiRefusal(kind.name, kind.what_to_do, headers=headers)


_NAMED: Final[tuple[tuple[type[errors.AdvisorError], str], ...]] = (
    (errors.TooHeavyError, "too-heavy"),
    (errors.AnswersError, "answers-refused"),
    (errors.InputError, "request-refused"),
    (errors.NotFoundError, "not-found"),
    (errors.NotAllowedError, "not-allowed"),
    (errors.ConflictError, "conflict"),
    (errors.AdvisorError, "not-possible"),
)
"""The first that fits stands."""


def of_error(error: errors.AdvisorError) -> ApiRefusal:
    """What an error of the advisor is to whoever asked; where the machine is at fault, no word of how."""
    if isinstance(error, errors.StorageError) and error.fault not in ("", "unreadable"):
        return not_ready("The database does not answer.")
    if isinstance(error, errors.CatalogError):
        return not_ready("The catalog cannot be read.")
    if isinstance(error, errors.TooHeavyError) and error.why == "busy":
        return not_ready(error.title)
    if isinstance(error, errors.QuotaError):
        now = datetime.now(UTC)
        left = 86_400 - (now.hour * 3_600 + now.minute * 60 + now.second)
        return ApiRefusal("too-many-requests", str(error), headers={"Retry-After": str(left)})
    name = next(name for kind, name in _NAMED if isinstance(error, kind))
    if isinstance(error, errors.InputError):
        return ApiRefusal(name, error.title, error.problems)
    return ApiRefusal(name, str(error))


def not_ready(detail: str, problems: Sequence[errors.Problem] = ()) -> ApiRefusal:
    """Something does not answer now, and may soon."""
    return ApiRefusal("not-ready", detail, problems, headers={"Retry-After": str(LATER_S)})


def documented(*names: str) -> dict[int | str, dict[str, Any]]:
    """The problems that an operation may answer with, for its OpenAPI entry; several of one status stand together."""
    found: dict[int | str, dict[str, Any]] = {}
    for kind in sorted((TYPES[name] for name in {*names, *_EVERYWHERE}), key=lambda one: (one.status, one.name)):
        before = found.get(kind.status, {}).get("description")
        said = f"`{kind.name}`: {kind.title}. {kind.what_to_do}"
        examples = found.get(kind.status, {}).get("content", {}).get(MEDIA_TYPE, {}).get("examples", {})
        examples = {**examples, kind.name: {"summary": kind.title, "value": _example(kind)}}
        found[kind.status] = {
            "description": f"{before}\n\n{said}" if before else said,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}, "examples": examples}},
        }
    return found


_EVERYWHERE: Final = ("no-valid-token", "scope-missing", "too-many-requests", "failed", "not-ready")


def _example(kind: ProblemType) -> dict[str, Any]:
    return {"type": kind.uri, "title": kind.title, "status": kind.status, "detail": kind.what_to_do, "problems": []}
