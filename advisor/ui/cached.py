"""The only home of caches: thin, bounded wrappers over plain functions, keyed by frozen records and digests."""

from __future__ import annotations

import streamlit as st
from sqlalchemy import Engine

from advisor.assessment import Assessment, assess
from advisor.catalog.catalog import Catalog
from advisor.catalog.load import load_catalog
from advisor.decision.prepare import Prepared, prepare
from advisor.catalog.overlay import overlay_stamp
from advisor.questionnaire.answers import Answers
from advisor.settings import Settings
from advisor.storage.database import open_database
from advisor.storage.decisions import Decisions
from advisor.storage.trials import TrialStore


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


@st.cache_data(max_entries=32, show_spinner="Comparing the alternatives")
def _assessment(answers: Answers, digest: str, seed: int, samples: int) -> Assessment:
    """Keyed by the answers and the catalog's digest: the same inputs are assessed once."""
    del digest
    return assess(answers, catalog(), seed=seed, samples=samples)


def assessment(answers: Answers, *, seed: int = 0, samples: int = 10_000) -> Assessment:
    """The assessment of the answers on the present catalog."""
    return _assessment(answers, catalog().digest, seed, samples)


@st.cache_resource(max_entries=8, show_spinner=False)
def _prepared(answers: Answers, digest: str, use_case: int) -> Prepared:
    """Keyed by the answers without their weights: a slider re-ranks without planning anything again."""
    del digest
    return prepare(answers, catalog(), answers.use_cases[use_case])


def prepared(answers: Answers, use_case: int = 0) -> Prepared:
    """The planned and gated alternatives of one use case, whatever the weights."""
    neutral = answers.model_copy(update={"weights": None, "priorities": {}, "stakeholders": (), "notes": "", "owner": ""})
    return _prepared(neutral, catalog().digest, use_case)
