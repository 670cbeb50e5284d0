"""The only home of caches: thin, bounded wrappers over plain functions, keyed by frozen records and digests."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from sqlalchemy import Engine

from advisor.assessment import Assessment, assess, prepare_with_evidence
from advisor.catalog.browse.model_table import model_frame
from advisor.catalog.catalog import Catalog
from advisor.catalog.load import load_catalog
from advisor.catalog.own.overlay import overlay_stamp
from advisor.decision.prepared import Prepared, prepare
from advisor.decision.ranked import Ranked, rank
from advisor.decision.records import EvidenceNote
from advisor.decision.scoring.weights import derive_weights
from advisor.questionnaire.answers import Answers, PortfolioAnswers
from advisor.report.compose import compose
from advisor.report.document.meta import ReportLook
from advisor.report.document.typeset import pages
from advisor.report.export import export
from advisor.report.replay.replay import rerun
from advisor.report.replay_record import Replay
from advisor.services.kept_decisions import replay_decision
from advisor.services.kept_evaluations import evidence_of
from advisor.settings import Settings
from advisor.storage.database import open_database
from advisor.storage.decisions import Decisions
from advisor.storage.lifecycle import KeptDecision, Lifecycle
from advisor.storage.trials import TrialStore
from advisor.ui import state

Evidence = tuple[EvidenceNote, ...]
FEW_DRAWS = 100


@st.cache_resource(max_entries=1, show_spinner=False)
def settings() -> Settings:
    """The settings of this installation, read once."""
    return Settings()


@st.cache_resource(max_entries=2, show_spinner="Reading the catalog")
def _catalog(stamp: tuple[tuple[str, int, int], ...]) -> Catalog:
    """Keyed by what the overlay's files were when last written: a saved row is seen by every session at once."""
    del stamp
    return load_catalog(settings().catalog_dir, overlay=settings().overlay_dir)


def catalog() -> Catalog:
    """The catalog with the user's own overlay (immutable, shared by every session)."""
    return _catalog(overlay_stamp(settings().overlay_dir))


@st.cache_resource(max_entries=1, show_spinner="Opening the database")
def database() -> Engine:
    """The database engine, migrated, shared by every session."""
    return open_database(settings().resolved_database_url())


def decisions() -> Decisions:
    """The repository of saved decisions for the person of this session."""
    return Decisions(database(), actor=str(st.user.get("email") or "") if st.user else "")


def trials() -> TrialStore:
    """The repository of trials for the person of this session."""
    return TrialStore(database(), actor=str(st.user.get("email") or "") if st.user else "")


def evidence() -> Evidence:
    """What the open decision draws from its own evaluations; empty while it is unsaved."""
    current = state.open_decision()
    return evidence_of(trials(), current.decision_id) if current else ()


@st.cache_resource(max_entries=32, show_spinner="Comparing the alternatives")
def _assessment(answers: Answers, digest: str, found: Evidence, seed: int, samples: int) -> Assessment:
    """Keyed by the answers, the catalog's digest and the evidence: the same inputs are assessed once.

    A frozen record, shared by every session: to copy it for each redraw takes 40 ms, most of it for rows not shown.
    """
    del digest
    return assess(answers, catalog(), evidence=found, seed=seed, samples=samples)


def assessment(answers: Answers, *, seed: int = 0, samples: int = 10_000) -> Assessment:
    """The assessment of the answers on the present catalog, with the evidence of the open decision."""
    return _assessment(answers, catalog().digest, evidence(), seed, samples)


@st.cache_resource(max_entries=8, show_spinner=False)
def _prepared(answers: Answers, digest: str, found: Evidence, use_case: int) -> Prepared:
    """Keyed by the answers without their weights: a slider re-ranks without planning anything again."""
    del digest
    return prepare_with_evidence(answers, catalog(), answers.use_cases[use_case], found)[0]


def prepared(answers: Answers, use_case: int = 0) -> Prepared:
    """The planned and gated alternatives of one use case, whatever the weights."""
    neutral = _without_limits(answers).model_copy(update={"weights": None, "priorities": {}, "stakeholders": ()})
    return _prepared(neutral, catalog().digest, evidence(), use_case)


def _without_limits(answers: Answers) -> Answers:
    """The answers without what only the portfolio or the reader looks at."""
    cases = tuple(case.model_copy(update={"minimum_score": 0.0}) for case in answers.use_cases)
    return answers.model_copy(update={"notes": "", "owner": "", "portfolio": PortfolioAnswers(), "use_cases": cases})


@st.cache_resource(max_entries=2, show_spinner="Looking at what is out")
def _prepared_whole(answers: Answers, digest: str, use_case: int) -> Prepared:
    del digest
    return prepare(answers, catalog(), answers.use_cases[use_case], everything=True)


def prepared_whole(answers: Answers, use_case: int = 0) -> Prepared:
    """Every alternative of one use case planned and gated, those out from the start included."""
    return _prepared_whole(answers, catalog().digest, use_case)


@st.cache_resource(max_entries=2, show_spinner="Ranking every use case")
def _rankings(answers: Answers, digest: str, found: Evidence) -> tuple[Ranked, ...]:
    """Keyed by the answers without the portfolio's limits: trying a limit ranks nothing again."""
    del digest, found
    return tuple(
        rank(
            prepared(answers, place),
            {name: item.weight for name, item in derive_weights(answers, use_case, catalog().judgement).items()},
            samples=FEW_DRAWS,
        )
        for place, use_case in enumerate(answers.use_cases)
    )


def rankings(answers: Answers) -> tuple[Ranked, ...]:
    """Every use case ranked under the decision's weights, with few draws: for what needs the scores alone."""
    return _rankings(_without_limits(answers), catalog().digest, evidence())


@st.cache_resource(max_entries=2, show_spinner="Laying out the catalog")
def _catalog_frame(digest: str) -> pd.DataFrame:
    """Keyed by the catalog's digest; shared, so nobody may change it in place."""
    del digest
    return model_frame(catalog())


def catalog_frame() -> pd.DataFrame:
    """One row per model of the present catalog, to search and filter; a copy is taken by every selection."""
    return _catalog_frame(catalog().digest)


def lifecycle() -> Lifecycle:
    """The life of saved decisions for the person of this session."""
    return Lifecycle(database(), actor=str(st.user.get("email") or "") if st.user else "")


@st.cache_data(max_entries=8, show_spinner="Setting the pages")
def _report_pages(answers: Answers, digest: str, found: Evidence, look: ReportLook, ppi: int) -> tuple[bytes, ...]:
    """Keyed by the answers, the catalog's digest, the evidence and the look of the report."""
    del digest, found
    document = compose(assessment(answers), catalog(), **dict(look))
    return pages(document, ppi=ppi)


def report_pages(answers: Answers, look: ReportLook, *, ppi: int = 110) -> tuple[bytes, ...]:
    """Every page of the report as a PNG image."""
    return _report_pages(answers, catalog().digest, evidence(), look, ppi)


@st.cache_data(max_entries=8, show_spinner="Writing the file")
def _report_file(answers: Answers, digest: str, found: Evidence, look: ReportLook, form: str) -> bytes:
    """Keyed by the answers, the catalog's digest, the evidence, the look of the report and the form."""
    del digest, found
    return export(assessment(answers), catalog(), form=form, **dict(look))


def report_file(answers: Answers, look: ReportLook, form: str) -> bytes:
    """The report as a file in one of its forms."""
    return _report_file(answers, catalog().digest, evidence(), look, form)


@st.cache_data(max_entries=64, show_spinner=False)
def _rerun(before: Assessment, before_digest: str, digest: str) -> Assessment:
    del before_digest, digest
    return rerun(before, catalog())


def rerun_today(before: Assessment, today: Catalog) -> Assessment:
    """A kept assessment run again on the present catalog."""
    return _rerun(before, before.provenance.catalog_digest, today.digest)


@st.cache_data(max_entries=16, show_spinner="Replaying the decision")
def _replay(kept: KeptDecision, digest: str) -> Replay:
    after = _rerun(kept.assessment, kept.assessment.provenance.catalog_digest, digest)
    return replay_decision(lifecycle(), kept, catalog(), after=after)


def replay_today(kept: KeptDecision) -> Replay:
    """A kept decision replayed on the present catalog, with causes."""
    return _replay(kept, catalog().digest)
