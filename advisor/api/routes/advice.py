"""Advice on answers that are sent: assessment, size, costs and report, the same as the command line gives."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import JSONResponse, Response

from advisor.api.bodies import ANSWERS_BODY, GivenAnswers, StrictRoute
from advisor.api.callers import Here, MayAssess, MayReport
from advisor.api.problems import documented
from advisor.api.report_files import FILES, AskedFile, as_file, made_report
from advisor.assessment import Assessment
from advisor.hosting.sizing.size_shared_gpus import size_with_others
from advisor.services.answered.sized_models import sized
from advisor.services.aside import decision_work
from advisor.services.operations.metrics import COUNTS
from advisor.units import Record

router: Final = APIRouter(tags=["advice"], route_class=StrictRoute)
MOST_DRAWS: Final = 100_000
"""A tenth of what the command line takes: it has the machine for itself."""
DrawsAsked = Annotated[int, Query(ge=1, le=MOST_DRAWS, description="Draws for the robustness analysis.")]
Seed = Annotated[int, Query(ge=0, le=2**32 - 1, description="The same seed gives the same bytes.")]
_REFUSED: Final = ("not-json", "not-json-type", "too-large", "answers-refused", "request-refused", "too-heavy")
_COSTS: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["schema", "title", "currency", "horizon_months", "plans", "break_evens", "catalog_digest"],
    "properties": {
        "schema": {"const": 1},
        "title": {"type": "string"},
        "currency": {"type": "string"},
        "horizon_months": {"type": "integer"},
        "plans": {"type": "array", "items": {"type": "object"}},
        "break_evens": {"type": "array", "items": {"type": "object"}},
        "catalog_digest": {"type": "string"},
    },
}
_SIZE: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["model_id", "gpu", "gpus", "precision", "fits", "problem", "reason"],
    "properties": {
        "model_id": {"type": "string"},
        "gpu": {"type": "string"},
        "gpus": {"type": "integer"},
        "fits": {"type": "boolean"},
        "problem": {"type": ["string", "null"]},
        "reason": {"type": ["object", "null"]},
    },
}


def _json(schema: dict[str, Any], said: str) -> dict[str, Any]:
    return {"description": said, "content": {"application/json": {"schema": schema}}}


class SizeAsked(Record):
    """A model on GPUs under a load, as ``advisor size`` asks for it."""

    model_id: str = Field(max_length=200, description="Catalog id, Hub id or alias.", examples=["qwen/qwen3-8b"])
    gpu: str = Field(max_length=100, description="GPU id or alias.", examples=["h100"])
    gpus: int = Field(default=1, ge=1, le=10_000, strict=True, description="GPUs of the deployment.")
    input_tokens: int = Field(ge=1, le=100_000_000, strict=True, description="Per request.")
    output_tokens: int = Field(ge=1, le=100_000_000, strict=True, description="Per request.")
    concurrency: int = Field(ge=1, le=10_000_000, strict=True, description="Requests at the same time.")
    precision: str | None = Field(default=None, max_length=20, description="bf16, fp8, int4, ...; absent: its own.")
    beside: tuple[Annotated[str, Field(max_length=200)], ...] = Field(
        default=(), max_length=8, description="Other models on the same GPUs."
    )
    load: Literal["steady", "burst", "draining"] = Field(default="steady", description="How the requests come.")


@router.post(
    "/assessments",
    responses={200: {"model": Assessment}, **documented(*_REFUSED)},
    openapi_extra=ANSWERS_BODY,
    summary="Rank the alternatives for answers",
)
def assess(
    here: Here, token: MayAssess, answers: GivenAnswers, samples: DrawsAsked = 10_000, seed: Seed = 0
) -> Response:
    """The assessment, as `advisor assess --format json` prints it; “nothing fits” is an answer too."""
    here.quotas().assessment(token.person)
    work = here.work_of(answers, seed=seed, samples=samples)
    content = here.aside(partial(decision_work.assessed_json, work), what="assessment")
    COUNTS.assessment("rest")
    return Response(content, media_type="application/json")


@router.post(
    "/sizes",
    responses={200: _json(_SIZE, "The size."), **documented(*_REFUSED, "not-possible")},
    summary="Size a model on GPUs",
)
def size(here: Here, _: MayAssess, asked: SizeAsked) -> Response:
    """Memory, concurrency, time to first token and throughput, as `advisor size --format json` prints them."""
    found = size_with_others(
        here.catalog(),
        asked.model_id,
        list(asked.beside),
        gpu=asked.gpu,
        gpus=asked.gpus,
        precision=asked.precision,
        input_tokens=asked.input_tokens,
        output_tokens=asked.output_tokens,
        concurrency=asked.concurrency,
        load_kind=asked.load,
    )
    return JSONResponse(sized(found))


@router.post(
    "/costs",
    responses={200: _json(_COSTS, "The costs."), **documented(*_REFUSED)},
    openapi_extra=ANSWERS_BODY,
    summary="Cost the ways of hosting",
)
def costs(here: Here, _: MayAssess, answers: GivenAnswers) -> Response:
    """Every line of every plan per month and over the horizon, as `advisor tco --format json` prints them."""
    content = here.aside(partial(decision_work.costed_json, here.work_of(answers)), what="costs")
    return Response(content, media_type="application/json")


@router.post(
    "/reports",
    responses={200: FILES, **documented(*_REFUSED, "not-possible")},
    openapi_extra=ANSWERS_BODY,
    response_class=Response,
    summary="Write the decision report for answers",
)
def report(
    here: Here,
    token: MayReport,
    answers: GivenAnswers,
    asked: AskedFile,
    *,
    samples: DrawsAsked = 10_000,
    seed: Seed = 0,
) -> Response:
    """The report as a file, the same bytes as `advisor report` writes."""
    work = here.work_of(answers, seed=seed, samples=samples)
    _, content = made_report(here, token.person, work, asked)
    return as_file(content, asked)
