"""Reports over REST: how one is asked for, made within a person's day, counted, and sent as a file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, Final, Literal

from fastapi import Depends, Query
from starlette.responses import Response

from advisor.access.people import Person
from advisor.assessment import Assessment
from advisor.report.document.meta import ReportLook, ReportMeta
from advisor.report.export import FORMS
from advisor.services.aside import decision_work
from advisor.services.aside.decision_work import DecisionWork, ReportWork
from advisor.services.installed import Installed
from advisor.services.operations.metrics import COUNTS

Form = Literal["pdf", "pdf-archive", "docx", "pptx", "md", "figures", "json", "xlsx", "csv"]
Annex = Literal["adaptation", "retrieval", "architecture", "register"]
FILES: Final[dict[str, Any]] = {
    "description": "The file.",
    "content": {
        **{media_type: {"schema": {"type": "string", "format": "binary"}} for _, media_type in FORMS.values()},
        "application/json": {"schema": {"$ref": "#/components/schemas/Assessment"}},
    },
}
"""A report as an OpenAPI answer."""


@dataclass(frozen=True, slots=True)
class FileAsked:
    """A report as it is asked for: its form, and how it looks."""

    form: Form
    look: ReportLook


def file_asked(
    form: Annotated[Form, Query(description="`md` is the decision record, `pptx` one slide.")] = "pdf",
    language: Annotated[Literal["en", "de", "fr"], Query(description="Of sentences, numbers and dates.")] = "en",
    paper: Annotated[Literal["a4", "us-letter"], Query(description="The size that will be printed on.")] = "a4",
    annex: Annotated[list[Annex], Query(max_length=4, description="What else to append; repeatable.")] = [],  # noqa: B006 - FastAPI copies it
) -> FileAsked:
    """What the parameters of a request say of the report."""
    return FileAsked(form, ReportLook(language=language, paper=paper, annexes=tuple(annex)))


AskedFile = Annotated[FileAsked, Depends(file_asked)]


def made_report(
    here: Installed, person: Person, decision: DecisionWork, asked: FileAsked, meta: ReportMeta | None = None
) -> tuple[Assessment, bytes]:
    """The file with the assessment that it rests on; raises QuotaError where it is one too many of a person's day."""
    here.quotas().report(person)
    look = asked.look if meta is None else asked.look.model_copy(update={"meta": meta})
    call = partial(decision_work.report_with, ReportWork(decision, look), form=asked.form)
    found = here.aside(call, what="report")
    COUNTS.report("rest", asked.form)
    return found


def as_file(content: bytes, asked: FileAsked) -> Response:
    """A report with its media type and a name to save it under."""
    ending, media_type = FORMS[asked.form]
    named = {"Content-Disposition": f'attachment; filename="decision.{ending}"'}
    return Response(content, media_type=media_type, headers=named)
