"""Bodies as they are read: strict JSON, and answers checked as the questionnaire checks them."""

from __future__ import annotations

import json
from email.message import Message
from functools import partial
from typing import Annotated, Any, Final

from fastapi import Depends, Request
from fastapi.routing import APIRoute
from starlette.responses import Response

from advisor.api.callers import Here
from advisor.api.problems import ApiRefusal
from advisor.errors import Problem
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.load import MAX_DEPTH
from advisor.services.answered.answered_names import with_known_names
from advisor.services.answered.checked_answers import checked_answers

READ_HERE: Final = 50_000
"""Bytes of answers that are checked in this process; more of them are checked aside, where they hold up nobody."""


def strict_json(content: bytes) -> Any:
    """The value of a JSON text; raises ApiRefusal for what is none, has a key twice or is nested too deeply."""
    try:
        return json.loads(content, object_pairs_hook=_once_each, parse_constant=_no_constant)
    except RecursionError as error:
        raise ApiRefusal("not-json", f"It is nested too deeply: at most {MAX_DEPTH} levels are read.") from error
    except ValueError as error:
        raise ApiRefusal("not-json", str(error)[:200]) from error


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


class StrictRequest(Request):
    """A request whose JSON is read strictly."""

    async def json(self) -> Any:
        """The body; raises ApiRefusal where it is no JSON."""
        return strict_json(await self.body())


class StrictRoute(APIRoute):
    """A route whose bodies must be declared as JSON and are read strictly."""

    def get_route_handler(self) -> Any:
        """The usual handler, over a strict request."""
        handle = super().get_route_handler()

        async def handling(request: Request) -> Response:
            if request.method in ("POST", "PUT", "PATCH"):
                _refuse_other_types(request)
            return await handle(StrictRequest(request.scope, request.receive))

        return handling


def _refuse_other_types(request: Request) -> None:
    """Raise ApiRefusal where a body is declared as something else than JSON, or not at all."""
    given = request.headers.get("content-type")
    if (
        given is None
        and request.headers.get("content-length", "0") == "0"
        and "transfer-encoding" not in request.headers
    ):
        return
    declared = Message()
    declared["content-type"] = given or ""
    if declared.get_content_type() != "application/json":
        raise ApiRefusal("not-json-type", "Send “Content-Type: application/json”.")


async def raw_body(request: Request) -> bytes:
    """The bytes of the body."""
    return await request.body()


def given_answers(here: Here, content: Annotated[bytes, Depends(raw_body)]) -> Answers:
    """The answers that were sent; raises ApiRefusal or AnswersError with every problem found."""
    found = strict_json(content)
    if not isinstance(found, dict):
        raise ApiRefusal(
            "answers-refused",
            "The body has errors:",
            [Problem("answers", type(found).__name__, "an object with title and use_cases")],
        )
    check = partial(checked_answers, found)
    answers = here.aside(check, what="answers") if len(content) > READ_HERE else check()
    return with_known_names(answers, here.catalog(), name="The body")


GivenAnswers = Annotated[Answers, Depends(given_answers)]
ANSWERS_BODY: Final = {
    "requestBody": {
        "required": True,
        "description": "Answers as in a file of answers; a field that is left out takes its usual value.",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/AnswersGiven"}}},
    }
}
