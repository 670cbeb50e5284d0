"""To whom a decision belongs and who shares it: seen by all who see it, changed by its owner, as on its page."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import JSONResponse, Response

from advisor.access.people import Person
from advisor.access.rules import Belonging, Right, Share
from advisor.api.bodies import StrictRoute
from advisor.api.callers import Here, MayRead, MayWrite
from advisor.api.problems import ApiRefusal, documented
from advisor.api.routes.decisions import DecisionId
from advisor.errors import Problem
from advisor.services.installed import Installed
from advisor.services.programs.of_person import OfPerson, of_token
from advisor.storage.rights.known_people import KnownPeople
from advisor.units import Record

router: Final = APIRouter(prefix="/decisions/{decision_id}/shares", tags=["sharing"], route_class=StrictRoute)
_CHANGE: Final = ("not-found", "not-allowed", "request-refused")
Kind = Literal["person", "team"]
GivenRight = Literal["read", "edit", "approve"]
Who = Annotated[
    str,
    Field(
        min_length=1,
        max_length=300,
        pattern=r"\S",
        description="A person who has signed in here, by e-mail address or subject; or the name of a team.",
    ),
]


class ShareAsked(Record):
    """A right to give on a decision: at most what the role of whoever gets it allows."""

    kind: Kind
    who: Who
    right: GivenRight = Field(description="To read it, to change it (`edit`), or to approve it.")


def _shown(mine: OfPerson, decision_id: str, status_code: int = 200) -> Response:
    found = mine.ownership.belonging(decision_id)
    return JSONResponse(found.model_dump(mode="json"), status_code=status_code)


@router.get(
    "",
    responses={200: {"model": Belonging}, **documented("not-found", "request-refused")},
    summary="To whom a decision belongs, and who shares it",
)
def shares(here: Here, token: MayRead, decision_id: DecisionId) -> Response:
    """Its owner and team, and every right that was given beside theirs; people stand by their subject."""
    return _shown(of_token(here, token), decision_id)


@router.post(
    "",
    status_code=201,
    responses={
        201: {"model": Belonging},
        **documented("not-json", "not-json-type", "too-large", "not-possible", *_CHANGE),
    },
    summary="Share a decision",
)
def share(here: Here, token: MayWrite, decision_id: DecisionId, asked: ShareAsked) -> Response:
    """Give a right to a person or a team; a right that stands already is left. Only its owner may."""
    mine = of_token(here, token)
    mine.ownership.belonging(decision_id)
    mine.ownership.share(decision_id, _share(here, asked.kind, asked.who, asked.right))
    return _shown(mine, decision_id, 201)


@router.delete("", status_code=204, responses=documented(*_CHANGE), summary="Take a share back")
def unshare(
    here: Here,
    token: MayWrite,
    decision_id: DecisionId,
    *,
    kind: Annotated[Kind, Query(description="Whether it was given to a person or to a team.")],
    who: Annotated[
        str, Query(min_length=1, max_length=300, pattern=r"\S", description="E-mail address, subject or team.")
    ],
    right: Annotated[GivenRight, Query(description="The right that is taken back.")],
) -> Response:
    """Take a right back; one that does not stand is not there afterwards either."""
    mine = of_token(here, token)
    mine.ownership.belonging(decision_id)
    mine.ownership.unshare(decision_id, _share(here, kind, who, right))
    return Response(status_code=204)


def _share(here: Installed, kind: Kind, who: str, right: GivenRight) -> Share:
    return Share(kind=kind, who=_subject(here, who) if kind == "person" else who.strip(), right=Right(right))


def _subject(here: Installed, who: str) -> str:
    """The subject of a person named by it or by their address; what nobody is called stays, and is refused beneath."""
    known: tuple[Person, ...] = KnownPeople(here.database()).everybody()
    named = who.strip()
    found = [one.subject for one in known if named in (one.subject, one.email)]
    if len(found) > 1:
        refused = Problem("who", repr(named), "the subject: several people have this address")
        raise ApiRefusal("request-refused", "It is not clear who is meant.", [refused])
    return found[0] if found else named
