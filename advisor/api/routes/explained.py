"""What the API says of itself: whom a token asks for, and what each named problem means. The latter needs no token."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from advisor.api.bodies import StrictRoute
from advisor.api.callers import Anybody
from advisor.api.problems import TYPES, ApiRefusal, ProblemType, documented
from advisor.storage.tokens.access_tokens import AccessToken
from advisor.units import Record

router: Final = APIRouter(tags=["about"], route_class=StrictRoute)


class ProblemTypes(Record):
    """Every name under which something goes wrong."""

    items: tuple[ProblemType, ...]


@router.get(
    "/token", responses={200: {"model": AccessToken}, **documented()}, summary="The token that asks, and its person"
)
def token(asking: Anybody) -> Response:
    """Whose the token is, what it may and until when."""
    return Response(asking.model_dump_json(), media_type="application/json")


@router.get("/problems", responses={200: {"model": ProblemTypes}}, summary="Every named problem")
def problems() -> Response:
    """What can go wrong, by its name, and what to do then."""
    return JSONResponse({"items": [kind.model_dump(mode="json") for kind in TYPES.values()]})


@router.get(
    "/problems/{name}",
    responses={200: {"model": ProblemType}, 404: documented("not-found")[404]},
    summary="One named problem",
)
def problem(name: str) -> Response:
    """What a problem means, and what to do then."""
    if name not in TYPES:
        raise ApiRefusal("not-found", f"There is no problem of this name; the names are {', '.join(TYPES)}.")
    return JSONResponse(TYPES[name].model_dump(mode="json"))
