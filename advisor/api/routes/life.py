"""The life of a saved decision, its assessment, report and replay."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query
from pydantic import BeforeValidator, Field
from starlette.responses import JSONResponse, Response

from advisor.api.bodies import StrictRoute
from advisor.api.callers import Anybody, Here, MayRead, MayReport, MayWrite
from advisor.api.problems import ApiRefusal, documented
from advisor.api.report_files import FILES, AskedFile, as_file, made_report
from advisor.api.routes.advice import DrawsAsked, Seed
from advisor.api.routes.decisions import DecisionId, IfMatchToo, refuse_other, shown
from advisor.assessment import Assessment
from advisor.report.export import content_hash
from advisor.report.replay_record import Replay
from advisor.services.aside import decision_work
from advisor.services.aside.decision_work import CatalogPlace, same_work
from advisor.services.operations.metrics import COUNTS
from advisor.services.programs.of_person import OfPerson, of_token
from advisor.storage.audit_trail import AuditEntry
from advisor.storage.decisions import SavedDecision
from advisor.storage.lifecycle import KeptDecision, LifeEntry
from advisor.units import Record

router: Final = APIRouter(prefix="/decisions/{decision_id}", tags=["life"], route_class=StrictRoute)
_BODY: Final = ("not-json", "not-json-type", "too-large", "request-refused")
_STEP: Final = ("not-found", "not-allowed", "conflict", "changed-meanwhile", "not-possible", "too-heavy")
ActorName = Annotated[
    str, Field(max_length=200, description="Who takes the step where nobody signs in; kept as typed, not verified.")
]
LongText = Annotated[str, Field(max_length=20_000)]
Status = Literal["draft", "proposed", "approved", "rejected", "superseded"]
_BY_APPROVERS: Final = frozenset({"approved", "rejected"})


class LifeEntries(Record):
    """Every step, comment and reading, oldest first."""

    items: tuple[LifeEntry, ...]


class AuditEntries(Record):
    """The latest lines of the audit trail about a decision, newest first."""

    items: tuple[AuditEntry, ...]


def _as_text(given: object) -> object:
    if not isinstance(given, str):
        raise ValueError("a date such as 2026-11-20")  # noqa: TRY004 - what pydantic turns into a problem
    return given


class StepAsked(Record):
    """A step in the life of a decision."""

    to: Status = Field(description="From draft to proposed, then approved or rejected (or back), then superseded.")
    reason: LongText = ""
    name: ActorName = ""
    chosen_id: Annotated[str, Field(max_length=500)] | None = Field(
        default=None, description="The alternative that is proposed or approved; by default the verdict's choice."
    )
    superseded_by: Annotated[str, Field(pattern=r"^[0-9a-f-]{36}$")] | None = None
    conditions: LongText = Field(default="", description="Of an approval: what must hold or be done.")
    review_on: Annotated[date, BeforeValidator(_as_text)] | None = Field(
        default=None, description="Of an approval: the day of the next review."
    )


class CommentGiven(Record):
    """A comment, which is never changed."""

    text: Annotated[str, Field(min_length=1, max_length=20_000, pattern=r"\S")]
    name: ActorName = ""


class SeenBy(Record):
    """Who has seen the revision that stands."""

    name: ActorName = ""


def _life(mine: OfPerson, decision_id: str, status_code: int = 200) -> Response:
    mine.decisions.get(decision_id)
    rows = [entry.model_dump(mode="json") for entry in mine.lifecycle.life(decision_id)]
    return JSONResponse({"items": rows}, status_code=status_code)


@router.get(
    "/life",
    responses={200: {"model": LifeEntries}, **documented("not-found", "request-refused")},
    summary="Steps, comments and readings",
)
def life(here: Here, token: MayRead, decision_id: DecisionId) -> Response:
    """Who did what when and why, as `advisor decision life --format json` prints it."""
    return _life(of_token(here, token), decision_id)


@router.post(
    "/steps",
    responses={200: {"model": SavedDecision}, **documented(*_BODY, *_STEP)},
    summary="Take a step in the life of a decision",
)
def take_step(
    here: Here, token: Anybody, decision_id: DecisionId, step: StepAsked, *, if_match: IfMatchToo = None
) -> Response:
    """Propose, approve, reject, take back or supersede; approving and rejecting take the scope `approve`.

    What is proposed is assessed on the present catalog; what is approved is the assessment that was proposed.
    """
    scope: Final = "approve" if step.to in _BY_APPROVERS else "write"
    if scope not in token.scopes:
        raise ApiRefusal("scope-missing", f"This step needs the scope {scope}.")
    mine = of_token(here, token)
    saved = mine.decisions.get(decision_id)
    refuse_other(saved, if_match)
    chosen_id, assessment = step.chosen_id, None
    if step.to == "proposed":
        assessment = mine.assessed(decision_id, saved.answers)
    elif step.to == "approved":
        kept = mine.lifecycle.kept(decision_id)
        assessment = None if kept is None else kept.assessment
        chosen_id = chosen_id or (None if kept is None else kept.chosen_id)
    mine.lifecycle.move(
        decision_id,
        step.to,
        actor=step.name,
        reason=step.reason,
        assessment=assessment,
        chosen_id=chosen_id,
        superseded_by=step.superseded_by,
        conditions=step.conditions,
        review_on=step.review_on,
    )
    return shown(mine.decisions.get(decision_id))


@router.post(
    "/comments",
    status_code=201,
    responses={201: {"model": LifeEntries}, **documented(*_BODY, "not-found", "not-allowed", "not-possible")},
    summary="Add a comment",
)
def comment(here: Here, token: MayWrite, decision_id: DecisionId, given: CommentGiven) -> Response:
    """Allowed in every status; gives the life with it."""
    mine = of_token(here, token)
    mine.lifecycle.comment(decision_id, given.text, actor=given.name)
    return _life(mine, decision_id, 201)


@router.post(
    "/readings",
    status_code=201,
    responses={201: {"model": LifeEntries}, **documented(*_BODY, "not-found", "not-allowed", "not-possible")},
    summary="Say that you have seen the revision that stands",
)
def seen(here: Here, token: MayWrite, decision_id: DecisionId, given: SeenBy) -> Response:
    """Kept once for each name and revision; gives the life with it."""
    mine = of_token(here, token)
    mine.lifecycle.saw(decision_id, actor=given.name)
    return _life(mine, decision_id, 201)


@router.get(
    "/audit",
    responses={200: {"model": AuditEntries}, **documented("not-found", "request-refused")},
    summary="The audit trail of a decision",
)
def audit(
    here: Here, token: MayRead, decision_id: DecisionId, *, limit: Annotated[int, Query(ge=1, le=200)] = 200
) -> Response:
    """What was done to it, by whom and by which token."""
    known = of_token(here, token).decisions
    known.get(decision_id)
    rows = [entry.model_dump(mode="json") for entry in known.audit(decision_id, limit=limit)]
    return JSONResponse({"items": rows})


@router.get(
    "/assessment",
    responses={200: {"model": Assessment}, **documented("not-found", "request-refused", "too-heavy")},
    summary="The assessment of a decision",
)
def assessment(
    here: Here,
    token: MayRead,
    decision_id: DecisionId,
    *,
    kept: Annotated[bool, Query(description="The one it was proposed or approved on, word for word.")] = False,
    samples: DrawsAsked = 10_000,
    seed: Seed = 0,
) -> Response:
    """On the present catalog with the evidence of the decision's own trials, or the one that was kept with it."""
    mine = of_token(here, token)
    saved = mine.decisions.get(decision_id)
    if kept:
        found = _kept(mine, decision_id).assessment
        return Response(found.model_dump_json(by_alias=True), media_type="application/json")
    here.quotas().assessment(token.person)
    work = mine.work(decision_id, saved.answers, seed=seed, samples=samples)
    content = here.aside(partial(decision_work.assessed_json, work), what="assessment")
    COUNTS.assessment("rest")
    return Response(content, media_type="application/json")


def _kept(mine: OfPerson, decision_id: str) -> KeptDecision:
    found = mine.lifecycle.kept(decision_id)
    if found is None:
        raise ApiRefusal("not-found", "No assessment was kept with it: it was neither proposed nor exported.")
    return found


@router.get(
    "/report",
    responses={200: FILES, **documented("not-found", "request-refused", "too-heavy", "not-possible")},
    response_class=Response,
    summary="The report of a decision",
)
def decision_report(here: Here, token: MayReport, decision_id: DecisionId, asked: AskedFile) -> Response:
    """With its status, life, approval and trials; that it was handed out is kept, with the hash of the file."""
    mine = of_token(here, token)
    work = mine.work(decision_id, mine.decisions.get(decision_id).answers)
    found, content = made_report(here, mine.person, work, asked, mine.frame(decision_id))
    mine.lifecycle.record_export(
        decision_id,
        found,
        form=asked.form,
        language=asked.look.language,
        paper=asked.look.paper,
        sha256=content_hash(content),
        size=len(content),
    )
    return as_file(content, asked)


@router.get(
    "/replay",
    responses={200: {"model": Replay}, **documented("not-found", "request-refused", "too-heavy")},
    summary="Replay a decision on the present catalog",
)
def replay(here: Here, token: MayRead, decision_id: DecisionId) -> Response:
    """What changed, and is the choice still right, as `advisor replay --format json` prints it."""
    mine = of_token(here, token)
    kept = _kept(mine, decision_id)
    tables = mine.lifecycle.catalog_tables(kept.assessment.provenance.catalog_digest)
    work = same_work(kept.assessment, CatalogPlace.of(here.settings), here.catalog().digest)
    call = partial(decision_work.replayed_json, kept.assessment, work, tables, kept.chosen_id)
    return Response(here.aside(call, what="replay"), media_type="application/json")
