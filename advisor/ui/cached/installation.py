"""What this installation has, shared by every session: settings, catalog, database and its repositories."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pandas as pd
import streamlit as st
from sqlalchemy import Engine

from advisor.access.people import LOCAL, Person
from advisor.access.sign_in import SignIn
from advisor.catalog.browse.model_table import model_frame
from advisor.catalog.catalog import Catalog
from advisor.catalog.own.house_policy import under_policy
from advisor.catalog.own.overlay import overlay_stamp
from advisor.hosting.sizing import runs_on as sizing
from advisor.policy.house import ReportStyle
from advisor.policy.in_force import PolicyInForce
from advisor.report.document.meta import HouseLook
from advisor.services.house_policy import policy_stamp, policy_today, style_of
from advisor.services.installed import Installed
from advisor.services.known_scores import KnownScores
from advisor.services.replicas.evaluations_at_work import EvaluationsAtWork
from advisor.services.replicas.quotas import Quotas
from advisor.services.sample_verdicts import SampleVerdict, kept_verdicts
from advisor.settings import Settings
from advisor.storage.decisions import Decisions
from advisor.storage.entries import Entries
from advisor.storage.lifecycle import Lifecycle
from advisor.storage.replicas.evaluation_leases import EvaluationLeases
from advisor.storage.replicas.holder import new_holder
from advisor.storage.rights.known_people import KnownPeople
from advisor.storage.rights.ownership import Ownership
from advisor.storage.rights.sign_ins import SignIns
from advisor.storage.tokens.access_tokens import AccessTokens
from advisor.storage.trials import TrialStore
from advisor.storage.working_copies import WorkingCopies
from advisor.telemetry.facts import pseudonym_of
from advisor.trials.evaluation.job import Job, Written
from advisor.trials.evaluation.plan import Plan
from advisor.trials.evaluation.results import seen_enough
from advisor.trials.measures.costs import price_for
from advisor.trials.network.keys import KeyFinder
from advisor.ui.cached.known_answers import KnownAnswers
from advisor.ui.signing_in import who


@st.cache_resource(max_entries=1, show_spinner=False)
def settings() -> Settings:
    """The settings of this installation, read once."""
    return Settings()


@st.cache_resource(max_entries=1, show_spinner=False)
def installed() -> Installed:
    """Catalog and database of this installation, shared with REST, which asks without a page."""
    return Installed(settings())


@st.cache_resource(max_entries=2, show_spinner="Reading the catalog")
def _tables(stamp: tuple[tuple[str, int, int], ...]) -> Catalog:
    """Keyed by what the overlay's files were when last written: a saved row is seen by every session at once."""
    del stamp
    return installed().tables()


@st.cache_resource(max_entries=4, show_spinner=False)
def _catalog(stamp: tuple[tuple[str, int, int], ...], held: PolicyInForce) -> Catalog:
    """Keyed by the policy too, and by what is excepted from it: few decisions have exceptions."""
    return under_policy(_tables(stamp), held)


@st.cache_resource(max_entries=1, show_spinner=False)
def _policy(stamp: tuple[tuple[str, int, int], ...], day: date) -> PolicyInForce | None:
    """Keyed by what its file was when last written, and by the day: agreements begin and end."""
    del stamp
    return policy_today(settings(), day=day)


def policy() -> PolicyInForce | None:
    """The policy of the house as it holds today; None where the house has none. Raises PolicyError."""
    return _policy(policy_stamp(settings()), datetime.now(UTC).date())


@st.cache_resource(max_entries=1, show_spinner=False)
def _report_style(stamp: tuple[tuple[str, int, int], ...]) -> tuple[ReportStyle, HouseLook]:
    """Keyed by what the policy and the logo were when last written."""
    del stamp
    return style_of(settings())


def report_style() -> tuple[ReportStyle, HouseLook]:
    """How the house's reports look: what is chosen from the start, and what stands on every page."""
    return _report_style(policy_stamp(settings()))


def catalog_under(held: PolicyInForce | None) -> Catalog:
    """The catalog with the user's own overlay under a policy (immutable, shared by every session)."""
    stamp = overlay_stamp(settings().overlay_dir)
    return _tables(stamp) if held is None else _catalog(stamp, held)


def catalog() -> Catalog:
    """The catalog with the user's own overlay, under the policy of the house where there is one."""
    return catalog_under(policy())


@st.cache_resource(max_entries=1, show_spinner=False)
def sample_verdicts() -> Mapping[str, SampleVerdict]:
    """What the worked samples conclude on the catalog as shipped, read once."""
    return kept_verdicts()


@st.cache_resource(max_entries=1, show_spinner="Opening the database")
def database() -> Engine:
    """The database engine, migrated, shared by every session."""
    return installed().database()


def person() -> Person:
    """Who uses this session; raises NotAllowedError where nobody is signed in who should be."""
    how = settings().sign_in
    return LOCAL if how is None else who.person(how, sign_ins(how))


def sign_ins(how: SignIn) -> SignIns:
    """The sign-ins that are open."""
    return SignIns(database(), idle=how.idle, longest=how.longest)


def known_people() -> KnownPeople:
    """Who has signed in here."""
    return KnownPeople(database())


def ownership() -> Ownership:
    """To whom decisions belong, for the person of this session."""
    return Ownership(database(), person=person())


def access_tokens() -> AccessTokens:
    """The tokens by which programs ask in the name of the person of this session."""
    return AccessTokens(database(), person=person())


def decisions() -> Decisions:
    """The repository of saved decisions for the person of this session."""
    return Decisions(database(), person=person())


def working_copies() -> WorkingCopies:
    """The repository of working copies for the person of this session."""
    return WorkingCopies(database(), person=person())


def trials() -> TrialStore:
    """The repository of trials for the person of this session."""
    return TrialStore(database(), person=person())


@st.cache_resource(max_entries=2, show_spinner="Laying out the catalog")
def _catalog_frame(digest: str) -> pd.DataFrame:
    """Keyed by the catalog's digest; shared, so nobody may change it in place."""
    del digest
    return model_frame(catalog())


def catalog_frame() -> pd.DataFrame:
    """One row per model of the present catalog, to search and filter; a copy is taken by every selection."""
    return _catalog_frame(catalog().digest)


def models_that_run(gpu_id: str, gpu_count: int, context_tokens: int, requests: int) -> Mapping[str, str]:
    """Models that hold so many requests at once on these GPUs, with their precision (kept with the catalog)."""
    return sizing.models_that_run(catalog(), gpu_id, gpu_count, context_tokens, requests)


def lifecycle() -> Lifecycle:
    """The life of saved decisions for the person of this session."""
    return Lifecycle(database(), person=person())


def entries() -> Entries:
    """What is kept beside decisions (risk register, usage, evidence), for the person of this session."""
    return Entries(database(), person=person())


@st.cache_resource(max_entries=1, show_spinner=False)
def answers() -> KnownAnswers:
    """Answers of evaluations that were read before, for every session."""
    return KnownAnswers()


def scores() -> KnownScores:
    """Scores of answers that were worked out before, for every session and program."""
    return installed().scores


def quotas() -> Quotas:
    """What one person may have in a day."""
    return Quotas(settings(), database)


def pseudonym() -> str | None:
    """What logs call the person of this session."""
    return pseudonym_of(person().subject, secret=settings().cookie_secret)


@st.cache_resource(max_entries=1, show_spinner=False)
def evaluations() -> EvaluationsAtWork:
    """The evaluations at work in this process, and where several share a database those it takes over."""
    leases = EvaluationLeases(database(), holder=new_holder())
    return EvaluationsAtWork(leases, _evaluation_job, takes_over=settings().shares_database)


def _evaluation_job(plan: Plan, *, find_key: KeyFinder, repeat_uncertain: bool) -> Job:
    """A job over this installation's prices, scores and database, also where no session has started it."""
    prices = {one.name: price_for(one, catalog()) for one in plan.everyone}
    store = TrialStore(database())
    return Job(plan, store, find_key=find_key, prices=prices, repeat_uncertain=repeat_uncertain, seen_enough=_enough)


def _enough(plan: Plan, found: Written) -> bool:
    """What the job asks at each look; heavy scores are worked out aside and remembered."""
    return seen_enough(plan, found, scored=scores().known(plan, found, metrics=plan.metrics[:1]))
