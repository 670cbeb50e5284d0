"""Saved decisions: what a person may see of them, and changes by whoever says which revision was read."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Annotated, Final

from fastapi import APIRouter, Header, Path, Query
from pydantic import Field
from starlette.responses import JSONResponse, Response

from advisor.api.bodies import ANSWERS_BODY, GivenAnswers, StrictRoute
from advisor.api.callers import Here, MayRead, MayWrite
from advisor.api.paging import Cursor, PageSize, page
from advisor.api.problems import ApiRefusal, documented
from advisor.errors import ConflictError
from advisor.services.programs.of_person import OfPerson, of_token
from advisor.storage.decisions import DecisionVersion, SavedDecision
from advisor.units import Record

router: Final = APIRouter(prefix="/decisions", tags=["decisions"], route_class=StrictRoute)
DecisionId = Annotated[str, Path(pattern=r"^[0-9a-f-]{36}$", description="Id of a saved decision.")]
IfMatch = Annotated[str, Header(description="The ETag of the decision as it was read; * for whatever stands.")]
IfMatchToo = Annotated[str | None, Header(description="The ETag of the decision as it was read.")]
Name = Annotated[str | None, Query(min_length=1, max_length=300, description="Its name; else the answers' title.")]
WhyChanged = Annotated[str, Query(max_length=2_000, description="Why it was changed; kept with the version.")]
_BODY: Final = ("not-json", "not-json-type", "too-large", "answers-refused", "request-refused")
_CHANGE: Final = ("not-found", "not-allowed", "conflict", "changed-meanwhile", "no-revision")


class ListedDecision(Record):
    """A decision as its list shows it."""

    decision_id: str
    name: str
    status: str
    revision: int
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None
    owner: str
    team: str


class DecisionPage(Record):
    """Decisions, those made first coming first; ``next`` is the cursor of the next page."""

    items: tuple[ListedDecision, ...]
    next: str | None


class VersionPage(Record):
    """The revisions of a decision, the first coming first; ``next`` is the cursor of the next page."""

    items: tuple[DecisionVersion, ...]
    next: str | None


class NewName(Record):
    """What a decision is called from now on."""

    name: str = Field(min_length=1, max_length=300, pattern=r"\S")


def etag(saved: SavedDecision) -> str:
    """What changes whenever anything of a decision does."""
    return f'"{saved.revision}-{hashlib.sha256(saved.model_dump_json().encode()).hexdigest()[:16]}"'


def shown(saved: SavedDecision, status_code: int = 200) -> Response:
    """A decision with its ETag."""
    headers = {"ETag": etag(saved)}
    if status_code == 201:  # noqa: PLR2004 - HTTP
        headers["Location"] = f"/api/v1/decisions/{saved.decision_id}"
    content = saved.model_dump_json(by_alias=True)
    return Response(content, status_code=status_code, media_type="application/json", headers=headers)


def refuse_other(saved: SavedDecision, if_match: str | None) -> None:
    """Raise ApiRefusal where another state was read than the one that stands."""
    if if_match is not None and if_match.strip() not in ("*", etag(saved)):
        raise ApiRefusal("changed-meanwhile", f"Revision {saved.revision} stands; its ETag is {etag(saved)}.")


_SAVED: Final = {"model": SavedDecision, "headers": {"ETag": {"schema": {"type": "string"}}}}
_CREATED: Final = {**_SAVED, "headers": {**_SAVED["headers"], "Location": {"schema": {"type": "string"}}}}  # type: ignore[dict-item] # two dicts


@router.get(
    "", responses={200: {"model": DecisionPage}, **documented("request-refused")}, summary="Decisions by the page"
)
def decisions(
    here: Here,
    token: MayRead,
    *,
    search: Annotated[str, Query(max_length=100, description="Part of the name.")] = "",
    in_bin: Annotated[bool, Query(description="Those in the bin instead.")] = False,
    limit: PageSize = 50,
    cursor: Cursor = "",
) -> Response:
    """The decisions that the person of the token may see, without their answers."""
    found = [
        ListedDecision(**{name: getattr(saved, name) for name in ListedDecision.model_fields})
        for saved in of_token(here, token).decisions.all(deleted=in_bin, search=search)
    ]
    found.sort(key=_when_made)
    items, following = page(found, _when_made, limit=limit, cursor=cursor)
    return JSONResponse({"items": [item.model_dump(mode="json") for item in items], "next": following})


def _when_made(item: ListedDecision) -> str:
    return f"{item.created_at:%Y-%m-%dT%H:%M:%S.%fZ} {item.decision_id}"


@router.post(
    "",
    status_code=201,
    responses={201: _CREATED, **documented(*_BODY, "not-allowed", "too-heavy")},
    openapi_extra=ANSWERS_BODY,
    summary="Save a new decision",
)
def create_decision(here: Here, token: MayWrite, answers: GivenAnswers, name: Name = None) -> Response:
    """A draft that belongs to the person of the token."""
    return shown(of_token(here, token).decisions.create(answers, name=name), 201)


@router.get(
    "/{decision_id}", responses={200: _SAVED, **documented("not-found", "request-refused")}, summary="One decision"
)
def decision(here: Here, token: MayRead, decision_id: DecisionId) -> Response:
    """Its answers and where it stands; the ETag is what a change must name."""
    return shown(of_token(here, token).decisions.get(decision_id))


@router.put(
    "/{decision_id}",
    responses={200: _SAVED, **documented(*_BODY, *_CHANGE, "too-heavy")},
    openapi_extra=ANSWERS_BODY,
    summary="Change the answers of a decision",
)
def change_decision(
    here: Here,
    token: MayWrite,
    decision_id: DecisionId,
    answers: GivenAnswers,
    if_match: IfMatch,
    *,
    note: WhyChanged = "",
) -> Response:
    """Replace the answers: a new revision, where the one that was read still stands."""
    known = of_token(here, token).decisions
    before = known.get(decision_id)
    refuse_other(before, if_match)
    try:
        return shown(known.change(decision_id, answers, revision=before.revision, note=note))
    except ConflictError as error:
        if known.get(decision_id).revision != before.revision:
            raise ApiRefusal("changed-meanwhile", str(error)) from error
        raise


@router.patch(
    "/{decision_id}",
    responses={200: _SAVED, **documented(*_BODY, *_CHANGE)},
    summary="Rename a decision",
)
def rename_decision(
    here: Here, token: MayWrite, decision_id: DecisionId, named: NewName, if_match: IfMatch
) -> Response:
    """Give a decision another name."""
    known = of_token(here, token).decisions
    refuse_other(known.get(decision_id), if_match)
    return shown(known.rename(decision_id, named.name))


@router.delete(
    "/{decision_id}",
    status_code=204,
    responses=documented("not-found", "not-allowed", "conflict", "changed-meanwhile", "request-refused"),
    summary="Put a decision in the bin",
)
def bin_decision(here: Here, token: MayWrite, decision_id: DecisionId, *, if_match: IfMatchToo = None) -> Response:
    """There it can only be looked at, until it is restored."""
    known = of_token(here, token).decisions
    refuse_other(known.get(decision_id), if_match)
    known.delete(decision_id)
    return Response(status_code=204)


@router.post(
    "/{decision_id}/restore",
    responses={200: _SAVED, **documented("not-found", "not-allowed", "request-refused")},
    summary="Take a decision out of the bin",
)
def restore_decision(here: Here, token: MayWrite, decision_id: DecisionId) -> Response:
    """It stands again as it did."""
    known = of_token(here, token).decisions
    known.restore(decision_id)
    return shown(known.get(decision_id))


@router.post(
    "/{decision_id}/copies",
    status_code=201,
    responses={201: _CREATED, **documented("not-found", "not-allowed", "request-refused")},
    summary="Copy a decision",
)
def copy_decision(here: Here, token: MayWrite, decision_id: DecisionId) -> Response:
    """A new draft with the same answers and with what was kept beside them for the decision."""
    mine: OfPerson = of_token(here, token)
    copy = mine.decisions.duplicate(decision_id)
    mine.entries.carry(decision_id, copy.decision_id)
    return shown(copy, 201)


@router.get(
    "/{decision_id}/versions",
    responses={200: {"model": VersionPage}, **documented("not-found", "request-refused")},
    summary="Revisions of a decision by the page",
)
def versions(
    here: Here, token: MayRead, decision_id: DecisionId, *, limit: PageSize = 50, cursor: Cursor = ""
) -> Response:
    """Every revision with its answers, author and note."""
    known = of_token(here, token).decisions
    known.get(decision_id)
    found = sorted(known.versions(decision_id), key=_revision)
    items, following = page(found, _revision, limit=limit, cursor=cursor)
    rows = [item.model_dump(mode="json", by_alias=True) for item in items]
    return JSONResponse({"items": rows, "next": following})


def _revision(version: DecisionVersion) -> str:
    return f"{version.revision:010}"
