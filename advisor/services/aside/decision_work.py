"""Decisions and their documents, worked out whole: calls for a process of their own (``aside``).

The worker keeps the catalog, the last assessments and the last document: the pages of a report and its file are asked
for one after the other.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final, Self

from advisor.assessment import Assessment, assess, prepare_with_evidence
from advisor.catalog.catalog import Catalog
from advisor.catalog.load import load_catalog
from advisor.catalog.own.house_policy import under_policy
from advisor.catalog.own.overlay import overlay_stamp
from advisor.decision.prepared import Prepared
from advisor.decision.records import EvidenceNote
from advisor.decision.results.changes.other_answers import Effect, effects_of
from advisor.decision.robustness.smaa import warm_up
from advisor.errors import ReportError
from advisor.policy.in_force import PolicyInForce
from advisor.questionnaire.answers import Answers
from advisor.report.compose import compose
from advisor.report.document import typeset
from advisor.report.document.blocks import Document
from advisor.report.document.meta import ReportLook
from advisor.report.export import COMPOSED, composed_as, export
from advisor.report.replay.replay import compare
from advisor.report.replay.snapshot import load_tables
from advisor.report.replay_record import Replay
from advisor.services.answered.costed_plans import plans_costed
from advisor.settings import Settings

_QUICKLY: Final = 1
"""Three hundredths of a second for the drawings of a report, which are then a fifth as large."""


@dataclass(frozen=True, slots=True)
class CatalogPlace:
    """Where the catalog is read (None: as shipped), and what the overlay's files were when last written.

    ``policy`` is that of the house as it holds for the decision.
    """

    tables: Path | None
    overlay: Path
    stamp: tuple[tuple[str, int, int], ...]
    policy: PolicyInForce | None = None

    @classmethod
    def of(cls, settings: Settings, policy: PolicyInForce | None = None) -> Self:
        """The catalog of an installation as it is now, under a policy."""
        return cls(settings.catalog_dir, settings.overlay_dir, overlay_stamp(settings.overlay_dir), policy)


@dataclass(frozen=True)
class DecisionWork:
    """What an assessment is worked out from; the catalog must have this digest."""

    answers: Answers
    evidence: tuple[EvidenceNote, ...]
    place: CatalogPlace
    digest: str
    seed: int = 0
    samples: int = 10_000

    def __hash__(self) -> int:
        """By the answers alone, which have fields that cannot be hashed; equality looks at everything."""
        return hash(self.answers.model_dump_json())


@dataclass(frozen=True)
class ReportWork:
    """What a document is composed from.

    ``assessed`` is the assessment of the decision where it is known already: handed over in 0.1 s it saves 0.3. It says
    nothing new, so two works are equal with and without it.
    """

    decision: DecisionWork
    look: ReportLook
    assessed: Assessment | None = field(default=None, compare=False, repr=False)

    def assessment(self) -> Assessment:
        """The assessment that was handed over, or one that is worked out here (where the catalog changed meanwhile)."""
        if self.assessed is None or self.assessed.provenance.catalog_digest != self.decision.digest:
            return _assessed(self.decision)
        return self.assessed

    def __hash__(self) -> int:
        """By the decision alone."""
        return hash(self.decision)


def get_ready(place: CatalogPlace) -> None:
    """Load what every decision needs, so that the first need not wait for it."""
    warm_up()
    _catalog(place)


def assessed(work: DecisionWork) -> Assessment:
    """The assessment; raises ReportError where the catalog has changed meanwhile."""
    return _assessed(work)


def assessed_json(work: DecisionWork) -> bytes:
    """The assessment as ``advisor assess --format json`` prints it; raises ReportError as ``assessed`` does."""
    return _assessed(work).model_dump_json(by_alias=True).encode()


def costed_json(work: DecisionWork) -> bytes:
    """The costs as ``advisor tco --format json`` prints them; raises ReportError as ``assessed`` does."""
    return json.dumps(plans_costed(_assessed(work), _current(work)), ensure_ascii=False).encode()


def replayed_json(before: Assessment, work: DecisionWork, tables: bytes | None, chosen_id: str | None) -> bytes:
    """``replayed`` as ``advisor replay --format json`` prints it."""
    return replayed(before, work, tables, chosen_id).model_dump_json().encode()


def other_answers(work: DecisionWork) -> tuple[Effect, ...]:
    """What other answers would move; raises ReportError where the catalog has changed meanwhile."""
    catalog = _current(work)

    def ready(answers: Answers) -> Prepared:
        return prepare_with_evidence(answers, catalog, answers.use_cases[0], work.evidence)[0]

    return effects_of(work.answers, catalog, prepared=ready)


@dataclass(frozen=True, slots=True)
class ReportMade:
    """A report as its page shows it: the file, every page drawn (packed, for ``page_image``), one of them as PNG."""

    content: bytes
    drawn: tuple[bytes, ...]
    image: bytes


def report_made(work: ReportWork, *, form: str, page: int, ppi: int) -> ReportMade:
    """The report in one of the forms of ``export``, with its pages, of which one (from 1; else the last) is shown.

    In one call, since a file and its pages have everything in common until they are written: apart they took twice the
    time, and a second process for it. Raises ReportError where it cannot be made.
    """
    content = report_file(work, form=form)
    drawn = tuple(zlib.compress(drawing.encode(), _QUICKLY) for drawing in typeset.drawings(_document(work)))
    return ReportMade(content, drawn, page_image(drawn[min(page, len(drawn)) - 1], ppi=ppi))


def page_image(drawn: bytes, *, ppi: int) -> bytes:
    """A page of ``ReportMade`` as PNG."""
    return typeset.page_image(zlib.decompress(drawn).decode(), ppi=ppi)


def report_file(work: ReportWork, *, form: str) -> bytes:
    """The report in one of the forms of ``export``, the same bytes as there; raises ReportError as it does."""
    if form in COMPOSED:
        return composed_as(_document(work), form)
    return export(work.assessment(), _current(work.decision), form=form, **dict(work.look))


def report_with(work: ReportWork, *, form: str) -> tuple[Assessment, bytes]:
    """``report_file`` with the assessment that it rests on."""
    return work.assessment(), report_file(work, form=form)


def replayed(before: Assessment, work: DecisionWork, tables: bytes | None, chosen_id: str | None) -> Replay:
    """A kept assessment replayed on the present catalog (``work`` is the same decision there), with causes.

    ``tables`` is the catalog of then, where it was kept.
    """
    old = load_tables(tables) if tables else None
    return compare(before, _assessed(work), _current(work), old_catalog=old, chosen_id=chosen_id)


def same_work(before: Assessment, place: CatalogPlace, digest: str) -> DecisionWork:
    """The work of a kept assessment on another catalog: ``assessed`` of it gives what ``rerun`` gives."""
    used = before.provenance
    return DecisionWork(before.answers, tuple(before.evidence), place, digest, used.seed, used.samples)


@lru_cache(maxsize=4)
def _assessed(work: DecisionWork) -> Assessment:
    return assess(work.answers, _current(work), evidence=work.evidence, seed=work.seed, samples=work.samples)


@lru_cache(maxsize=1)
def _document(work: ReportWork) -> Document:
    return compose(work.assessment(), _current(work.decision), **dict(work.look))


def _current(work: DecisionWork) -> Catalog:
    """The catalog that the work is on."""
    catalog = _catalog(work.place)
    if catalog.digest != work.digest:
        raise ReportError("The catalog was changed while this was asked for: ask once more")
    return catalog


@lru_cache(maxsize=1)
def _catalog(place: CatalogPlace) -> Catalog:
    return under_policy(load_catalog(place.tables, overlay=place.overlay), place.policy)
